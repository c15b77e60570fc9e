"""A register as a workbook that an office can hand up; read again, it gives the same register."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bihuan.model import Register
from bihuan.output import WORKBOOK_OPTIONS
from bihuan.reading import own
from bihuan.register import statistics
from bihuan.register.layout import Block, blocks, lines, runs, widths
from bihuan.register.sheet import (
    AREA,
    GROUP,
    HEADINGS,
    NUMBER,
    STATUS,
    Value,
    head_of,
    line,
    rows_of,
    title_of,
)
from bihuan.register.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SHEET, _STATISTICS, _UNREAD = "整改台账", "统计", "待核对"
_TITLE_ROW, _CAPTION_ROW, _HEADER_ROW, _FIRST = 0, 1, 2, 3
# The columns that each statement of the head takes, first and last.
_CAPTION_COLUMNS = ((0, 3), (4, 5), (6, 10), (11, 12), (13, 15))
_SPARE_ROWS = 200
_A3 = 8
_OPTIONS = {"in_memory": True, **WORKBOOK_OPTIONS}


def render(register: Register) -> bytes:
    """The workbook's bytes: the sheets 整改台账 and 统计, and 待核对 where something is unread.

    White space at the ends of a text is lost, and a tab becomes a space.
    """
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as workbook:
        styles = Styles(workbook)
        _describe(workbook, register)
        last = _Register(workbook.add_worksheet(_SHEET), styles).draw(register)
        _draw_statistics(workbook.add_worksheet(_STATISTICS), styles, register, last)
        if register.unread:
            _draw_unread(workbook.add_worksheet(_UNREAD), styles, register)
    return file.getvalue()


def _describe(workbook: Workbook, register: Register) -> None:
    """Stores what no cell can show: the register's kind, and that its title is only filled in."""
    properties = {
        own.FORMAT_PROPERTY: own.FORMAT,
        own.KIND_PROPERTY: register.kind.value,
        own.STAGE_PROPERTY: own.stage_of(register.findings).value,
    }
    if not line(register.title):
        properties[own.TITLE_PROPERTY] = own.DEFAULT_TITLE
    for name, value in properties.items():
        workbook.set_custom_property(name, value, "text")
    workbook.set_properties({"title": title_of(register)[:200], "comments": "bihuan"})


class _Register:
    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles

    def draw(self, register: Register) -> int:
        """Draws the register's sheet; its last row."""
        rows = rows_of(register.findings)
        columns = widths(rows)
        found = blocks(rows, columns)
        self._head(register, columns)
        starts = self._findings(found)
        for index in (AREA, GROUP):
            for first, last in runs(rows, index):
                self._put(index, rows[first][index], starts[first], starts[last + 1] - 1)
        last = max(starts[-1] - 1, _HEADER_ROW)
        self._choices(last)
        self._set_up(columns, last)
        return last

    def _head(self, register: Register, columns: Sequence[float]) -> None:
        last = len(HEADINGS) - 1
        title = title_of(register)
        merge(self.sheet, (_TITLE_ROW, 0, _TITLE_ROW, last), title, self.styles.title)
        # The title's letters are twice as large as the body's.
        self.sheet.set_row(_TITLE_ROW, 30.0 * lines(title, sum(columns) / 2) + 6)
        height = 0
        for (label, value), (first, end) in zip(head_of(register), _CAPTION_COLUMNS, strict=True):
            words = f"{label}：{value}"
            merge(self.sheet, (_CAPTION_ROW, first, _CAPTION_ROW, end), words, self.styles.caption)
            height = max(height, lines(words, sum(columns[first : end + 1])))
        self.sheet.set_row(_CAPTION_ROW, 16.0 * height + 6)
        self.sheet.set_row(_HEADER_ROW, 34)
        for index, heading in enumerate(HEADINGS):
            self.sheet.write_string(_HEADER_ROW, index, heading.name, self.styles.heading)

    def _findings(self, found: Sequence[Block]) -> list[int]:
        """Draws all but the titles; the row of each finding, and the row after the last."""
        row = _FIRST
        starts = [row]
        for block in found:
            for offset, height in enumerate(block.heights):
                self.sheet.set_row(row + offset, height)
            for index, pieces in enumerate(block.columns):
                for piece in pieces if index not in (AREA, GROUP) else ():
                    self._put(index, piece.value, row + piece.first, row + piece.last)
            row += len(block.heights)
            starts.append(row)
        return starts

    def _put(self, column: int, value: Value, first: int, last: int) -> None:
        holds = HEADINGS[column].holds
        long = holds == "prose" and last > first
        style = self.styles.long if long else self.styles.of[holds]
        merge(self.sheet, (first, column, last, column), value, style)

    def _choices(self, last: int) -> None:
        """Drop-down lists, also for rows still to come; another word only draws a warning."""
        for index, heading in enumerate(HEADINGS):
            if heading.choices:
                rule: Mapping[str, object] = {
                    "validate": "list",
                    "source": list(heading.choices),
                    "error_type": "warning",
                    "error_title": heading.name,
                    "error_message": f"常用：{'、'.join(heading.choices)}",
                }
                self.sheet.data_validation(_FIRST, index, last + _SPARE_ROWS, index, rule)

    def _set_up(self, columns: Sequence[float], last: int) -> None:
        for index, width in enumerate(columns):
            self.sheet.set_column(index, index, width)
        self.sheet.freeze_panes(_FIRST, NUMBER + 1)
        set_up_page(self.sheet, _HEADER_ROW)
        self.sheet.print_area(0, 0, last, len(HEADINGS) - 1)


def merge(sheet: Worksheet, area: tuple[int, int, int, int], value: Value, style: object) -> None:
    """Writes a text or day into an area of one or more cells, never as a formula or link."""
    row, column = area[:2]
    if area[2:] != (row, column):
        sheet.merge_range(*area, "", style)
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif value:
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def set_up_page(sheet: Worksheet, header: int) -> None:
    """A3 landscape, one page wide, the header row on each page, page numbers at the foot."""
    sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _draw_statistics(sheet: Worksheet, styles: Styles, register: Register, last: int) -> None:
    width = len(statistics.HEADINGS) - 1
    merge(sheet, (0, 0, 0, width), "整改情况统计", styles.title)
    sheet.set_row(0, 36)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, width, 11)
    for column, name in enumerate(statistics.HEADINGS):
        sheet.write_string(1, column, name, styles.heading)
    for row, total in enumerate(statistics.totals(register.findings), 2):
        sheet.set_row(row, 16.0 * lines(total.name, 48) + 6)
        sheet.write_string(row, 0, total.name, styles.of["prose"])
        for column, count in enumerate(total.counts, 1):
            formula = _formula(total.prefix, column, last)
            sheet.write_formula(row, column, formula, styles.of["words"], count)
    set_up_page(sheet, 1)


def _formula(prefix: str, column: int, last: int) -> str:
    """Counts the findings whose number begins with `prefix` and whose state heads the column.

    By number, since an area's merged cell names it in its first row only.
    """
    numbers = _range(NUMBER, last)
    conditions = [f'(LEFT({numbers}&".",{len(prefix)})="{prefix}")', f'({numbers}<>"")']
    if column > 1:
        state = statistics.HEADINGS[column]
        wanted = "" if column == len(statistics.HEADINGS) - 1 else state
        conditions.append(f'({_range(STATUS, last)}="{wanted}")')
    return f"=SUMPRODUCT({'*'.join(conditions)})"


def _range(column: int, last: int) -> str:
    letter = "ABCDEFGHIJKLMNOP"[column]
    # The row after the last stays in the range, so that rows added below are counted too.
    return f"'{_SHEET}'!${letter}${_FIRST + 1}:${letter}${last + 2}"


def _draw_unread(sheet: Worksheet, styles: Styles, register: Register) -> None:
    """The cells of the original that could not be understood, for the clerk."""
    for column, (name, width) in enumerate((("位置", 24), ("原来写的", 50), ("怎么办", 60))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles.heading)
    for row, cell in enumerate(register.unread, 1):
        for column, text in enumerate((cell.place, cell.text, cell.message)):
            merge(sheet, (row, column, row, column), line(text)[:1000], styles.of["prose"])
    set_up_page(sheet, 0)
