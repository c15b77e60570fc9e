"""Passages that several texts share, told once: which of what was found belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.originality.engine import Found

Interval = tuple[int, int]

MOST_IN_PAIRS = 12
"""A passage in more texts than this is told as a group alone."""
_LEAST_MEMBERS = 3
# In a small group nearly all pairs must have been found: three texts in a row are no template.
_LEAST_TIED = 0.6
_SAME_PLACE = 0.5


@dataclass(frozen=True, slots=True)
class Bundle:
    """A passage's intervals by text, and the rows of `Found` that tie them."""

    intervals: dict[int, Interval]
    rows: tuple[int, ...]

    @property
    def large(self) -> bool:
        """Whether it stands alone, without its pairs."""
        return len(self.intervals) > MOST_IN_PAIRS


def bundles(found: Found) -> list[Bundle]:
    """The passages that three or more texts share, in the order of their first rows."""
    rows = len(found.a)
    texts = np.concatenate([found.a, found.b]).tolist()
    starts = np.concatenate([found.clusters.a_start, found.clusters.b_start]).tolist()
    ends = np.concatenate([found.clusters.a_end, found.clusters.b_end]).tolist()
    place = _places(texts, starts, ends)
    forest = _Forest(len(texts))
    for row in range(rows):
        forest.join(place[row], place[row + rows])
    tied: defaultdict[int, list[int]] = defaultdict(list)
    for row in range(rows):
        tied[forest.root(place[row])].append(row)
    found_bundles = (_bundle(members, rows, texts, starts, ends) for members in tied.values())
    return [bundle for bundle in found_bundles if _holds(bundle, found)]


def told_in_groups(found: Found, together: Sequence[Bundle]) -> set[int]:
    """The rows that a large group tells already: its own, and what of its passage lies in them."""
    clusters = found.clusters
    large = [bundle for bundle in together if bundle.large]
    told = {row for bundle in large for row in bundle.rows}
    of_text: defaultdict[int, list[Bundle]] = defaultdict(list)
    for bundle in large:
        for text in bundle.intervals:
            of_text[text].append(bundle)
    for row, (a, b) in enumerate(zip(found.a.tolist(), found.b.tolist(), strict=True)):
        a_span = int(clusters.a_start[row]), int(clusters.a_end[row])
        b_span = int(clusters.b_start[row]), int(clusters.b_end[row])
        if any(_lies_in(a_span, one, a) and _lies_in(b_span, one, b) for one in of_text[a]):
            told.add(row)
    return told


def _lies_in(span: Interval, bundle: Bundle, text: int) -> bool:
    start, end = bundle.intervals.get(text, (0, 0))
    return min(span[1], end) - max(span[0], start) >= _SAME_PLACE * (span[1] - span[0])


def _places(texts: list[int], starts: list[int], ends: list[int]) -> list[int]:
    """For each interval the one that stands for its place in its text: the longest one like it."""
    place = list(range(len(texts)))
    leading: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(place, key=lambda n: (texts[n], starts[n] - ends[n], starts[n])):
        like = leading[texts[number]]
        for leader in like:
            overlap = min(ends[number], ends[leader]) - max(starts[number], starts[leader])
            if overlap >= _SAME_PLACE * (ends[leader] - starts[leader]):
                place[number] = leader
                break
        else:
            like.append(number)
    return place


def _bundle(
    members: list[int], rows: int, texts: list[int], starts: list[int], ends: list[int]
) -> Bundle:
    intervals: dict[int, Interval] = {}
    for row in members:
        for number in (row, row + rows):
            text, here = texts[number], (starts[number], ends[number])
            before = intervals.get(text, here)
            intervals[text] = max(before, here, key=lambda one: (one[1] - one[0], -one[0]))
    return Bundle(dict(sorted(intervals.items())), tuple(members))


def _holds(bundle: Bundle, found: Found) -> bool:
    count = len(bundle.intervals)
    if count < _LEAST_MEMBERS:
        return False
    rows = list(bundle.rows)
    ties = len(set(zip(found.a[rows].tolist(), found.b[rows].tolist(), strict=True)))
    return bundle.large or ties >= _LEAST_TIED * count * (count - 1) / 2


class _Forest:
    """Sets that are joined (union-find with path halving)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, one: int) -> int:
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[other] = one
