"""What all workbooks have in common: cells to a table, merged ones listed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bihuan.documents.builder import CellText

Position = tuple[int, int]
Area = tuple[Position, Position]
"""The top left and the bottom right cell, both included."""

_MAX_COVERED = 2_000_000
"""How many cells are followed up under merged areas: a hostile file can claim any number."""


def table_cells(texts: Mapping[Position, str], merged: Iterable[Area]) -> Iterator[CellText]:
    """The cells with text, ordered; those under a merged area's first cell are left out."""
    areas: dict[Position, Position] = {}
    covered: set[Position] = set()
    left = _MAX_COVERED
    for first, last in merged:
        size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
        left -= min(size, len(texts))
        if first in texts and left >= 0:
            areas[first] = last
            covered.update(_inside(first, last, texts))
    for position in sorted(texts):
        if position not in covered and texts[position].strip():
            yield _cell(texts[position], position, areas.get(position, position))


def reference(position: Position) -> str:
    """The cell's name in the sheet: (6, 2) is "C7"."""
    row, column = position
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _cell(text: str, first: Position, last: Position) -> CellText:
    rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
    return CellText(text, *first, rows, columns, reference(first))


def _inside(first: Position, last: Position, texts: Mapping[Position, str]) -> set[Position]:
    size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
    if size <= len(texts):
        rows, columns = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
        found = {(row, column) for row in rows for column in columns}
    else:
        found = {
            position
            for position in texts
            if first[0] <= position[0] <= last[0] and first[1] <= position[1] <= last[1]
        }
    return found - {first}
