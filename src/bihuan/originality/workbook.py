"""A comparison as a workbook for the file: texts, pairs, passages and groups, a sheet each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from bihuan.model import Comparison, Text
from bihuan.originality.marking import COMMON, GRADES
from bihuan.originality.page import excerpt
from bihuan.originality.summary import NOTICE, lines
from bihuan.output import WORKBOOK_OPTIONS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 100_000
"""How many rows a sheet has at most; its second line tells how many there are."""
_LONGEST = 32_000
_FIRST = 4
Values = tuple[object, ...]
Heads = Sequence[tuple[str, int]]
_TEXTS: Heads = (
    ("文本", 40), ("报送时间", 18), ("字数", 10), ("相似", 10), ("最像", 40), ("程度", 14),
)  # fmt: skip
_PAIRS: Heads = (
    ("序号", 8), ("甲", 36), ("乙", 36), ("甲的相似", 10), ("乙的相似", 10), ("程度", 14),
    ("段数", 8), ("少见的字", 10), ("常用的字", 10),
)  # fmt: skip
_PASSAGES: Heads = (("对", 8), ("段", 8), ("甲的原文", 70), ("乙的原文", 70), ("计入", 26))
_GROUPS: Heads = (("共有的文字（开头）", 70), ("份数", 8), ("哪些", 70), ("可能的最早来源", 36))


def render(
    comparison: Comparison,
    texts: Iterable[Text],
    *,
    reference: Iterable[Text] = (),
    title: str = "文本比对",
) -> bytes:
    """The workbook's bytes; no text in it is ever a formula. Arguments as for the page."""
    from xlsxwriter import Workbook

    given = list(texts)
    known = [*reference, *given]
    sheets = (
        ("文本", _TEXTS, _text_rows(comparison, given), len(given)),
        ("相似对", _PAIRS, _pair_rows(comparison), len(comparison.pairs)),
        ("相同段落", _PASSAGES, _passage_rows(comparison, known),
         sum(len(pair.passages) for pair in comparison.pairs)),
        ("多份共有", _GROUPS, _group_rows(comparison, known), len(comparison.groups)),
    )  # fmt: skip
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, **WORKBOOK_OPTIONS}) as workbook:
        sheet = _Sheets(workbook, title)
        for name, heads, rows, count in sheets:
            sheet.draw(name, heads, rows, count)
    return file.getvalue()


def _text_rows(comparison: Comparison, texts: Sequence[Text]) -> Iterator[Values]:
    for line in lines(comparison, texts):
        grade = GRADES[line.pair.grade] if line.pair else None
        written = line.text.written
        yield (
            line.text.name, written.replace(tzinfo=None) if written else None,
            len(line.text.text), line.share, line.like, grade,
        )  # fmt: skip


def _pair_rows(comparison: Comparison) -> Iterator[Values]:
    for number, pair in enumerate(comparison.pairs, 1):
        yield (
            number, pair.a, pair.b, pair.a_share, pair.b_share, GRADES[pair.grade],
            len(pair.passages), pair.rare, pair.common,
        )  # fmt: skip


def _passage_rows(comparison: Comparison, texts: Sequence[Text]) -> Iterator[Values]:
    words = {text.name: text.text for text in texts}
    for number, pair in enumerate(comparison.pairs, 1):
        for place, passage in enumerate(pair.passages, 1):
            a = words.get(pair.a, "")[slice(*passage.a)]
            b = words.get(pair.b, "")[slice(*passage.b)]
            yield number, place, a, b, "计入" if passage.rare else f"不计入：{COMMON}"


def _group_rows(comparison: Comparison, texts: Sequence[Text]) -> Iterator[Values]:
    by_name = {text.name: text for text in texts}
    for group in comparison.groups:
        members = "、".join(group.members)
        yield excerpt(group, by_name), len(group.members), members, group.source


class _Sheets:
    def __init__(self, workbook: Workbook, title: str) -> None:
        def style(**more: object) -> Format:
            return workbook.add_format({"text_wrap": True, "valign": "vcenter"} | more)

        self.workbook, self.heading = workbook, title
        self.title = style(bold=True, font_size=16, text_wrap=False)
        self.plain = style(text_wrap=False)
        self.head = style(bold=True, border=1, align="center", bg_color="#E7ECF2")
        self.cell = style(border=1)
        self.share = style(border=1, num_format="0.0%")
        self.moment = style(border=1, num_format="yyyy-mm-dd hh:mm")

    def draw(self, name: str, heads: Heads, rows: Iterable[Values], count: int) -> None:
        """A sheet with its heading, the notice, and as many rows as it may have."""
        sheet = self.workbook.add_worksheet(name)
        sheet.write_string(0, 0, f"{self.heading}：{name}"[:_LONGEST], self.title)
        left = f"（只列前 {MAX_ROWS} 行）" if count > MAX_ROWS else ""
        sheet.write_string(1, 0, f"共 {count} 行{left}。{NOTICE}", self.plain)
        for place, (head, width) in enumerate(heads):
            sheet.write_string(_FIRST - 1, place, head, self.head)
            sheet.set_column(place, place, width)
        for row, values in enumerate(islice(rows, MAX_ROWS), _FIRST):
            for place, value in enumerate(values):
                self._write(sheet, row, place, value)
        sheet.freeze_panes(_FIRST, 1)
        sheet.autofilter(_FIRST - 1, 0, _FIRST - 1 + min(count, MAX_ROWS), len(heads) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_FIRST - 1)
        sheet.set_footer("&C第 &P 页，共 &N 页")

    def _write(self, sheet: Worksheet, row: int, place: int, value: object) -> None:
        match value:
            case None | "":
                sheet.write_blank(row, place, None, self.cell)
            case float():
                sheet.write_number(row, place, value, self.share)
            case int():
                sheet.write_number(row, place, value, self.cell)
            case datetime():
                sheet.write_datetime(row, place, value, self.moment)
            case _:
                sheet.write_string(row, place, str(value)[:_LONGEST], self.cell)
