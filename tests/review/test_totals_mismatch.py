from typing import Any

import pytest

from bihuan.model import Cell, Document, Finding, Progress, Remark, Table
from bihuan.review import review
from tests.review.cases import finding, laid_out, remarks

RULE = "totals-mismatch"
DONE, OPEN = Progress.DONE, Progress.IN_PROGRESS


def _items(*states: Progress, area: str | None = None) -> list[Finding]:
    return [finding(f"{n}组道路破损。", f"修补{n + 2}处。", status=s, area=area)
            for n, s in enumerate(states)]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("反馈的3个问题全部制定整改措施。", False),
        ("反馈的4个问题全部制定整改措施。", True),
        ("县委巡察组反馈了2个方面5个具体问题。", True),
        ("巡察反馈问题3个，已完成整改2个，正在整改1个。", False),
        ("巡察反馈问题3个，已完成整改3个。", True),
        ("自查发现问题12个，制定整改措施33条。", False),
        ("反馈的三个问题均已制定措施。", False),
        ("反馈的3个问题已全部完成整改。", True),
        ("上轮巡察反馈的19个问题已销号。", False),
        ("召开会议9次，制定制度5项。", False),
    ],
)
def test_stated_totals(head: str, expected: bool) -> None:
    found = remarks(*_items(DONE, DONE, OPEN), rule=RULE, head=head)
    assert bool(found) is expected


def test_totals_may_count_groups() -> None:
    items = [
        finding(f"{n}组破损。", "修补3处。", group="道路" if n < 2 else "桥梁") for n in range(3)
    ]
    assert not remarks(*items, rule=RULE, head="反馈的2个问题全部制定整改措施。")


def test_unstated_states_are_no_contradiction() -> None:
    items = _items(Progress.UNSTATED, Progress.UNSTATED)
    assert not remarks(*items, rule=RULE, head="反馈问题2个，已完成整改1个。")


def _with_table(rows: list[list[str]], *items: Finding, **given: Any) -> list[Remark]:
    document, register = laid_out(*items, **given)
    text, cells = document.text + "\n", []
    start = len(text)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            cells.append(Cell((len(text), len(text) + len(value)), row, column))
            text += value + ("\n" if column == len(values) - 1 else "\t")
    table = Table((start, len(text)), tuple(cells))
    found = review(Document(document.name, "docx", text, (table,)), register)
    return [remark for remark in found if remark.rule == RULE]


_HEADER = ["类别", "问题数", "已完成", "正在整改"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["履行职责", "2", "2", "0"], ["党的建设", "1", "0", "1"], ["合计", "3", "2", "1"]],
            False,
        ),
        ([["履行职责", "2", "2", "0"], ["党的建设", "2", "1", "1"], ["合计", "4", "3", "1"]], True),
        ([["履行职责", "2", "1", "0"], ["党的建设", "1", "0", "1"], ["合计", "3", "2", "1"]], True),
        ([["履行职责", "2", "2", "0"], ["党的建设", "1", "0", "1"], ["合计", "3", "3", "0"]], True),
        ([["合计", "3", "2", "1"]], False),
    ],
)
def test_tables(rows: list[list[str]], expected: bool) -> None:
    items = [*_items(DONE, DONE, area="履行职责方面"), *_items(OPEN, area="党的建设方面")]
    assert bool(_with_table([_HEADER, *rows], *items)) is expected


def test_other_tables_are_left_alone() -> None:
    rows = [["村名", "户数", "人数"], ["红岩村", "12", "40"], ["合计", "13", "41"]]
    assert not _with_table(rows, *_items(DONE))
