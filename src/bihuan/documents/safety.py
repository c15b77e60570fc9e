"""Limits that keep a hostile zip or XML file from exhausting the machine."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

MAX_ENTRIES = 10_000
MAX_PART = 128 * 1024 * 1024
"""The largest part of an archive once unpacked, in bytes."""
MAX_XML = 32 * 1024 * 1024
"""The largest XML part that is held as a tree, in bytes; the tree takes about ten times as much."""
_UNSUSPICIOUS = 8 * 1024 * 1024
_MAX_RATIO = 200
"""How many times its packed size a larger part may have: Office packs 5 to 50 fold."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing that Office files use, and whose unpacking can be bounded."""
MAX_EXPANSION = 256 * 1024 * 1024
"""How many bytes may be unpacked from one archive in all."""

_LOCAL_HEADER = 30
_CHUNK = 1 << 16
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
"""What zipfile raises for archives that are damaged."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml)/main")
_RELATIONSHIPS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_DRAWING = b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"


class ArchiveError(Exception):
    """An archive is damaged, encrypted or expands too far; `str()` is the reason in Chinese."""


class Archive:
    """A zip archive whose parts are unpacked only within the limits of this module."""

    def __init__(self, data: bytes) -> None:
        """Opens `data`; raises ArchiveError where it is no whole zip or has too many entries."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*BROKEN, IndexError, KeyError, OverflowError) as error:
            raise ArchiveError("文件已损坏或不完整") from error
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        self._left = MAX_EXPANSION
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise ArchiveError("压缩包里的文件多得不正常")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the archive's order."""
        return tuple(self._entries)

    @property
    def expanded(self) -> int:
        """How many bytes the archive says it has once unpacked."""
        return sum(entry.file_size for entry in self._entries.values())

    def read(self, name: str, limit: int = MAX_PART) -> bytes | None:
        """The part's bytes, None where there is no such part.

        Raises ArchiveError where it is damaged, encrypted, or larger than `limit` unpacked.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry.file_size > min(limit, self._left, _largest(entry)):
            raise ArchiveError("解压后大得不正常")
        if entry.flag_bits & 1:
            raise ArchiveError("文件设有打开密码")
        if entry.compress_type not in _METHODS:
            raise ArchiveError("文件用了不支持的压缩方法")
        try:
            # Asked for a number of bytes, zipfile unpacks no more, whatever the entry declares.
            with self._zip.open(entry) as part:
                data = part.read(entry.file_size + 1)
        except (*BROKEN, RuntimeError) as error:
            raise ArchiveError("文件已损坏或不完整") from error
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The part as an XML tree, None where there is no such part.

        Strict OOXML names come out as the usual ones. Raises ArchiveError for damaged or hostile
        XML.
        """
        data = self.read(name, MAX_XML)
        return None if data is None else parse_xml(data)


def prove_sizes(archive: zipfile.ZipFile, limit: int) -> None:
    """Proves that every part unpacks to what the archive says of it, and all to at most `limit`.

    For readers that unpack by themselves and trust the archive. Raises ArchiveError otherwise.
    """
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > limit:
        raise ArchiveError("解压后大得不正常")
    for entry in entries:
        if entry.flag_bits & 1:
            raise ArchiveError("文件设有打开密码")
        if entry.compress_type not in _METHODS:
            raise ArchiveError("文件用了不支持的压缩方法")
        if entry.file_size > _largest(entry) or _unpacked(archive, entry) != entry.file_size:
            raise ArchiveError("解压后大得不正常")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How many bytes the part really unpacks to, counted until they exceed what it says."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    file = archive.fp
    if file is None:
        raise ArchiveError("文件已损坏或不完整")
    try:
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER)
        file.seek(sum(struct.unpack("<HH", header[26:30])), io.SEEK_CUR)
        return _inflated(file, entry)
    except (*BROKEN, struct.error) as error:
        raise ArchiveError("文件已损坏或不完整") from error


def _inflated(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    inflater, left, size = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    while left and size <= entry.file_size and not inflater.eof:
        packed = file.read(min(left, _CHUNK))
        if not packed:
            break
        left -= len(packed)
        while packed and size <= entry.file_size:
            size += len(inflater.decompress(packed, _CHUNK * 16))
            packed = inflater.unconsumed_tail
    return size + len(inflater.flush())


def _largest(entry: zipfile.ZipInfo) -> int:
    return max(_UNSUSPICIOUS, _MAX_RATIO * entry.compress_size)


def parse_xml(data: bytes) -> etree._Element:
    """The tree of an OOXML part, with external and recursive entities left unresolved.

    Raises ArchiveError where it is no well-formed XML or nested too deeply.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_usual_names(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArchiveError("文件已损坏或不完整") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArchiveError("文件含有不安全的内容")
    return root


def _usual_names(data: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" not in data:
        return data
    data = data.replace(_RELATIONSHIPS, _TRANSITIONAL + b"officeDocument/2006/relationships")
    data = data.replace(_DRAWING, _TRANSITIONAL + b"drawingml/2006/wordprocessingDrawing")
    return _STRICT.sub(_TRANSITIONAL + rb"\1/2006/main", data)
