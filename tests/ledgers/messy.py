"""Ledgers as real offices write them: clean rows in, untidy files out.

Deliberately apart from the loader: nothing here is taken from bihuan.ledgers but definitions.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from bihuan.ledgers import Column, Ledger

Row = Mapping[str, Any]
_WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－．",
)
_FIRST = date(2021, 1, 1)


def rows_for(ledger: Ledger, count: int, chance: random.Random) -> list[dict[str, Any]]:
    """Clean rows with distinct keys; what isn't required is null in one of six."""
    return [
        {column.name: _value(ledger, column, index, chance) for column in ledger.fields}
        for index in range(count)
    ]


def _value(ledger: Ledger, column: Column, index: int, chance: random.Random) -> Any:
    if not column.constraints.required and chance.random() < 1 / 6:
        return None
    if column.name in ledger.key and column.type in ("string", "integer", "date"):
        return _distinct(column, index)
    if column.constraints.enum:
        return chance.choice(column.constraints.enum)
    day = _FIRST + timedelta(days=chance.randrange(1500))
    match column.type:
        case "string":
            return f"K{chance.randrange(50):03}" if column.format else chance.choice(_TEXTS)
        case "number":
            return Decimal(chance.randrange(0, 5_000_000)) / 100
        case "integer":
            return chance.randrange(0, 4000)
        case "boolean":
            return chance.random() < 0.5
        case "date":
            return day
        case "datetime":
            seconds = chance.randrange(86_400)
            return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
        case "year":
            return chance.randrange(2018, 2026)
        case "yearmonth":
            return f"{day:%Y-%m}"


_TEXTS = (
    "购置办公用品",
    "清理村口垃圾",
    "第二组 张家湾",
    "说明：按期完成",
    'a,b"c',
    "=1+1",
    "O'Neil",
)


def _distinct(column: Column, index: int) -> Any:
    if column.type == "integer":
        return index + 1
    if column.type == "date":
        return _FIRST + timedelta(days=index)
    if column.constraints.enum:
        return column.constraints.enum[index % len(column.constraints.enum)]
    return f"{column.name[:2].upper()}-{index:05}"


def spelled(column: Column, value: Any, chance: random.Random) -> str:
    """One of the ways in which offices write the value."""
    if value is None:
        return chance.choice(["", "", "/", "／", "-", "—", "——", "  ", "\u3000"])
    match column.type:
        case "date":
            return _day(value, chance)
        case "datetime":
            clock = chance.choice([f"{value.hour}:{value:%M:%S}", f"{value:%H:%M:%S}"])
            return f"{_day(value, chance, compact=False)} {clock}"
        case "boolean":
            return chance.choice(
                ["是", "有", "√", "✓", "1", "true", "TRUE", "１"]
                if value
                else ["否", "无", "×", "✗", "0", "false", "False", "０"]
            )
        case "number":
            plain = f"{value:f}"
            ways = [plain, f"{value:,}", f"￥{plain}", f"¥{value:,}", plain.translate(_WIDE)]
            return chance.choice([*ways, f"{value:,}".replace(",", "，")])
        case "integer":
            return chance.choice([str(value), f"{value:,}", str(value).translate(_WIDE)])
        case "year":
            return chance.choice([str(value), f"{value}年", str(value).translate(_WIDE)])
        case "yearmonth":
            year, month = str(value).split("-")
            return chance.choice([str(value), f"{year}.{int(month)}", f"{year}年{int(month)}月"])
        case _:
            pad = chance.choice(["", "", " ", "\u3000", "  "])
            wide = column.format == "code" and chance.random() < 0.3
            return pad + (str(value).translate(_WIDE) if wide else str(value)) + pad


def _day(value: date, chance: random.Random, *, compact: bool = True) -> str:
    year, month, day = value.year, value.month, value.day
    ways = [
        f"{year}-{month:02}-{day:02}",
        f"{year}/{month}/{day}",
        f"{year}.{month}.{day}",
        f"{year}年{month}月{day}日",
        f"{year}年{month}月{day}日".translate(_WIDE),
    ]
    return chance.choice([*ways, f"{year}{month:02}{day:02}"] if compact else ways)


def titles(ledger: Ledger, chance: random.Random) -> list[str]:
    """A title for each column: its own or an alias no other column has, spaced or with a unit."""
    taken: dict[str, int] = {}
    for column in ledger.fields:
        for name in (column.title, *column.aliases):
            taken[name] = taken.get(name, 0) + 1
    written = []
    for column in ledger.fields:
        ways = [name for name in (column.title, *column.aliases) if taken[name] == 1]
        title = chance.choice(ways)
        if len(title) == 2 and chance.random() < 0.5:
            title = f"{title[0]}  {title[1]}"
        if column.unit and "（" not in title and chance.random() < 0.5:
            title = f"{title}（{column.unit}）"
        written.append(title)
    return written


def sheet(ledger: Ledger, rows: Sequence[Row], chance: random.Random) -> list[list[str]]:
    """The sheet's rows: titles above, an unknown column, totals and signatures below."""
    order = list(ledger.fields)
    head = dict(zip((column.name for column in order), titles(ledger, chance), strict=True))
    chance.shuffle(order)
    width = len(order) + 1
    above = chance.choice([[], [[f"青石镇{ledger.title}"]], [["登记簿"], ["填报单位：青石镇"], []]])
    body = [[spelled(c, row[c.name], chance) for c in order] + ["随手记"] for row in rows]
    for _ in range(2):
        body.insert(chance.randrange(len(body) + 1), [""] * width)
    total = ["合计", *[""] * (width - 2), "1,234"]
    below = [total, ["制表人：王小明"], ["备注：以上数据已核对"]]
    lines = [*above, [*(head[c.name] for c in order), "其他说明"], *body, *below]
    return [(line + [""] * width)[:width] for line in lines]


def write_csv(path: Path, lines: Sequence[Sequence[str]], encoding: str) -> None:
    """The lines as csv in one of the encodings that Excel and WPS save in."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """The lines of each sheet as text cells, nothing read as a formula."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, text in enumerate(line):
                    page.write_string(row, column, text)
