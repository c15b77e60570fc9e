"""Walks through a web page's elements and gives its printed lines and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.documents.builder import CellText
from bihuan.documents.numerals import numeral

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav",
        "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    )
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line break in the source between two Chinese characters is no space in print.
_SOURCE_BREAK = re.compile(
    r"(?<=[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*"
    r"(?=[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
_MAX_COLSPAN, _MAX_ROWSPAN = 100, 10_000
_MAX_COLUMNS = 1_000
"""How many columns of a table are told apart; what stands further right counts as the last."""
_LAYOUT_CELL = 1_500
"""A cell with more characters than this, and most of its table's, holds a page's layout."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `linked` is how many of its characters are links, `links` how many links."""

    text: str
    heading: int | None = None
    linked: int = 0
    links: int = 0


@dataclass(slots=True)
class _Flow:
    """Collects inline text until a block ends it."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    depth: int = 0
    heading: int | None = None
    counts: dict[etree._Element, int] = field(default_factory=dict)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.depth:
                self.linked += len(text.strip())

    def flush(self) -> Iterator[Line]:
        text = "".join(self.pieces)
        for line in _SOURCE_BREAK.sub("", text).split("\x00"):
            printed = _SPACE.sub(" ", line).strip(" ")
            if printed.strip():
                yield Line(printed, self.heading, self.linked, self.links)
        self.pieces.clear()
        self.linked = self.links = 0


def lines(root: etree._Element) -> Iterator[Line | etree._Element]:
    """The lines and data tables under `root` in the order of the page."""
    from lxml import etree

    flow = _Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            if node.tag == "table" and node is not root and is_data_table(node):
                yield from flow.flush()
                yield node
                walker.skip_subtree()
            else:
                yield from _enter(flow, node)
        else:
            yield from _leave(flow, node)
            if node is not root:
                flow.add(node.tail)
    yield from flow.flush()


def _enter(flow: _Flow, node: etree._Element) -> Iterator[Line]:
    tag = node.tag
    if tag in _BLOCKS:
        yield from flow.flush()
        flow.heading = _HEADINGS.get(tag, flow.heading)
        if tag == "li":
            flow.add(_marker(node, flow.counts))
    elif tag == "br":
        flow.pieces.append("\x00")
    elif tag == "a":
        flow.depth += 1
        flow.links += 1
    # Such a node was listed as a table: only its tail, added at its end, belongs to the text.
    flow.add(_verbatim(node) if tag == "pre" else node.text)


def _leave(flow: _Flow, node: etree._Element) -> Iterator[Line]:
    if node.tag in _BLOCKS:
        yield from flow.flush()
        if node.tag in _HEADINGS:
            flow.heading = None
    elif node.tag == "a":
        flow.depth -= 1


def _verbatim(node: etree._Element) -> str:
    return (node.text or "").replace("\r\n", "\n").replace("\n", "\x00")


def _marker(item: etree._Element, counts: dict[etree._Element, int]) -> str:
    """The number that a browser prints before an item; `counts` are the last ones by list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in str(parent.get("style", "")):
        return ""
    following = counts[parent] + 1 if parent in counts else _whole(parent.get("start"), 1)
    counts[parent] = _whole(item.get("value"), following)
    form = _LIST_FORMS.get(str(parent.get("type", "")), "decimal")
    return f"{numeral(counts[parent], form)}."


def is_data_table(table: etree._Element) -> bool:
    """Whether the table is one to its readers, and no means of laying out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) < 2 or max((len(row) for row in rows), default=0) < 2:
        return False
    sizes = [sum(len(text.strip()) for text in cell.itertext()) for row in rows for cell in row]
    largest = max(sizes)
    return largest < _LAYOUT_CELL or 2 * largest < sum(sizes)


def table_cells(table: etree._Element) -> Iterator[CellText]:
    """The cells of a data table with their places in the grid."""
    # For each column the last row that a cell from above reaches down to.
    reached: dict[int, int] = {}
    for row, node in enumerate(table.iter("tr")):
        column = 0
        for cell in node:
            if cell.tag not in ("td", "th"):
                continue
            while column < _MAX_COLUMNS and reached.get(column, -1) >= row:
                column += 1
            height = max(1, min(_whole(cell.get("rowspan"), 1), _MAX_ROWSPAN))
            width = max(1, min(_whole(cell.get("colspan"), 1), _MAX_COLSPAN))
            yield CellText(cell_text(cell), row, column, height, width)
            reached.update(dict.fromkeys(range(column, column + width), row + height - 1))
            column += width


def cell_text(cell: etree._Element) -> str:
    """The lines inside one cell, joined by line breaks."""
    return "\n".join(line.text.strip() for line in lines(cell) if isinstance(line, Line))


def _whole(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
