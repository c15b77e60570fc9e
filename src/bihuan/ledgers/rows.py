"""One sheet's rows into its ledger's table, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from bihuan.ledgers import convert
from bihuan.ledgers.definition import Column
from bihuan.ledgers.header import Header
from bihuan.ledgers.report import MAX_TOLD, Problem
from bihuan.ledgers.sheets import Sheet, cell_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROW = "_row"
_TOTALS = ("合计", "小计", "总计")
_TOTAL = r"^\s*[合小总]\s*计\s*$"
_SIGNATURE = r"^\s*(制表人|填表人|审核人|填报单位|备注[:：]|注[:：])"
_KINDS = {
    "number": "数字", "integer": "整数", "boolean": "“是”或“否”", "date": "日期",
    "datetime": "日期和时间", "year": "年份", "yearmonth": "月份",
}  # fmt: skip


def insert(
    connection: DuckDBPyConnection, sheet: Sheet, header: Header, source: int
) -> tuple[pl.Series, list[Problem]]:
    """Adds the sheet's rows to the ledger's table.

    Gives a number for the key of each row added, the same for the same key, and the problems by row
    and column. UnreadableInput where the sheet can't be read.
    """
    cells = sheet.below(header.rows).with_row_index(_ROW, header.rows + 1)
    rows, careful = _valued(cells, header)
    faults = _faults(rows, header, careful)
    data = _is_data(rows, header, careful, faults)
    if not data.all():
        rows = rows.filter(data)
        faults = {name: fault.filter(data) for name, fault in faults.items()}
    added = rows.drop_nulls([column.name for column in header.ledger.required])
    _add(connection, added, header, source)
    return _hashed(added, header), list(_problems(sheet, rows, header, faults))


def _valued(cells: pl.DataFrame, header: Header) -> tuple[pl.DataFrame, frozenset[Column]]:
    """The cells, and beside them the values under the columns' names; which were read with care."""
    there = _there(header)
    rows = cells.with_columns(convert.usual(c, cell).alias(c.name) for c, cell in there.items())
    careful = frozenset(
        column
        for column, cell in there.items()
        if rows[column.name].null_count() > rows[cell.meta.output_name()].null_count()
    )
    return rows.with_columns(convert.value(c, there[c]).alias(c.name) for c in careful), careful


def _faults(
    rows: pl.DataFrame, header: Header, careful: Collection[Column]
) -> dict[str, pl.Series]:
    """Where a column has no value though it needs one, or one that isn't listed; by its name."""
    found = {c.name: _fault(c, cell, c in careful) for c, cell in _there(header).items()}
    faults = rows.select(fault.fill_null(False).alias(name) for name, fault in found.items())
    return {fault.name: fault for fault in faults if fault.any()}


def _fault(column: Column, cell: pl.Expr, careful: bool) -> pl.Expr:
    value = pl.col(column.name)
    fault = value.is_null() if column.constraints.required else pl.lit(False)
    if not careful:
        return fault
    if column.constraints.enum:
        return fault | ~value.is_in(column.constraints.enum)
    return fault | (value.is_null() & convert.text(cell).is_not_null())


def _is_data(
    rows: pl.DataFrame,
    header: Header,
    careful: Collection[Column],
    faults: Mapping[str, pl.Series],
) -> pl.Series:
    """Whether each row is neither empty nor a total nor a signature (rule 9)."""
    first, *_ = cells = _cells(rows)
    # Among dates, numbers and listed values a total is a fault already; no usual code is one.
    strict = {c for c in _there(header) if not convert.is_free(c)}
    proved = {header.columns[c.name] for c in strict if c.type != "string" or c not in careful}
    texts = [cell for place, cell in enumerate(cells) if place not in proved]
    marks = [first.is_null(), first.str.contains(_SIGNATURE)]
    marks += [cell.str.contains(_TOTAL) for cell in texts]
    suspect = rows.select(pl.any_horizontal(marks).fill_null(False)).to_series()
    for fault in faults.values():
        suspect |= fault
    if not suspect.any():
        return ~suspect
    left_out = rows.filter(suspect).filter(_is_left_out(cells))[_ROW]
    return ~rows[_ROW].is_in(left_out.implode())


def _is_left_out(cells: Sequence[pl.Expr]) -> pl.Expr:
    bare = [cell.str.replace_all(r"\s", "") for cell in cells]
    first = pl.coalesce(pl.when(cell != "").then(cell) for cell in bare)
    total = pl.any_horizontal(cell.is_in(_TOTALS) for cell in bare)
    return first.is_null() | total.fill_null(False) | first.str.contains(_SIGNATURE)


def _add(connection: DuckDBPyConnection, rows: pl.DataFrame, header: Header, source: int) -> None:
    names = [column.name for column in _there(header)]
    columns = ", ".join(f'"{name}"' for name in names)
    connection.register("rows", _Stream(rows.select(_ROW, *names)))
    connection.execute(
        f"INSERT INTO {header.ledger.name} ({columns}, _source, _row)"
        f" SELECT {columns}, {source}, _row FROM rows"
    ).fetchall()
    connection.unregister("rows")


def _hashed(rows: pl.DataFrame, header: Header) -> pl.Series:
    keys = [column for column in _there(header) if column.name in header.ledger.key]
    # Decimals of other precision are the same number.
    plain = [pl.col(c.name).cast(pl.Float64) if c.type == "number" else c.name for c in keys]
    return rows.select(plain).hash_rows()


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame as DuckDB takes it without PyArrow: by Arrow's C interface alone."""

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def _there(header: Header) -> dict[Column, pl.Expr]:
    """The ledger's columns that the sheet has, and their cells."""
    columns = header.columns
    return {
        c: pl.col(cell_name(columns[c.name])) for c in header.ledger.fields if c.name in columns
    }


def _cells(rows: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(name) for name in rows.columns if name.startswith("_") and name != _ROW]


def _problems(
    sheet: Sheet, rows: pl.DataFrame, header: Header, faults: Mapping[str, pl.Series]
) -> Iterator[Problem]:
    if not faults:
        return
    marks = pl.DataFrame(faults)
    faulty = marks.select(pl.any_horizontal(pl.all())).to_series()
    there = {c: cell for c, cell in _there(header).items() if c.name in faults}
    texts = rows.filter(faulty).select(_ROW, *(convert.text(cell) for cell in there.values()))
    for (row, *cells), at in zip(
        texts.head(MAX_TOLD).iter_rows(), marks.filter(faulty).iter_rows(), strict=False
    ):
        for column, cell, fault in zip(there, cells, at, strict=True):
            if fault:
                message = _message(column, cell)
                yield Problem(sheet.file, row, header.titles[column.name], message)


def _message(column: Column, text: str | None) -> str:
    if text is None:
        return f"“{column.title}”必须填写，这一格是空的，这一行没有载入。"
    shown = text if len(text) <= 30 else text[:30] + "…"
    if column.constraints.enum:
        known = "、".join(column.constraints.enum)
        return f"“{shown}”不在“{column.title}”的可选值（{known}）之内，按原样保留。"
    left_out = "这一行没有载入" if column.constraints.required else "按空白处理"
    return f"“{shown}”不是{_KINDS.get(column.type, '文字')}，{left_out}。"
