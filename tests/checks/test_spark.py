"""Every check on Spark gives row by row what it gives on DuckDB."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from bihuan.checks import catalogue, run
from bihuan.checks.catalogue import tune
from bihuan.errors import UnreadableInput
from bihuan.ledgers.parquet import export
from tests.checks.tables import LEDGERS, filled, random_tables
from tests.parts import need

CHECKS = tune(
    catalogue(),
    {"study-topic-mastery-low": {"min_taken": 2}, "welfare-grid-burst": {"min_households": 3}},
)


@pytest.fixture(autouse=True)
def _parts() -> None:
    need("pyspark", find_spec("pyspark") is not None)
    need("Java", shutil.which("java") is not None)


@pytest.mark.parametrize(("seed", "as_of"), [(3, date(2025, 6, 30)), (5, date(2024, 2, 29))])
def test_spark_agrees_with_duckdb_on_every_row(seed: int, as_of: date, tmp_path: Path) -> None:
    from bihuan.checks import spark

    connection = filled(random_tables(seed, as_of, rows=40))
    export(connection, LEDGERS, tmp_path / "parquet")
    there = spark.run(str(tmp_path / "parquet"), LEDGERS, list(CHECKS.values()), as_of=as_of)
    here = run(connection, CHECKS.values(), as_of=as_of)
    for one, other in zip(there, here, strict=True):
        assert one == other
    assert {result.status.value for result in here} >= {"fail", "pass"}


def test_a_missing_ledger_is_one_sentence(tmp_path: Path) -> None:
    from bihuan.checks import spark

    with pytest.raises(UnreadableInput, match="没有台账"):
        spark.run(str(tmp_path), LEDGERS, [CHECKS["funds-dormant"]], as_of=date(2025, 6, 30))
