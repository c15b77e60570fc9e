"""Which texts have a run of characters in common, and on which diagonal.

A run in few texts ties each two of them; one in many ties each text to the first that has it and to
the one before it, so that a template copied five hundred times stays whole and the work linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bihuan.errors import UserError
from bihuan.originality.grams import Hashes

Keys = NDArray[np.uint64]
Events = NDArray[np.uint64]
TextOf = Callable[[NDArray[np.int64]], NDArray[Any]]
"""The numbers of the texts in which places of the corpus lie."""

MOST_TEXTS = 1 << 21
"""Texts in one comparison: an event holds two of their numbers in 21 bits each."""
MOST_CHARACTERS = 1 << 24
"""Characters of a text that are looked at: an event holds a diagonal of 25 bits, in steps of 32."""
FEW = 20
"""Texts up to which a run ties each two of them."""

# A key holds a place in the corpus in 32 bits.
_MOST_IN_ALL = (1 << 32) - 1
_HIGH = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_TEXT_A, _TEXT_B, _DIAGONAL = np.uint64(43), np.uint64(22), np.uint64(2)
_STEP = np.uint64(5)
_CLASS = np.uint64(2)
# Up to how many texts a run is of each class; the last class is for all beyond.
_CLASSES = (3, 8, FEW)


@dataclass(frozen=True, slots=True)
class Shared:
    """The runs that more than one text has: for each occurrence its place in the corpus and its
    text, those of a run together and in order, the first in each text only.

    `bounds[n]:bounds[n + 1]` are the occurrences of run n, `hashes[n]` is its hash.
    """

    hashes: Keys
    places: NDArray[np.int64]
    texts: NDArray[np.int64]
    bounds: NDArray[np.int64]

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """In how many texts each run is."""
        return np.diff(self.bounds)


def keys(hashes: Hashes, places: NDArray[np.int64]) -> Keys:
    """A hash's upper half and its place in the corpus, in one integer that sorts by both."""
    return (hashes & ~_LOW) | places.astype(np.uint64)


def shared(sorted_keys: Keys, text_of: TextOf) -> tuple[Shared, Shared]:
    """The runs that more than one text has, in their first occurrences and in all."""
    hashes = sorted_keys >> _HIGH
    same = ~_changes(hashes)
    again = same | np.append(same[1:], False)[: len(same)]
    hashes = hashes[again]
    places = (sorted_keys[again] & _LOW).astype(np.int64)
    texts = text_of(places).astype(np.int64)
    opens = _changes(hashes)
    first = opens | _changes(texts)
    run = np.cumsum(opens) - 1
    frequencies = np.bincount(run[first], minlength=run[-1] + 1 if len(run) else 0)
    many = frequencies[run] > 1
    return _runs(hashes, places, texts, many & first), _runs(hashes, places, texts, many)


def _runs(
    hashes: Keys, places: NDArray[np.int64], texts: NDArray[np.int64], chosen: NDArray[np.bool_]
) -> Shared:
    hashes = hashes[chosen]
    opens = np.flatnonzero(_changes(hashes))
    bounds = np.append(opens, len(hashes)).astype(np.int64)
    return Shared(hashes[opens], places[chosen], texts[chosen], bounds)


def _changes(values: NDArray[np.int64] | Keys) -> NDArray[np.bool_]:
    """Where a value differs from the one before it; True at the first."""
    changed = np.ones(len(values), np.bool_)
    changed[1:] = values[1:] != values[:-1]
    return changed


def events(runs: Shared, starts: NDArray[np.int64], own: int) -> Events:
    """An event for each tie of two texts by a run; `own` texts come before the reference's.

    Bits, from the highest: the earlier text, the later, the diagonal in steps of 32 characters, and
    the class of how many texts have the run.
    """
    found = [
        _event(runs, starts, first, second, count)
        for first, second, count in _ties(runs, own)
        if len(first)
    ]
    return np.concatenate(found) if found else np.empty(0, np.uint64)


def _ties(runs: Shared, own: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
    """Occurrences tied to each other, by their numbers, and in how many texts at least."""
    frequencies = runs.frequencies
    # Of the frequent runs a half, by a bit of the hash, tells as much; each counts twice.
    taken = (frequencies <= _CLASSES[1]) | ((runs.hashes & np.uint64(1)) == 0)
    for count in range(2, FEW + 1):
        opens = runs.bounds[:-1][(frequencies == count) & taken]
        one, other = np.triu_indices(count, 1)
        first = (opens[:, None] + one).ravel()
        second = (opens[:, None] + other).ravel()
        wanted = runs.texts[first] < own
        yield first[wanted], second[wanted], count
    large = (frequencies > FEW) & taken
    for first, second in _chained(runs, own, large):
        wanted = (runs.texts[first] < own) & (runs.texts[first] != runs.texts[second])
        yield first[wanted], second[wanted], FEW + 1


def _chained(
    runs: Shared, own: int, large: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Of each large run, ties to its first text, to the text before, and to its first reference."""
    opens, sizes = runs.bounds[:-1][large], runs.frequencies[large]
    leader = np.repeat(opens, sizes)
    within = np.arange(len(leader)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    member = leader + within
    yield leader[within > 0], member[within > 0]
    yield member[within > 1] - 1, member[within > 1]
    referred = runs.texts[member] >= own
    if referred.any():
        foreign = np.add.reduceat(~referred, np.cumsum(sizes) - sizes)
        reference = leader + np.repeat(foreign, sizes)
        tied = (within > 0) & ~referred & (np.repeat(foreign < sizes, sizes))
        yield member[tied], reference[tied]


def _event(
    runs: Shared,
    starts: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    count: int,
) -> Events:
    one, other = runs.texts[first], runs.texts[second]
    diagonal = (runs.places[first] - starts[one]) - (runs.places[second] - starts[other])
    step = (diagonal + MOST_CHARACTERS).astype(np.uint64) >> _STEP
    found: Events = (one.astype(np.uint64) << _TEXT_A) | (other.astype(np.uint64) << _TEXT_B)
    found |= (step << _DIAGONAL) | np.uint64(bisect_left(_CLASSES, count))
    return found


def split(found: Events, bounds: NDArray[np.int64]) -> list[Events]:
    """The events by ranges of their earlier text: from each bound to the one after it."""
    text = (found >> _TEXT_A).astype(np.int32)
    return [found[(text >= low) & (text < high)] for low, high in pairwise(bounds)]


# Candidates


@dataclass(frozen=True, slots=True)
class Score:
    """What makes two texts worth aligning: so many ties on near diagonals."""

    least: float = 9.0
    weights: tuple[float, ...] = (2.0, 1.0, 0.8, 0.2)
    window: int = 4


def candidates(sorted_events: Events, score: Score) -> NDArray[np.int64]:
    """Pairs of texts, as rows in order, whose ties on near diagonals suffice."""
    if not len(sorted_events):
        return np.empty((0, 2), np.int64)
    steps, weights = _weighed(sorted_events, score.weights)
    sums = weights.copy()
    for ahead in range(1, score.window):
        near = steps[ahead:] - steps[:-ahead] < score.window
        sums[:-ahead] += weights[ahead:] * near
    enough = sums >= score.least
    pairs = np.unique(steps[enough] >> np.uint64(20))
    side = np.uint64((1 << 21) - 1)
    return np.stack([pairs >> np.uint64(21), pairs & side], axis=1).astype(np.int64)


def _weighed(
    sorted_events: Events, weights: tuple[float, ...]
) -> tuple[Events, NDArray[np.float64]]:
    """Each pair's steps of the diagonal that occur, and the weight of the ties on it."""
    weighed = np.array(weights)[(sorted_events & np.uint64(3)).astype(np.int64)]
    steps = sorted_events >> _CLASS
    opens = np.flatnonzero(_changes(steps))
    return steps[opens], np.add.reduceat(weighed, opens)


def prove_size(texts: int, characters: int) -> None:
    """Raises UserError where there is more than one comparison holds."""
    if texts > MOST_TEXTS:
        raise UserError(f"一次最多比对 {MOST_TEXTS} 份材料，这里有 {texts} 份；请分批比对。")
    if characters > _MOST_IN_ALL:
        raise UserError("材料合计超过 42 亿字，一次比对不了；请分批比对，或用 --engine spark。")
