"""Reads csv files in any usual encoding: polars where it can, else Python's own reader.

polars refuses what it isn't sure of (stray quotes, rows longer than the header, other encodings);
Python's reader takes a tenth of its speed and makes the best of everything.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
import polars as pl

from bihuan.documents.encoding import decode
from bihuan.ledgers.sheets import TOP, Sheet, frame, schema, unreadable, width

_HEAD = _PART = 1 << 20
_LONGEST_CELL = 1 << 24
_LONE_RETURN = re.compile(rb"\r(?!\n)")


def delimited(path: Path) -> Iterator[Sheet]:
    """The file's one sheet; none where it is empty. UnreadableInput where it is no text."""
    with path.open("rb") as file:
        text = _utf8(file.read(_HEAD))
    text = _decoded(path) if text is None else text
    delimiter = _delimiter(text)
    top = list(islice(_records(path, text, delimiter), TOP))
    if any(cell for row in top for cell in row):
        yield Sheet(path.name, "", top, partial(_below, path, delimiter, width(top)))


def _below(path: Path, delimiter: str, columns: int, rows: int) -> pl.DataFrame:
    with suppress(pl.exceptions.PolarsError):
        if _is_plain_file(path, delimiter):
            return _read(path, delimiter, columns).slice(rows)
    text = _decoded(path)
    with suppress(pl.exceptions.PolarsError):
        if _is_plain(data := text.encode(), delimiter):
            return _read(data, delimiter, columns).slice(rows)
    return frame(islice(_records(path, text, delimiter), rows, None), columns)


def _read(source: Path | bytes, delimiter: str, columns: int) -> pl.DataFrame:
    return pl.read_csv(
        source,
        has_header=False,
        separator=delimiter,
        schema=schema(columns),
        missing_columns="insert",
        glob=False,
        raise_if_empty=False,
    )


def _is_plain_file(path: Path, delimiter: str) -> bool:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return _is_plain(data, delimiter)


def _is_plain(data: bytes | mmap, delimiter: str) -> bool:
    """Whether there is no NUL, no quote but around cells, and no line end that polars doesn't know.

    That it is UTF-8 isn't proved: polars does that, and refuses what isn't.
    """
    if data.find(b"\0") >= 0 or (data.find(b"\r") >= 0 and _LONE_RETURN.search(data)):
        return False
    return data.find(b'"') < 0 or _encloses(data, delimiter)


def _encloses(data: bytes | mmap, delimiter: str) -> bool:
    """Whether every quote begins or ends a cell, or is one of two within a quoted one."""
    chars = np.frombuffer(data, np.uint8)
    parts = range(0, len(chars), _PART)
    quotes = np.concatenate(
        [start + np.flatnonzero(chars[start : start + _PART] == ord('"')) for start in parts]
    )
    first = len(codecs.BOM_UTF8) if data[:3] == codecs.BOM_UTF8 else 0
    opening, closing = quotes[::2], quotes[1::2]
    before = chars[opening[opening > first] - 1]
    after = chars[closing[closing < len(chars) - 1] + 1]
    edges = np.frombuffer(f'\r\n"{delimiter}'.encode(), np.uint8)
    return len(quotes) % 2 == 0 and bool(
        np.isin(before, edges).all() and np.isin(after, edges).all()
    )


def _decoded(path: Path) -> str:
    text = decode(path.read_bytes())
    if text is None:
        raise unreadable(path, "不是文本，或编码无法识别", "请另存为 UTF-8 编码的 csv")
    return text.replace("\0", "")


def _utf8(head: bytes) -> str | None:
    """The text of a file's first bytes; None where they are no UTF-8."""
    try:
        return codecs.getincrementaldecoder("utf-8-sig")("strict").decode(head).replace("\0", "")
    except UnicodeDecodeError:
        return None


def _records(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise unreadable(path, "有一格太长，多半是引号没有成对", "请核对引号") from error


def _delimiter(text: str) -> str:
    """What stands most often between the cells of the first lines."""
    head = text[:20_000]
    return max((",", "\t", ";", "|"), key=head.count)
