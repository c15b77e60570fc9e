"""Runs the same checks on Spark, over ledgers as Parquet: here, or on a cluster by its address.

The query that runs is the one that the sandbox proved, transpiled by sqlglot.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bihuan.checks.definition import Check, wrong
from bihuan.checks.engine import Answer, Limits, judge
from bihuan.errors import UnreadableInput
from bihuan.ledgers import Ledger
from bihuan.ledgers.parquet import PARTITION, export
from bihuan.model import CheckResult
from bihuan.spark import session as open_session

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from sqlglot import exp

_DIALECT = "spark"


def run_loaded(
    connection: DuckDBPyConnection,
    ledgers: Mapping[str, Ledger],
    checks: Sequence[Check],
    *,
    as_of: date,
    keep: int | None = None,
    master: str | None = None,
) -> tuple[CheckResult, ...]:
    """The checks' results over loaded ledgers, handed to Spark as Parquet in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="bihuan-spark-") as folder:
        place = Path(folder) / "ledgers"
        export(connection, ledgers, place)
        return run(str(place), ledgers, checks, as_of=as_of, keep=keep, master=master)


def run(
    place: str,
    ledgers: Mapping[str, Ledger],
    checks: Sequence[Check],
    *,
    as_of: date,
    keep: int | None = None,
    master: str | None = None,
) -> tuple[CheckResult, ...]:
    """The checks' results, in their order; `place` is a folder or bucket with NAME/*.parquet.

    `keep` is how many rows of each to keep; `master` is the cluster's address, None for this
    machine. MissingPart where pyspark or Java isn't installed; UnreadableInput where a ledger isn't
    there.
    """
    with open_session(master) as session:
        backend = _Spark(session, Limits())
        for name in sorted({name for check in checks for name in check.ledgers}):
            _register(session, place, ledgers[name])
        return tuple(judge(check, backend, as_of=as_of, keep=keep) for check in checks)


def _register(session: Any, place: str, ledger: Ledger) -> None:
    """The ledger's Parquet as a view by its name."""
    from pyspark.errors import AnalysisException

    try:
        frame = session.read.parquet(f"{place.rstrip('/')}/{ledger.name}")
    except AnalysisException as error:
        raise UnreadableInput(
            f"“{place}”里没有台账 {ledger.name}；请用 bihuan ledgers --export-parquet 导出。"
        ) from error
    frame.drop(PARTITION).createOrReplaceTempView(ledger.name)


@dataclass(frozen=True, slots=True)
class _Spark:
    """A session with a view for each ledger."""

    session: Any
    limits: Limits

    def is_empty(self, check: Check, query: exp.Query) -> bool:
        return self.answer(check, query, 1).count == 0

    def answer(self, check: Check, query: exp.Query, keep: int | None) -> Answer:
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        try:
            frame = self.session.sql(query.sql(_DIALECT))
            rows = [tuple(row) for row in frame.take(self.limits.rows + 1)]
        except (PySparkException, Py4JJavaError) as error:
            reason = str(error).strip().splitlines()[0]
            raise wrong(check.id, f"在 Spark 上运行出错（{reason}）") from error
        if len(rows) > self.limits.rows:
            raise wrong(check.id, f"结果超过 {self.limits.rows} 行，已停下，多半是漏写了连接条件")
        return Answer(tuple(frame.columns), rows[:keep], len(rows))
