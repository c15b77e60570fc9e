"""Which checks would have found a problem: by the words that it shares with their descriptions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

from bihuan.checks.definition import Check

LEAST = 0.12
"""The likeness from which a check is suggested; 1 would be the same words."""
_WORD = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")
Vector = dict[str, float]


def suggest(problem: str, checks: Iterable[Check], most: int = 3) -> list[Check]:
    """At most `most` checks for the problem's text, the likeliest first; none where none is like.

    Likeness is the cosine of TF-IDF over pairs of characters, which needs no dictionary.
    """
    return suggest_each([problem], checks, most)[0]


def suggest_each(
    problems: Iterable[str], checks: Iterable[Check], most: int = 3
) -> list[list[Check]]:
    """What `suggest` gives for each of several problems; the checks are weighed once."""
    known = list(checks)
    texts = [Counter(_pairs(f"{check.title}。{check.problem}")) for check in known]
    rarity = _rarity(texts)
    vectors = [(_weighed(text, rarity), check) for text, check in zip(texts, known, strict=True)]
    return [_likest(_weighed(Counter(_pairs(one)), rarity), vectors, most) for one in problems]


def _likest(wanted: Vector, vectors: list[tuple[Vector, Check]], most: int) -> list[Check]:
    scored = [(_likeness(wanted, vector), check) for vector, check in vectors]
    found = sorted((one for one in scored if one[0] >= LEAST), key=lambda one: -one[0])
    return [check for _, check in found[:most]]


def _pairs(text: str) -> list[str]:
    return [
        word[place : place + 2]
        for word in _WORD.findall(text)
        for place in range(max(1, len(word) - 1))
    ]


def _rarity(texts: list[Counter[str]]) -> Vector:
    seen = Counter(pair for text in texts for pair in text)
    return {pair: log((1 + len(texts)) / count) for pair, count in seen.items()}


def _weighed(text: Counter[str], rarity: Vector) -> Vector:
    return {pair: count * rarity[pair] for pair, count in text.items() if pair in rarity}


def _likeness(one: Vector, other: Vector) -> float:
    lengths = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    shared = sum(weight * other[pair] for pair, weight in one.items() if pair in other)
    return shared / lengths if lengths else 0.0
