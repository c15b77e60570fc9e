"""Hashes of runs of characters, and where runs may stand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bihuan.originality.corpus import Codes, Corpus

Hashes = NDArray[np.uint64]

SEED = 5
"""Characters in the runs that find pairs: a copy with every sixth one changed keeps some."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
# What is computed at once stays in the processor's cache.
_CHUNK = 1 << 17


def hashes(codes: Codes, length: int) -> Hashes:
    """A 64-bit hash for each run of `length` characters, by its first; fewer than there are codes.

    A polynomial over the characters modulo 2**64, then mixed so that all bits depend on all of
    them (the multiply-and-shift of splitmix64).
    """
    count = max(len(codes) - length + 1, 0)
    result = np.empty(count, np.uint64)
    for start, end in _chunks(count):
        value = codes[start:end].astype(np.uint64)
        for place in range(1, length):
            value *= _FACTOR
            value += codes[start + place : end + place]
        value ^= value >> _HALF
        value *= _MIX
        value ^= value >> _HALF
        result[start:end] = value
    return result


def _chunks(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, _CHUNK):
        yield start, min(start + _CHUNK, count)


def whole(corpus: Corpus, length: int) -> NDArray[np.bool_]:
    """For each run of `length` characters, whether it lies in one text."""
    within = np.ones(max(len(corpus.codes) - length + 1, 0), np.bool_)
    ends = corpus.starts[1:-1, None] - np.arange(1, length)
    within[ends[(ends >= 0) & (ends < len(within))]] = False
    return within
