"""A table of the document as a grid in which a merged cell stands at every place that it covers."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.model import Cell, Document, Span, Table


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends; an empty span where there is nothing else."""
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells that hold text, by row and column; `order` is the table's place in the document."""

    text: str
    table: Table
    order: int
    rows: dict[int, dict[int, Cell]]

    def words(self, cell: Cell) -> str:
        """The cell's text without white space at its ends."""
        start, end = cell.span
        return self.text[start:end].strip()

    def row(self, index: int) -> list[Cell]:
        """The different cells of a row from left to right."""
        return list(dict.fromkeys(self.rows.get(index, {}).values()))

    def place(self, cell: Cell) -> str:
        """Where the cell stands, for people."""
        if cell.reference:
            sheet = f"工作表“{self.table.name}” " if self.table.name else ""
            return f"{sheet}{cell.reference}"
        return f"第{self.order}个表格第{cell.row + 1}行第{cell.column + 1}列"


def grids(document: Document) -> list[Grid]:
    """The document's tables in order."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [_grid(document.text, table, order) for order, table in enumerate(tables, 1)]


def _grid(text: str, table: Table, order: int) -> Grid:
    filled = [cell for cell in table.cells if text[cell.span[0] : cell.span[1]].strip()]
    # A merge may be declared down to the sheet's last row: only rows and columns in use count.
    last_row = max((cell.row for cell in table.cells), default=-1)
    last_column = max((cell.column for cell in table.cells), default=-1)
    rows: dict[int, dict[int, Cell]] = {}
    for cell in filled:
        for row in range(cell.row, min(cell.row + cell.rowspan, last_row + 1)):
            places = rows.setdefault(row, {})
            for column in range(cell.column, min(cell.column + cell.colspan, last_column + 1)):
                places.setdefault(column, cell)
    return Grid(text, table, order, {row: dict(sorted(rows[row].items())) for row in sorted(rows)})
