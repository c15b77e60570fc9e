"""A register written as a workbook: read again it is the same, and an office can hand it up."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.documents import read as read_document
from bihuan.model import Finding, Kind, Progress, Register, Unread
from bihuan.reading.tables.register import read_register
from bihuan.register import save
from bihuan.register.xlsx import render
from tests.register.strategies import registers, without_spans

EXAMPLE = Register(
    kind=Kind.REPORT,
    title="青石镇巡察反馈问题整改台账",
    unit="中共青石镇委员会",
    inspector="县委第二巡察组",
    inspected_from=date(2023, 11, 1),
    inspected_to=date(2023, 12, 20),
    feedback_date=date(2024, 3, 8),
    report_date=date(2024, 9, 30),
    findings=(
        Finding(
            id="1.1.1", area="党的领导方面", group="学习不深入", problem="全年只学习2次。",
            response="每月集中学习。\n已学习9次。", outcome="已学习9次。", status=Progress.DONE,
            deadline=date(2024, 6, 30), leaders=("李某", "张某"), units=("党政办",),
        ),
        Finding(
            id="1.1.2", area="党的领导方面", group="学习不深入", problem="=HYPERLINK(\"x\")",
            status=Progress.NOT_DONE, standing=True, goal="补齐记录", evidence="照片", closed="否",
            closed_on="2024-08-01", note="@备注", category="重点督办", deadline=date(2024, 7, 31),
        ),
        Finding(id="2.1", area="作风建设方面", problem="超标接待4次。", immediate=True),
    ),
)  # fmt: skip


def reread(register: Register, folder: Path) -> Register:
    path = folder / "台账.xlsx"
    save(register, path, force=True)
    found = read_register(read_document(path))
    assert found is not None
    assert found.unread == ()
    return found


def opened(register: Register, sheet: str = "整改台账") -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(render(register)))
    found = book[sheet]
    assert isinstance(found, Worksheet)
    return found


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture,
                                                           HealthCheck.too_slow,
                                                           HealthCheck.data_too_large]
)  # fmt: skip
@given(register=registers())
def test_any_register_survives(register: Register, tmp_path: Path) -> None:
    assert without_spans(reread(register, tmp_path)) == register


def test_the_example_survives(tmp_path: Path) -> None:
    found = without_spans(reread(EXAMPLE, tmp_path))
    findings = tuple(replace(f, measures=(), quantities=()) for f in found.findings)
    assert replace(found, findings=findings) == EXAMPLE


def test_what_the_clerk_adds_counts(tmp_path: Path) -> None:
    """A feedback whose answers have been filled in is a report; ids are counted anew."""
    feedback = replace(
        EXAMPLE,
        kind=Kind.FEEDBACK,
        findings=tuple(
            Finding(id=f"1.{n}", area="甲方面", problem=f"问题{n}。") for n in (1, 2, 3)
        ),
    )
    path = tmp_path / "台账.xlsx"
    save(feedback, path)
    book = openpyxl.load_workbook(path)
    sheet = book["整改台账"]
    sheet["F4"], sheet["L4"] = "已清查。", "追回2万元。"
    sheet.delete_rows(5)
    sheet["D6"] = "新问题。"
    book.save(path)
    found = read_register(read_document(path))
    assert found is not None
    assert found.kind is Kind.REPORT
    assert found.findings[0].response == "已清查。\n追回2万元。"
    assert [finding.problem for finding in found.findings] == ["问题1。", "问题3。", "新问题。"]


def test_no_text_becomes_a_formula() -> None:
    sheet = opened(EXAMPLE)
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value.startswith("=") for cell in texts if isinstance(cell.value, str))
    assert all(cell.data_type == "s" for cell in texts)
    assert all(cell.hyperlink is None for cell in texts)


def test_columns_and_days() -> None:
    sheet = opened(EXAMPLE)
    assert [cell.value for cell in sheet[3]] == [
        "序号", "方面", "问题", "具体表现", "整改目标", "整改措施", "责任领导", "责任单位",
        "整改时限", "整改类型", "完成情况", "整改成效", "佐证材料", "是否销号", "销号时间", "备注",
    ]  # fmt: skip
    assert sheet["I4"].is_date
    assert [sheet[place].value for place in ("J4", "J6", "I6", "K4")] == [
        "限期整改", "立行立改", "立行立改", "已完成",
    ]  # fmt: skip


def test_page_set_up() -> None:
    sheet = opened(EXAMPLE)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:P1", "B4:B5", "C4:C5"} <= merged
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    # One page wide is the format's default and isn't stored.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'整改台账'!$A$1:$P$6"
    assert sheet.freeze_panes == "B4"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"J", "K", "N"}
    assert all(rule.errorStyle == "warning" for rule in rules.values())


def test_statistics_count_with_formulas() -> None:
    sheet = opened(EXAMPLE, "统计")
    book = openpyxl.load_workbook(io.BytesIO(render(EXAMPLE)), data_only=True)
    assert str(sheet["B3"].value).startswith("=SUMPRODUCT")
    assert [[cell.value for cell in row] for row in book["统计"].iter_rows(min_row=3)] == [
        ["党的领导方面", 2, 1, 0, 0, 1, 0, 0, 0],
        ["作风建设方面", 1, 0, 0, 0, 0, 0, 0, 1],
        ["合计", 3, 1, 0, 0, 1, 0, 0, 1],
    ]


def test_no_row_is_higher_than_excel_allows_and_long_texts_are_whole(tmp_path: Path) -> None:
    long = "逐户核查低保对象并补齐材料。" * 400
    huge = "\n".join(["甲" * 9_000] * 6)
    register = replace(
        EXAMPLE,
        findings=(
            Finding(id="1", problem=long, response=f"{huge}\n{long}", outcome=long),
            Finding(id="2", problem=huge, note="🏠" * 20_000),
        ),
    )
    heights = [row.height or 0 for row in opened(register).row_dimensions.values()]
    assert len(heights) > 10
    assert max(heights) <= 409
    found = reread(register, tmp_path)
    assert [finding.problem for finding in found.findings] == [long, huge]
    assert found.findings[0].response == f"{huge}\n{long}"
    assert "".join((found.findings[1].note or "").split()) == "🏠" * 20_000


def test_a_long_title_raises_its_rows() -> None:
    area = "聚焦" + "贯彻落实党的路线方针政策和县委决策部署" * 6
    low = opened(replace(EXAMPLE, findings=(Finding(id="1.1", area="甲", problem="短。"),)))
    high = opened(replace(EXAMPLE, findings=(Finding(id="1.1", area=area, problem="短。"),)))
    assert (high.row_dimensions[4].height or 0) > 3 * (low.row_dimensions[4].height or 0)


def test_what_was_unread_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    unread = (Unread("工作表“甲” C7", "=尽快", "看不出是哪一天。"),)
    sheet = opened(replace(EXAMPLE, unread=unread), "待核对")
    assert [cell.value for cell in sheet[2]] == ["工作表“甲” C7", "=尽快", "看不出是哪一天。"]
    assert len(reread(replace(EXAMPLE, unread=unread), tmp_path).findings) == 3


def test_what_no_cell_can_hold_is_dropped(tmp_path: Path) -> None:
    odd = replace(EXAMPLE, findings=(Finding(id="1", problem=" 甲\x00\x0b乙\ud800\t丙\ufffe "),))
    assert reread(odd, tmp_path).findings[0].problem == "甲\n乙 丙"


@pytest.mark.parametrize("name", ["000_e4853583379a6a66.txt", "v4-ledger.xlsx"])
def test_shared_examples_survive(name: str, tmp_path: Path) -> None:
    path = Path(__file__).parents[3] / "shared" / "examples" / "reading" / name
    if not path.exists():
        pytest.skip("the shared examples aren't here")
    from bihuan.register import load

    register = load(path)[1]
    assert register.findings
    assert without_spans(reread(register, tmp_path)) == without_spans(register)
