"""Rows of a register that hold nothing but the title of an area or group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.model import Cell
from bihuan.reading.folding import fold
from bihuan.reading.numbering import read_mark
from bihuan.reading.tables.columns import Column
from bihuan.reading.tables.grid import Grid
from bihuan.reading.tables.headers import Header
from bihuan.reading.tables.states import is_blank

_CHINESE_NUMBER = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
_TITLE_FORMS = frozenset({"section", "section_parenthesis"})


def mark_form(grid: Grid, cell: Cell) -> str:
    """The form of the number before a cell's words, empty where there is none."""
    words = fold(grid.words(cell))
    mark = read_mark(words, 0, len(words))
    return mark.form if mark else ""


def find_bands(grid: Grid, header: Header, rows: Sequence[int]) -> dict[int, Cell]:
    """The title cell of each row that holds only a title, by row.

    Such is a cell merged across columns (一、聚焦…方面), a text alone in the number's column, one
    beside a Chinese number where findings count in digits, and one alone in the problem's column
    whose number has another form than those of the problems with answers.
    """
    filled = {row: [c for c in grid.row(row) if not is_blank(grid.words(c))] for row in rows}
    in_digits = _count_in_digits(grid, header, filled)
    forms = _forms_of_problems(grid, header, filled)
    bands: dict[int, Cell] = {}
    for row, cells in filled.items():
        if len(cells) == 2 and in_digits and _is_chinese_number(grid, header, cells[0]):
            bands[row] = cells[1]
        elif len(cells) == 1 and cells[0].row == row and _is_alone(grid, header, cells[0], forms):
            bands[row] = cells[0]
    return bands


def _count_in_digits(grid: Grid, header: Header, filled: dict[int, list[Cell]]) -> bool:
    cells = (cell for cells in filled.values() for cell in cells)
    numbers = (c for c in cells if header.fields.get(c.column) is Column.NUMBER)
    return any(grid.words(cell)[0].isdecimal() for cell in numbers)


def _forms_of_problems(grid: Grid, header: Header, filled: dict[int, list[Cell]]) -> set[str]:
    answered = (cells for cells in filled.values() if len(cells) > 1)
    problems = (
        c for cells in answered for c in cells if header.fields.get(c.column) is Column.PROBLEM
    )
    return {mark_form(grid, cell) for cell in problems}


def _is_chinese_number(grid: Grid, header: Header, cell: Cell) -> bool:
    is_number = header.fields.get(cell.column) is Column.NUMBER
    return is_number and _CHINESE_NUMBER.fullmatch(fold(grid.words(cell))) is not None


def _is_alone(grid: Grid, header: Header, cell: Cell, forms: set[str]) -> bool:
    covered = {header.fields.get(column) for column, c in grid.rows[cell.row].items() if c is cell}
    if covered == {Column.NUMBER}:
        return not grid.words(cell)[0].isdecimal()
    if covered == {Column.PROBLEM}:
        form = mark_form(grid, cell)
        return form in _TITLE_FORMS and bool(forms) and form not in forms
    return len(covered) > 1 and cell.column <= header.columns(Column.PROBLEM)[0]
