"""One sheet's rows into its ledger's table, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bihuan.documents.source import sentence
from bihuan.errors import UnreadableInput
from bihuan.ledgers import convert
from bihuan.ledgers.definition import Column, Ledger
from bihuan.ledgers.header import Header
from bihuan.ledgers.report import MAX_TOLD, Problem
from bihuan.ledgers.sheets import Sheet, rewritten

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TOTALS = "'合计', '小计', '总计'"
_SIGNATURES = "^(制表人|填表人|审核人|填报单位|备注[:：]|注[:：])"
_SIGNATURES_BEGIN = "制填审备注"
_LONGEST = 16 * 1024 * 1024
_KINDS = {
    "number": "数字", "integer": "整数", "boolean": "“是”或“否”", "date": "日期",
    "datetime": "日期和时间", "year": "年份", "yearmonth": "月份",
}  # fmt: skip


def insert(
    connection: DuckDBPyConnection, sheet: Sheet, header: Header, source: int, folder: Path
) -> list[Problem]:
    """Adds the sheet's rows to the ledger's table; gives the problems, by row and column.

    `folder` takes a copy where one is needed. UnreadableInput where the sheet can't be read.
    """
    _stage(connection, sheet, header, folder)
    try:
        _type(connection, sheet, header, frozenset())
        if careful := _unusual(connection, header):
            _type(connection, sheet, header, careful)
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
    connection: DuckDBPyConnection, ledger: Ledger, sources: Mapping[int, tuple[str, str]]
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


def _stage(connection: DuckDBPyConnection, sheet: Sheet, header: Header, folder: Path) -> None:
    """The sheet's rows below the header as text, in the temporary table `stage`, in order."""
    import duckdb

    try:
        _read(connection, sheet, header)
    except duckdb.Error:
        copy = rewritten(sheet, folder)
        try:
            _read(connection, copy, header, longest=_LONGEST)
        except duckdb.Error as error:
            reason, remedy = "有一行太长，多半是引号没有成对", "请核对引号"
            raise UnreadableInput(sentence(sheet.file, reason, remedy)) from error


def _read(
    connection: DuckDBPyConnection, sheet: Sheet, header: Header, longest: int | None = None
) -> None:
    width = max(sheet.width, 2)
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    # Room for long lines makes all others slower.
    limit = f", max_line_size={longest}" if longest else ""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage AS"
        f" SELECT * FROM read_csv($file, columns={{{columns}}},"
        " auto_detect=false, header=false, skip=$skip, delim=$delimiter, quote='\"', escape='\"',"
        f" strict_mode=true{limit})",
        {"file": str(sheet.csv), "skip": header.rows, "delimiter": sheet.delimiter},
    )


def _type(
    connection: DuckDBPyConnection, sheet: Sheet, header: Header, careful: Collection[str]
) -> None:
    """The rows that are data, in the temporary table `typed`: values, and in bits what is wrong.

    `_lost`: no value, where one is required or something stands there; `_odd`: a value that isn't
    among those listed, or text in a column read without care that may need it.
    """
    ledger = header.ledger
    there = [column for column in ledger.fields if column.name in header.columns]
    texts = [
        f"{convert.text(_cell(header, c)) if c.name in careful else _raw(header, c)} AS {_text(c)}"
        for c in there
    ]
    spelled = [
        f"{convert.spelling(c, _text(c)) if c.name in careful else _text(c)} AS {_spelled(c)}"
        for c in there
    ]
    values = [f"{_value(column, header, careful)} AS {_quoted(column)}" for column in ledger.fields]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE typed AS"
        f" WITH data AS (SELECT rowid + {header.rows + 1} AS _row, {', '.join(texts)} FROM stage"
        f" WHERE {_is_data(max(sheet.width, 2))}),"
        f" spelled AS (SELECT *, {', '.join(spelled)} FROM data),"
        f" valued AS (SELECT *, {', '.join(values)} FROM spelled)"
        f" SELECT {', '.join(_quoted(column) for column in ledger.fields)}, _row,"
        f" {_bits(header, _lost)} AS _lost, {_bits(header, partial(_odd, careful))} AS _odd"
        " FROM valued"
    )


def _unusual(connection: DuckDBPyConnection, header: Header) -> frozenset[str]:
    """The columns in which `typed` has a fault, which care may mend."""
    [(bits,)] = connection.execute("SELECT bit_or(_lost | _odd) FROM typed").fetchall()
    fields = header.ledger.fields
    return frozenset(c.name for place, c in enumerate(fields) if (bits or 0) >> place & 1)


def _is_data(width: int) -> str:
    """Whether a row of `stage` is neither empty nor a total nor a signature (rule 9).

    Parts that only few rows need stand behind an OR that all others leave early.
    """
    filled = ", ".join(f"nullif(trim(c{index}, ' \t\u3000\u00a0'), '')" for index in range(width))
    first = f"coalesce({filled})"
    parts = [
        f"(regexp_matches(c0, '^[^{convert.BLANKS}{_SIGNATURES_BEGIN}]')"
        f" OR ({first} IS NOT NULL AND NOT regexp_matches({first}, '{_SIGNATURES}')))"
    ]
    for index in range(width):
        bare = f"regexp_replace(c{index}, '[{convert.BLANKS}]', '', 'g')"
        parts.append(
            f"(c{index} IS NULL OR NOT contains(c{index}, '计') OR {bare} NOT IN ({_TOTALS}))"
        )
    return " AND ".join(parts)


def _value(column: Column, header: Header, careful: Collection[str]) -> str:
    if column.name not in header.columns:
        return f"CAST(NULL AS {column.sql_type})"
    read = convert.value if column.name in careful else convert.usual_value
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


def _odd(careful: Collection[str], column: Column) -> str:
    if known := ", ".join(f"'{value}'" for value in column.constraints.enum):
        return f"{_quoted(column)} NOT IN ({known})"
    if column.type != "string" or column.name in careful:
        return ""
    return convert.is_unusual(_quoted(column))


def _quoted(column: Column) -> str:
    return f'"{column.name}"'


def _mask(ledger: Ledger, columns: Sequence[Column]) -> int:
    return sum(1 << ledger.fields.index(column) for column in columns)


def _problems(connection: DuckDBPyConnection, sheet: Sheet, header: Header) -> Iterator[Problem]:
    faulty = "_lost <> 0 OR _odd <> 0"
    # Most sheets have none, and planning the query for their texts takes longer than asking.
    if not connection.execute(f"SELECT 1 FROM typed WHERE {faulty} LIMIT 1").fetchone():
        return
    places = header.columns
    texts = ", ".join(convert.text(f"c{place}") for place in places.values())
    found = connection.execute(
        f"SELECT _row, _lost, _odd, {texts} FROM typed"
        f" JOIN stage ON stage.rowid = typed._row - {header.rows + 1}"
        f" WHERE {faulty} ORDER BY _row LIMIT {MAX_TOLD}"
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
