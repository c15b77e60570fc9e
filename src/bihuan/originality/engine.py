"""The plan: hashes, ties, candidates, alignment; the same for any number of threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bihuan.originality import alignment, grams, postings, spill
from bihuan.originality.alignment import Clusters, Sides
from bihuan.originality.corpus import Corpus, fold_digits
from bihuan.originality.pool import in_order, threads
from bihuan.originality.rarity import FULL, rarity, weights_of
from bihuan.originality.spill import Pile, Workspace

Progress = Callable[[str, float], None] | None
Ints = NDArray[np.int64]
Batch = tuple[Sides, Sides, NDArray[np.float32]]

CHUNK = 1 << 20
"""Runs whose keys are made at once."""
# A run is looked up in a table by its hash's upper 24 bits.
_SLOT = np.uint64(40)
# Characters of the texts that are aligned at once: what one thread holds in memory.
_BATCH = 1 << 18


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes a shared passage worth telling.

    `mass` is the least sum of weights, `common` the least number of matched characters where the
    wording is frequent, `density` the least part of a passage that is matched, `gap` the most
    characters between two parts of one passage.
    """

    mass: float = 32.0
    common: int = 200
    density: float = 0.4
    gap: int = 30
    score: postings.Score = field(default_factory=postings.Score)


@dataclass(frozen=True, slots=True)
class Found:
    """Accepted clusters with the numbers of their texts, a row each, by texts and place."""

    a: Ints
    b: Ints
    clusters: Clusters


def find(
    corpus: Corpus,
    own: int,
    settings: Settings,
    progress: Progress,
    *,
    stored: Sequence[Stored] = (),
    space: Workspace | None = None,
) -> Found:
    """What the first `own` texts share with each other and with those after them.

    `stored` are the sorted keys of texts at the corpus's end, which are not made anew.
    """
    postings.prove_size(len(corpus), len(corpus.codes))
    space = space or Workspace()
    with ThreadPoolExecutor(threads()) as pool:
        keys = _keys(corpus, stored, pool, space)
        weights, events = _events(corpus, own, keys, pool, space, progress)
        pairs = _candidates(events, settings.score, pool)
        weights[corpus.marked] = 0
        return _aligned(corpus, pairs, weights, settings, pool, progress)


# Ties


@dataclass(frozen=True, slots=True)
class Stored:
    """Sorted keys of texts that stand in the corpus from `place` on, counted from there."""

    place: int
    keys: postings.Keys

    def in_part(self, part: int, parts: int, wanted: NDArray[np.bool_]) -> postings.Keys:
        """Those of a part whose run some other text may have."""
        first, last = np.searchsorted(self.keys, [_opens(part, parts), _opens(part + 1, parts)])
        mine = self.keys[first : last if part + 1 < parts else len(self.keys)]
        chosen: postings.Keys = mine[wanted[mine >> _SLOT]]
        return chosen + np.uint64(self.place)


def sorted_keys(corpus: Corpus) -> postings.Keys:
    """The keys of all runs of a corpus, as an index stores them."""
    with ThreadPoolExecutor(threads()) as pool:
        pile = _keys(corpus, (), pool, Workspace())
    keys = np.concatenate([pile.take(part) for part in range(len(pile))])
    keys.sort()
    return keys


def _opens(part: int, parts: int) -> np.uint64:
    """The least key of a part: parts are ranges of the hash."""
    return np.uint64(min(-(-(part << 32) // parts), (1 << 32) - 1) << 32)


def _keys(
    corpus: Corpus, stored: Sequence[Stored], pool: ThreadPoolExecutor, space: Workspace
) -> Pile:
    """The keys of all runs, by ranges of their hashes."""
    end = stored[0].place if stored else len(corpus.codes)
    parts = spill.parts(len(corpus.codes))
    pile = space.pile(parts)
    whole = grams.whole(corpus, grams.SEED)[: max(end - grams.SEED + 1, 0)]

    def work(start: int) -> list[postings.Keys]:
        return keys_of(*chunk(corpus, whole, start), start, parts)

    wanted = np.zeros(1 << (64 - int(_SLOT)), np.bool_)
    for made in in_order(pool, work, range(0, len(whole), CHUNK)):
        for number, keys in enumerate(made):
            pile.put(number, keys)
            if stored:
                wanted[keys >> _SLOT] = True
    for one in stored:
        for number in range(parts):
            pile.put(number, one.in_part(number, parts, wanted))
    return pile


def chunk(
    corpus: Corpus, whole: NDArray[np.bool_], start: int
) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The characters of some runs from `start` on, and which of the runs count."""
    stop = min(start + CHUNK, len(whole))
    counting = whole[start:stop] & ~corpus.marked[start:stop]
    return corpus.codes[start : stop + grams.SEED - 1], counting


def keys_of(
    codes: NDArray[np.uint32], counting: NDArray[np.bool_], start: int, parts: int
) -> list[postings.Keys]:
    """The keys of a chunk's runs, by ranges of their hashes."""
    places = np.flatnonzero(counting)
    hashes = grams.hashes(fold_digits(codes), grams.SEED)[places]
    keys = postings.keys(hashes, places + start)
    part = ((hashes >> np.uint64(32)) * np.uint64(parts)) >> np.uint64(32)
    return [keys[part == number] for number in range(parts)]


@dataclass(frozen=True, slots=True)
class Ties:
    """What a part of the keys gives: the weights at places, and events by ranges of texts."""

    places: Ints
    weights: NDArray[np.uint8]
    events: list[postings.Events]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where texts begin in the corpus, how many are the comparison's own, how events are parted."""

    starts: Ints
    own: int
    bounds: Ints

    @classmethod
    def of(cls, corpus: Corpus, own: int) -> Layout:
        parts = spill.parts(2 * len(corpus.codes))
        return cls(corpus.starts, own, np.linspace(0, own, parts + 1).astype(np.int64))

    def text_of(self, places: Ints) -> Ints:
        """The texts of places, found in the starts."""
        return np.searchsorted(self.starts, places, "right") - 1


def ties(keys: postings.Keys, layout: Layout, text_of: postings.TextOf) -> Ties:
    """What the keys of a part tell."""
    keys.sort()
    first, every = postings.shared(keys, text_of)
    rare = weights_of(first.frequencies, rarity(len(layout.starts) - 1))
    found = postings.split(postings.events(first, layout.starts, layout.own), layout.bounds)
    return Ties(every.places, np.repeat(rare, every.frequencies), found)


def _events(
    corpus: Corpus,
    own: int,
    keys: Pile,
    pool: ThreadPoolExecutor,
    space: Workspace,
    progress: Progress,
) -> tuple[NDArray[np.uint8], Pile]:
    """The characters' weights, and the ties by ranges of the earlier text."""
    layout = Layout.of(corpus, own)
    text_of = space.kept(corpus.text_of())
    weights = space.full(len(corpus.codes), FULL, np.uint8)
    events = space.pile(len(layout.bounds) - 1)

    def work(part: int) -> Ties:
        return ties(keys.take(part), layout, text_of.__getitem__)

    for number, found in enumerate(in_order(pool, work, range(len(keys))), start=1):
        if progress:
            progress("查找相同片段", number / len(keys))
        weights[found.places] = found.weights
        for part, of_part in enumerate(found.events):
            events.put(part, of_part)
    return weights, events


def _candidates(events: Pile, score: postings.Score, pool: ThreadPoolExecutor) -> Ints:
    """The pairs of texts that are worth aligning."""

    def work(part: int) -> Ints:
        ties = events.take(part)
        ties.sort()
        return postings.candidates(ties, score)

    return np.concatenate(list(in_order(pool, work, range(len(events)))))


# Alignment


def _aligned(
    corpus: Corpus,
    pairs: Ints,
    weights: NDArray[np.uint8],
    settings: Settings,
    pool: ThreadPoolExecutor,
    progress: Progress,
) -> Found:
    batches = list(batches_of(corpus, pairs))

    def work(batch: Ints) -> Clusters:
        return accepted(sides(corpus, batch, weights), settings)

    found = []
    for number, clusters in enumerate(in_order(pool, work, batches), start=1):
        if progress:
            progress("逐字对照", number / len(batches))
        found.append(clusters)
    return together(batches, found)


def batches_of(corpus: Corpus, pairs: Ints) -> Iterator[Ints]:
    """The pairs in batches that are aligned at once."""
    sizes = np.diff(corpus.starts)[pairs].sum(axis=1) if len(pairs) else np.empty(0)
    batch = (np.cumsum(sizes) // _BATCH).astype(np.int64)
    for number in np.unique(batch):
        chosen = pairs[batch == number]
        for start in range(0, len(chosen), alignment.MOST_PAIRS):
            yield chosen[start : start + alignment.MOST_PAIRS]


def sides(corpus: Corpus, batch: Ints, weights: NDArray[np.uint8]) -> Batch:
    """A batch's first texts, its second ones, and the weights of the first ones' characters."""
    first, places = _side(corpus, batch[:, 0])
    second, _ = _side(corpus, batch[:, 1])
    return first, second, weights[places].astype(np.float32) / np.float32(FULL)


def _side(corpus: Corpus, texts: Ints) -> tuple[Sides, Ints]:
    sizes = np.minimum(np.diff(corpus.starts)[texts], postings.MOST_CHARACTERS)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    places = np.arange(starts[-1]) + np.repeat(corpus.starts[texts] - starts[:-1], sizes)
    return Sides(corpus.codes[places], starts), places


def accepted(batch: Batch, settings: Settings) -> Clusters:
    """What a batch shares that is worth telling."""
    clusters = alignment.align(*batch, settings.gap, settings.mass, settings.common)
    enough = (clusters.mass >= settings.mass) | (clusters.counted >= settings.common)
    longer = np.maximum(clusters.a_end - clusters.a_start, clusters.b_end - clusters.b_start)
    return clusters.chosen(enough & (clusters.matched >= settings.density * longer))


def together(batches: Sequence[Ints], found: Sequence[Clusters]) -> Found:
    """The clusters of all batches, in order."""
    if not found:
        return Found(np.empty(0, np.int64), np.empty(0, np.int64), Clusters.none())
    texts = [batch[clusters.pair] for batch, clusters in zip(batches, found, strict=True)]
    a, b = np.concatenate(texts).T
    clusters = Clusters.joined(found)
    order = np.lexsort((clusters.b_start, clusters.a_start, b, a))
    return Found(a[order], b[order], clusters.chosen(order))
