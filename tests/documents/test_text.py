"""Plain text: line breaks, and what is not printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.builders import read_bytes


def _text(folder: Path, text: str) -> str:
    return read_bytes(folder, text.encode(), "文件.txt").text


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_line_breaks(tmp_path: Path, line_break: str) -> None:
    document = read_bytes(tmp_path, f"甲{line_break}乙".encode(), "文件.txt")
    assert document.text == "甲\n乙"
    assert [block.span for block in document.blocks] == [(0, 1), (2, 3)]


@pytest.mark.parametrize("unseen", ["\x00", "\x07", "\u200b", "\ufeff", "\xad", "\u202e"])
def test_unseen_characters_are_dropped(tmp_path: Path, unseen: str) -> None:
    assert _text(tmp_path, f"整改{unseen}情况说明") == "整改情况说明"


def test_indent_stays_in_the_text_but_in_no_paragraph(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "　　一、总体情况　\n\n  \n二".encode(), "文件.txt")
    assert document.text == "　　一、总体情况　\n\n  \n二"
    assert [document.text[slice(*one.span)] for one in document.blocks] == ["一、总体情况", "二"]


def test_halves_of_surrogate_pairs_are_dropped(tmp_path: Path) -> None:
    data = "整改".encode("utf-16-le") + b"\x00\xd8" + "情况".encode("utf-16-le")
    text = read_bytes(tmp_path, b"\xff\xfe" + data, "文件.txt").text
    text.encode()
    assert text.startswith("整改")
    assert text.endswith("况")
