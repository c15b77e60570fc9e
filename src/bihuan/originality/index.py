"""Texts to compare with again and again, as one file that is mapped into memory.

The file: a mark, the format's version, the length and checksum of a header in JSON (names, and for
each array its type, place, size and checksum), then the arrays: the corpus and the sorted keys of
its runs, so that a comparison neither reads nor sorts them anew.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from bihuan.documents.source import shown_name
from bihuan.errors import UnreadableInput
from bihuan.model import Text
from bihuan.originality.corpus import Corpus, normalise
from bihuan.originality.engine import sorted_keys
from bihuan.originality.official import packaged
from bihuan.originality.postings import Keys
from bihuan.output import stream

_MARK = b"BIHUANIX"
_VERSION = 1
_HEAD = struct.Struct("<8sIII")
_ALIGNED = 64
_ARRAYS = ("lengths", "starts", "codes", "offsets", "marked", "keys")


@dataclass(frozen=True, slots=True)
class Index:
    """An index's corpus and the sorted keys of its runs, mapped from its file."""

    corpus: Corpus
    keys: Keys

    @classmethod
    def open(cls, path: Path) -> Index:
        """The index in a file; UnreadableInput where it is damaged or of a newer bihuan."""
        try:
            header, start = _header(path)
            arrays = {name: _array(path, start, header["arrays"][name]) for name in _ARRAYS}
            names = tuple(header["names"])
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise UnreadableInput(
                f"“{shown_name(path)}”损坏了或没有写完，读不了；请用 bihuan index 重新建。"
            ) from error
        keys = arrays.pop("keys")
        return cls(Corpus(names=names, **arrays), keys)


def is_index(path: Path) -> bool:
    """Whether a file is an index, whole or not."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def build(texts: Sequence[Text], path: Path, *, force: bool) -> None:
    """Writes the texts' index; OutputExists where the file is there and `force` is not given."""
    corpus = normalise(sorted(texts, key=lambda text: text.name))
    packaged().mark(corpus)
    keys = sorted_keys(corpus)

    def fill(file: BinaryIO) -> None:
        arrays = {name: getattr(corpus, name) for name in _ARRAYS[:-1]} | {"keys": keys}
        for piece in _pieces(corpus.names, arrays):
            file.write(piece)

    stream(path, fill, force=force)


def _pieces(names: Sequence[str], arrays: dict[str, NDArray[Any]]) -> Iterator[bytes]:
    place, described = 0, {}
    for name, array in arrays.items():
        checksum = zlib.crc32(np.ascontiguousarray(array).data)
        described[name] = [array.dtype.str, place, len(array), checksum]
        place += _padded(array.nbytes)
    header = json.dumps({"names": list(names), "arrays": described}).encode()
    header += b" " * (-(_HEAD.size + len(header)) % _ALIGNED)
    yield _HEAD.pack(_MARK, _VERSION, len(header), zlib.crc32(header)) + header
    for array in arrays.values():
        yield array.tobytes() + b"\0" * (_padded(array.nbytes) - array.nbytes)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _header(path: Path) -> tuple[dict[str, Any], int]:
    with path.open("rb") as file:
        mark, version, length, checksum = _HEAD.unpack(file.read(_HEAD.size))
        if mark == _MARK and version > _VERSION:
            raise UnreadableInput(
                f"“{shown_name(path)}”是更新版本的 bihuan 建的索引；请升级，或用本版本重新建。"
            )
        raw = file.read(length)
    if mark != _MARK or version != _VERSION or zlib.crc32(raw) != checksum:
        raise ValueError("not a whole header")
    return json.loads(raw), _HEAD.size + length


def _array(path: Path, start: int, described: Sequence[Any]) -> NDArray[Any]:
    kind, place, count, checksum = described
    if not count:
        return np.empty(0, kind)
    array = np.memmap(path, kind, "r", offset=start + place, shape=(count,))
    if zlib.crc32(array.data) != checksum:
        raise ValueError("an array is damaged")
    return array
