"""The plan: hashes, ties, candidates, alignment, acceptance; the same for every order and thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.originality import alignment, grams, postings
from bihuan.originality.alignment import Clusters, Sides
from bihuan.originality.corpus import Corpus, fold_digits
from bihuan.originality.rarity import FULL, rarity, weights_of

Progress = Callable[[str, float], None]
Ints = NDArray[np.int64]

_CHUNK = 1 << 20
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


def find(corpus: Corpus, own: int, settings: Settings, progress: Progress) -> Found:
    """What the first `own` texts share with each other and with those after them."""
    postings.prove_size(len(corpus))
    with ThreadPoolExecutor(threads()) as pool:
        weights, events = _events(corpus, own, pool, progress)
        pairs = _candidates(events, own, settings.score, pool)
        weights[corpus.marked] = 0
        return _aligned(corpus, pairs, weights, settings, pool, progress)


def threads() -> int:
    """How many threads work at once."""
    return os.cpu_count() or 1


# Ties


def _events(
    corpus: Corpus, own: int, pool: ThreadPoolExecutor, progress: Progress
) -> tuple[NDArray[np.uint8], list[postings.Events]]:
    """The characters' weights, and the ties by ranges of hashes."""
    parts = _parts(corpus, pool)
    text_of = corpus.text_of()
    table = rarity(len(corpus))
    weights = np.full(len(corpus.codes), FULL, np.uint8)

    def work(part: list[postings.Keys]) -> postings.Events:
        keys = np.concatenate(part)
        part.clear()
        keys.sort()
        first, every = postings.shared(keys, text_of)
        rare = weights_of(first.frequencies, table)
        weights[every.places] = np.repeat(rare, every.frequencies)
        return postings.events(first, corpus.starts, own)

    found = []
    for number, events in enumerate(pool.map(work, parts), start=1):
        progress("查找相同片段", number / len(parts))
        found.append(events)
    return weights, found


def _parts(corpus: Corpus, pool: ThreadPoolExecutor) -> list[list[postings.Keys]]:
    """The keys of all runs, by ranges of their hashes."""
    count = max(2, len(corpus.codes) >> 22)
    codes = fold_digits(corpus.codes)
    wanted = grams.whole(corpus, grams.SEED) & ~corpus.marked[: max(len(codes) - grams.SEED + 1, 0)]

    def work(start: int) -> list[postings.Keys]:
        end = min(start + _CHUNK, len(wanted))
        places = np.flatnonzero(wanted[start:end])
        hashes = grams.hashes(codes[start : end + grams.SEED - 1], grams.SEED)[places]
        keys = postings.keys(hashes, places + start)
        part = (hashes & np.uint64(0xFFFFFFFF)) % np.uint64(count)
        return [keys[part == number] for number in range(count)]

    chunks = list(pool.map(work, range(0, max(len(wanted), 1), _CHUNK)))
    return [list(part) for part in zip(*chunks, strict=True)]


def _candidates(
    events: list[postings.Events], own: int, score: postings.Score, pool: ThreadPoolExecutor
) -> Ints:
    """The pairs of texts that are worth aligning, by ranges of the earlier text."""
    size = sum(map(len, events))
    bounds = np.linspace(0, own, max(2, size >> 22) + 1).astype(np.int64)

    def work(number: int) -> Ints:
        low, high = bounds[number], bounds[number + 1]
        chosen = np.concatenate([postings.between(part, low, high) for part in events])
        chosen.sort()
        return postings.candidates(chosen, score)

    return np.concatenate(list(pool.map(work, range(len(bounds) - 1))))


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
