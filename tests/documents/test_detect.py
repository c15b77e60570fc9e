"""A file's format by its content, whatever its extension says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.documents.detect import format_of
from bihuan.documents.source import load
from bihuan.errors import UnreadableInput
from tests.documents.builders import docx, packed, xlsx


def _format(folder: Path, data: bytes, name: str = "文件.pdf") -> str:
    path = folder / name
    path.write_bytes(data)
    return format_of(load(path))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (docx("正文"), "docx"),
        (xlsx("<sheetData/>"), "xlsx"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (b"{\\rtf1\\ansi }", "rtf"),
        (b"\x89PNG\r\n\x1a\n0", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BM\x46\x00\x00\x00" + bytes(4) + b"6", "image"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"<P>x</P>", "html"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<html>', "html"),
        ("<html>整改".encode("utf-16"), "html"),
        ("整改<html>".encode(), "text"),
        (b"<project><a/></project>", "text"),
        ("BM整改".encode(), "text"),
        ("一、".encode(), "text"),
        (b"<!---->" * 500, "text"),
    ],
)
def test_formats(tmp_path: Path, data: bytes, expected: str) -> None:
    assert _format(tmp_path, data) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"说明.txt": "甲"}), "压缩包"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c00", "压缩包"),
        (b"MZ\x90\x00\x03", "程序"),
        (packed({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
        (packed({"OFD.xml": "<o/>"}), "OFD"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (packed({"xl/workbook.bin": "x"}), "xlsb"),
        (packed({"[Content_Types].xml": "<T/>"}), "损坏"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mht"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "2003"),
    ],
)
def test_kinds_that_are_not_read(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason):
        _format(tmp_path, data)
