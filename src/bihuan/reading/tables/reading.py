"""Registers that a document holds as tables: findings in rows, the head in the lines above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.model import Cell, Document, Kind, Paragraph, Span, Unread
from bihuan.reading.dates import find_dates
from bihuan.reading.draft import Draft
from bihuan.reading.folding import fold
from bihuan.reading.own import is_own, kind_of, stage_of, title_of
from bihuan.reading.tables.captions import Captions, Statement, pairs, read_row
from bihuan.reading.tables.columns import Column, load_synonyms
from bihuan.reading.tables.entries import Drafter
from bihuan.reading.tables.grid import Grid, grids
from bihuan.reading.tables.headers import Header, headers, own_headers
from bihuan.reading.tables.rows import Entry, Walk

# More or longer lines than these are running text, which says its head in sentences.
_MOST_CAPTIONS = 12
_LONGEST_CAPTION = 120


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a document's registers say.

    `title` and `statements` (填报单位：…, 反馈时间：…) stand above the first table or below the
    last; a statement without a label is a line of the head that is no title. `kind` is what the
    columns show, or what the file says of itself. `spans` are the tables that were read.
    """

    title: str | None
    statements: tuple[Statement, ...]
    drafts: list[Draft]
    unread: tuple[Unread, ...]
    kind: Kind
    spans: tuple[Span, ...]


def read_tables(document: Document) -> TableReading | None:
    """The registers among a document's tables as one, or None where no table is a register.

    Tables that aren't registers are left out, and so is one whose findings another has already
    given. UserError where the user's columns.toml is malformed.
    """
    tables = grids(document)
    if not tables:
        return None
    synonyms = load_synonyms()
    find = own_headers if is_own(document.properties) else headers
    found = [(grid, find(grid, synonyms)) for grid in tables]
    if not any(parts for _, parts in found):
        return None
    return _Reader(document).read(found)


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.own = is_own(document.properties)
        self.walk = Walk(verbatim=self.own)
        self.spans: list[Span] = []
        self.last_header: Header | None = None

    def read(self, found: Sequence[tuple[Grid, list[Header]]]) -> TableReading:
        for grid, parts in found:
            if parts:
                self._captions(grid, parts[0])
                self._table(grid, parts)
            elif self.last_header and _goes_on(grid, self.last_header, self.walk.entries):
                self._table(grid, [replace(self.last_header, first=-1, last=-1)])
        self._inspected()
        return self._result()

    def _result(self) -> TableReading:
        captions = self.walk.captions
        drafter = Drafter(self.walk.entries, own=self.own, dated=_is_dated(captions.statements))
        drafts = drafter.drafts()
        properties = self.document.properties if self.own else {}
        return TableReading(
            title=title_of(properties, captions.title()),
            statements=tuple(captions.statements),
            drafts=drafts,
            unread=(*self.walk.unread, *drafter.unread),
            kind=kind_of(properties, stage_of(drafts)),
            spans=tuple(self.spans),
        )

    # The lines above and below

    def _captions(self, grid: Grid, header: Header) -> None:
        if self.own:
            self._own_captions(grid, header)
            return
        above = Captions()
        if not self.spans:
            self._paragraphs(grid, above)
        for row in (row for row in grid.rows if row < header.first):
            read_row(grid.text, [cell.span for cell in grid.row(row) if cell.row == row], above)
        self.walk.captions.statements.extend(above.statements)
        self.walk.captions.titles = self.walk.captions.titles or above.titles

    def _own_captions(self, grid: Grid, header: Header) -> None:
        """The title and one statement in each cell, as bihuan writes them."""
        rows = [grid.row(row) for row in grid.rows if row < header.first]
        for cell in rows[0] if rows else []:
            self.walk.captions.titles.append((grid.words(cell), cell.span))
        for cell in (cell for row in rows[1:] for cell in row):
            label, _, value = grid.words(cell).partition("：")
            if value:
                self.walk.captions.statements.append(Statement(label, value, cell.span))

    def _paragraphs(self, grid: Grid, captions: Captions) -> None:
        lines = [block for block in self.document.blocks if isinstance(block, Paragraph)]
        before = [line.span for line in lines if line.span[1] <= grid.table.span[0]]
        after = [line.span for line in lines if line.span[0] >= grid.table.span[1]]
        if len(before) <= _MOST_CAPTIONS and all(_is_short(span) for span in before):
            for span in before:
                read_row(grid.text, [span], captions)
        for span in filter(_is_short, after):
            captions.statements.extend(pairs(grid.text, span))

    # The tables

    def _table(self, grid: Grid, parts: Sequence[Header]) -> None:
        known = {_problem(entry) for entry in self.walk.entries}
        begin = len(self.walk.entries)
        ends = [*(header.first - 1 for header in parts[1:]), max(grid.rows)]
        for header, end in zip(parts, ends, strict=True):
            self.walk.read(grid, header, end)
        self.last_header = parts[-1]
        new = self.walk.entries[begin:]
        if new and known.issuperset(map(_problem, new)):
            del self.walk.entries[begin:]
            message = "这张表的问题在前面的表里都已有，没有重复读入。"
            self.walk.unread.append(Unread(_place(grid), "", message))
        else:
            self.spans.append(grid.table.span)

    def _inspected(self) -> None:
        """A column of inspected organisations is a statement; several of them are told."""
        cells: dict[str, tuple[Grid, Cell]] = {}
        for entry in self.walk.entries:
            for cell in entry.cells.get(Column.INSPECTED, []):
                cells.setdefault(entry.grid.words(cell), (entry.grid, cell))
        for name, (grid, cell) in list(cells.items())[:1]:
            self.walk.captions.statements.append(Statement("被巡察单位", name, cell.span))
            if len(cells) > 1:
                message = (
                    f"表里有{len(cells)}个被巡察单位，合成了一本台账；请按单位分表后分别读入。"
                )
                self.walk.unread.append(Unread(grid.place(cell), name, message))


def _is_short(span: Span) -> bool:
    return span[1] - span[0] <= _LONGEST_CAPTION


def _problem(entry: Entry) -> str:
    return "".join((entry.text(Column.PROBLEM) or "").split())


def _place(grid: Grid) -> str:
    return f"工作表“{grid.table.name}”" if grid.table.name else f"第{grid.order}个表格"


def _is_dated(statements: Sequence[Statement]) -> bool:
    folded = (fold(line.value) for line in statements if line.label)
    return any(mention.exact() for value in folded for mention in find_dates(value))


def _goes_on(grid: Grid, header: Header, entries: Sequence[Entry]) -> bool:
    """Whether a table without a header goes on with the register before it: its number follows."""
    if not entries or not grid.rows:
        return False
    used = {column for places in grid.rows.values() for column in places}
    first = next(iter(grid.rows.values()))
    numbers = [grid.words(first[c]) for c in header.columns(Column.NUMBER) if c in first]
    before = entries[-1].texts(Column.NUMBER)
    if not used <= header.fields.keys() | header.unknown.keys() or not numbers or not before:
        return False
    return (
        numbers[0].isdecimal() and before[0].isdecimal() and int(numbers[0]) == int(before[0]) + 1
    )
