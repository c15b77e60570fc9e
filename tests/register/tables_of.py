"""Documents made of rows, as a workbook's sheets or the tables of a text would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bihuan.documents.builder import Builder, CellText
from bihuan.documents.sheets import reference
from bihuan.model import Document, Register
from bihuan.reading.tables.register import read_register

Rows = Sequence[Sequence[str | None]]
Merges = Sequence[tuple[int, int, int, int]]


def sheets(tables: Mapping[str, Rows], merges: Mapping[str, Merges] | None = None) -> Document:
    """A workbook's document; merges are first row, column, last row, column, by sheet."""
    builder = Builder()
    for name, rows in tables.items():
        builder.table(cells(rows, (merges or {}).get(name, ()), named=True), name)
    return builder.build("台账.xlsx", "xlsx")


def sheet(rows: Rows, *merges: tuple[int, int, int, int]) -> Document:
    """A workbook of one sheet."""
    return sheets({"台账": rows}, {"台账": merges})


def cells(rows: Rows, merges: Merges, *, named: bool) -> list[CellText]:
    """The cells with text, merged areas at their first one."""
    last = {(top, left): (bottom, right) for top, left, bottom, right in merges}
    listed = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            bottom, right = last.get((row, column), (row, column))
            place = reference((row, column)) if named else ""
            size = bottom - row + 1, right - column + 1
            listed.append(CellText(text or "", row, column, *size, place))
    return listed


def register(document: Document) -> Register:
    """The register in the document's tables."""
    found = read_register(document)
    assert found is not None
    return found


def column(found: Register, field: str) -> list[object]:
    """A field of every finding."""
    return [getattr(finding, field) for finding in found.findings]
