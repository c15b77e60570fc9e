"""Runs checks over ledgers in DuckDB: side by side, each within its limits, none hiding another.

A connection that has run checks can read no file and change no setting any more.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from bihuan.checks.definition import AS_OF, Check, wrong
from bihuan.checks.message import summary
from bihuan.checks.sandbox import DIALECT, bind, in_order, over_scope, prove
from bihuan.errors import BadDefinition
from bihuan.ledgers import catalogue
from bihuan.model import CheckResult, CheckStatus

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from sqlglot import exp

_MOST_THREADS = 4
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one check may take: seconds, and rows in its answer; all together: memory."""

    seconds: float = 60
    rows: int = 1_000_000
    memory: str = "2GB"


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's columns and rows; `count` is how many rows there are, kept or not."""

    columns: tuple[str, ...]
    rows: Rows
    count: int


class Backend(Protocol):
    """What runs a check's queries: DuckDB here, Spark in spark.py.

    Each raises BadDefinition with one sentence where the check's query fails or exceeds a limit.
    """

    def answer(self, check: Check, query: exp.Query, keep: int | None) -> Answer:
        """The query's rows, of which at most `keep` are kept."""

    def is_empty(self, check: Check, query: exp.Query) -> bool:
        """Whether the query has no row."""


def run(
    connection: DuckDBPyConnection,
    checks: Iterable[Check],
    *,
    as_of: date,
    keep: int | None = None,
    limits: Limits | None = None,
) -> tuple[CheckResult, ...]:
    """The checks' results, in their order, over the connection's tables (one a ledger).

    `keep` is how many rows of each to keep. The connection is shut in by this: external access
    off, configuration locked.
    """
    limits = limits or Limits()
    shut_in(connection, limits)

    def one(check: Check) -> CheckResult:
        with connection.cursor() as cursor:
            return judge(check, DuckDB(cursor, limits), as_of=as_of, keep=keep)

    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
        return tuple(pool.map(one, checks))


def shut_in(connection: DuckDBPyConnection, limits: Limits) -> None:
    """Takes from the connection all that reaches beyond its tables, for good."""
    [(locked,)] = connection.execute("SELECT current_setting('lock_configuration')").fetchall()
    if locked:
        return
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET temp_directory = ''")
    connection.execute(f"SET memory_limit = '{limits.memory}'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def judge(check: Check, backend: Backend, *, as_of: date, keep: int | None) -> CheckResult:
    """One check's result; an error's sentence where it can't run."""
    try:
        if check.fault is not None:
            raise BadDefinition(check.fault)
        return _verdict(check, backend, as_of, keep)
    except BadDefinition as error:
        return _result(check, CheckStatus.ERROR, reason=str(error))


def _verdict(check: Check, backend: Backend, as_of: date, keep: int | None) -> CheckResult:
    query = bind(prove(check), {**check.params, AS_OF: as_of})
    for ledger in check.ledgers:
        if backend.is_empty(check, _any_row(ledger)):
            return _result(check, CheckStatus.NO_DATA, reason=f"{_title(ledger)}没有数据。")
    answer = backend.answer(check, in_order(query, len(check.keys)), keep)
    if answer.columns[: len(check.keys)] != check.keys:
        raise wrong(check.id, f"查询结果的前几列应依次是 {'、'.join(check.keys)}")
    if answer.count:
        return _failing(check, answer)
    if backend.is_empty(check, over_scope(query)):
        reason = f"没有属于检查范围的记录（{check.scope}）。"
        return _result(check, CheckStatus.NO_DATA, reason=reason)
    return _result(check, CheckStatus.PASS)


def _failing(check: Check, answer: Answer) -> CheckResult:
    first: Sequence[object] | None = answer.rows[0] if answer.rows else None
    return CheckResult(
        check=check.id,
        title=check.title,
        severity=check.severity,
        status=CheckStatus.FAIL,
        keys=check.keys,
        columns=answer.columns,
        rows=tuple(answer.rows),
        row_count=answer.count,
        message=summary(check, answer.columns, first, answer.count, check.params)
        if first
        else f"{check.title}：共 {answer.count} 处。",
    )


def _result(check: Check, status: CheckStatus, reason: str | None = None) -> CheckResult:
    return CheckResult(
        check=check.id,
        title=check.title,
        severity=check.severity,
        status=status,
        keys=check.keys,
        reason=reason,
    )


def _title(ledger: str) -> str:
    """What the ledger is called; a county's own goes by its name here."""
    known = catalogue().get(ledger)
    return known.title if known else f"台账 {ledger} "


def _any_row(ledger: str) -> exp.Query:
    from sqlglot import exp

    return exp.select("1").from_(ledger).limit(1)


@dataclass(frozen=True, slots=True)
class DuckDB:
    """One cursor of a shut-in connection."""

    cursor: DuckDBPyConnection
    limits: Limits

    def is_empty(self, check: Check, query: exp.Query) -> bool:
        with self._limited(check):
            return self.cursor.execute(query.sql(DIALECT)).fetchone() is None

    def answer(self, check: Check, query: exp.Query, keep: int | None) -> Answer:
        room = self.limits.rows if keep is None else keep
        with self._limited(check):
            cursor = self.cursor.execute(query.limit(room + 1).sql(DIALECT))
            columns = tuple(column[0] for column in cursor.description or ())
            rows: Rows = cursor.fetchmany(room + 1)
            if len(rows) <= room:
                return Answer(columns, rows, len(rows))
            if keep is None:
                raise wrong(check.id, f"结果超过 {room} 行，已停下，多半是漏写了连接条件")
            return Answer(columns, rows[:keep], self._count(query))

    def _count(self, query: exp.Query) -> int:
        from sqlglot import exp

        # Counting where they are costs far less than carrying all rows over here.
        counted = exp.select("count(*)").from_(query.subquery("answer"))
        [(count,)] = self.cursor.execute(counted.sql(DIALECT)).fetchall()
        return int(count)

    @contextmanager
    def _limited(self, check: Check) -> Iterator[None]:
        import duckdb

        try:
            with _stopwatch(self.cursor, self.limits.seconds):
                yield
        except duckdb.InterruptException as error:
            limit = f"{self.limits.seconds:g} 秒"
            raise wrong(check.id, f"运行超过 {limit}，已停下，请检查连接条件") from error
        except duckdb.OutOfMemoryException as error:
            raise wrong(check.id, f"需要的内存超过 {self.limits.memory}，已停下") from error
        except (duckdb.Error, ValueError, OverflowError) as error:
            raise wrong(check.id, f"运行出错（{_first_line(error)}）") from error


@contextmanager
def _stopwatch(cursor: DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip("。.") if str(error).strip() else "原因不明"
