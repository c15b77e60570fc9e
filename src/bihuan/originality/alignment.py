"""Two texts side by side: where one reads like the other.

Runs of four characters that both have are seeds; seeds close to each other on one diagonal make a
stretch; stretches that lie near each other in both texts make a cluster (after the winner of the
PAN 2014 text alignment task, Sanchez-Perez et al., which clusters by the gap in one text and then
the other until nothing splits). A reordered copy thus gives one cluster for each part.

All pairs of a batch are worked on at once, as arrays; a pair's number stands in the upper bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.originality.corpus import Codes, fold_digits
from bihuan.originality.grams import hashes

Ints = NDArray[np.int64]

MOST_PAIRS = 1 << 12
"""Pairs in a batch: a seed's key holds the pair in 12 bits, the hash in 27, the place in 24."""

_RUN = 4
_NEXT_ON_DIAGONAL = 12
_LEAST_STRETCH = 6
# Where a run occurs so often in both texts, each occurrence is tied to one, not to all.
_MOST_TIES = 64
_PAIR, _HASH, _SIDE = 52, 25, 24
_SLOTS = 22
_NEAR = 4
_REACH = 3
_MUCH_LONGER = 3
_ANYWHERE = 1 << 30
_PLACE = (1 << 24) - 1


@dataclass(frozen=True, slots=True)
class Clusters:
    """What each pair of a batch shares, a row for a cluster, by pair and place in the first text.

    Places count a text's kept characters; ends are exclusive. `matched` counts the first text's
    characters that stand in the other, `counted` those of them with a weight, `mass` is the sum of
    the weights.
    """

    pair: Ints
    a_start: Ints
    a_end: Ints
    b_start: Ints
    b_end: Ints
    matched: Ints
    counted: Ints
    mass: NDArray[np.float64]

    def chosen(self, rows: Ints | NDArray[np.bool_]) -> Clusters:
        """Some of the rows."""
        return Clusters(*(getattr(self, name)[rows] for name in self.__slots__))

    @classmethod
    def none(cls) -> Clusters:
        """No rows."""
        empty = np.empty(0, np.int64)
        return cls(empty, empty, empty, empty, empty, empty, empty, np.empty(0))

    @classmethod
    def joined(cls, parts: Sequence[Clusters]) -> Clusters:
        """The rows of all the parts, in their order."""
        columns = cls.__slots__
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Seeds that follow each other on a diagonal, a row for each."""

    pair: Ints
    a: Ints
    a_end: Ints
    b: Ints
    b_end: Ints
    matched: Ints
    counted: Ints
    mass: NDArray[np.float64]

    def chosen(self, rows: Ints | NDArray[np.bool_]) -> _Stretches:
        return _Stretches(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Sides:
    """The texts of a batch of pairs one after the other, `starts` being where each begins."""

    codes: Codes
    starts: Ints


def align(
    first: Sides, second: Sides, weights: NDArray[np.float32], gap: int, mass: float, counted: int
) -> Clusters:
    """The clusters of each pair; `weights` are those of the first texts' characters, 0..1.

    Two stretches are of one cluster where no gap of more than `gap` characters, in either text,
    parts them. A pair that has neither so much `mass` nor so many `counted` in all is left out.
    """
    stretches = _stretches(*_seeds(first, second), first.starts, weights)
    stretches = _hopeful(stretches, mass, counted)
    stretches = stretches.chosen(~(_echoes(stretches, "a") | _echoes(stretches, "b")))
    stretches = _trimmed(stretches, _cluster(stretches, gap))
    return _clusters(stretches, _cluster(stretches, gap))


# Seeds


def _seeds(first: Sides, second: Sides) -> tuple[Ints, Ints, Ints]:
    """Pair, place in the first text and place in the second of each run that both have."""
    keys = np.concatenate(_in_both(_keys(first, 0), _keys(second, 1)))
    keys.sort()
    group = keys >> np.uint64(_HASH)
    opens = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]])[: len(group)])
    sides = (keys >> np.uint64(_SIDE)) & np.uint64(1)
    sizes = np.diff(np.append(opens, len(keys)))
    seconds = np.add.reduceat(sides, opens).astype(np.int64) if len(opens) else sizes
    firsts = sizes - seconds
    both = (firsts > 0) & (seconds > 0)
    one, other = _ties(opens[both], firsts[both], seconds[both])
    place = (keys & np.uint64(_PLACE)).astype(np.int64)
    return (keys[one] >> np.uint64(_PAIR)).astype(np.int64), place[one], place[other]


def _in_both(
    one: NDArray[np.uint64], other: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Those keys whose run, by a few bits of it, both sides have: most need no sorting then."""
    slots, others = _slots(one), _slots(other)
    held = np.zeros(1 << _SLOTS, np.bool_)
    held[slots] = True
    kept = held[others]
    held[:] = False
    held[others[kept]] = True
    return one[held[slots]], other[kept]


def _slots(keys: NDArray[np.uint64]) -> Ints:
    mixed = (keys >> np.uint64(_HASH)) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - _SLOTS)).astype(np.int64)


def _keys(side: Sides, number: int) -> NDArray[np.uint64]:
    """Pair, hash, side and place of each run of a side's texts."""
    value = hashes(fold_digits(side.codes), _RUN) >> np.uint64(64 - 27)
    counts = np.maximum(np.diff(side.starts) - _RUN + 1, 0)
    pair = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = side.starts[pair] + place
    keys: NDArray[np.uint64] = pair.astype(np.uint64) << np.uint64(_PAIR)
    keys |= (value[at] << np.uint64(_HASH)) | np.uint64(number << _SIDE) | place.astype(np.uint64)
    return keys


def _ties(opens: Ints, firsts: Ints, seconds: Ints) -> tuple[Ints, Ints]:
    """Which of a side's occurrences are tied to which of the other's, by number among the keys."""
    all_with_all = firsts * seconds <= _MOST_TIES
    widths = np.where(all_with_all, seconds, 1)
    counts = np.where(all_with_all, firsts * seconds, np.minimum(firsts, seconds))
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    width = np.repeat(widths, counts)
    one = np.repeat(opens, counts) + number // width
    other = np.where(np.repeat(all_with_all, counts), number % width, number)
    return one, np.repeat(opens + firsts, counts) + other


# Stretches


def _stretches(
    pair: Ints, a: Ints, b: Ints, starts: Ints, weights: NDArray[np.float32]
) -> _Stretches:
    """The seeds joined along their diagonals, without those too short to mean anything."""
    diagonal = (a - b + (1 << 24)).astype(np.uint64)
    keys = (pair.astype(np.uint64) << np.uint64(49)) | (diagonal << np.uint64(24))
    keys |= a.astype(np.uint64)
    keys.sort()
    a = (keys & np.uint64(_PLACE)).astype(np.int64)
    line = keys >> np.uint64(24)
    step = np.diff(a, append=0)
    follows = np.zeros(len(a), np.bool_)
    follows[:-1] = (line[1:] == line[:-1]) & (step[:-1] <= _NEXT_ON_DIAGONAL)
    covered = np.where(follows, np.minimum(step, _RUN), _RUN)
    opens = np.flatnonzero(~np.concatenate([[False], follows[:-1]])[: len(a)])
    if not len(opens):
        empty = np.empty(0, np.int64)
        return _Stretches(empty, empty, empty, empty, empty, empty, empty, np.empty(0))
    ends = np.append(opens[1:], len(a)) - 1
    pair = (line[opens] >> np.uint64(25)).astype(np.int64)
    shift = ((line[opens] & np.uint64((1 << 25) - 1)).astype(np.int64)) - (1 << 24)
    matched = np.add.reduceat(covered, opens)
    weight = weights[starts[np.repeat(pair, ends - opens + 1)] + a]
    counted = np.add.reduceat(covered * (weight > 0), opens)
    mass = np.add.reduceat(covered * _rarest(weight, follows, step == 1), opens)
    first, last = a[opens], a[ends] + _RUN
    found = _Stretches(pair, first, last, first - shift, last - shift, matched, counted, mass)
    return found.chosen(matched >= _LEAST_STRETCH)


def _rarest(
    weights: NDArray[np.float32], follows: NDArray[np.bool_], close: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Each seed's weight: that of the rarest wording near it in the same stretch.

    A longer run is as rare as the rarest part of it. A weight is that of a run one character longer
    than a seed, so the last seed in a row, whose run may go on differently, takes the one before.
    """
    unbroken = follows & close
    result = weights.copy()
    last = np.flatnonzero(unbroken[:-1] & ~unbroken[1:]) + 1
    result[last] = weights[last - 1]
    for _ in range(_NEAR):
        spread = result.copy()
        np.maximum(spread[1:], result[:-1], out=spread[1:], where=follows[:-1])
        np.maximum(spread[:-1], result[1:], out=spread[:-1], where=follows[:-1])
        result = spread
    return np.where(weights > 0, result, 0)


def _hopeful(found: _Stretches, mass: float, counted: int) -> _Stretches:
    """Without the pairs whose stretches together are too little, which most are."""
    enough = np.bincount(found.pair, found.mass) >= mass
    enough |= np.bincount(found.pair, found.counted) >= counted
    return found.chosen(enough[found.pair])


def _echoes(found: _Stretches, side: str) -> NDArray[np.bool_]:
    """Which stretches lie, in one of the texts, inside a much longer one: by chance.

    Of those that begin before a stretch, the one that ends last holds it if any does.
    """
    start, end = getattr(found, side), getattr(found, f"{side}_end")
    order = np.lexsort((-end, start, found.pair))
    row = np.arange(len(order))
    furthest = (found.pair[order] << 50) | (end[order] << 25) | row
    holder = np.maximum.accumulate(furthest) & ((1 << 25) - 1)
    length = (end - start)[order]
    inside = (end[order] <= end[order][holder]) & (length * _MUCH_LONGER <= length[holder])
    echoes = np.empty(len(order), np.bool_)
    echoes[order] = inside
    return echoes


# Clusters


def _cluster(found: _Stretches, gap: int) -> Ints:
    """Each stretch's cluster: split at gaps in one text, then the other, until nothing splits."""
    cluster = found.pair
    count, before = 0, -1
    while count != before:
        before = count
        for start, end in ((found.a, found.a_end), (found.b, found.b_end)):
            cluster, count = _split(cluster, start, end, gap)
    return cluster


def _split(cluster: Ints, start: Ints, end: Ints, gap: int) -> tuple[Ints, int]:
    order = np.lexsort((start, cluster))
    base = cluster[order] << 25
    reach = np.maximum.accumulate(base + end[order])
    opens = np.ones(len(order), np.bool_)
    opens[1:] = (base + start[order])[1:] - reach[:-1] > gap
    opens[1:] |= base[1:] != base[:-1]
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.cumsum(opens) - 1
    return numbers, int(opens.sum())


def _trimmed(found: _Stretches, cluster: Ints) -> _Stretches:
    """Without the short stretches at a cluster's ends that lie far from the next."""
    order = np.lexsort((found.a, cluster))
    found, cluster = found.chosen(order), cluster[order]
    last = cluster[1:] != cluster[:-1]
    gap = found.a[1:] - found.a_end[:-1]
    far = np.where(last, _ANYWHERE, gap)
    before, after = np.append(_ANYWHERE, far)[: len(cluster)], np.append(far, _ANYWHERE)
    after = after[: len(cluster)]
    first, final = before == _ANYWHERE, after == _ANYWHERE
    alone = first & final
    reach = _REACH * found.matched
    loose = (first & (after > reach)) | (final & (before > reach))
    return found.chosen(alone | ~loose)


def _clusters(found: _Stretches, cluster: Ints) -> Clusters:
    order = np.lexsort((found.a, cluster))
    found, cluster = found.chosen(order), cluster[order]
    opens = np.flatnonzero(np.concatenate([[True], cluster[1:] != cluster[:-1]])[: len(cluster)])
    if not len(opens):
        return Clusters.none()
    fresh = _fresh(found, cluster)
    return Clusters(
        pair=found.pair[opens],
        a_start=found.a[opens],
        a_end=np.maximum.reduceat(found.a_end, opens),
        b_start=np.minimum.reduceat(found.b, opens),
        b_end=np.maximum.reduceat(found.b_end, opens),
        matched=np.add.reduceat(found.matched * fresh, opens).astype(np.int64),
        counted=np.add.reduceat(found.counted * fresh, opens).astype(np.int64),
        mass=np.add.reduceat(found.mass * fresh, opens),
    )


def _fresh(found: _Stretches, cluster: Ints) -> NDArray[np.float64]:
    """How much of each stretch no earlier one of its cluster covers: nothing counts twice."""
    base = cluster << 25
    reach = np.maximum.accumulate(base + found.a_end)
    before = np.concatenate([[-1], reach[:-1]])[: len(base)]
    new = np.clip(base + found.a_end - np.maximum(before, base + found.a), 0, None)
    shares: NDArray[np.float64] = new / (found.a_end - found.a)
    return shares
