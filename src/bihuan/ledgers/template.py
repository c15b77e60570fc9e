"""An empty workbook for filling in a ledger: header, drop-downs, notes and an example row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from bihuan.ledgers.definition import MONEY, Column, Ledger
from bihuan.output import WORKBOOK_OPTIONS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 2000
"""How many rows are prepared for filling in."""
_EXAMPLES: dict[str, str] = {
    "integer": "1",
    "number": "100",
    "boolean": "是",
    "date": "2025-06-30",
    "datetime": "2025-06-30 9:30",
    "year": "2025",
    "yearmonth": "2025-06",
}
_HOW = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "填“是”或“否”",
    "date": "日期，如 2025-06-30",
    "datetime": "日期和时间，如 2025-06-30 9:30",
    "year": "年份，如 2025",
    "yearmonth": "月份，如 2025-06",
}
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "integer": "0", "year": "0"}
_LONGEST_LIST = 255
EXAMPLE = "注：本行是示例，导入时略过"
"""What the example row begins with: a row that begins with 注： is no data (rule 9)."""


def render(ledger: Ledger) -> bytes:
    """The workbook's bytes; filled in, the loading reads it as it is."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, **WORKBOOK_OPTIONS}) as workbook:
        workbook.set_properties({"title": ledger.title, "comments": "bihuan"})
        sheet = workbook.add_worksheet(_sheet_name(ledger.title))
        _draw(workbook, sheet, ledger)
    return file.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31]


def _draw(workbook: Workbook, sheet: Worksheet, ledger: Ledger) -> None:
    heading, required = (
        workbook.add_format(
            {"bold": True, "border": 1, "align": "center", "bg_color": color, "text_wrap": True}
        )
        for color in ("#E7ECF2", "#FCE8D5")
    )
    example = workbook.add_format({"italic": True, "font_color": "#808080"})
    sheet.set_row(0, 32)
    for place, column in enumerate(ledger.fields):
        style = required if column.constraints.required else heading
        sheet.write_string(0, place, _heading(column), style)
        sheet.write_comment(0, place, _note(ledger, column), {"x_scale": 2})
        sheet.write_string(1, place, _example(ledger, column) if place else EXAMPLE, example)
        sheet.set_column(
            place, place, max(14, 2 * len(_heading(column)) + 2), _body(workbook, column)
        )
        _choices(sheet, place, column)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _heading(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _body(workbook: Workbook, column: Column) -> Format:
    if column.unit == MONEY:
        return workbook.add_format({"num_format": "#,##0.00"})
    # Texts as text: Excel would make a date or a number of many a code.
    default = "General" if column.type == "number" else "@"
    return workbook.add_format({"num_format": _FORMATS.get(column.type, default)})


def _note(ledger: Ledger, column: Column) -> str:
    parts = ["必填" if column.constraints.required else "可以不填", _HOW[column.type]]
    if column.name in ledger.key:
        parts.append(
            "主键：" + "＋".join(ledger.column(key).title for key in ledger.key) + "不能重复"
        )
    if column.constraints.enum:
        parts.append("可选：" + "、".join(column.constraints.enum))
    if column.unit:
        parts.append(f"单位：{column.unit}")
    if column.sensitive:
        parts.append("敏感信息，只在本单位使用")
    if column.aliases:
        parts.append("也可写作：" + "、".join(column.aliases))
    return "\n".join([*filter(None, [column.description]), *parts])


def _example(ledger: Ledger, column: Column) -> str:
    if column.constraints.enum:
        return column.constraints.enum[0]
    code = f"示例{ledger.fields.index(column) + 1}" if column.format == "code" else "示例"
    return _EXAMPLES.get(column.type, code)


def _choices(sheet: Worksheet, place: int, column: Column) -> None:
    values = ["是", "否"] if column.type == "boolean" else list(column.constraints.enum)
    rule: dict[str, Any] = {
        "validate": "list",
        "source": values,
        "error_type": "warning",
        "error_title": column.title,
        "error_message": "请从下拉列表中选择。",
    }
    # Excel takes no longer list inside a cell.
    if values and len(",".join(values)) <= _LONGEST_LIST:
        sheet.data_validation(1, place, ROWS, place, rule)
