"""Ledgers' tables for tests: filled with given rows, or with random ones around every boundary."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bihuan.ledgers import Column, Ledger, catalogue, create_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LEDGERS = catalogue()
_AT_ONCE = 200
_DAYS = (
    -40, -8, -2, -1, 0, 0, 1, 2, 3, 4, 6, 7, 8, 9, 13, 14, 15, 16, 17, 29, 30, 31, 32, 45, 59, 60,
    61, 75, 89, 90, 91, 92, 120, 179, 180, 181, 364, 365, 366, 500, 729, 730, 731, 732, 1100,
)  # fmt: skip
_NUMBERS = (
    "0", "0.01", "0.5", "1", "3", "5", "35", "59.99", "60", "79.99", "80", "80", "99.99", "100",
    "100", "999.99", "1000", "1000.01", "8000", "9999.99", "10000", "40000",
)  # fmt: skip
_NOTES = (
    None,
    "一切正常无变化",
    "一切 正常\u3000无变化",
    "无变化",
    " 无异常情况 ",
    "无异常\n情况",
    "家中平安",
)


def filled(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> DuckDBPyConnection:
    """A connection with a table for each ledger, holding the rows; what a row lacks is null."""
    connection = create_tables(LEDGERS)
    for name, given in rows.items():
        names = [column.name for column in LEDGERS[name].fields]
        marks = f"({', '.join('?' * len(names))}, 0, 0)"
        lines = [[row.get(column) for column in names] for row in given]
        # One by one, two thousand rows would take seconds.
        for start in range(0, len(lines), _AT_ONCE):
            part = lines[start : start + _AT_ONCE]
            values = [value for line in part for value in line]
            connection.execute(
                f"INSERT INTO {name} VALUES {', '.join([marks] * len(part))}", values
            )
    return connection


def random_tables(seed: int, as_of: date, rows: int = 14) -> dict[str, list[dict[str, Any]]]:
    """Rows for every ledger, with dates, numbers and nulls on both sides of the boundaries."""
    chance = random.Random(seed)
    return {name: _rows(ledger, chance, as_of, rows) for name, ledger in LEDGERS.items()}


def _rows(ledger: Ledger, chance: random.Random, as_of: date, count: int) -> list[dict[str, Any]]:
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _ in range(chance.choice([1, 4, count, 2 * count])):
        row = {c.name: _value(ledger, c, chance, as_of) for c in ledger.fields}
        _consistent(row, chance)
        found.setdefault(tuple(row[key] for key in ledger.key), row)
    return list(found.values())


def _value(ledger: Ledger, column: Column, chance: random.Random, as_of: date) -> Any:
    if not column.constraints.required and chance.random() < 0.2:
        return None
    if column.constraints.enum:
        return chance.choice(column.constraints.enum)
    match column.type:
        case "string":
            return _text(ledger, column, chance)
        case "number":
            return Decimal(chance.choice(_NUMBERS))
        case "integer":
            return chance.choice((0, 1, 1, 1, 2, 3, 4, 5, 10, 29, 30, 31, 90))
        case "boolean":
            return chance.random() < 0.7
        case "date":
            return _day(column, chance, as_of)
        case "datetime":
            start = datetime(as_of.year, as_of.month, as_of.day) + timedelta(hours=23, minutes=52)
            return start - timedelta(
                seconds=chance.choice((0, 60, 540, 599, 600, 601, 86_400, -480))
            )
        case "year":
            return as_of.year - chance.randrange(4)
        case "yearmonth":
            return f"{as_of:%Y-%m}"


def _day(column: Column, chance: random.Random, as_of: date) -> date:
    if column.name == "week_start":
        monday = as_of - timedelta(days=as_of.weekday())
        return monday - timedelta(days=7 * chance.randrange(-1, 6))
    if chance.random() < 0.15:
        month = chance.choice((1, 4, 7, 10))
        return date(as_of.year - chance.randrange(2), month, 1) - timedelta(
            days=chance.randrange(2)
        )
    return as_of - timedelta(days=chance.choice(_DAYS))


def _text(ledger: Ledger, column: Column, chance: random.Random) -> str:
    if column.name == "note":
        return chance.choice(_NOTES[1:]) or ""
    if column.name in ("unit_code", "from_unit"):
        return f"U{chance.randrange(5)}"
    if column.name in ("person_code", "helper_code", "grid_member_code"):
        return f"P{chance.randrange(6)}"
    if column.name in ledger.key and len(ledger.key) == 1:
        # Few assets, so that two ledgers now and then have the same ones.
        return f"{column.name}{chance.randrange(3 if column.name == 'asset_no' else 60)}"
    if column.constraints.required or column.name in ("petitioner_code", "account_code"):
        return chance.choice(["A", "B", "C", "D", "E", "F", "G"])
    return chance.choice([" ", "\u3000", "甲", "乙"])


def _consistent(row: dict[str, Any], chance: random.Random) -> None:
    """What clean ledgers keep: quarters of a year, and now and then an amount that is right."""
    if "quarter" in row:
        row["quarter"] = chance.randrange(1, 5)
    if "daily_rate" in row and chance.random() < 0.6:
        slip = Decimal(chance.choice(("0", "0.01", "-0.01", "0.02", "-0.02")))
        row["amount"] = (row["days"] * row["daily_rate"]).quantize(Decimal("0.01")) + slip
    if "deposit_amount" in row and chance.random() < 0.5:
        row["deposit_amount"] = row["amount"]
    if "original_value" in row and chance.random() < 0.7:
        row["original_value"] = Decimal(100)
    if "book_value" in row and chance.random() < 0.7:
        row["book_value"] = Decimal(100)
