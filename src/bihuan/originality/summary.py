"""A comparison as its pages tell it: each text with what it is most like, and a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.model import Comparison, Grade, Pair, Text

NOTICE = "比对结果只是线索，供核实，不是对任何单位或个人的结论。"
MATRIX = 40
"""How many texts a matrix shows at most: those that are most like others."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text with the pair in which most of it is shared, None where there is none that counts."""

    text: Text
    share: float = 0.0
    pair: Pair | None = None

    @property
    def like(self) -> str:
        """The name of the text that it is most like, or nothing."""
        if self.pair is None:
            return ""
        return self.pair.b if self.pair.a == self.text.name else self.pair.a


@dataclass(frozen=True, slots=True)
class Matrix:
    """Shares of each row's text that each column's holds, and how many texts were left out."""

    names: tuple[str, ...]
    shares: dict[tuple[str, str], float]
    left: int


def counts(pair: Pair) -> bool:
    """Whether a pair tells of copying; a common source may be a text that both may use."""
    return pair.grade is not Grade.COMMON_SOURCE


def lines(comparison: Comparison, texts: Iterable[Text]) -> list[Line]:
    """The texts in the given order, each with what it is most like."""
    best: dict[str, tuple[float, Pair]] = {}
    for pair in filter(counts, comparison.pairs):
        for name, share in ((pair.a, pair.a_share), (pair.b, pair.b_share)):
            if name not in best or share > best[name][0]:
                best[name] = (share, pair)
    return [Line(text, *best.get(text.name, (0.0, None))) for text in texts]


def matrix(comparison: Comparison, texts: Iterable[Text]) -> Matrix:
    """The texts that are like others of them, those most alike where there are many."""
    given = [text.name for text in texts]
    among = set(given)
    shares: dict[tuple[str, str], float] = {}
    for pair in comparison.pairs:
        if {pair.a, pair.b} <= among:
            shares[pair.a, pair.b] = pair.a_share
            shares[pair.b, pair.a] = pair.b_share
    most: dict[str, float] = {}
    for (name, _), share in shares.items():
        most[name] = max(share, most.get(name, 0.0))
    shown = set(sorted(most, key=lambda name: (-most[name], name))[:MATRIX])
    names = tuple(name for name in given if name in shown)
    return Matrix(names, shares, len(most) - len(shown))
