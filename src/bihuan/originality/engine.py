"""The plan: hashes, ties, candidates, alignment, acceptance; the same for every order and thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.originality import alignment, grams, postings, spill
from bihuan.originality.alignment import Clusters, Sides
from bihuan.originality.corpus import Corpus, fold_digits
from bihuan.originality.rarity import FULL, rarity, weights_of
from bihuan.originality.spill import Pile, Workspace

Progress = Callable[[str, float], None]
Ints = NDArray[np.int64]

_CHUNK = 1 << 20
# A run is looked up in a table by its hash's upper 24 bits.
_SLOT = np.uint64(40)
# Characters of the texts that are aligned at once: what one thread holds in memory.
_BATCH = 1 << 18


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes a shared passage worth telling.

    `mass` is the least sum of weights, `common` the least number of matched characters where the
    wording is frequent, `gap` the characters between two parts of one passage.
    """

    mass: float = 32.0
    common: int = 200
    gap: int = 30
    score: postings.Score = postings.Score()


@dataclass(frozen=True, slots=True)
class Found:
    """Accepted clusters with the numbers of their texts, a row for each; sorted by texts and place."""

    a: Ints
    b: Ints
    clusters: Clusters
    weights: NDArray[np.uint8]


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


def threads() -> int:
    """How many threads work at once."""
    return os.cpu_count() or 1


# Ties


@dataclass(frozen=True, slots=True)
class Stored:
    """Sorted keys of texts that stand in the corpus from `place` on, counted from there."""

    place: int
    keys: postings.Keys

    def in_part(self, part: int, parts: int, wanted: NDArray[np.bool_]) -> postings.Keys:
        """Those of a part whose run some other text may have."""
        first, last = np.searchsorted(self.keys, [_opens(part, parts), _opens(part + 1, parts)])
        chosen = self.keys[first : last if part + 1 < parts else len(self.keys)]
        return chosen[wanted[chosen >> _SLOT]] + np.uint64(self.place)


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
        stop = min(start + _CHUNK, len(whole))
        places = np.flatnonzero(whole[start:stop] & ~corpus.marked[start:stop])
        codes = fold_digits(corpus.codes[start : stop + grams.SEED - 1])
        hashes = grams.hashes(codes, grams.SEED)[places]
        keys = postings.keys(hashes, places + start)
        part = ((hashes >> np.uint64(32)) * np.uint64(parts)) >> np.uint64(32)
        return [keys[part == number] for number in range(parts)]

    wanted = np.zeros(1 << (64 - int(_SLOT)), np.bool_)
    for chunk in pool.map(work, range(0, len(whole), _CHUNK)):
        for number, keys in enumerate(chunk):
            pile.put(number, keys)
            if stored:
                wanted[keys >> _SLOT] = True
    for one in stored:
        for number in range(parts):
            pile.put(number, one.in_part(number, parts, wanted))
    return pile


def _events(
    corpus: Corpus,
    own: int,
    keys: Pile,
    pool: ThreadPoolExecutor,
    space: Workspace,
    progress: Progress,
) -> tuple[NDArray[np.uint8], Pile]:
    """The characters' weights, and the ties by ranges of the earlier text."""
    text_of = space.kept(corpus.text_of())
    table = rarity(len(corpus))
    weights = space.full(len(corpus.codes), FULL, np.uint8)
    bounds = np.linspace(0, own, spill.parts(2 * len(corpus.codes)) + 1).astype(np.int64)

    def work(part: int) -> list[postings.Events]:
        mine = keys.take(part)
        mine.sort()
        first, every = postings.shared(mine, text_of)
        rare = weights_of(first.frequencies, table)
        weights[every.places] = np.repeat(rare, every.frequencies)
        return postings.split(postings.events(first, corpus.starts, own), bounds)

    events = space.pile(len(bounds) - 1)
    for number, found in enumerate(pool.map(work, range(len(keys))), start=1):
        progress("查找相同片段", number / len(keys))
        for part, ties in enumerate(found):
            events.put(part, ties)
    return weights, events


def _candidates(events: Pile, score: postings.Score, pool: ThreadPoolExecutor) -> Ints:
    """The pairs of texts that are worth aligning."""

    def work(part: int) -> Ints:
        ties = events.take(part)
        ties.sort()
        return postings.candidates(ties, score)

    return np.concatenate(list(pool.map(work, range(len(events)))))


# Alignment


def _aligned(
    corpus: Corpus,
    pairs: Ints,
    weights: NDArray[np.uint8],
    settings: Settings,
    pool: ThreadPoolExecutor,
    progress: Progress,
) -> Found:
    batches = list(_batches(corpus, pairs))

    def work(batch: Ints) -> tuple[Ints, Clusters]:
        return batch, _accepted(_align(corpus, batch, weights, settings), settings)

    found = []
    for number, result in enumerate(pool.map(work, batches), start=1):
        progress("逐字对照", number / len(batches))
        found.append(result)
    return _together(found, weights)


def _batches(corpus: Corpus, pairs: Ints) -> Iterator[Ints]:
    sizes = np.diff(corpus.starts)[pairs].sum(axis=1) if len(pairs) else np.empty(0)
    batch = (np.cumsum(sizes) // _BATCH).astype(np.int64)
    for number in np.unique(batch):
        chosen = pairs[batch == number]
        for start in range(0, len(chosen), alignment.MOST_PAIRS):
            yield chosen[start : start + alignment.MOST_PAIRS]


def _align(
    corpus: Corpus, batch: Ints, weights: NDArray[np.uint8], settings: Settings
) -> Clusters:
    first, places = _side(corpus, batch[:, 0])
    second, _ = _side(corpus, batch[:, 1])
    scaled = weights[places].astype(np.float32) / FULL
    return alignment.align(first, second, scaled, settings.gap)


def _side(corpus: Corpus, texts: Ints) -> tuple[Sides, Ints]:
    sizes = np.minimum(np.diff(corpus.starts)[texts], postings.MOST_CHARACTERS)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    places = np.arange(starts[-1]) + np.repeat(corpus.starts[texts] - starts[:-1], sizes)
    return Sides(corpus.codes[places], starts), places


def _accepted(clusters: Clusters, settings: Settings) -> Clusters:
    enough = (clusters.mass >= settings.mass) | (clusters.matched >= settings.common)
    return clusters.chosen(enough)


def _together(found: list[tuple[Ints, Clusters]], weights: NDArray[np.uint8]) -> Found:
    if not found:
        return Found(np.empty(0, np.int64), np.empty(0, np.int64), Clusters.none(), weights)
    a = np.concatenate([batch[clusters.pair, 0] for batch, clusters in found])
    b = np.concatenate([batch[clusters.pair, 1] for batch, clusters in found])
    clusters = Clusters.joined([clusters for _, clusters in found])
    order = np.lexsort((clusters.b_start, clusters.a_start, b, a))
    return Found(a[order], b[order], clusters.chosen(order), weights)
