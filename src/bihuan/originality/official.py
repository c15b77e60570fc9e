"""What everybody writes: official formulas, law, what superiors sent down. It doesn't count.

The packaged table is made by background/build.py from the texts beside it; an office adds its own
texts to each comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bihuan.model import Text
from bihuan.originality import grams
from bihuan.originality.corpus import Corpus, fold_digits, normalise
from bihuan.originality.pool import in_order, threads

_PACKAGED = Path(__file__).with_name("data") / "official.npy"
# So many known runs in a row: a shorter one is a phrase that any text may have by chance.
_IN_A_ROW = 4
_BITS = 24
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Wording:
    """The hashes, sorted, of the runs of characters that known texts have."""

    hashes: NDArray[np.uint32]

    @classmethod
    def of(cls, texts: Sequence[Text]) -> Wording:
        """The runs of these texts."""
        corpus = normalise(texts)
        hashes = _upper(grams.hashes(fold_digits(corpus.codes), grams.SEED))
        return cls(np.unique(hashes[grams.whole(corpus, grams.SEED)]))

    def __or__(self, other: Wording) -> Wording:
        return Wording(np.union1d(self.hashes, other.hashes))

    def mark(self, corpus: Corpus) -> None:
        """Marks in the corpus what reads as these texts do."""
        slots = np.zeros(1 << _BITS, np.bool_)
        slots[self.hashes >> (32 - _BITS)] = True
        codes = fold_digits(corpus.codes)
        # A row that a chunk's edge would cut is seen whole in the next.
        size = _CHUNK + _IN_A_ROW + grams.SEED
        starts = range(0, len(codes), _CHUNK)

        def known_from(start: int) -> NDArray[np.bool_]:
            return self._known(codes[start : start + size], slots)

        with ThreadPoolExecutor(threads()) as pool:
            for start, known in zip(starts, in_order(pool, known_from, starts), strict=True):
                _spread(known, corpus.marked[start : start + size])

    def _known(self, codes: NDArray[np.uint32], slots: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which runs are known; a table of their first bits rules out most at once."""
        hashes = _upper(grams.hashes(codes, grams.SEED))
        known: NDArray[np.bool_] = slots[hashes >> (32 - _BITS)]
        maybe = np.flatnonzero(known)
        place = np.searchsorted(self.hashes, hashes[maybe])
        known[maybe] = self.hashes[np.minimum(place, len(self.hashes) - 1)] == hashes[maybe]
        return known


@cache
def packaged() -> Wording:
    """The wording that ships with the package."""
    return Wording(np.load(_PACKAGED))


def _upper(hashes: grams.Hashes) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _spread(known: NDArray[np.bool_], marked: NDArray[np.bool_]) -> None:
    """Marks the characters of the known runs that stand in a row."""
    count = len(known) - _IN_A_ROW + 1
    if count <= 0:
        return
    row = known[:count].copy()
    for place in range(1, _IN_A_ROW):
        row &= known[place : place + count]
    for place in range(_IN_A_ROW + grams.SEED - 1):
        marked[place : place + count] |= row
