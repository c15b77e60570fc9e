"""One sheet's rows into its ledger's table, and what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bihuan.ledgers import convert
from bihuan.ledgers.definition import Column, Ledger
from bihuan.ledgers.header import Header
from bihuan.ledgers.report import MAX_TOLD, Problem
from bihuan.ledgers.sheets import Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TOTALS = "'合计', '小计', '总计'"
_SIGNATURES = "^(制表人|填表人|审核人|填报单位|备注[:：]|注[:：])"
_MAX_LINE = 16 * 1024 * 1024
_KINDS = {
    "number": "数字", "integer": "整数", "boolean": "“是”或“否”", "date": "日期",
    "datetime": "日期和时间", "year": "年份", "yearmonth": "月份",
}  # fmt: skip


def insert(
    connection: DuckDBPyConnection, sheet: Sheet, header: Header, source: int
) -> list[Problem]:
    """Adds the sheet's rows to the ledger's table; gives the problems, by row and column."""
    _stage(connection, sheet, header)
    try:
        usual = _usual(connection, header)
        connection.execute(f"CREATE TEMP TABLE typed AS {_typed(sheet, header, usual)}")
        names = ", ".join(f'"{column.name}"' for column in header.ledger.fields)
        connection.execute(
            f"INSERT INTO {header.ledger.name} SELECT {names}, {source}, _row FROM typed"
            f" WHERE _lost & {_mask(header.ledger, header.ledger.required)} = 0"
        )
        return list(_problems(connection, sheet, header))
    finally:
        connection.execute("DROP TABLE IF EXISTS typed")
        connection.execute("DROP TABLE IF EXISTS stage")


def strangers(
    connection: DuckDBPyConnection, ledger: Ledger, sources: Sequence[tuple[str, str]]
) -> list[Problem]:
    """Takes out rows whose key an earlier row has, and tells of them."""
    keys = ", ".join(f'"{key}"' for key in ledger.key)
    [(twice,)] = connection.execute(
        f"SELECT count(*) > count(DISTINCT ({keys})) FROM {ledger.name}"
    ).fetchall()
    if not twice:
        return []
    connection.execute(
        f"CREATE TEMP TABLE later AS SELECT * FROM (SELECT rowid AS place, _source, _row, {keys},"
        " first_value(_source) OVER same AS first_source, first_value(_row) OVER same AS first_row,"
        f" row_number() OVER same AS turn FROM {ledger.name}"
        f" WINDOW same AS (PARTITION BY {keys} ORDER BY rowid)) WHERE turn > 1"
    )
    connection.execute(f"DELETE FROM {ledger.name} WHERE rowid IN (SELECT place FROM later)")
    rows = connection.execute(
        f"SELECT _source, _row, first_source, first_row, {keys} FROM later"
        f" ORDER BY place LIMIT {MAX_TOLD}"
    ).fetchall()
    connection.execute("DROP TABLE later")
    return [_twice(ledger, sources, row) for row in rows]


def _twice(ledger: Ledger, sources: Sequence[tuple[str, str]], row: Sequence[Any]) -> Problem:
    source, number, first_source, first_row, *key = row
    (file, _), (first_file, first_sheet) = sources[source], sources[first_source]
    place = f"“{first_file}”{f'工作表“{first_sheet}”' if first_sheet else ''}第 {first_row} 行"
    titles = "、".join(ledger.column(name).title for name in ledger.key)
    value = "、".join(map(str, key))
    return Problem(file, number, titles, f"“{value}”与{place}重复，保留先出现的一行。")


def _stage(connection: DuckDBPyConnection, sheet: Sheet, header: Header) -> None:
    """The sheet's rows below the header as text, in the temporary table `stage`, in order."""
    import duckdb

    try:
        _read(connection, sheet, header)
    except duckdb.Error:
        # Rows of different lengths, stray quotes: Python's reader is slower and forgives them.
        connection.execute("DROP TABLE IF EXISTS stage")
        _rewrite(connection, sheet, header)


def _read(connection: DuckDBPyConnection, sheet: Sheet, header: Header) -> None:
    width = max(sheet.width, 2)
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    connection.execute(
        f"CREATE TEMP TABLE stage AS SELECT * FROM read_csv($file, columns={{{columns}}},"
        " auto_detect=false, header=false, skip=$skip, delim=$delimiter, quote='\"', escape='\"',"
        f" max_line_size={_MAX_LINE}, strict_mode=true)",
        {"file": str(sheet.csv), "skip": header.rows, "delimiter": sheet.delimiter},
    )


def _rewrite(connection: DuckDBPyConnection, sheet: Sheet, header: Header) -> None:
    width = max(sheet.width, 2)
    marks = ", ".join("?" * width)
    columns = ", ".join(f"c{index} VARCHAR" for index in range(width))
    connection.execute(f"CREATE TEMP TABLE stage ({columns})")
    with sheet.csv.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.reader(file, delimiter=sheet.delimiter))[header.rows :]
    rows = [(record + [""] * width)[:width] for record in records]
    if rows:
        connection.executemany(f"INSERT INTO stage VALUES ({marks})", rows)


def _typed(sheet: Sheet, header: Header, usual: Collection[str]) -> str:
    """The query for the rows that are data: values, and in bits which columns are at fault.

    `_lost`: no value, where one is required or something stands there; `_odd`: a value that isn't
    among those listed.
    """
    ledger = header.ledger
    there = [column for column in ledger.fields if column.name in header.columns]
    texts = [
        f"{_raw(header, c) if c.name in usual else convert.text(_cell(header, c))} AS {_text(c)}"
        for c in there
    ]
    spelled = [
        f"{_text(c) if c.name in usual else convert.spelling(c, _text(c))} AS {_spelled(c)}"
        for c in there
    ]
    width = range(max(sheet.width, 2))
    first = f"coalesce({', '.join(_filled(index) for index in width)})"
    total = " OR ".join(_is_total(index) for index in width)
    values = [f"{_value(column, header, usual)} AS {_quoted(column)}" for column in ledger.fields]
    return (
        f"WITH data AS (SELECT rowid + {header.rows + 1} AS _row, {', '.join(texts)} FROM stage"
        f" WHERE {first} IS NOT NULL AND NOT coalesce({total}, FALSE)"
        f" AND NOT regexp_matches({first}, '{_SIGNATURES}')),"
        f" spelled AS (SELECT *, {', '.join(spelled)} FROM data),"
        f" valued AS (SELECT *, {', '.join(values)} FROM spelled)"
        f" SELECT {', '.join(_quoted(column) for column in ledger.fields)}, _row,"
        f" {_bits(header, _lost)} AS _lost, {_bits(header, _odd)} AS _odd FROM valued"
    )


def _filled(index: int) -> str:
    return f"nullif(trim(c{index}, ' \t\u3000\u00a0'), '')"


def _is_total(index: int) -> str:
    # Few cells hold the character, so few pay for taking out the spaces of 合  计.
    bare = f"regexp_replace(c{index}, '{convert.BLANK}', '', 'g')"
    return f"(contains(c{index}, '计') AND {bare} IN ({_TOTALS}))"


def _usual(connection: DuckDBPyConnection, header: Header) -> set[str]:
    """The columns in which every cell is spelled in the usual way."""
    there = [column for column in header.ledger.fields if column.name in header.columns]
    tests = [f"bool_and({convert.is_usual(column, _cell(header, column))})" for column in there]
    [answers] = connection.execute(f"SELECT {', '.join(tests)} FROM stage").fetchall()
    return {column.name for column, usual in zip(there, answers, strict=True) if usual}


def _value(column: Column, header: Header, usual: Collection[str]) -> str:
    if column.name not in header.columns:
        return f"CAST(NULL AS {column.sql_type})"
    read = convert.usual_value if column.name in usual else convert.value
    return read(column, _spelled(column))


def _cell(header: Header, column: Column) -> str:
    return f"c{header.columns[column.name]}"


def _raw(header: Header, column: Column) -> str:
    return f"nullif({_cell(header, column)}, '')"


def _text(column: Column) -> str:
    return f'"t_{column.name}"'


def _spelled(column: Column) -> str:
    return f'"s_{column.name}"'


def _bits(header: Header, fault: Any) -> str:
    bits = [
        f"CASE WHEN {condition} THEN {1 << place} ELSE 0 END"
        for place, column in enumerate(header.ledger.fields)
        if column.name in header.columns and (condition := fault(column))
    ]
    return " + ".join(bits) if bits else "0"


def _lost(column: Column) -> str:
    if column.constraints.required:
        return f"{_quoted(column)} IS NULL"
    if column.type == "string":
        return ""
    return f"{_quoted(column)} IS NULL AND {_text(column)} IS NOT NULL"


def _odd(column: Column) -> str:
    known = ", ".join(f"'{value}'" for value in column.constraints.enum)
    return f"{_quoted(column)} NOT IN ({known})" if known else ""


def _quoted(column: Column) -> str:
    return f'"{column.name}"'


def _mask(ledger: Ledger, columns: Sequence[Column]) -> int:
    return sum(1 << ledger.fields.index(column) for column in columns)


def _problems(connection: DuckDBPyConnection, sheet: Sheet, header: Header) -> Iterator[Problem]:
    places = header.columns
    texts = ", ".join(convert.text(f"c{place}") for place in places.values())
    found = connection.execute(
        f"SELECT _row, _lost, _odd, {texts} FROM typed"
        f" JOIN stage ON stage.rowid = typed._row - {header.rows + 1}"
        f" WHERE _lost <> 0 OR _odd <> 0 ORDER BY _row LIMIT {MAX_TOLD}"
    ).fetchall()
    for row, lost, odd, *cells in found:
        at = dict(zip(places, cells, strict=True))
        for place, column in enumerate(header.ledger.fields):
            if (lost | odd) >> place & 1:
                message = _message(column, at[column.name])
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
