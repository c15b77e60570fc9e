"""A sheet of a ledger's file: its first rows as they stand, and those below as columns of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, cast

import polars as pl

from bihuan.documents.source import sentence, shown_name
from bihuan.errors import UnreadableInput
from bihuan.ledgers.header import SEARCHED

TOP = SEARCHED + 2
"""How many rows of a sheet are looked at to find its header."""
MAX_COLUMNS = 500
"""How many columns of a sheet are looked at: ledgers have a dozen."""
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file; `name` is empty for a csv, `top` holds the first rows.

    `below(rows)` reads what stands below so many rows: a frame of text, its columns called by
    `cell_name`, in which a cell without anything is null or empty. It can be asked once, and
    raises UnreadableInput where the file turns out to be damaged.
    """

    file: str
    name: str
    top: Sequence[Sequence[str]]
    below: Callable[[int], pl.DataFrame]


def cell_name(place: int) -> str:
    """What a frame calls the sheet's column at that place from 0, unlike any ledger's column."""
    return f"_{place}"


def schema(columns: int) -> dict[str, type[pl.String]]:
    """The columns of a frame with so many."""
    return {cell_name(place): pl.String for place in range(columns)}


def width(top: Iterable[Sequence[str]]) -> int:
    """How many columns a sheet with these first rows has."""
    return min(max(map(len, top), default=0), MAX_COLUMNS)


def frame(rows: Iterable[Sequence[object]], columns: int) -> pl.DataFrame:
    """The rows as a frame of so many columns; what is missing in a row is null."""
    rows = iter(rows)
    parts = [pl.DataFrame(schema=schema(columns))]
    # More at once would outlive Python's garbage collection, which then looks at all of them.
    while batch := list(islice(rows, _BATCH)):
        cells = [as_texts(column) for column in islice(zip_longest(*batch, fillvalue=""), columns)]
        cells += [[""] * len(batch)] * (columns - len(cells))
        parts.append(pl.DataFrame(cells, schema=schema(columns), orient="col"))
    return pl.concat(parts).select(pl.when(pl.all() != "").then(pl.all()))


def as_texts(cells: Sequence[object]) -> Sequence[str]:
    """The cells as text: whole numbers without a fraction, days without midnight."""
    # Telling the types of all is faster than asking each cell.
    if set(map(type, cells)) == {str}:
        return cast("Sequence[str]", cells)
    return [_AS_TEXT.get(type(cell), str)(cell) for cell in cells]


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "seconds" if value.second else "minutes")


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    float: _number,
    bool: lambda value: "是" if value else "否",
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
}


def unreadable(path: Path, reason: str, remedy: str) -> UnreadableInput:
    """The refusal of a file, in one sentence."""
    return UnreadableInput(sentence(shown_name(path), reason, remedy))
