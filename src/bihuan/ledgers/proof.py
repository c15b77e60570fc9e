"""Proves that a workbook's sheets take no more memory than a ledger's may, before they are read.

calamine holds a sheet's whole area, its empty cells too, and a copy of a shared string for each
cell that shows it: a file of a few thousand bytes can ask for more memory than there is.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from bihuan.documents.calamine import column_place
from bihuan.documents.safety import ArchiveError

MAX_AREA = 32_000_000
"""How many cells a sheet may span from its first to its last; more where most are filled."""
MAX_TEXT = 1 << 29
"""How many bytes the shared strings may take in the cells of one sheet."""
_MAX_THINNESS = 8
_CHUNK = 1 << 23
_HEAD = 1 << 12
# What nearly all programs write for columns A to Z: even a million rows of them fit into memory.
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]\d)[\s/>]')
_PREFIXED = re.compile(rb":(?:c|v|si)[\s/>]")
_PLACED = re.compile(rb"""<(?:\w+:)?(row|c)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_SHOWN = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})"""
)
_STRINGS = re.compile(rb"<(?:\w+:)?sst[\s>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>]")


def prove_sheets(archive: zipfile.ZipFile) -> None:
    """Raises ArchiveError where a sheet spans too much or repeats too much text."""
    # By what they hold: which part is a sheet is for the workbook to say.
    shared = [name for name in archive.namelist() if _holds_strings(archive, name)]
    strings = [len(part) for name in shared for part in _STRING.split(archive.read(name))[1:]]
    longest = max(strings, default=0)
    for name in archive.namelist():
        values, unusual = _overview(archive, name)
        if unusual:
            _prove_area(archive, name)
        if longest * values > MAX_TEXT:
            _prove_text(archive, name, strings)


def _overview(archive: zipfile.ZipFile, name: str) -> tuple[int, bool]:
    """How many values the sheet has at most, and whether anything needs a closer look."""
    values, unusual = 0, False
    for chunk in _chunks(archive, name):
        values += chunk.count(b"<v")
        unusual = unusual or bool(_UNUSUAL.search(chunk) or _PREFIXED.search(chunk))
    return values, unusual


def _prove_area(archive: zipfile.ZipFile, name: str) -> None:
    rows = columns = count = 0
    row = column = 0
    for chunk in _chunks(archive, name):
        for kind, attributes, empty in _PLACED.findall(chunk):
            place = _REFERENCE.search(attributes)
            if kind == b"row":
                row, column = int(place[2]) if place else row + 1, 0
                continue
            if place:
                row, column = int(place[2]), column_place(place[1])
            column += 1
            if not empty:
                rows, columns, count = max(rows, row), max(columns, column), count + 1
    if rows * columns > max(MAX_AREA, _MAX_THINNESS * count):
        raise ArchiveError("工作表的范围大得不正常，请删除多余的空行、空列")


def _prove_text(archive: zipfile.ZipFile, name: str, strings: list[int]) -> None:
    size = 0
    for chunk in _chunks(archive, name):
        indexes = (int(found[1]) for found in _SHOWN.finditer(chunk))
        size += sum(strings[index] for index in indexes if index < len(strings))
    if size > MAX_TEXT:
        raise ArchiveError("工作表的文字多得不正常")


def _holds_strings(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return bool(_STRINGS.search(part.read(_HEAD)))


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part's bytes in pieces that cut no cell in two, nor any tag."""
    with archive.open(name) as part:
        rest = b""
        while piece := part.read(_CHUNK):
            piece = rest + piece
            cut = max(piece.rfind(b"<c"), 0) or max(piece.rfind(b"<"), 0) or len(piece)
            yield piece[:cut]
            rest = piece[cut:]
        yield rest
