"""Rows that repeat another's key: rule 10 of docs/ledgers.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bihuan.ledgers.definition import Ledger
from bihuan.ledgers.report import MAX_TOLD, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def take_out(
    connection: DuckDBPyConnection, ledger: Ledger, sources: Mapping[int, tuple[str, str]]
) -> list[Problem]:
    """Takes out rows whose key an earlier row has, and tells of them."""
    keys = ", ".join(f'"{key}"' for key in ledger.key)
    connection.execute(
        f"CREATE TEMP TABLE later AS SELECT * FROM (SELECT rowid AS place, _source, _row, {keys},"
        " first_value(_source) OVER same AS first_source, first_value(_row) OVER same AS first_row,"
        f" row_number() OVER same AS turn FROM {ledger.name}"
        f" WINDOW same AS (PARTITION BY {keys} ORDER BY _source, _row)) WHERE turn > 1"
    )
    connection.execute(f"DELETE FROM {ledger.name} WHERE rowid IN (SELECT place FROM later)")
    rows = connection.execute(
        f"SELECT _source, _row, first_source, first_row, {keys} FROM later"
        f" ORDER BY _source, _row LIMIT {MAX_TOLD}"
    ).fetchall()
    connection.execute("DROP TABLE later")
    return [_twice(ledger, sources, row) for row in rows]


def _twice(ledger: Ledger, sources: Mapping[int, tuple[str, str]], row: Sequence[Any]) -> Problem:
    source, number, first_source, first_row, *key = row
    (file, _), (first_file, first_sheet) = sources[source], sources[first_source]
    place = f"“{first_file}”{f'工作表“{first_sheet}”' if first_sheet else ''}第 {first_row} 行"
    titles = "、".join(ledger.column(name).title for name in ledger.key)
    value = "、".join(map(str, key))
    return Problem(file, number, titles, f"“{value}”与{place}重复，保留先出现的一行。")
