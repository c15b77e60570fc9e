"""Kept passages as what a page shows of two texts beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.model import Passage
from bihuan.originality.marking import Mark, Piece, pieces

Side = list[Piece]
Kept = list[float]
"""A passage as it is kept: start and end in one text, in the other, rare, common, similarity."""


def kept_passage(passage: Passage) -> Kept:
    """A passage of a pair as it is kept."""
    return [*passage.a, *passage.b, passage.rare, passage.common, passage.similarity]


def turned(passages: Sequence[Kept]) -> list[Kept]:
    """The same passages as the other text has them."""
    return [[*passage[2:4], *passage[:2], *passage[4:]] for passage in passages]


def side(text: str, passages: Sequence[Kept], at: int) -> Side:
    """One text in pieces; `at` is where its span stands in a passage: 0 or 2."""
    return list(pieces(text, marks(passages, at)))


def marks(passages: Sequence[Kept], at: int) -> list[Mark]:
    """The passages as marks of one text."""
    return [
        Mark((int(passage[at]), int(passage[at + 1])), number, not passage[4])
        for number, passage in enumerate(passages, 1)
    ]


def excerpts(text: str, passages: Sequence[Kept], at: int) -> Side:
    """Of a text that isn't someone's to see, the shared passages alone, each a piece."""
    return [Piece(text[slice(*mark.span)], mark) for mark in marks(passages, at)]
