"""Walks the rows of a register below its header and collects what they say about each finding."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.model import Cell, Span, Unread
from bihuan.reading.folding import fold
from bihuan.reading.numbering import read_mark
from bihuan.reading.tables.bands import find_bands, mark_form
from bihuan.reading.tables.captions import Captions, is_foot, is_total, pairs
from bihuan.reading.tables.columns import Column
from bihuan.reading.tables.grid import Grid
from bihuan.reading.tables.headers import Header
from bihuan.reading.tables.states import is_blank, is_ticked
from bihuan.reading.titles import clean_title

_LEVELS = (Column.AREA, Column.GROUP)
_SAID_OF_A_PROBLEM = frozenset(Column) - {
    Column.NUMBER,
    Column.INSPECTED,
    Column.PROBLEM,
    Column.ISSUE,
    *_LEVELS,
}


@dataclass(frozen=True, slots=True)
class Title:
    """An area's or group's title; `number` is printed before it (empty: none), meaning `value`."""

    text: str
    span: Span
    number: str = ""
    value: int = 0


@dataclass(slots=True)
class Entry:
    """What the rows of one finding say: the cells of each field, each once, in order."""

    grid: Grid
    titles: dict[Column, Title]
    cells: dict[Column, list[Cell]] = field(default_factory=dict)
    choices: dict[Column, list[str]] = field(default_factory=dict)
    names_group: bool = False

    def texts(self, column: Column) -> list[str]:
        """The texts of a field's cells."""
        return [self.grid.words(cell) for cell in self.cells.get(column, [])]

    def text(self, column: Column) -> str | None:
        """The texts of a field's cells, one a line, or None where there is none."""
        return "\n".join(self.texts(column)) or None


@dataclass(slots=True)
class Walk:
    """Goes through registers in order; titles carry on from one table to the next.

    `verbatim` reads a register that bihuan wrote: its titles have no numbers to take off.
    """

    verbatim: bool = False
    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    captions: Captions = field(default_factory=Captions)
    _titles: dict[Column, Title] = field(default_factory=dict)
    _band_forms: dict[str, Column] = field(default_factory=dict)
    _bands: list[tuple[Grid, Cell]] = field(default_factory=list)
    _at_foot: bool = False

    def read(self, grid: Grid, header: Header, last: int) -> None:
        """Reads the rows after the header up to and including row `last`."""
        self._at_foot = False
        rows = [row for row in grid.rows if header.last < row <= last]
        bands = find_bands(grid, header, rows)
        for row in rows:
            self._row(grid, header, row, bands.get(row))
        self._end_of_table(grid, header, last)

    def _row(self, grid: Grid, header: Header, row: int, band: Cell | None) -> None:
        cells = grid.row(row)
        words = [grid.words(cell) for cell in cells]
        if is_total(words[0]):
            return
        if is_foot(words) or (self._at_foot and len(cells) == 1):
            self._foot(grid, cells)
        elif band is not None:
            self._bands.append((grid, band))
        else:
            self._settle_bands(header)
            self._data(grid, header, row)

    def _foot(self, grid: Grid, cells: list[Cell]) -> None:
        self._at_foot = True
        for cell in cells:
            self.captions.statements.extend(pairs(grid.text, cell.span))

    # Titles in rows of their own

    def _settle_bands(self, header: Header) -> None:
        """Takes the bands above a finding as titles of the levels that have no column."""
        for grid, cell in self._bands:
            level = self._level_of(grid, cell, header)
            if level is None:
                self._report(
                    grid, cell, "这一行横贯表格，但方面和问题都已另有一列，没有读入；请并入相应的列"
                )
                continue
            for lower in _LEVELS[_LEVELS.index(level) :]:
                self._titles.pop(lower, None)
            self._titles[level] = self._title(grid, cell)
        self._bands.clear()

    def _level_of(self, grid: Grid, cell: Cell, header: Header) -> Column | None:
        """Bands numbered in one form are one level, the form that comes first the higher one."""
        form = mark_form(grid, cell)
        free = [level for level in _LEVELS if not header.columns(level)]
        taken = set(self._band_forms.values())
        if form not in self._band_forms:
            level = next((level for level in free if level not in taken), None)
            if level is None:
                return None
            self._band_forms[form] = level
        return self._band_forms[form]

    def _end_of_table(self, grid: Grid, header: Header, last: int) -> None:
        """Bands with nothing below them are the title of a part that follows, or lost words."""
        if last >= max(grid.rows):
            for band_grid, cell in self._bands:
                self._report(
                    band_grid, cell, "这一行下面没有问题，没有读入；如是问题，请填入问题一列"
                )
        self._bands.clear()
        for column, cell in header.unknown.items():
            self._unknown_column(grid, header, column, cell)

    def _unknown_column(self, grid: Grid, header: Header, column: int, cell: Cell) -> None:
        rows = (grid.rows[row] for row in grid.rows if row > header.last)
        if any(column in places and not is_blank(grid.words(places[column])) for places in rows):
            name = "".join(grid.words(cell).split())
            self._report(
                grid,
                cell,
                f"不认识“{name}”这一列，整列没有读入；请改用常用表头，或在columns.toml里登记这个名称",
            )

    # Rows of findings

    def _data(self, grid: Grid, header: Header, row: int) -> None:
        self._at_foot = False
        fields = self._fields(grid, header, row)
        self._carry_titles(grid, fields)
        if self._continues(grid, fields, row):
            self._extend(self.entries[-1], header, fields)
        elif fields.get(Column.PROBLEM) or self._is_group_alone(fields, row):
            self._begin(grid, header, fields)
        else:
            self._without_problem(grid, fields)

    def _fields(self, grid: Grid, header: Header, row: int) -> dict[Column, list[Cell]]:
        fields: dict[Column, list[Cell]] = {}
        for column, cell in grid.rows[row].items():
            named = header.fields.get(column)
            if named is None and column not in header.unknown:
                self._report(grid, cell, "这一格上方没有表头，没有读入；请补上表头")
            elif named in _LEVELS and is_blank(grid.words(cell)):
                # A stroke says that there is no area or group, an empty cell that it goes on.
                self._titles.pop(named, None)
            elif named and (self.verbatim or not is_blank(grid.words(cell))):
                cells = fields.setdefault(named, [])
                if cell not in cells:
                    cells.append(cell)
        return fields

    def _carry_titles(self, grid: Grid, fields: dict[Column, list[Cell]]) -> None:
        for index, level in enumerate(_LEVELS):
            if cells := fields.get(level):
                title = self._title(grid, cells[0])
                if title.text != self._text_of(level):
                    for lower in _LEVELS[index + 1 :]:
                        self._titles.pop(lower, None)
                self._titles[level] = title

    def _text_of(self, level: Column) -> str | None:
        return self._titles[level].text if level in self._titles else None

    def _title(self, grid: Grid, cell: Cell) -> Title:
        words = grid.words(cell)
        if self.verbatim:
            return Title(words, cell.span)
        mark = read_mark(fold(words), 0, len(words))
        text = "".join(words[mark.end if mark else 0 :].split("\n"))
        printed = words[mark.start : mark.end].strip() if mark else ""
        return Title(clean_title(text) or words, cell.span, printed, mark.value if mark else 0)

    def _continues(self, grid: Grid, fields: dict[Column, list[Cell]], row: int) -> bool:
        """Whether the row goes on with the finding above, whose problem it shares or repeats."""
        if not self.entries or self.entries[-1].grid is not grid:
            return False
        above = self.entries[-1].cells
        problem, number = fields.get(Column.PROBLEM, []), fields.get(Column.NUMBER, [])
        same_number = not number or number == above.get(Column.NUMBER)
        if not problem or self.verbatim:
            return bool(number) and same_number and number[0].row < row
        if problem == above.get(Column.PROBLEM):
            return True
        repeated = [grid.words(c) for c in problem] == self.entries[-1].texts(Column.PROBLEM)
        numbers = [grid.words(c) for c in number]
        return repeated and (same_number or numbers == self.entries[-1].texts(Column.NUMBER))

    def _is_group_alone(self, fields: dict[Column, list[Cell]], row: int) -> bool:
        """A group with an answer but no specific problem is the problem itself."""
        groups = fields.get(Column.GROUP, [])
        return bool(groups) and groups[0].row == row and bool(_SAID_OF_A_PROBLEM & fields.keys())

    def _begin(self, grid: Grid, header: Header, fields: dict[Column, list[Cell]]) -> None:
        entry = Entry(grid, dict(self._titles))
        if Column.PROBLEM not in fields:
            fields[Column.PROBLEM] = fields[Column.GROUP]
            entry.names_group = True
        self.entries.append(entry)
        self._extend(entry, header, fields)

    def _extend(self, entry: Entry, header: Header, fields: dict[Column, list[Cell]]) -> None:
        for column, cells in fields.items():
            for cell in cells:
                known = entry.cells.setdefault(column, [])
                choice = header.choice(cell, column)
                if choice is not None:
                    self._choose(entry, column, choice, cell)
                elif cell not in known and not self._is_repeated(entry, column, cell):
                    known.append(cell)

    def _is_repeated(self, entry: Entry, column: Column, cell: Cell) -> bool:
        return not self.verbatim and entry.grid.words(cell) in entry.texts(column)

    def _choose(self, entry: Entry, column: Column, choice: str, cell: Cell) -> None:
        words = entry.grid.words(cell)
        if is_ticked(words) or words == choice:
            entry.choices.setdefault(column, []).append(choice)
        elif words not in ("否", "×", "0"):
            self._report(entry.grid, cell, f"“{choice}”一列里看不懂这一格，请打√或留空")

    def _without_problem(self, grid: Grid, fields: dict[Column, list[Cell]]) -> None:
        for column in sorted(_SAID_OF_A_PROBLEM & fields.keys(), key=list(Column).index):
            for cell in fields[column]:
                if self.entries and cell in self.entries[-1].cells.get(column, []):
                    continue
                self._report(
                    grid,
                    cell,
                    "这一行没有写问题，这一格没有读入；请补上问题，或与上一行的问题合并单元格",
                )

    def _report(self, grid: Grid, cell: Cell, message: str) -> None:
        self.unread.append(Unread(grid.place(cell), grid.words(cell), f"{message}。"))
