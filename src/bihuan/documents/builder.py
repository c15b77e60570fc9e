"""Collects a document's text, paragraphs and tables, and counts the spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from bihuan.model import Block, Cell, Document, Paragraph, Span, Table

_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, marks without width and halves of surrogate pairs: they are not seen in
# print, and would keep equal words from being found equal.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ud800-\udfff\ufeff\ufff9-\ufffc\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell before it has a place in the text: see `bihuan.model.Cell` for the fields."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    reference: str = ""


def clean(text: str) -> str:
    """The text with every line break as "\\n" and without characters that print nothing."""
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


class Builder:
    """Takes paragraphs and tables in reading order; `build` gives the Document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def paragraph(self, text: str, heading: int | None = None) -> None:
        """Adds a paragraph; each line break inside it starts a paragraph of its own.

        Blank lines and indentation stay in the text but in no paragraph.
        """
        for line in clean(text).split("\n"):
            start = self._append(line)
            content = line.strip()
            if content:
                start += len(line) - len(line.lstrip())
                self._blocks.append(Paragraph((start, start + len(content)), heading))

    def table(self, cells: Iterable[CellText], name: str = "") -> None:
        """Adds a table of `cells` ordered by row and column; cells without text are left out."""
        listed: list[Cell] = []
        for _, row in groupby(_filled(cells), key=lambda cell: cell.row):
            line = list(row)
            position = self._append("\t".join(cell.text for cell in line))
            for cell in line:
                listed.append(_placed(cell, position))
                position += len(cell.text) + 1
        if listed:
            self._blocks.append(Table((listed[0].span[0], listed[-1].span[1]), tuple(listed), name))

    @property
    def has_text(self) -> bool:
        """Whether any paragraph or table has been added."""
        return bool(self._blocks)

    def build(
        self,
        name: str,
        format: str,
        properties: Mapping[str, str] | None = None,
        notes: Iterable[str] = (),
    ) -> Document:
        """The Document of everything added so far."""
        return Document(
            name,
            format,
            "\n".join(self._parts),
            tuple(self._blocks),
            properties or {},
            tuple(notes),
        )

    def _append(self, line: str) -> int:
        start = self._length
        self._parts.append(line)
        self._length += len(line) + 1
        return start


def _filled(cells: Iterable[CellText]) -> Iterable[CellText]:
    for cell in cells:
        # A tab inside a cell would read as the border between two.
        text = clean(cell.text).replace("\t", " ").strip()
        if text:
            yield CellText(text, cell.row, cell.column, cell.rowspan, cell.colspan, cell.reference)


def _placed(cell: CellText, position: int) -> Cell:
    span: Span = (position, position + len(cell.text))
    return Cell(span, cell.row, cell.column, cell.rowspan, cell.colspan, cell.reference)
