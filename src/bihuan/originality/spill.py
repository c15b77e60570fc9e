"""Where a comparison keeps what it makes: in memory, or in files where it is too much."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

BYTES_A_CHARACTER = 100
"""What a comparison takes in memory, measured on texts that share much."""
_PART = 1 << 22
_LEAST_PARTS = 2


class Workspace:
    """Arrays and piles, in memory where `folder` is None."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._files = 0

    def pile(self, parts: int) -> Pile:
        """An empty pile of so many parts."""
        return Pile([self._file() for _ in range(parts)])

    def kept(self, values: NDArray[Any]) -> NDArray[Any]:
        """The array, in a file where there is a folder."""
        file = self._file()
        if file is None or not len(values):
            return values
        values.tofile(file)
        return np.memmap(file, values.dtype, "r+")

    def full(self, size: int, value: int, dtype: DTypeLike) -> NDArray[Any]:
        """An array filled with a value."""
        file = self._file()
        if file is None or not size:
            return np.full(size, value, dtype)
        array = np.memmap(file, dtype, "w+", shape=(size,))
        array[:] = value
        return array

    def _file(self) -> Path | None:
        if self._folder is None:
            return None
        self._files += 1
        return self._folder / str(self._files)


class Pile:
    """Integers of 64 bits in parts: put there bit by bit, taken out a part at a time."""

    def __init__(self, files: list[Path | None]) -> None:
        self._files = files
        self._arrays: list[list[NDArray[np.uint64]]] = [[] for _ in files]
        self.size = 0

    def __len__(self) -> int:
        return len(self._files)

    def put(self, part: int, values: NDArray[np.uint64]) -> None:
        """Adds to a part."""
        self.size += len(values)
        file = self._files[part]
        if file is None:
            self._arrays[part].append(values)
        else:
            with file.open("ab") as end:
                values.tofile(end)

    def take(self, part: int) -> NDArray[np.uint64]:
        """What was put into a part, which is empty afterwards."""
        file = self._files[part]
        if file is not None:
            values = np.fromfile(file, np.uint64) if file.exists() else np.empty(0, np.uint64)
            file.unlink(missing_ok=True)
            return values
        arrays, self._arrays[part] = self._arrays[part], []
        return np.concatenate([np.empty(0, np.uint64), *arrays])


def parts(size: int) -> int:
    """In how many parts so many integers are worked on."""
    return max(_LEAST_PARTS, size // _PART)


@contextmanager
def workspace(characters: int, memory: float | None) -> Iterator[Workspace]:
    """A workspace for so many characters; in files where they need more than `memory` GB."""
    if memory is None or characters * BYTES_A_CHARACTER <= memory * 2**30:
        yield Workspace()
        return
    with tempfile.TemporaryDirectory(prefix="bihuan-") as folder:
        yield Workspace(Path(folder))
