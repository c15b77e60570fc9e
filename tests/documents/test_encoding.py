"""Character encodings, found by content."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from bihuan.documents.encoding import decode
from bihuan.errors import UnreadableInput
from tests.documents.builders import read_bytes

_TEXT = "一、关于“压件不办”的问题。\n整改情况：14份文件已补办，退回资金3.5万元。"
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "gb18030": b"\x84\x31\x95\x33",
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [_TEXT, "整改情况", "30日前完成", _TEXT * 400])
def test_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", _MARKS)
def test_with_a_mark(encoding: str) -> None:
    assert decode(_MARKS[encoding] + _TEXT.encode(encoding)) == _TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_latin_text_as_utf16(encoding: str) -> None:
    assert decode("Rectification: 12 items".encode(encoding)) == "Rectification: 12 items"


def test_rare_characters_of_gb18030() -> None:
    text = "责任人：𠮷某、㛃某；责任单位：青石镇党政办公室。"
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_cut_off_in_a_character(encoding: str) -> None:
    data = (_TEXT + "完").encode(encoding)[:-1]
    assert decode(data) == _TEXT


def test_few_wrong_bytes_are_marked_and_told(tmp_path: Path) -> None:
    data = (_TEXT * 10).encode().replace("压件".encode(), "压".encode() + b"\xff", 1)
    document = read_bytes(tmp_path, data, "稿.txt")
    assert document.text.count("\ufffd") == 1
    assert "�" in document.notes[0]


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 200])
def test_no_text(tmp_path: Path, data: bytes) -> None:
    assert decode(data) is None
    with pytest.raises(UnreadableInput, match="稿\\.txt"):
        read_bytes(tmp_path, data, "稿.txt")
