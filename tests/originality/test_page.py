"""The page and the workbook: whole, harmless, and accusing nobody."""

from __future__ import annotations

import io
import re
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise

import openpyxl

from bihuan.model import Comparison, Grade, Group, Pair, Passage, Place, Text
from bihuan.originality import page, workbook
from bihuan.originality.summary import MATRIX

HOSTILE = '=HYPERLINK("http://evil.example")<script>alert(1)</script>'
A = Text(
    "+甲村<img src=x>.txt", f"开头{HOSTILE}，防汛物资放在文化室里屋。", written=datetime(2025, 6, 1)
)
B = Text("@乙村.txt", f"另一份。{HOSTILE}，防汛物资放在文化室里屋。")
C = Text("丙站.txt", "与别人都不一样。")


def _pair(a: Text, b: Text, grade: Grade = Grade.VERBATIM, rare: int = 40) -> Pair:
    passage = Passage((2, len(a.text)), (4, len(b.text)), 1.0, rare, 8)
    return Pair(a.name, b.name, 0.94, 0.5, grade, (passage,), rare, 8)


def _comparison(grade: Grade = Grade.VERBATIM, rare: int = 40) -> Comparison:
    places = tuple(Place(text.name, (4, 12)) for text in (A, B, C))
    group = Group((A.name, B.name, C.name), places, B.name)
    return Comparison(3, (_pair(A, B, grade, rare),), (group,))


class _Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nothing_comes_from_outside_and_nothing_foreign_runs() -> None:
    text = page.render(_comparison(), [A, B, C])
    tags = _Tags(text).found
    assert not [tag for tag, _ in tags if tag in ("img", "link", "iframe", "object")]
    [script] = [attributes for tag, attributes in tags if tag == "script"]
    assert script == {}
    assert not [a for _, a in tags if any(name in a for name in ("src", "onclick", "style"))]
    assert all((a.get("href") or "#").startswith("#") for _, a in tags)
    assert "default-src 'none'" in text.replace("&#x27;", "'")


def test_passages_stand_side_by_side_under_one_number() -> None:
    tags = _Tags(page.render(_comparison(), [A, B, C])).found
    marks = [a for tag, a in tags if tag == "mark"]
    assert [mark["data-passage"] for mark in marks] == ["1", "1"]
    assert len({mark["class"] for mark in marks}) == 1


def test_it_gives_leads_and_no_verdicts() -> None:
    text = page.render(_comparison(), [A, B, C])
    assert "线索，供核实" in text
    assert "可能的最早来源" in text
    assert not re.search("抄袭|剽窃|造假", text)


def test_what_does_not_count_is_marked_as_such() -> None:
    text = page.render(_comparison(Grade.COMMON_SOURCE, rare=0), [A, B, C])
    assert "可能同出一源，不计入" in text
    assert 'common" title="' in text
    # It makes nobody the most alike of anything.
    assert '<td class="number">0%</td>' in text


def test_a_text_of_the_reference_is_shown_and_not_listed() -> None:
    text = page.render(Comparison(1, (_pair(A, B),), ()), [A], reference=[B])
    assert "另一份。" in text
    rows = text[: text.index("并排对照")]
    assert "开头" not in rows
    assert '<tr><td class="name">@乙村.txt' not in text
    # With nobody else of the batch to be like, there is no matrix.
    assert "两两相似" not in text
    assert "这里没有原文" in page.render(Comparison(1, (_pair(A, B),), ()), [A])


def test_a_long_stretch_that_is_not_shared_is_told_by_its_ends() -> None:
    long = Text(A.name, A.text + "尾" * 5000 + "末")
    text = page.render(_comparison(), [long, B, C])
    assert "略 44" in text
    assert "尾末" in text


def test_a_big_batch_keeps_the_page_small() -> None:
    texts = [Text(f"{n:03}.txt", "甲乙丙丁戊己庚辛" * 10) for n in range(90)]
    pairs = tuple(_pair(a, b) for a, b in pairwise(texts)) * 5
    text = page.render(Comparison(90, pairs, ()), texts)
    assert f"另有 {90 - MATRIX} 份" in text
    assert text.count("<details") == page.SIDES
    assert f"另有 {len(pairs) - page.SIDES} 对没有并排列出" in text


def test_no_comparison_is_a_page_too() -> None:
    assert "比对了 0 份文本" in page.render(Comparison(0, (), ()), [])
    assert openpyxl.load_workbook(io.BytesIO(workbook.render(Comparison(0, (), ()), [])))


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    content = workbook.render(_comparison(), [A, B, C])
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["文本", "相似对", "相同段落", "多份共有"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    values = [cell.value for cell in cells]
    assert A.name in values
    assert B.text[4:] in values
    assert any("线索，供核实" in str(value) for value in values)


def test_the_workbook_tells_shares_and_times_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(_comparison(), [A, B, C])))
    rows = list(book["文本"].iter_rows(min_row=5, values_only=True))
    assert rows[0][:5] == (A.name, datetime(2025, 6, 1), len(A.text), 0.94, B.name)
    assert rows[2][3:5] == (0, None)
