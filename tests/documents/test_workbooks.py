"""Excel workbooks, new and old: sheets as tables, cells as displayed."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.documents.number_formats import Value, shown
from bihuan.errors import UnreadableInput
from bihuan.model import Document, Table
from tests.documents.builders import grid, read_bytes, xlsx
from tests.documents.office import convert


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: openpyxl.Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def _ledger() -> openpyxl.Workbook:
    """A ledger with a merged title, a merged column, dates, shares, sums and empty places."""
    book = openpyxl.Workbook()
    sheet = _sheet(book)
    sheet.title = "整改台账"
    sheet["B2"] = "青石镇整改台账"
    sheet.merge_cells("B2:E2")
    rows: list[list[str | float | date | None]] = [
        ["方面", "问题", "完成率", "时限"],
        ["作风", "压件不办\n14份", 0.84, date(2025, 6, 30)],
        [None, "账目不清", 1, datetime(2025, 6, 30, 9, 5)],
    ]
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column, value)
    sheet.merge_cells("B4:B5")
    sheet["D4"].number_format = "0%"
    sheet["E4"].number_format = "yyyy-mm-dd"
    sheet["G9"].number_format = "0.00"
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["是否销号", True])
    hidden.append(["错误", "=1/0"])
    book.create_sheet("空表")
    return book


def _check(document: Document) -> None:
    first, hidden = document.blocks
    assert isinstance(first, Table)
    assert isinstance(hidden, Table)
    assert first.name == "整改台账"
    assert grid(first, document.text) == [
        ("青石镇整改台账", 1, 1, 1, 4),
        ("方面", 2, 1, 1, 1), ("问题", 2, 2, 1, 1), ("完成率", 2, 3, 1, 1), ("时限", 2, 4, 1, 1),
        ("作风", 3, 1, 2, 1), ("压件不办\n14份", 3, 2, 1, 1), ("84%", 3, 3, 1, 1),
        ("2025-06-30", 3, 4, 1, 1),
        ("账目不清", 4, 2, 1, 1), ("1", 4, 3, 1, 1), ("2025-06-30 09:05", 4, 4, 1, 1),
    ]  # fmt: skip
    assert [cell.reference for cell in first.cells][:2] == ["B2", "B3"]
    assert (hidden.name, grid(hidden, document.text)[1][0]) == ("底稿", "是")


def test_xlsx(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, _saved(_ledger()), "台账.xls")
    assert document.format == "xlsx"
    _check(document)


def test_xls(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(_saved(_ledger()))
    document = read_bytes(tmp_path, convert(path, "xls").read_bytes(), "台账.xlsx")
    assert document.format == "xls"
    _check(document)


def test_custom_properties(tmp_path: Path) -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("台账").write(0, 0, "序号")
        book.set_custom_property("文号", "青发〔2025〕3号")
    document = read_bytes(tmp_path, buffer.getvalue())
    assert document.properties == {"文号": "青发〔2025〕3号"}


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    book = _ledger()
    book.create_chartsheet("图")
    _check(read_bytes(tmp_path, _saved(book)))


def test_error_cells_are_empty(tmp_path: Path) -> None:
    cells = '<c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" t="b"><v>0</v></c>'
    data = xlsx(f"<sheetData><row r='1'>{cells}</row></sheetData>")
    assert read_bytes(tmp_path, data).text == "否"


def test_formatted_rows_down_to_the_last(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(2, 1_048_577))
    data = xlsx(
        f'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>{rows}</sheetData>',
        strings=["序号"],
    )
    assert read_bytes(tmp_path, data).text == "序号"


def test_merged_area_of_a_whole_sheet(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    document = read_bytes(tmp_path, xlsx(f"<sheetData>{cells}</sheetData>{merged}", strings=["题"]))
    assert document.text == "题"


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        "<c r='A1'><v>1</v></c></row><row r='1048576'><c r = 'XFD1048576' ><v>1</v></c>",
    ],
)
def test_absurd_area(tmp_path: Path, cells: str) -> None:
    with pytest.raises(UnreadableInput, match=r"“台账\.xlsx”：工作表“台账”的范围大得不正常"):
        read_bytes(tmp_path, xlsx(f"<sheetData><row r='1'>{cells}</row></sheetData>"), "台账.xlsx")


def test_one_string_in_very_many_cells(tmp_path: Path) -> None:
    rows = "".join(f'<row><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 5_001))
    data = xlsx(f"<sheetData>{rows}</sheetData>", strings=["长" * 32_000])
    with pytest.raises(UnreadableInput, match="文字多得不正常"):
        read_bytes(tmp_path, data)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.0, "", "3"), (0.1 + 0.2, "", "0.3"), (1e15, "", "1000000000000000"), (-2, "0", "-2"),
        (0.845, "0%", "85%"), (0.8456, "0.00%", "84.56%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (7, "000", "007"), (12, '0"户"', "12户"), (45000, "0.0,", "45.0"), (2.5, "0.##", "2.5"),
        (-3, "0;(0)", "(3)"), (5, "[红色]0", "5"), (0.5, "# ?/?", "0.5"), (1.5, "[>1]0;0", "1.5"),
        (True, "", "是"), (False, "", "否"), ("甲", "0%", "甲"), (float("nan"), "", ""),
        (date(2025, 6, 1), "", "2025-06-01"), (date(2025, 6, 1), 'yyyy"年"m"月"', "2025年6月"),
        (datetime(2025, 6, 1), "", "2025-06-01"),
        (datetime(2025, 6, 1, 8, 30, 5), "", "2025-06-01 08:30:05"),
        (time(9, 5), "", "9:05"), (0.125, "0.0", "0.1"), (0.25, "0.0", "0.3"),
        (1e300, "0.00", "1e+300"),
    ],
)  # fmt: skip
def test_cells_as_displayed(value: Value, code: str, text: str) -> None:
    assert shown(value, code) == text
