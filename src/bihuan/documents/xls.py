"""Excel 97-2003 workbooks (xls, WPS's et): every sheet a table, the cells as displayed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bihuan.documents.builder import Builder
from bihuan.documents.number_formats import Value, shown
from bihuan.documents.sheets import Area, Position, table_cells
from bihuan.documents.source import DAMAGED, PASSWORD, RESAVE, UNLOCK, Source
from bihuan.model import Document

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell, Sheet

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN = range(5)


def read(source: Source) -> Document:
    """Reads a workbook; raises UnreadableInput where it is damaged or has a password."""
    builder = Builder()
    try:
        book = _opened(source)
        for sheet in book.sheets():
            builder.table(table_cells(_texts(book, sheet), _merged(sheet)), sheet.name)
    # xlrd trusts the file's own counts: damage comes out as any error there is.
    except Exception as error:
        if "encrypted" in str(error):
            raise source.unreadable(PASSWORD, UNLOCK) from error
        raise source.unreadable(DAMAGED, RESAVE) from error
    return builder.build(source.name, "xls")


def _opened(source: Source) -> Book:
    import xlrd

    return xlrd.open_workbook(
        file_contents=source.data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )


def _merged(sheet: Sheet) -> list[Area]:
    return [
        ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
    ]


def _texts(book: Book, sheet: Sheet) -> dict[Position, str]:
    return {
        (row, column): _shown(book, cell)
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype in (_TEXT, _NUMBER, _DATE, _BOOLEAN)
    }


def _shown(book: Book, cell: Cell) -> str:
    style = book.xf_list[cell.xf_index or 0]
    return shown(_value(book, cell), book.format_map[style.format_key].format_str)


def _value(book: Book, cell: Cell) -> Value:
    if cell.ctype == _BOOLEAN:
        return bool(cell.value)
    if cell.ctype == _DATE:
        return _date(book, float(cell.value))
    return str(cell.value) if cell.ctype == _TEXT else float(cell.value)


def _date(book: Book, serial: float) -> Value:
    from xlrd.xldate import XLDateError, xldate_as_datetime

    try:
        moment = xldate_as_datetime(serial, book.datemode)
    except (XLDateError, OverflowError, ValueError):
        return serial
    return moment.time() if serial < 1 else moment
