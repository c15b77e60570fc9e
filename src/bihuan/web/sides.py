"""Kept passages as what a page shows of two texts beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.originality.marking import Mark, Piece, pieces

Side = list[Piece]


def side(text: str, passages: Sequence[Sequence[int]], at: int) -> Side:
    """One text in pieces; `at` is where its span stands in a passage: 0 or 2."""
    return list(pieces(text, marks(passages, at)))


def marks(passages: Sequence[Sequence[int]], at: int) -> list[Mark]:
    """The passages as marks of one text."""
    return [
        Mark((passage[at], passage[at + 1]), number, not passage[4])
        for number, passage in enumerate(passages, 1)
    ]


def excerpts(text: str, passages: Sequence[Sequence[int]], at: int) -> Side:
    """Of a text that isn't someone's to see, the shared passages alone, each a piece."""
    return [Piece(text[slice(*mark.span)], mark) for mark in marks(passages, at)]
