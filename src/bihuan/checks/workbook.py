"""The auditor's workbook: a summary sheet, and a sheet for each failing check."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.checks.definition import LAW_STATUSES, Check
from bihuan.checks.message import sentence
from bihuan.ledgers import Ledger
from bihuan.model import CheckResult, CheckStatus
from bihuan.output import WORKBOOK_OPTIONS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SEVERITIES = {"high": "高", "medium": "中", "low": "低"}
STATUSES = {
    CheckStatus.FAIL: "有问题",
    CheckStatus.PASS: "通过",
    CheckStatus.NO_DATA: "无数据",
    CheckStatus.ERROR: "出错",
}
MAX_ROWS = 100_000
"""How many rows of a check its sheet shows; the summary tells how many there are."""
_HEADINGS = ("检查项", "名称", "级别", "结果", "问题数", "说明", "依据", "依据核实情况")
_WIDTHS = (30, 32, 6, 8, 8, 60, 50, 12)
_FIRST = 5


def column_title(name: str, check: Check, ledgers: Mapping[str, Ledger]) -> str:
    """What a result's column is called: by the check, else by the ledgers it reads."""
    if name in check.titles:
        return check.titles[name]
    for ledger in check.ledgers:
        for column in ledgers[ledger].fields if ledger in ledgers else ():
            if column.name == name:
                return column.title
    return name


def render(
    results: Sequence[CheckResult],
    checks: Mapping[str, Check],
    ledgers: Mapping[str, Ledger],
    *,
    as_of: date,
) -> bytes:
    """The workbook's bytes; no text in it is ever a formula."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, **WORKBOOK_OPTIONS}) as workbook:
        styles = _Styles(workbook)
        summary = workbook.add_worksheet("汇总")
        _draw_summary(summary, styles, results, checks, as_of)
        failing = [result for result in results if result.status is CheckStatus.FAIL]
        for number, result in enumerate(failing, 1):
            sheet = workbook.add_worksheet(_sheet_name(number, result.title))
            _draw_rows(sheet, styles, result, checks[result.check], ledgers)
    return file.getvalue()


class _Styles:
    def __init__(self, workbook: Workbook) -> None:
        def style(**more: object) -> Format:
            return workbook.add_format({"text_wrap": True, "valign": "vcenter"} | more)

        self.title = style(bold=True, font_size=16, text_wrap=False)
        self.plain = style(text_wrap=False)
        self.heading = style(bold=True, border=1, align="center", bg_color="#E7ECF2")
        self.cell = style(border=1)
        self.day = style(border=1, num_format="yyyy-mm-dd")
        self.moment = style(border=1, num_format="yyyy-mm-dd hh:mm:ss")


def _sheet_name(number: int, title: str) -> str:
    plain = "".join(" " if char in "[]:*?/\\'" else char for char in title)
    return f"{number:02} {plain}"[:31]


def _draw_summary(
    sheet: Worksheet,
    styles: _Styles,
    results: Sequence[CheckResult],
    checks: Mapping[str, Check],
    as_of: date,
) -> None:
    sheet.write_string(0, 0, f"台账检查结果（截至 {as_of.isoformat()}）", styles.title)
    counts = {status: sum(r.status is status for r in results) for status in STATUSES}
    told = "，".join(f"{label} {counts[status]} 项" for status, label in STATUSES.items())
    sheet.write_string(1, 0, f"共 {len(results)} 项检查：{told}。", styles.plain)
    sheet.write_string(2, 0, "检查结果只是线索，须经核实，不是对任何人的结论。", styles.plain)
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(_FIRST - 1, place, heading, styles.heading)
        sheet.set_column(place, place, width)
    for row, result in enumerate(results, _FIRST):
        check = checks[result.check]
        values = (
            result.check,
            result.title,
            SEVERITIES[result.severity],
            STATUSES[result.status],
            result.row_count,
            result.message or result.reason,
            check.law,
            LAW_STATUSES[check.law_status],
        )
        _write_row(sheet, styles, row, values)
    sheet.freeze_panes(_FIRST, 2)
    sheet.autofilter(_FIRST - 1, 0, _FIRST - 1 + len(results), len(_HEADINGS) - 1)
    _set_up_page(sheet)


def _draw_rows(
    sheet: Worksheet,
    styles: _Styles,
    result: CheckResult,
    check: Check,
    ledgers: Mapping[str, Ledger],
) -> None:
    sheet.write_string(0, 0, result.title, styles.title)
    sheet.write_string(1, 0, f"{result.check}，共 {result.row_count} 处", styles.plain)
    law = f"依据（{LAW_STATUSES[check.law_status]}）：{check.law}"
    sheet.write_string(2, 0, law, styles.plain)
    titles = [column_title(name, check, ledgers) for name in result.columns]
    for place, title in enumerate([*titles, "说明"]):
        sheet.write_string(_FIRST - 1, place, title, styles.heading)
    sheet.set_column(0, len(titles) - 1, 18)
    sheet.set_column(len(titles), len(titles), 70)
    for row, values in enumerate(result.rows[:MAX_ROWS], _FIRST):
        told = sentence(check, result.columns, values)
        _write_row(sheet, styles, row, (*values, told))
    sheet.freeze_panes(_FIRST, len(result.keys))
    _set_up_page(sheet)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_row(sheet: Worksheet, styles: _Styles, row: int, values: Sequence[object]) -> None:
    for place, value in enumerate(values):
        match value:
            case None | "":
                sheet.write_blank(row, place, None, styles.cell)
            case bool():
                sheet.write_string(row, place, "是" if value else "否", styles.cell)
            case int() | float() | Decimal():
                sheet.write_number(row, place, value, styles.cell)
            case datetime():
                sheet.write_datetime(row, place, value, styles.moment)
            case date():
                sheet.write_datetime(row, place, value, styles.day)
            case _:
                sheet.write_string(row, place, str(value)[:32_000], styles.cell)
