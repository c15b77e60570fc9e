"""A text cut at its passages, so that a page can mark them; no HTML is made here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bihuan.model import Grade, Span

GRADES = {
    Grade.VERBATIM: "逐字相同",
    Grade.EDITED: "略有改动",
    Grade.SIMILAR: "部分相近",
    Grade.COMMON_SOURCE: "可能同出一源",
}
"""What people read for each grade; none says who copied."""
COMMON = "常用表述、法条、上级来文或表格"
"""What people read for a passage that doesn't count."""
COLOURS = 8
"""How many colours passages take in turn; the number that stands beside each tells them apart."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage in one text: its number on the page, from 1, and the word for what doesn't count.

    `common` is true of what everybody writes, which doesn't count as shared.
    """

    span: Span
    number: int
    common: bool = False

    @property
    def colour(self) -> int:
        """Which of the COLOURS it takes."""
        return (self.number - 1) % COLOURS


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, inside a passage or between two."""

    text: str
    mark: Mark | None = None


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The whole text in order, cut at its marks.

    Where marks overlap, what counts goes before what doesn't and the earlier before the later; one
    that nothing is left of stands as an empty piece, so that a page can still lead to it.
    """
    reached = 0
    for mark in sorted(marks, key=_order):
        start, end = max(mark.span[0], reached), min(mark.span[1], len(text))
        if start > reached:
            yield Piece(text[reached:start])
        yield Piece(text[start:end] if end > start else "", mark)
        reached = max(start, end)
    if reached < len(text):
        yield Piece(text[reached:])


def _order(mark: Mark) -> tuple[int, bool, int]:
    return mark.span[0], mark.common, mark.number
