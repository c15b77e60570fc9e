"""Workbooks that ask for more memory than there is are refused; wide and odd ones are read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.ledgers import catalogue, load, loading
from bihuan.ledgers.report import Report
from tests.documents.builders import xlsx

HEADER = ["单位编码", "凭证号", "凭证日期", "金额", "支付方式"]
LINE = ["V1", "1", "2025-01-01", "10", "现金"]


def read(path: Path) -> Report:
    [report] = load([path], catalogue()).reports
    return report


def told(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "财务凭证台账.xlsx"
    path.write_bytes(data)
    [problem] = read(path).problems
    return problem.message


def inline(text: str, attributes: str = "") -> str:
    return f'<c {attributes} t="inlineStr"><is><t>{text}</t></is></c>'


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        f'{FIRST}<row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        f"{FIRST}<row r='9'><c\tr = 'XFD1048576'><v>1</v></c></row>",
        f'<row r="1">{"<c><v>1</v></c>" * 9999}</row><row r="1048576"><c><v>1</v></c></row>',
        f'{FIRST}<row r="9"><c s=">" r="XFD1048576"><v>1</v></c></row>',
    ],
    ids=["far", "quoted otherwise", "counted", "disguised"],
)
def test_cells_absurdly_far_apart_are_refused(rows: str, tmp_path: Path) -> None:
    assert "范围大得不正常" in told(tmp_path, xlsx(f"<sheetData>{rows}</sheetData>"))


def test_one_string_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    data = xlsx(f"<sheetData>{rows}</sheetData>", strings=["长" * 32_000])
    assert "文字多得不正常" in told(tmp_path, data)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_part_that_is_damaged_is_told(name: str, tmp_path: Path) -> None:
    data = xlsx(f"<sheetData>{FIRST}</sheetData>")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        checksum = archive.getinfo(name).CRC.to_bytes(4, "little")
    assert "已损坏" in told(tmp_path, data.replace(checksum, b"\x12\x34\x56\x78"))


def test_merged_areas_over_each_other_are_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 101))
    merged = '<mergeCell ref="A1:A1048576"/>' * 9
    data = xlsx(f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>")
    assert "已损坏" in told(tmp_path, data)


@pytest.mark.parametrize("attributes", ["r='{}'", "s='0' r = '{}'", ""])
def test_cells_written_otherwise_are_read(attributes: str, tmp_path: Path) -> None:
    rows = ""
    for row, line in enumerate([HEADER, LINE], 1):
        places = [attributes.format(f"{'ABCDE'[column]}{row}") for column in range(len(line))]
        cells = "".join(inline(text, place) for text, place in zip(line, places, strict=True))
        rows += f"<row>{cells}</row>"
    path = tmp_path / "财务凭证台账.xlsx"
    path.write_bytes(xlsx(f"<sheetData>{rows}</sheetData>"))
    assert (read(path).rows, read(path).problems) == (1, [])


def test_a_sheet_with_more_columns_than_letters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "财务凭证台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 30, HEADER)
        page.write_row(1, 30, LINE)
    assert (read(path).rows, read(path).problems) == (1, [])


def test_more_than_fits_into_memory_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MEMORY", "16MB")
    path = tmp_path / "财务凭证台账.csv"
    lines = (f"V1,{number},2025-01-01,10,现金" for number in range(1_000_000))
    path.write_text("\n".join([",".join(HEADER), *lines]), "utf-8")
    assert "放不进内存" in read(path).problems[0].message
