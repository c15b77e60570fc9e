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


_LONGEST_COMPARED = 6_000
"""Passages longer than this are shown without what differs inside: it takes their product."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage in one text: its number on the page, from 1, and whether it doesn't count.

    `changed` are the spans inside it that the other text words differently.
    """

    span: Span
    number: int
    common: bool = False
    changed: tuple[Span, ...] = ()

    @property
    def colour(self) -> int:
        """Which of the COLOURS it takes."""
        return (self.number - 1) % COLOURS


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text from `start` on, inside a passage or between two."""

    text: str
    mark: Mark | None = None
    start: int = 0

    @property
    def parts(self) -> Iterator[tuple[str, bool]]:
        """Its text cut at what the other text words differently, which is told by True."""
        reached = 0
        for start, end in self.mark.changed if self.mark else ():
            begin, over = max(start - self.start, reached), min(end - self.start, len(self.text))
            if begin < over:
                yield self.text[reached:begin], False
                yield self.text[begin:over], True
                reached = over
        yield self.text[reached:], False


def marked(
    a: str, b: str, passages: Iterable[tuple[Span, Span, bool]]
) -> tuple[list[Mark], list[Mark]]:
    """The marks of two texts from what they share: a span in each, and whether it doesn't count."""
    own, other = [], []
    for number, (span, twin, common) in enumerate(passages, 1):
        changed, turned = ((), ()) if common else _changed(a, b, span, twin)
        own.append(Mark(span, number, common, changed))
        other.append(Mark(twin, number, common, turned))
    return own, other


def _changed(a: str, b: str, span: Span, twin: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    from rapidfuzz.distance import Levenshtein

    words, others = a[slice(*span)], b[slice(*twin)]
    if max(len(words), len(others)) > _LONGEST_COMPARED:
        return (), ()
    edits = [edit for edit in Levenshtein.opcodes(words, others) if edit.tag != "equal"]
    return (
        _joined((span[0] + e.src_start, span[0] + e.src_end) for e in edits),
        _joined((twin[0] + e.dest_start, twin[0] + e.dest_end) for e in edits),
    )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch as one, empty ones left out."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The whole text in order, cut at its marks.

    Where marks overlap, what counts goes before what doesn't and the earlier before the later; one
    that nothing is left of stands as an empty piece, so that a page can still lead to it.
    """
    reached = 0
    for mark in sorted(marks, key=_order):
        start, end = max(mark.span[0], reached), min(mark.span[1], len(text))
        if start > reached:
            yield Piece(text[reached:start], None, reached)
        yield Piece(text[start:end] if end > start else "", mark, start)
        reached = max(start, end)
    if reached < len(text):
        yield Piece(text[reached:], None, reached)


def _order(mark: Mark) -> tuple[int, bool, int]:
    return mark.span[0], mark.common, mark.number
