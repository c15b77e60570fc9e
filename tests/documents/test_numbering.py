"""Word's automatic numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.documents.numerals import numeral
from tests.documents.builders import (
    docx,
    level,
    lines,
    numbered,
    numbering,
    paragraph,
    read_bytes,
    style,
    styled,
)


def _lines(folder: Path, *paragraphs: str, numbers: str, styles: str = "") -> list[str]:
    return lines(read_bytes(folder, docx(*paragraphs, numbering=numbers, styles=styles)))


_THREE = (
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
)


def test_levels_restart_after_higher_ones(tmp_path: Path) -> None:
    outline = [
        ("甲", 0),
        ("乙", 1),
        ("丙", 2),
        ("丁", 2),
        ("戊", 1),
        ("己", 2),
        ("庚", 0),
        ("辛", 1),
    ]
    body = [numbered(text, depth) for text, depth in outline]
    assert _lines(tmp_path, *body, numbers=numbering(*_THREE)) == [
        "一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛",
    ]  # fmt: skip


def test_level_that_never_restarts(tmp_path: Path) -> None:
    runs_on = level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = [numbered(*one) for one in (("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1))]
    numbers = numbering(_THREE[0], runs_on)
    assert _lines(tmp_path, *body, numbers=numbers) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_level_that_restarts_after_the_highest_only(tmp_path: Path) -> None:
    third = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    body = [numbered("甲", depth) for depth in (0, 1, 2, 1, 2, 0, 2)]
    numbers = numbering(*_THREE[:2], third)
    assert [line[:2] for line in _lines(tmp_path, *body, numbers=numbers)][2::2] == [
        "1.",
        "2.",
        "1.",
    ]


def test_several_levels_in_one_number(tmp_path: Path) -> None:
    numbers = numbering(
        level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    body = [numbered("甲", depth) for depth in (0, 0, 1, 1)]
    assert _lines(tmp_path, *body, numbers=numbers) == ["第一章甲", "第二章甲", "2.1甲", "2.2甲"]


def test_lists_share_the_count_of_their_definition(tmp_path: Path) -> None:
    second = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    body = [numbered("甲"), numbered("乙", 0, 2), numbered("丙")]
    assert _lines(tmp_path, *body, numbers=numbering(*_THREE, lists=second)) == [
        "一、甲", "二、乙", "三、丙",
    ]  # fmt: skip


def test_start_override_restarts_once(tmp_path: Path) -> None:
    second = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = [numbered("甲"), numbered("乙"), numbered("丙", 0, 2), numbered("丁", 0, 2)]
    assert _lines(tmp_path, *body, numbers=numbering(*_THREE, lists=second)) == [
        "一、甲", "二、乙", "一、丙", "二、丁",
    ]  # fmt: skip


def test_level_override(tmp_path: Path) -> None:
    override = level(0, "upperLetter", "%1)", start=3)
    second = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride></w:num>'
    )
    assert _lines(tmp_path, numbered("甲", 0, 2), numbers=numbering(*_THREE, lists=second)) == [
        "C)甲"
    ]


_LISTED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


def test_number_of_a_style(tmp_path: Path) -> None:
    numbers = numbering(_THREE[0], level(1, "decimal", "%2.", '<w:pStyle w:val="b"/>'))
    styles = style("a", _LISTED) + style("b", _LISTED) + style("c", '<w:basedOn w:val="a"/>')
    body = [styled("甲", "a"), styled("乙", "b"), styled("丙", "c")]
    assert _lines(tmp_path, *body, numbers=numbers, styles=styles) == ["一、甲", "1.乙", "二、丙"]


def test_numbering_is_switched_off(tmp_path: Path) -> None:
    off = paragraph("乙", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    styles = style("a", _LISTED)
    body = [styled("甲", "a"), off, styled("丙", "a")]
    assert _lines(tmp_path, *body, numbers=numbering(*_THREE), styles=styles) == [
        "一、甲", "乙", "二、丙",
    ]  # fmt: skip


def test_definition_by_a_numbering_style(tmp_path: Path) -> None:
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="n"/></w:abstractNum>'
    second = '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    numbers = link + numbering(*_THREE, lists=second)
    styles = style("n", _LISTED, kind="numbering")
    assert _lines(tmp_path, numbered("甲", 0, 2), numbers=numbers, styles=styles) == ["一、甲"]


def test_bullets_and_empty_numbers_print_nothing(tmp_path: Path) -> None:
    numbers = numbering(level(0, "bullet", ""), level(1, "none", ""))
    assert _lines(tmp_path, numbered("甲"), numbered("乙", 1), numbers=numbers) == ["甲", "乙"]


def test_deleted_paragraph_is_not_counted(tmp_path: Path) -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    body = [numbered("甲"), deleted, numbered("乙")]
    assert _lines(tmp_path, *body, numbers=numbering(*_THREE)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"), ("chineseCounting", 105, "一〇五"),
        ("chineseCountingThousand", 105, "一百零五"), ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"), ("japaneseCounting", 23, "二十三"),
        ("ideographTraditional", 3, "丙"), ("decimal", 7, "7"), ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"), ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 1, "①"), ("decimalEnclosedCircle", 36, "36"),
        ("lowerLetter", 27, "aa"), ("upperLetter", 2, "B"), ("lowerRoman", 4, "iv"),
        ("upperRoman", 1999, "MCMXCIX"), ("chineseLegalSimplified", 21, "贰拾壹"),
        ("unheardOf", 5, "5"), ("upperRoman", 0, "0"), ("chineseCounting", 123_456, "123456"),
    ],
)  # fmt: skip
def test_forms(form: str, value: int, text: str) -> None:
    assert numeral(value, form) == text
