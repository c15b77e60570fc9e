"""The same plan on Spark: the engine's own stages, with Spark carrying what goes between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from bihuan.originality import engine, grams, postings, spill
from bihuan.originality.corpus import Corpus
from bihuan.originality.engine import CHUNK, Found, Layout, Settings, Ties
from bihuan.originality.rarity import FULL
from bihuan.spark import session


def find(corpus: Corpus, own: int, settings: Settings, master: str | None) -> Found:
    """What `engine.find` finds; `master` is the cluster's address, None for this machine.

    MissingPart where pyspark or Java isn't installed.
    """
    postings.prove_size(len(corpus), len(corpus.codes))
    with session(master) as spark:
        context = spark.sparkContext
        layout = Layout.of(corpus, own)
        ties = _ties(context, corpus, layout).cache()
        weights = np.full(len(corpus.codes), FULL, np.uint8)
        for places, values in ties.map(lambda one: (one.places, one.weights)).toLocalIterator():
            weights[places] = values
        weights[corpus.marked] = 0
        pairs = _candidates(ties, settings)
        return _aligned(context, corpus, pairs, weights, settings)


def _ties(context: Any, corpus: Corpus, layout: Layout) -> Any:
    parts = spill.parts(len(corpus.codes))
    whole = grams.whole(corpus, grams.SEED)
    starts = range(0, len(whole), CHUNK)
    shared = context.broadcast(layout)

    def keys(item: tuple[int, Any, Any]) -> Iterator[tuple[int, postings.Keys]]:
        start, codes, counting = item
        return enumerate(engine.keys_of(codes, counting, start, parts))

    def ties(item: tuple[int, Iterable[postings.Keys]]) -> Ties:
        value = shared.value
        return engine.ties(np.concatenate(list(item[1])), value, value.text_of)

    chunks = [(start, *engine.chunk(corpus, whole, start)) for start in starts]
    return context.parallelize(chunks, max(len(chunks), 1)).flatMap(keys).groupByKey().map(ties)


def _candidates(ties: Any, settings: Settings) -> engine.Ints:
    def events(one: Ties) -> Iterator[tuple[int, postings.Events]]:
        return enumerate(one.events)

    def candidates(item: tuple[int, Iterable[postings.Events]]) -> engine.Ints:
        return postings.candidates(np.sort(np.concatenate(list(item[1]))), settings.score)

    found = ties.flatMap(events).groupByKey().map(candidates).collect()
    pairs = np.concatenate([np.empty((0, 2), np.int64), *found])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _aligned(
    context: Any, corpus: Corpus, pairs: engine.Ints, weights: Any, settings: Settings
) -> Found:
    batches = list(engine.batches_of(corpus, pairs))
    if not batches:
        return engine.together([], [])
    work = [engine.sides(corpus, batch, weights) for batch in batches]
    tasks = context.parallelize(work, len(work))
    found = tasks.map(lambda sides: engine.accepted(sides, settings)).collect()
    return engine.together(batches, found)
