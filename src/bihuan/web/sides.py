"""Kept passages as what a page shows of two texts beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bihuan.model import Passage
from bihuan.originality.marking import Mark, Piece, marked, pieces

Side = list[Piece]
Kept = list[float]
"""A passage as it is kept: start and end in one text, in the other, rare, common, similarity."""


def kept_passage(passage: Passage) -> Kept:
    """A passage of a pair as it is kept."""
    return [*passage.a, *passage.b, passage.rare, passage.common, passage.similarity]


def turned(passages: Sequence[Kept]) -> list[Kept]:
    """The same passages as the other text has them."""
    return [[*passage[2:4], *passage[:2], *passage[4:]] for passage in passages]


def sides(a: str, b: str, passages: Sequence[Kept], *, whole: bool) -> tuple[Side, Side]:
    """Two texts in pieces; where not `whole`, of the second the shared passages alone."""
    shared = [
        ((int(start), int(end)), (int(other_start), int(other_end)), not rare)
        for start, end, other_start, other_end, rare, *_ in passages
    ]
    own, other = marked(a, b, shared)
    twin = pieces(b, other) if whole else _excerpts(b, other)
    return list(pieces(a, own)), list(twin)


def _excerpts(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    for mark in marks:
        yield Piece(text[slice(*mark.span)], mark, mark.span[0])
