"""Finds the header of a register in a grid, of one to three rows, and what each column holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bihuan.model import Cell
from bihuan.reading.tables.columns import Column, Synonyms, name_column, name_lowest, normalise
from bihuan.reading.tables.grid import Grid

_SEARCHED = 100
"""Rows with text among which a sheet's first header is looked for."""
_DEEPEST = 3
_LONGEST_HEADING = 30
_AREA = re.compile(r"聚焦|(?:方面|情况|建设)$")
_STATEMENT = re.compile(r"[:：]\s*\S")
_DIGITS = re.compile(r"[\d.,%\s]*")
# Ticked columns of their own: 完成情况 over 已完成 | 整改中 | 未完成.
_CHOICES = {
    "已完成": Column.STATUS,
    "完成": Column.STATUS,
    "已整改": Column.STATUS,
    "整改完成": Column.STATUS,
    "基本完成": Column.STATUS,
    "阶段性完成": Column.STATUS,
    "整改中": Column.STATUS,
    "正在整改": Column.STATUS,
    "正在推进": Column.STATUS,
    "未完成": Column.STATUS,
    "未整改": Column.STATUS,
    "已移交": Column.STATUS,
    "立行立改": Column.CATEGORY,
    "立即整改": Column.CATEGORY,
    "限期整改": Column.CATEGORY,
    "长期坚持": Column.CATEGORY,
    "长期整改": Column.CATEGORY,
}


@dataclass(frozen=True, slots=True)
class Header:
    """The header's rows, the field of each grid column, and what else its cells say.

    `choices` are columns that hold a tick under one choice of a field; `unknown` are the heading
    cells that name no field, by column.
    """

    first: int
    last: int
    fields: dict[int, Column]
    choices: dict[int, str]
    unknown: dict[int, Cell]

    def columns(self, field: Column) -> list[int]:
        """The grid columns of a field, from left to right."""
        return [column for column, named in self.fields.items() if named is field]

    def choice(self, cell: Cell, field: Column) -> str | None:
        """The choice of a field that a cell stands below, or None where it stands below none."""
        covered = range(cell.column, cell.column + cell.colspan)
        choices = self.choices.items()
        ticked = (c for n, c in choices if n in covered and self.fields[n] is field)
        return next(ticked, None)


def headers(grid: Grid, synonyms: Synonyms) -> list[Header]:
    """Every header in the grid from top to bottom; one that is printed again on each page too."""
    found: list[Header] = []
    for count, row in enumerate(grid.rows):
        if not found and count >= _SEARCHED:
            break
        if found and row <= found[-1].last:
            continue
        header = _header_at(grid, row, synonyms)
        if header is not None:
            found.append(header)
    return found


def own_headers(grid: Grid, synonyms: Synonyms) -> list[Header]:
    """The header that bihuan wrote, in one row; empty for another sheet of its workbook."""
    for row in grid.rows:
        header = _layout(grid, row, row, synonyms)
        if {Column.NUMBER, Column.AREA, Column.PROBLEM} <= set(header.fields.values()):
            return [header]
    return []


def _header_at(grid: Grid, row: int, synonyms: Synonyms) -> Header | None:
    cells = grid.row(row)
    if len(cells) < 2 or any(len(grid.words(cell)) > _LONGEST_HEADING for cell in cells):
        return None
    # A row of findings may hold a short problem that ends in 问题, but little else like a heading.
    named = [name_column([grid.words(cell)], synonyms) for cell in cells]
    if sum(field is not None for field in named) < max(2, len(cells) // 2):
        return None
    last = row
    while last - row + 1 < _DEEPEST and _goes_on(grid, row, last, synonyms):
        last += 1
    header = _layout(grid, row, last, synonyms)
    return header if _is_register(grid, header) else None


def _goes_on(grid: Grid, first: int, last: int, synonyms: Synonyms) -> bool:
    """Whether the row after `last` belongs to the header too."""
    below = [cell for cell in grid.row(last + 1) if cell.row == last + 1]
    if any(len(grid.words(cell)) > _LONGEST_HEADING for cell in below):
        return False
    if last + 1 not in grid.rows:
        return False
    above = grid.rows[last]
    if any(cell.row + cell.rowspan - 1 > last for cell in above.values()):
        return True
    known = sum(_is_heading(grid, first, cell, synonyms) for cell in below)
    if any(cell.column in above and above[cell.column].colspan > 1 for cell in below):
        return known * 2 >= len(below)
    return known >= 2 and known * 3 >= len(below) * 2 and not _repeats(grid, last, below)


def _is_heading(grid: Grid, first: int, cell: Cell, synonyms: Synonyms) -> bool:
    """Whether a cell of a further row reads as a heading; a choice does below no other heading.

    已完成 below 完成情况 alone is what a row of findings says.
    """
    path = _path(grid, first, cell.row, cell.column)
    above = grid.rows.get(cell.row - 1, {}).get(cell.column)
    if normalise(path[-1]) in _CHOICES:
        return above is None or above.colspan > 1
    return name_lowest(path, synonyms) is not None


def _repeats(grid: Grid, row: int, below: Iterable[Cell]) -> bool:
    above = {normalise(grid.words(cell)) for cell in grid.row(row)}
    return all(normalise(grid.words(cell)) in above for cell in below)


def _path(grid: Grid, first: int, last: int, column: int) -> list[str]:
    cells = (grid.rows.get(row, {}).get(column) for row in range(first, last + 1))
    return [grid.words(cell) for cell in dict.fromkeys(cells) if cell is not None]


def _field_of(path: list[str], synonyms: Synonyms) -> Column | None:
    if any(_STATEMENT.search(text) for text in path):
        return None
    choice = _CHOICES.get(normalise(path[-1])) if path else None
    return choice or name_column(path, synonyms)


def _layout(grid: Grid, first: int, last: int, synonyms: Synonyms) -> Header:
    used = sorted({column for row in range(first, last + 1) for column in grid.rows.get(row, {})})
    paths = {column: _path(grid, first, last, column) for column in used}
    named = {column: _field_of(path, synonyms) for column, path in paths.items()}
    fields = _resolved({column: field for column, field in named.items() if field}, paths)
    fields = _areas(grid, last, fields)
    choices = {c: p[-1] for c, p in paths.items() if c in fields and normalise(p[-1]) in _CHOICES}
    unknown = {
        column: _lowest(grid, first, last, column) for column in used if column not in fields
    }
    return Header(first, last, fields, choices, unknown)


def _lowest(grid: Grid, first: int, last: int, column: int) -> Cell:
    rows = (grid.rows.get(row, {}) for row in range(last, first - 1, -1))
    return next(places[column] for places in rows if column in places)


def _resolved(fields: dict[int, Column], paths: dict[int, list[str]]) -> dict[int, Column]:
    """Decides the headings whose meaning hangs on the columns beside them."""
    resolved = dict(_issues(fields))
    for column, field in fields.items():
        bare = normalise(paths[column][-1]) == "单位"
        if field is Column.INSPECTED and bare and Column.UNITS not in fields.values():
            resolved[column] = Column.UNITS
    return resolved


def _issues(fields: dict[int, Column]) -> Iterator[tuple[int, Column]]:
    """反馈问题 beside 具体问题 is the group; alone it is the problem."""
    issues = [column for column, field in fields.items() if field is Column.ISSUE]
    taken = set(fields.values())
    levels = [level for level in (Column.GROUP, Column.AREA) if level not in taken]
    if issues and Column.PROBLEM not in taken:
        levels.insert(0, Column.PROBLEM)
    meaning = dict(zip(reversed(issues), levels, strict=False))
    for column, field in fields.items():
        if field is not Column.ISSUE:
            yield column, field
        elif column in meaning:
            yield column, meaning[column]


def _areas(grid: Grid, last: int, fields: dict[int, Column]) -> dict[int, Column]:
    """问题类别 over titles such as …方面 is the area, where no other column is."""
    groups = [column for column, field in fields.items() if field is Column.GROUP]
    if Column.AREA in fields.values() or len(groups) != 1:
        return fields
    like_areas = [bool(_AREA.search(title)) for title in set(_below(grid, last, groups[0]))]
    if sum(like_areas) * 2 > len(like_areas):
        return fields | {groups[0]: Column.AREA}
    return fields


def _below(grid: Grid, header_last: int, column: int) -> list[str]:
    return [
        grid.words(places[column])
        for row, places in grid.rows.items()
        if row > header_last and column in places
    ]


def _is_register(grid: Grid, header: Header) -> bool:
    """A register names problems in words, and says something else beside them."""
    kinds = Counter(header.fields.values())
    if Column.PROBLEM not in kinds or len(kinds) < 2:
        return False
    texts = _below(grid, header.last, header.columns(Column.PROBLEM)[0])
    return not texts or not all(_DIGITS.fullmatch(text) for text in texts)
