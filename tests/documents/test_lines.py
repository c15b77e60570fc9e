"""Lines with their places are joined to paragraphs, whatever made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from bihuan.documents.lines import paragraphs
from bihuan.documents.rows import Line, Page, lines_of
from tests.documents.prints import REPORT, printed


def _joined(pages: Sequence[Sequence[Line]], width: float = 608, height: float = 842) -> list[str]:
    return paragraphs([Page(width, height, tuple(lines)) for lines in pages])


@pytest.mark.parametrize("width", [20, 24, 28, 40])
@pytest.mark.parametrize("rows", [6, 9, 22])
@pytest.mark.parametrize("size", [16, 22])
def test_indented_paragraphs(width: int, rows: int, size: float) -> None:
    pages = printed(REPORT, width=width, rows=rows, title=size)
    assert _joined(pages, width * 16 + 160) == REPORT


@pytest.mark.parametrize("width", [24, 28, 33])
def test_paragraphs_apart(width: int) -> None:
    pages = printed(REPORT, width=width, indent=0, spacing=8)
    assert _joined(pages, width * 16 + 160) == REPORT


@pytest.mark.parametrize("seed", range(10))
def test_scanned_pages_are_shifted_and_inexact(seed: int) -> None:
    rng = Random(seed)

    def slipped(lines: Sequence[Line]) -> list[Line]:
        across, down = rng.uniform(-12, 12), rng.uniform(-20, 20)
        return [
            replace(
                line,
                left=line.left + across + rng.uniform(-2, 2),
                right=line.right + across + rng.uniform(-3, 3),
                foot=line.foot + down + rng.uniform(-1.5, 1.5),
                size=line.size * rng.uniform(0.95, 1.05),
            )
            for line in lines
        ]

    assert _joined([slipped(lines) for lines in printed(REPORT, rows=9)]) == REPORT


@pytest.mark.parametrize("mark", ["— {} —", "第{}页 共9页", "{}", "- {} -"])
def test_page_numbers(mark: str) -> None:
    assert _joined(printed(REPORT, rows=9, mark=mark)) == REPORT


@pytest.mark.parametrize("foot", ["白水镇整改通报", "白水镇整改通报 第{}页", "共3页 第{}页 内部"])
def test_running_feet(foot: str) -> None:
    assert _joined(printed(REPORT, rows=9, mark=foot)) == REPORT


def test_running_heads() -> None:
    head = Line("云岭县白水镇文件", 80, 180, 60, 10)
    assert _joined([[head, *lines] for lines in printed(REPORT, rows=9)]) == REPORT


def test_words_that_open_several_pages_are_kept() -> None:
    """A label that happens to stand at the top of each page is no running head."""
    body = ["整改情况", *["村级财务公开栏已逐一检查并补齐内容。"] * 20]
    pages = printed(["通报", *body[1:], *body, *body, *body], rows=21, mark="")
    assert _joined(pages).count("整改情况") == 3


@pytest.mark.parametrize("indent", [-1, -1.5])
def test_hanging_indents(indent: float) -> None:
    """Paragraphs whose further lines start further in than the first."""
    assert _joined(printed(REPORT, indent=indent, rows=12)) == REPORT


def test_glyphs_make_words() -> None:
    def glyphs(text: str, foot: float, gaps: float = 0) -> list[Line]:
        return [
            Line(char, 80 + at * (8 + gaps), 88 + at * (8 + gaps), foot, 8)
            for at, char in enumerate(text)
            if char != " "
        ]

    lines = lines_of([*glyphs("will tell all", 100), *glyphs("12.5", 120, 3)])
    assert [line.text for line in lines] == ["will tell all", "12.5"]


def test_glyph_printed_twice_to_be_bold() -> None:
    glyphs = [Line(char, 80 + at * 16, 96 + at * 16, 100, 16) for at, char in enumerate("整改改")]
    bold = [replace(one, left=one.left + 0.4, right=one.right + 0.4) for one in glyphs]
    assert [line.text for line in lines_of([*glyphs, *bold])] == ["整改改"]


def test_no_pages_and_empty_pages() -> None:
    assert paragraphs([]) == []
    assert paragraphs([Page(595, 842, ()), Page(0, 0, ())]) == []
