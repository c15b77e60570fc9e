"""Finds a sheet's ledger, its header and which column is which: rules 1 to 3 of docs/ledgers.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.ledgers.definition import Column, Ledger

SEARCHED = 10
"""In how many rows at the top of a sheet its header is looked for."""
_UNIT = re.compile(r"(?<=.)[(\[【][^()\[\]【】]*[)\]】]$")
_SPACE = re.compile(r"\s+")
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """A ledger's header in a sheet.

    `columns` says in which column of the sheet, from 0, each of the ledger's columns stands;
    `titles` what is written over them; `unknown` the titles that the ledger doesn't know; `rows` is
    how many rows, header included, stand above the data.
    """

    ledger: Ledger
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unknown: tuple[str, ...]
    rows: int

    @property
    def missing(self) -> tuple[Column, ...]:
        """The required columns that the sheet hasn't."""
        return tuple(one for one in self.ledger.required if one.name not in self.columns)


def by_name(names: Iterable[str], ledgers: Iterable[Ledger]) -> Ledger | None:
    """The ledger whose title the first of the names contains; the longest title wins."""
    known = [(folded(ledger.title), ledger) for ledger in ledgers]
    for name in map(folded, names):
        found = [(len(title), ledger) for title, ledger in known if title in name]
        if found:
            return max(found, key=lambda one: one[0])[1]
    return None


def find(top: Sequence[Row], ledger: Ledger) -> Header | None:
    """The ledger's header in the first rows of a sheet; None where there is none."""
    for index, row in enumerate(top[:SEARCHED]):
        header = _header(row, ledger, index + 1)
        if _enough(header):
            return _widened(top, index, header)
        if index + 1 < len(top):
            two = _header(_over(row, top[index + 1]), ledger, index + 2)
            below = _header(top[index + 1], ledger, index + 2)
            if _enough(two) and not _enough(below):
                return two
    return None


def best(top: Sequence[Row], ledgers: Iterable[Ledger]) -> Header | None:
    """The header of the ledger that the sheet's titles match best; None where none matches."""
    found = [header for ledger in ledgers if (header := find(top, ledger))]
    return max(found, key=_likeness, default=None)


def folded(title: str) -> str:
    """The title as titles are compared: NFKC, without any whitespace."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", title))


def _likeness(header: Header) -> tuple[float, int, int]:
    required = len(header.ledger.required)
    share = (required - len(header.missing)) / required if required else 1.0
    exact = {folded(column.title) for column in header.ledger.fields}
    named = sum(folded(title) in exact for title in header.titles.values())
    return share, named - len(header.unknown), len(header.columns)


def _enough(header: Header) -> bool:
    required = len(header.ledger.required)
    return bool(header.columns) and 2 * (required - len(header.missing)) >= required


def _widened(top: Sequence[Row], index: int, header: Header) -> Header:
    """The header with the row above or below it, where one of them adds columns."""
    ledger = header.ledger
    if index + 1 < len(top):
        two = _header(_over(top[index], top[index + 1]), ledger, index + 2)
        if len(two.columns) > len(header.columns) and _keeps(header, top[index], top[index + 1]):
            return two
    if index:
        two = _header(_over(top[index - 1], top[index]), ledger, index + 1)
        if len(two.columns) > len(header.columns):
            return two
    return header


def _keeps(header: Header, upper: Row, lower: Row) -> bool:
    """Whether under each title stands nothing or the same: a row of data has values there."""
    below = list(lower) + [""] * len(upper)
    return all(
        not below[place].strip() or folded(below[place]) == folded(upper[place])
        for place in header.columns.values()
    )


def _over(upper: Row, lower: Row) -> list[str]:
    width = max(len(upper), len(lower))
    uppers, lowers = (list(row) + [""] * (width - len(row)) for row in (upper, lower))
    return [low if low.strip() else up for up, low in zip(uppers, lowers, strict=True)]


def _header(row: Row, ledger: Ledger, rows: int) -> Header:
    places = _matched([folded(cell) for cell in row], ledger)
    used = set(places.values())
    unknown = tuple(
        cell.strip() for index, cell in enumerate(row) if cell.strip() and index not in used
    )
    titles = {name: row[index].strip() for name, index in places.items()}
    return Header(ledger, places, titles, unknown, rows)


def _matched(cells: Sequence[str], ledger: Ledger) -> dict[str, int]:
    """The place of each column: first as titled or by alias, then without a unit in brackets."""
    places: dict[str, int] = {}
    for strip in (False, True):
        at: dict[str, int] = {}
        for index, cell in enumerate(cells):
            if cell and index not in places.values():
                at.setdefault(_UNIT.sub("", cell) if strip else cell, index)
        _match(places, at, ledger, strip=strip)
    return places


def _match(places: dict[str, int], at: Mapping[str, int], ledger: Ledger, *, strip: bool) -> None:
    most = max(len(column.aliases) for column in ledger.fields) + 1
    # Titles of all columns before any alias: an alias may be another column's title.
    for rank in range(most):
        for column in ledger.fields:
            names = (column.title, *column.aliases)
            if column.name in places or rank >= len(names):
                continue
            name = folded(names[rank])
            index = at.get(_UNIT.sub("", name) if strip else name)
            if index is not None and index not in places.values():
                places[column.name] = index
