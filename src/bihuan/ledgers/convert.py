"""Columns of cells' text into columns of a ledger's values: rules 4 to 7 of docs/ledgers.md.

Every expression gives null for text that it can't read; the caller tells that from an empty cell.
"""

from __future__ import annotations

import polars as pl

from bihuan.ledgers.definition import MONEY, Column

# Characters without width, which copying from web pages leaves in cells.
_INVISIBLE = "[\u200b\ufeff]"
_NOTHING = ("", "/", "／", "-", "－", "—", "——", "\u200b", "\ufeff")
_TRUE = ("是", "有", "√", "✓", "✔", "1", "true")
_FALSE = ("否", "无", "×", "✗", "✘", "0", "false")
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_ISO_DAY, _ISO_TIME = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
# Excel's day numbers from 1982 to 2064: what is left of a date whose cell lost its format.
_SERIAL = r"^[345]\d{4}$"
_FIRST_DAY = pl.date(1899, 12, 30)
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_MONTH = r"^(\d{4})[-/.年](\d{1,2})月?$"
# With six places DuckDB rounds to the column's own as everybody does, and twelve digits are left.
_USUAL_NUMBER = pl.Decimal(18, 6)
_ANY_NUMBER = pl.Decimal(38, 10)


def is_free(column: Column) -> bool:
    """Whether the column holds what somebody writes, and no codes or listed values."""
    return column.type == "string" and column.format != "code" and not column.constraints.enum


def text(cell: pl.Expr) -> pl.Expr:
    """The cells' text, trimmed; null where it is empty or only says that there is nothing."""
    trimmed = cell.str.strip_chars()
    return pl.when(~trimmed.is_in(_NOTHING)).then(trimmed)


def usual(column: Column, cell: pl.Expr) -> pl.Expr:
    """The values of cells that are spelled as most are, without any care; null for all others.

    Most columns of most files hold no other, and `value` takes many times as long.
    """
    match column.type:
        case "string" if column.constraints.enum:
            return pl.when(cell.is_in(column.constraints.enum)).then(cell)
        case "string" if column.format == "code":
            # Nothing but ASCII, nothing to trim.
            same = cell.str.len_chars() == cell.str.strip_chars().str.len_bytes()
            plain = same & (cell.str.len_bytes() == cell.str.len_chars())
            return pl.when(plain & ~cell.is_in(_NOTHING)).then(cell)
        case "string":
            return text(cell)
        case "boolean":
            return _either(cell, ("是",), ("否",))
        case "date":
            return cell.str.to_date(_ISO_DAY, strict=False, cache=False)
        case "datetime":
            return cell.str.to_datetime(_ISO_TIME, strict=False, time_unit="us")
        case "integer":
            return cell.cast(pl.Int64, strict=False)
        case "number":
            return cell.cast(_USUAL_NUMBER, strict=False)
        case "year":
            return _year(cell)
        case "yearmonth":
            return pl.when(cell.str.contains(r"^\d{4}-(0[1-9]|1[0-2])$")).then(cell)


def value(column: Column, cell: pl.Expr) -> pl.Expr:
    """The values of cells spelled in any way that the rules know."""
    if is_free(column):
        return text(cell)
    spelled = text(cell.str.replace_all(_INVISIBLE, "")).str.normalize("NFKC")
    match column.type:
        case "string":
            return spelled
        case "boolean":
            return _either(spelled.str.to_lowercase(), _TRUE, _FALSE)
        case "date":
            return _date(spelled)
        case "datetime":
            return _datetime(spelled)
        case "integer":
            return _integer(_number(spelled))
        case "number":
            return _rounded(column, _number(spelled))
        case "year":
            return _year(spelled.str.strip_suffix("年"))
        case "yearmonth":
            return _month(spelled)


def _either(cell: pl.Expr, true: tuple[str, ...], false: tuple[str, ...]) -> pl.Expr:
    return pl.when(cell.is_in(true)).then(True).when(cell.is_in(false)).then(False)


def _date(cell: pl.Expr) -> pl.Expr:
    plain = cell.str.replace_all(r"\s+", " ")
    day = plain.str.replace(rf"^{_DAY}( \d{{1,2}}:\d{{2}}(:\d{{2}})?)?$", "$1-$2-$3")
    compact = pl.when(cell.str.contains(r"^[12]\d{7}$")).then(cell)
    serial = pl.when(cell.str.contains(_SERIAL)).then(cell).cast(pl.Int64, strict=False)
    return pl.coalesce(
        day.str.to_date(_ISO_DAY, strict=False),
        compact.str.to_date("%Y%m%d", strict=False),
        _FIRST_DAY + pl.duration(days=serial),
    )


def _datetime(cell: pl.Expr) -> pl.Expr:
    plain = cell.str.replace_all(r"\s+", " ").str.replace(r"( \d{1,2}:\d{2})$", "$1:00")
    time = plain.str.replace(rf"^{_DAY} (\d{{1,2}}:\d{{2}}:\d{{2}})$", "$1-$2-$3 $4")
    return pl.coalesce(
        time.str.to_datetime(_ISO_TIME, strict=False, time_unit="us"),
        _date(cell).cast(pl.Datetime("us")),
    )


def _month(cell: pl.Expr) -> pl.Expr:
    first = cell.str.replace(_MONTH, "$1-$2-01").str.to_date(_ISO_DAY, strict=False)
    return pl.coalesce(first, _date(cell)).dt.strftime("%Y-%m")


def _year(cell: pl.Expr) -> pl.Expr:
    return pl.when(cell.str.contains(r"^\d{4}$")).then(cell).cast(pl.Int64, strict=False)


def _number(cell: pl.Expr) -> pl.Expr:
    plain = cell.str.replace_all(r"^¥\s*|,", "")
    return pl.when(plain.str.contains(_NUMBER)).then(plain).cast(_ANY_NUMBER, strict=False)


def _integer(number: pl.Expr) -> pl.Expr:
    whole = number.cast(pl.Int64, strict=False)
    return pl.when(whole.cast(_ANY_NUMBER, strict=False) == number).then(whole)


def _rounded(column: Column, number: pl.Expr) -> pl.Expr:
    places = 2 if column.unit == MONEY else 4
    rounded = number.round(places, mode="half_away_from_zero")
    return rounded.cast(pl.Decimal(18, places), strict=False)
