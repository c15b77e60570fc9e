"""Question banks as offices write them, and what is told of what can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bihuan.theory import Kind, read_bank, template

HEADER = ["专题", "题型", "题干", "A", "B", "C", "D", "正确答案"]


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青石镇理论测试题库"])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def test_kinds_and_answers_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "题库.xlsx",
        ["廉政", "单选题", "甲题", "一", "二", None, None, "ｂ"],
        ["廉政", "多选", "乙题", "一", "二", "三", "四", "A、C D"],
        ["廉政", "判断题", "丙题", None, None, None, None, "×"],
    )
    bank = read_bank(path)
    assert not bank.problems
    assert [question.kind for question in bank.questions] == list(Kind)
    assert [question.solution for question in bank.questions] == [(1,), (0, 2, 3), (1,)]
    assert bank.questions[2].options == ("对", "错")


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (["廉政", "单选", "题", "一", "二", None, None, "AB"], "答案", "只能有一个答案"),
        (["廉政", "单选", "题", "一", "二", None, None, "C"], "答案", "不在选项里"),
        (["廉政", "单选", "题", "一", None, None, None, "A"], "选项", "选项不足两个"),
        (["廉政", "单选", "题", "一", None, "三", None, "A"], "选项", "中间有空的"),
        (["廉政", "多选", "题", "一", "一", None, None, "A"], "选项", "两个选项相同"),
        (["廉政", "判断", "题", None, None, None, None, "也许"], "答案", "请写对或错"),
        (["廉政", "填空", "题", "一", "二", None, None, "A"], "题型", "不认得"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_the_rest_is_read(
    tmp_path: Path, row: list[object], column: str, told: str
) -> None:
    good = ["廉政", "判断", "好题", None, None, None, None, "对"]
    bank = read_bank(workbook(tmp_path / "题库.xlsx", row, good))
    [problem] = bank.problems
    assert (problem.row, problem.column) == (3, column)
    assert told in problem.message
    assert [question.text for question in bank.questions] == ["好题"]


def test_a_missing_answer_and_a_question_twice_are_told(tmp_path: Path) -> None:
    once = ["廉政", "判断", "题", None, None, None, None, "对"]
    path = workbook(tmp_path / "题库.xlsx", once, once, [*once[:2], "另一题"])
    bank = read_bank(path)
    assert len(bank.questions) == 1
    assert [problem.row for problem in bank.problems] == [4, 5]


def test_the_template_filled_in_is_read(tmp_path: Path) -> None:
    path = tmp_path / "题库.xlsx"
    path.write_bytes(template())
    assert not read_bank(path).questions
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for place, value in enumerate(["廉政", "单选", "题", "一", "二"], 1):
        sheet.cell(3, place, value)
    sheet.cell(3, sheet.max_column, "A")
    book.save(path)
    [question] = read_bank(path).questions
    assert question.solution == (0,)
