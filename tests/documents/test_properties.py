"""What holds for any input: a Document whose spans are right, or one sentence."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.documents import read
from bihuan.documents.builder import Builder, CellText, clean
from bihuan.documents.wrapping import paragraphs
from bihuan.errors import UnreadableInput
from bihuan.model import Document, Paragraph, Table
from tests.documents.builders import (
    docx,
    level,
    numbered,
    numbering,
    packed,
    paragraph,
    table,
    xlsx,
)

_ANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_EXTENSIONS = st.sampled_from(
    ["txt", "docx", "xlsx", "xls", "html", "pdf", "doc", "wps", "png", ""]
)
_STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"<?xml version='1.0'?>",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\x84\x31\x95\x33",
    b"MZ\x90\x00",
    b"\xff\xfe\x00\x00",
]
_BYTES = st.builds(bytes.__add__, st.sampled_from(_STARTS), st.binary(max_size=300))
_CHINESE = st.text(
    "一二三、（）()1.：。，；“”—-　 \n\t\r整改问题情况第页共\x00\u2028\ud800A", max_size=300
)


def check(document: Document) -> None:
    """Blocks are ordered and inside the text; paragraphs hold no line break and no outer space."""
    text = document.text
    text.encode()
    assert "\r" not in text
    spans = [block.span for block in document.blocks]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            content = text[slice(*block.span)]
            assert "\n" not in content
            assert content == content.strip()
        else:
            _check_table(block, text)


def _check_table(found: Table, text: str) -> None:
    places = [(cell.row, cell.column) for cell in found.cells]
    assert places == sorted(set(places))
    spans = [cell.span for cell in found.cells]
    assert found.span == (spans[0][0], spans[-1][1])
    assert all(text[slice(*span)].strip() for span in spans)
    for first, second in pairwise(found.cells):
        between = text[first.span[1] : second.span[0]]
        assert between == ("\t" if first.row == second.row else "\n")


def _read(folder: Path, data: bytes, extension: str) -> Document | None:
    path = folder / f"文件.{extension}"
    path.write_bytes(data)
    try:
        document = read(path)
    except UnreadableInput as error:
        sentence = str(error)
    else:
        check(document)
        return document
    assert path.name in sentence
    assert sentence.count("。") == 1
    assert "\n" not in sentence
    return None


@_ANY
@given(_BYTES, _EXTENSIONS)
def test_any_bytes(tmp_path: Path, data: bytes, extension: str) -> None:
    _read(tmp_path, data, extension)


@_ANY
@given(_CHINESE, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text(tmp_path: Path, text: str, encoding: str) -> None:
    _read(tmp_path, text.encode(encoding, "ignore"), "txt")


@_ANY
@given(st.lists(_CHINESE.map(lambda text: text.replace("\n", "")), max_size=40))
def test_rejoining_loses_only_page_marks_and_space(rows: list[str]) -> None:
    """Every line is found again, in order, in the paragraphs; no character is added but a space."""
    joined = "".join("".join(paragraphs(rows)).split())
    whole = "".join("".join(rows).split())
    rest = iter(whole)
    assert all(char in rest for char in joined)


@_ANY
@given(st.lists(st.tuples(_CHINESE, st.integers(0, 3), st.integers(0, 2)), max_size=12))
def test_any_word_document(tmp_path: Path, items: list[tuple[str, int, int]]) -> None:
    printable = [(clean(text).replace("\x00", ""), depth, kind) for text, depth, kind in items]
    body = [
        (paragraph(text), numbered(text, depth), table([text, "乙"], ["丙", text]))[kind]
        for text, depth, kind in printable
    ]
    numbers = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2"))
    assert _read(tmp_path, docx(*body, numbering=numbers), "docx") is not None


_TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "<td colspan=2>", "<td rowspan=3>",
        "</td>", "<div>", "</div>", "<h1>", "</h1>", "<br>", "<ol>", "<li>", "<a>", "</a>", "<b>",
        "<title>", "</title>", "<body>", "<script>", "<!--", "-->", "<pre>", "&amp;", "&#0;", " ",
        "整改情况", "字号：大中小", "关于巡察整改进展情况的通报", "首页",
    ]
)  # fmt: skip


@_ANY
@given(st.lists(_TAGS, max_size=60))
def test_any_page(tmp_path: Path, tags: list[str]) -> None:
    _read(tmp_path, ("<html>" + "".join(tags)).encode(), "html")


_ROW = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["", "甲\n乙", " ", "\t", "1"])), max_size=4
)


@_ANY
@given(st.lists(st.one_of(_CHINESE, st.lists(_ROW, max_size=4)), max_size=6))
def test_builder(items: list[str | list[list[tuple[int, str]]]]) -> None:
    builder = Builder()
    for item in items:
        if isinstance(item, str):
            builder.paragraph(item)
            continue
        places = {(row, column): text for row, cells in enumerate(item) for column, text in cells}
        builder.table(CellText(places[place], *place) for place in sorted(places))
    check(builder.build("名", "text"))


_WHOLE = {
    "docx": docx(
        "正文",
        numbered("问题"),
        table(["甲", "乙"]),
        numbering=numbering(level(0, "decimal", "%1.")),
    ),
    "xlsx": xlsx(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>', strings=["序号"]
    ),
}


@pytest.mark.parametrize("extension", _WHOLE)
@pytest.mark.parametrize("seed", range(60))
def test_damaged_archives(tmp_path: Path, extension: str, seed: int) -> None:
    rng, data = random.Random(seed), bytearray(_WHOLE[extension])
    for _ in range(rng.randint(1, 6)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    _read(tmp_path, bytes(data), extension)


_XML = [
    '<w:numPr><w:ilvl w:val="-1"/><w:numId w:val="1"/></w:numPr>',
    '<w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr>',
    "<w:numPr><w:ilvl/><w:numId/></w:numPr>",
    '<w:outlineLvl w:val="x"/>',
    '<w:outlineLvl w:val="-3"/>',
    '<w:pStyle w:val="nowhere"/>',
    "<w:numPr/>",
    "<w:rPr/>",
]


@pytest.mark.parametrize("properties", _XML)
def test_odd_properties(tmp_path: Path, properties: str) -> None:
    numbers = numbering(
        level(0, "decimal", "%1.%9.%5"), level(1, "chineseCounting", "%%2", start=-5)
    )
    document = _read(tmp_path, docx(paragraph("甲", properties), numbering=numbers), "docx")
    assert document is not None
    assert "甲" in document.text


@pytest.mark.parametrize(
    "sheet", ["", "<x/>", "<sheetData><row><c/></row></sheetData>", "<sheetData><row r='0'/>"]
)
def test_odd_sheets(tmp_path: Path, sheet: str) -> None:
    _read(tmp_path, xlsx(sheet), "xlsx")


def test_archive_with_parts_of_two_formats(tmp_path: Path) -> None:
    _read(tmp_path, packed({"word/a": "x", "xl/b": "y"}), "docx")
