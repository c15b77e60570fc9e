"""Excel workbooks (xlsx, xlsm): every sheet a table, the cells as displayed."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

from bihuan.documents.builder import Builder
from bihuan.documents.calamine import calamine_errors, column_place
from bihuan.documents.number_formats import BUILT_IN, shown
from bihuan.documents.ooxml import Package
from bihuan.documents.safety import Archive
from bihuan.documents.sheets import Position, table_cells
from bihuan.documents.source import DAMAGED, RESAVE, Source
from bihuan.documents.wordxml import number
from bihuan.model import Document

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell that holds something: Excel writes merely formatted ones as empty elements.
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*[^<>/])>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["'](\d{1,6})["']""")
_SHARED = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,8})"""
)
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_MAX_TEXT = 64 * 1024 * 1024
"""How many bytes of text a sheet may hold: a string that is stored once may stand in any cell."""
_MAX_AREA = 4_000_000
_MAX_THINNESS = 8
"""How many cells of a sheet's area may be empty for each one that isn't, beyond _MAX_AREA."""
_UNREAD_PARTS = ("xl/media/", "xl/pivotCache/", "xl/drawings/", "xl/charts/", "customXml/")


def read(source: Source) -> Document:
    """Reads a workbook; raises UnreadableInput where it is damaged or its area is absurd."""
    package = Package(source.archive)
    main = package.main_part("xl/workbook.xml")
    parts = _xml_parts(source.archive)
    sheets, formats = _sheet_parts(package, main), _cell_formats(package, main)
    builder = Builder()
    workbook = _opened(source, parts)
    lengths = _string_lengths(parts.get(package.related(main).get("sharedStrings", ""), b""))
    for name in workbook.sheet_names:
        data = parts.get(sheets.get(name, ""), b"")
        if _text_size(data, lengths) > _MAX_TEXT:
            raise source.unreadable(f"工作表“{name}”的文字多得不正常", RESAVE)
        codes = _codes(source, name, data, formats)
        sheet = _sheet(source, workbook, name)
        builder.table(table_cells(_texts(sheet, codes), sheet.merged_cell_ranges or ()), name)
    return builder.build(source.name, "xlsx", package.properties())


def _xml_parts(archive: Archive) -> dict[str, bytes]:
    return {
        name: archive.read(name) or b""
        for name in archive.names
        if name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD_PARTS)
    }


def _opened(source: Source, parts: dict[str, bytes]) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    # Packed anew without compression, so that calamine sees only what passed our limits.
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as plain:
        for name, content in parts.items():
            plain.writestr(name, content)
    data.seek(0)
    with calamine_errors(lambda _: source.unreadable(DAMAGED, RESAVE)):
        return CalamineWorkbook.from_filelike(data)


def _sheet(source: Source, workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    with calamine_errors(lambda _: source.unreadable(DAMAGED, RESAVE)):
        return workbook.get_sheet_by_name(name)


def _texts(sheet: CalamineSheet, codes: dict[Position, str]) -> dict[Position, str]:
    """The text of every cell that holds something."""
    first_column = sheet.start[1] if sheet.start else 0
    return {
        (row, column): shown(value, codes.get((row, column), ""))
        for row, values in enumerate(sheet.iter_rows())
        for column, value in enumerate(values, first_column)
        if value != ""
    }


def _sheet_parts(package: Package, main: str) -> dict[str, str]:
    """The name of the part that holds each sheet, by the sheet's name."""
    root = package.archive.xml(main)
    targets = package.targets(main)
    nodes = () if root is None else root.iter(_S + "sheet")
    return {str(node.get("name", "")): targets.get(str(node.get(_ID, "")), "") for node in nodes}


def _cell_formats(package: Package, main: str) -> list[str]:
    """The number format that each cell style of the workbook has, by the style's index."""
    part = package.related(main).get("styles", "xl/styles.xml")
    root = package.archive.xml(part)
    if root is None:
        return []
    own = {
        node.get("numFmtId"): str(node.get("formatCode", "")) for node in root.iter(_S + "numFmt")
    }
    styles = root.find(_S + "cellXfs")
    ids = [] if styles is None else [str(node.get("numFmtId", "")) for node in styles]
    return [own.get(one) or BUILT_IN.get(number(one, 0), "") for one in ids]


def _codes(source: Source, name: str, data: bytes, formats: list[str]) -> dict[Position, str]:
    """The number formats of the sheet's cells, where they have one."""
    codes: dict[Position, str] = {}
    count = last_row = last_column = 0
    for cell in _CELL.finditer(data):
        place, style = _PLACE.search(cell[1]), _STYLE.search(cell[1])
        count += 1
        if place is None:
            continue
        position = int(place[2]) - 1, column_place(place[1])
        last_row, last_column = max(last_row, position[0]), max(last_column, position[1])
        code = formats[int(style[1])] if style and int(style[1]) < len(formats) else ""
        if code:
            codes[position] = code
    # Calamine holds the whole area in memory, its empty cells too.
    if (last_row + 1) * (last_column + 1) > max(_MAX_AREA, _MAX_THINNESS * count):
        raise source.unreadable(f"工作表“{name}”的范围大得不正常", "请删除多余的空行、空列后再试")
    return codes


def _string_lengths(data: bytes) -> list[int]:
    """How many bytes each of the strings takes that the workbook's sheets share."""
    starts = [found.start() for found in _STRING.finditer(data)]
    return [end - start for start, end in pairwise([*starts, len(data)])]


def _text_size(data: bytes, lengths: list[int]) -> int:
    """How many bytes of shared strings the sheet holds; a quick overestimate where it is small."""
    most = max(lengths, default=0) * data.count(b"<v>")
    if most <= _MAX_TEXT and b":v>" not in data:
        return most
    indexes = (int(found[1]) for found in _SHARED.finditer(data))
    return sum(lengths[index] for index in indexes if index < len(lengths))
