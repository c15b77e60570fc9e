"""A check that somebody wrote can read nothing but its ledgers, and ends in its limits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bihuan.checks import Limits, catalogue, run
from bihuan.model import CheckResult, CheckStatus
from tests.checks.tables import filled

HEADER = """-- title: 自编检查
-- severity: low
-- problem: 自编
-- ledgers: [voucher]
-- keys: [voucher_no]
-- scope: 全部凭证
-- message: '{voucher_no}'
"""
SCOPED = "WITH scope AS (SELECT * FROM voucher) "
ROWS = [
    {"unit_code": "V1", "voucher_no": str(n), "voucher_date": date(2025, 1, 1), "amount": 1}
    for n in range(2000)
]


def own(home: Path, sql: str, header: str = HEADER) -> CheckResult:
    """The result of a home folder's check with this query; other checks still run beside it."""
    (home / "checks").mkdir(exist_ok=True)
    (home / "checks" / "own.sql").write_text(header + "\n" + sql, "utf-8")
    known = catalogue(home)
    checks = [known["own"], known["finance-voucher-incomplete"]]
    limits = Limits(seconds=2, rows=5000, memory="300MB")
    first, second = run(filled({"voucher": ROWS}), checks, as_of=date(2025, 6, 30), limits=limits)
    assert second.row_count == len(ROWS)
    return first


def test_an_offices_own_check_runs(tmp_path: Path) -> None:
    result = own(tmp_path, SCOPED + "SELECT voucher_no FROM scope WHERE voucher_no = '7'")
    assert (result.status, result.rows) == (CheckStatus.FAIL, (("7",),))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        SCOPED + "SELECT voucher_no FROM scope, read_csv('/etc/passwd')",
        SCOPED + "SELECT voucher_no FROM scope, '/etc/passwd'",
        SCOPED + 'SELECT voucher_no FROM scope, "/etc/passwd"',
        SCOPED + "SELECT read_text('/etc/passwd') AS voucher_no FROM scope",
        SCOPED + "SELECT getenv('HOME') AS voucher_no FROM scope",
        SCOPED + "SELECT current_setting('home_directory') AS voucher_no FROM scope",
        SCOPED + "SELECT voucher_no FROM scope, duckdb_settings()",
        SCOPED + "SELECT voucher_no FROM scope, information_schema.tables",
        SCOPED + "SELECT voucher_no FROM scope, payroll_return",
        SCOPED + "SELECT voucher_no FROM scope; DROP TABLE voucher",
        "ATTACH '/tmp/x.db'",
        "COPY voucher TO '/tmp/x.csv'",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "PRAGMA database_list",
        "SET memory_limit = '100GB'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CALL pragma_version()",
        "EXPORT DATABASE '/tmp/x'",
        "CREATE TABLE x AS SELECT 1",
        "DELETE FROM voucher",
        "INSERT INTO voucher SELECT * FROM voucher",
        "UPDATE voucher SET amount = 0",
        "WITH scope AS (DELETE FROM voucher RETURNING *) SELECT voucher_no FROM scope",
        "WITH RECURSIVE scope AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM scope)"
        " SELECT n AS voucher_no FROM scope",
        SCOPED + "SELECT voucher_no FROM (WITH RECURSIVE t AS (SELECT 1 AS voucher_no UNION ALL"
        " SELECT voucher_no + 1 FROM t) SELECT * FROM t)",
        SCOPED + "SELECT voucher_no FROM scope WHERE voucher_no = $geheim",
        SCOPED + "SELECT FROM WHERE",
        "",
        "SELECT '" + "(" * 3000,
        SCOPED + "SELECT " + "(" * 2000 + "1" + ")" * 2000 + " AS voucher_no FROM scope",
    ],
)
def test_what_reaches_beyond_the_ledgers_is_refused(sql: str, tmp_path: Path) -> None:
    result = own(tmp_path, sql)
    assert result.status is CheckStatus.ERROR
    assert result.reason is not None
    assert result.reason.startswith("检查“own”不能用：")
    assert "\n" not in result.reason


@pytest.mark.parametrize(
    "sql",
    [
        SCOPED
        + "SELECT a.voucher_no FROM scope a, scope b, scope c, scope d ORDER BY b.voucher_no",
        SCOPED + "SELECT a.voucher_no FROM scope a, scope b",
        SCOPED + "SELECT unnest(generate_series(1, 100000000000)) AS voucher_no FROM scope",
        SCOPED + "SELECT count(*) AS voucher_no FROM scope a, scope b, scope c, scope d, scope e",
        SCOPED
        + "SELECT string_agg(a.voucher_no, ',') AS voucher_no FROM scope a, scope b, scope c",
    ],
)
def test_what_never_ends_or_takes_all_is_stopped(sql: str, tmp_path: Path) -> None:
    result = own(tmp_path, sql)
    assert result.status is CheckStatus.ERROR
    assert result.reason is not None
    assert "\n" not in result.reason


@pytest.mark.parametrize(
    "header",
    [
        "",
        "-- title: x\n",
        HEADER.replace("low", "遥遥领先"),
        HEADER + "-- unknown: 1\n",
        HEADER.replace("-- title: 自编检查", "-- title: &a [*a, *a]"),
        HEADER.replace("自编检查", "x" * 200_000),
    ],
)
def test_a_bad_header_is_one_sentence(header: str, tmp_path: Path) -> None:
    result = own(tmp_path, SCOPED + "SELECT voucher_no FROM scope", header)
    assert result.status is CheckStatus.ERROR
    assert result.reason is not None
    assert result.reason.startswith("检查“own”不能用：")


def test_two_checks_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "funds-dormant.sql").write_text(HEADER, "utf-8")
    known = catalogue(tmp_path)
    assert known["funds-dormant"].fault is None
    assert known["funds-dormant-own"].fault is not None
