"""How wide the columns and how high the rows of a register's sheet must be to show every word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from bihuan.register.sheet import AREA, GROUP, HEADINGS, Value, is_same_title

LINE_HEIGHT = 15.6
"""Points for a line of 11-point text."""
MAX_HEIGHT = 396.0
"""Points; Excel allows a row 409 and cuts off what goes beyond."""
MAX_TEXT = 32_000
"""Characters; Excel allows a cell 32,767, counting those outside the basic plane twice."""
_PADDING = 7.0
_WIDE, _NARROW = 2.1, 1.1
_GROWING_WIDTH = 120.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A value with the first and last sheet row that it takes, counted from its finding's first."""

    value: Value
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """The sheet rows of one finding: the pieces of each column, and each row's height in points."""

    columns: list[list[Piece]]
    heights: list[float]


def widths(rows: Sequence[Sequence[Value]]) -> list[float]:
    """The width of each column in characters; the growing ones share theirs by what they hold."""
    longest = [max((_extent(row[n]) for row in rows), default=0.0) for n in range(len(HEADINGS))]
    growing = [n for n, heading in enumerate(HEADINGS) if heading.widest]
    # Of a text twice as long, half goes into the width and half into the height.
    total = sum(math.sqrt(longest[n]) for n in growing) or 1.0
    found = [heading.width for heading in HEADINGS]
    for n in growing:
        share = _GROWING_WIDTH * math.sqrt(longest[n]) / total
        found[n] = min(HEADINGS[n].widest, max(HEADINGS[n].width, share))
    return found


def blocks(rows: Sequence[Sequence[Value]], columns: Sequence[float]) -> list[Block]:
    """Each finding's sheet rows, high enough for its texts and the titles merged over them.

    A text too long for a cell goes on in the row below, and a row too high is several rows merged.
    """
    found = [_block(row, columns) for row in rows]
    for index in (AREA, GROUP):
        for first, last in runs(rows, index):
            _stretch(found[first : last + 1], _height(rows[first][index], columns[index]))
    return [_split(block) for block in found]


def runs(rows: Sequence[Sequence[Value]], index: int) -> list[tuple[int, int]]:
    """The first and last findings that share one cell of a title's column."""
    found: list[tuple[int, int]] = []
    for position, row in enumerate(rows):
        above = rows[position - 1] if position else None
        same = above is not None and is_same_title(row[index], above[index])
        if same and above is not None and index == GROUP:
            same = row[AREA] == above[AREA]
        if same:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(max(1, math.ceil(_extent(part) / (width - 1.5))) for part in text.split("\n"))


def cut(text: str) -> list[str]:
    """The text in pieces that fit into a cell, cut at line breaks where there are any."""
    pieces = []
    while len(text) > MAX_TEXT // 2 and _size(text) > MAX_TEXT:
        place = text.rfind("\n", 1, MAX_TEXT // 2)
        end = place if place > 0 else MAX_TEXT // 2
        pieces.append(text[:end].strip())
        text = text[end:].strip()
    return [*pieces, text]


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _extent(value: Value) -> float:
    if isinstance(value, date):
        return 10 * _NARROW
    text = value or ""
    # In UTF-8 a Chinese character takes two bytes more than a narrow one.
    wide = (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return _NARROW * len(text) + (_WIDE - _NARROW) * wide


def _height(value: Value, width: float) -> float:
    text = value if isinstance(value, str) else ""
    count = lines(text, width)
    # Punctuation that may not begin a line, and words, make some lines shorter than the estimate.
    return (count + count // 12) * LINE_HEIGHT + _PADDING


def _block(row: Sequence[Value], columns: Sequence[float]) -> Block:
    texts = [cut(value) if isinstance(value, str) else [value] for value in row]
    count = max(map(len, texts))
    pieces = [_pieces(values, count) for values in texts]
    heights = [LINE_HEIGHT + _PADDING] * count
    for index, width in enumerate(columns):
        for piece in pieces[index] if index not in (AREA, GROUP) else ():
            share = _height(piece.value, width) / (piece.last - piece.first + 1)
            for place in range(piece.first, piece.last + 1):
                heights[place] = max(heights[place], share)
    return Block(pieces, heights)


def _pieces(values: Sequence[Value], count: int) -> list[Piece]:
    """One row for each value, the last of them reaching down to the finding's last row."""
    last = len(values) - 1
    return [Piece(value, n, n if n < last else count - 1) for n, value in enumerate(values)]


def _stretch(run: Sequence[Block], needed: float) -> None:
    """Raises a run's rows evenly until a title merged over them is whole."""
    heights = [height for block in run for height in block.heights]
    more = (needed - sum(heights)) / len(heights)
    if more > 0:
        for block in run:
            block.heights[:] = [height + more for height in block.heights]


def _split(block: Block) -> Block:
    """Rows higher than Excel allows become several, merged below each other."""
    parts = [max(1, math.ceil(height / MAX_HEIGHT)) for height in block.heights]
    starts = [0, *accumulate(parts)]
    heights = [h / n for h, n in zip(block.heights, parts, strict=True) for _ in range(n)]
    columns = [
        [Piece(p.value, starts[p.first], starts[p.last + 1] - 1) for p in pieces]
        for pieces in block.columns
    ]
    return Block(columns, heights)
