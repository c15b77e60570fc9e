"""Lines of a page by their places: made of the glyphs or the boxes that stand side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SAME_ROW = 0.5
"""How far apart, in characters, the feet of two pieces of one row may be."""
_MIN_SIZE = 0.1
"""Below this size, in points, nobody reads, but a damaged or hostile file may state it."""
_SAME_PLACE = 0.3
"""How far apart, in its widths, two prints of one glyph may be that only make it bold."""
_FIGURES = frozenset("0123456789.,:%/-")
_WORD_GAP, _DIGIT_GAP, _CELL_GAP = 0.25, 0.5, 1.5
"""From which gap on, in characters, a space is read: in Latin words, in figures, anywhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or a piece of one.

    Places are in points (1/72 inch) from the page's upper left corner; `foot` is where the
    characters stand, `size` the width of a full-width one.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's width and height in points, and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


def lines_of(pieces: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that the pieces make, from top to bottom; blank ones are left out."""
    lines = (_line(sorted(row, key=lambda one: one.left)) for row in _rows(pieces))
    return tuple(line for line in lines if line.text)


def is_wide(text: str) -> bool:
    """Whether the first character is as wide as it is high."""
    return unicodedata.east_asian_width(text[0]) in "WFA"


def columns(text: str) -> float:
    """The text's width in full-width characters."""
    return sum(1 if is_wide(char) else 0.5 for char in text)


def _rows(pieces: Iterable[Line]) -> Iterator[list[Line]]:
    row: list[Line] = []
    for piece in sorted(pieces, key=lambda one: one.foot):
        if row and piece.foot - row[0].foot > _SAME_ROW * max(row[0].size, piece.size):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _line(row: Sequence[Line]) -> Line:
    """One line of the pieces in a row, ordered from left to right."""
    printed = [row[0], *(second for first, second in pairwise(row) if not _again(first, second))]
    parts = [printed[0].text]
    for first, second in pairwise(printed):
        parts += [" ", second.text] if _apart(first, second) else [second.text]
    text = "".join(parts)
    seen = [piece for piece in printed if piece.text.strip()] or printed
    wide = [piece for piece in seen if is_wide(piece.text)] or seen
    return Line(
        text.strip(),
        seen[0].left,
        max(piece.right for piece in seen),
        median(piece.foot for piece in seen),
        max(median(piece.size for piece in wide), _MIN_SIZE),
    )


def _again(first: Line, second: Line) -> bool:
    """Whether the second piece is the first one printed once more, a hair beside it."""
    width = first.right - first.left
    return first.text == second.text and second.left - first.left < _SAME_PLACE * width


def _apart(first: Line, second: Line) -> bool:
    """Whether there is a space between the pieces, though none is written."""
    before, after = first.text[-1:], second.text[:1]
    if before.isspace() or after.isspace():
        return False
    gap = (second.left - first.right) / max(first.size, second.size, 1)
    if before in _FIGURES and after in _FIGURES:
        return gap > _DIGIT_GAP
    latin = before.isascii() and after.isascii()
    return gap > (_WORD_GAP if latin else _CELL_GAP)
