"""How rare each character's wording is among the texts compared: what tells copying from habit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FULL = 255
_MOST = 1 << 16


def rarity(texts: int) -> NDArray[np.uint8]:
    """For each number of texts that have a run, its weight, 1 to FULL; the last for all beyond.

    The inverse document frequency, as a part of what a run in two texts has, squared: among ten
    texts a run in five weighs as little as one in five hundred among five thousand.
    """
    frequency = np.arange(1, _MOST + 1)
    scale = np.log((texts + 1) / 2)
    ratio = np.log((texts + 1) / np.minimum(frequency, texts + 1)) / max(scale, 1e-9)
    weights = np.clip(np.clip(ratio, 0, 1) ** 2 * FULL, 1, FULL)
    return np.concatenate([[FULL], weights]).round().astype(np.uint8)


def weights_of(frequencies: NDArray[np.int64], table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The weights of runs by the number of texts that have each."""
    return table[np.minimum(frequencies, len(table) - 1)]
