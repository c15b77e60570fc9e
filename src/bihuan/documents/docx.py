"""Word documents (docx, docm): the text as printed, with automatic numbers and accepted changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.documents.builder import Builder, CellText
from bihuan.documents.inline import Inline, branch
from bihuan.documents.layout import is_page_mark
from bihuan.documents.numbering import Numbering
from bihuan.documents.ooxml import Package
from bihuan.documents.source import DAMAGED, RESAVE, Source
from bihuan.documents.styles import Style, Styles, heading_of, list_reference
from bihuan.documents.wordxml import W, child, flag, number, value
from bihuan.model import Document

if TYPE_CHECKING:
    from lxml import etree

_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = frozenset(
    W + name for name in ("sdtContent", "ins", "moveTo", "customXml", "smartTag", "body")
)
_REMOVED_MARKS = ("del", "moveFrom", "vanish")
_MAX_SPAN = 1_000


def read(source: Source) -> Document:
    """Reads a Word document; raises UnreadableInput where it has no text part."""
    package = Package(source.archive)
    main = package.main_part("word/document.xml")
    root = source.archive.xml(main)
    body = None if root is None else child(root, "body")
    if body is None:
        raise source.unreadable(f"{DAMAGED}，缺少正文", RESAVE)
    reader = _Reader(package, package.related(main))
    reader.add(reader.contents(body))
    reader.add_notes()
    return reader.builder.build(source.name, "docx", package.properties(), reader.remarks(body))


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed paragraph: its automatic number, its text and its outline level."""

    label: str
    text: str
    heading: int | None

    @property
    def whole(self) -> str:
        return self.label + (self.text.lstrip() if self.label else self.text)


class _Reader:
    def __init__(self, package: Package, parts: dict[str, str]) -> None:
        self.builder = Builder()
        self._archive = package.archive
        self._parts = parts
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles.lists())
        self._notes: list[tuple[str, str]] = []
        self._large_pictures = 0

    def add(self, contents: Iterator[_Line | etree._Element]) -> None:
        """Puts lines and tables into the builder."""
        for item in contents:
            if not isinstance(item, _Line):
                self._add_table(item)
            elif item.text.strip() and not is_page_mark(item.whole):
                self.builder.paragraph(item.whole, item.heading)

    def add_notes(self) -> None:
        """Appends the footnotes and endnotes that the text refers to, in its order."""
        stored = {
            kind: {value(node, "id"): node for node in self._note_nodes(kind)}
            for kind in {kind for kind, _ in self._notes}
        }
        # A note may refer to further notes; those of a note's own text are left out.
        for count, (kind, identifier) in enumerate(list(self._notes), start=1):
            node = stored[kind].get(identifier)
            text = "" if node is None else self._cell_text(node)
            if text.strip():
                self.builder.paragraph(f"注{count}：{text.strip()}")

    def remarks(self, body: etree._Element) -> Iterator[str]:
        """Sentences about what in the document was not read."""
        if self._large_pictures:
            yield f"文档里有 {self._large_pictures} 张较大的图片，图片中的文字没有读。"
        if next(body.iter(W + "altChunk"), None) is not None:
            yield "文档里嵌入了别的文件，其中的文字没有读，请在 Word 中另存后再试。"

    def contents(self, parent: etree._Element) -> Iterator[_Line | etree._Element]:
        """The lines and tables under `parent`, in reading order."""
        before = ""
        for node in _blocks(parent):
            if node.tag == _TABLE:
                if before:
                    yield _Line("", before, None)
                    before = ""
                yield from self._table_or_text(node)
                continue
            style = self._style(node)
            inline = Inline(self._styles, hidden=style.hidden)
            inline.read(node)
            self._notes += inline.notes
            self._large_pictures += inline.large_pictures
            text = before + inline.text
            # Without its mark a paragraph runs on into the next, and takes that one's format.
            removed = _mark_removed(node)
            before = text if removed else ""
            if not removed and not style.contents:
                yield self._line(node, style, text)
            for box in inline.boxes:
                yield from self.contents(box)
        if before:
            yield _Line("", before, None)

    def _line(self, node: etree._Element, style: Style, text: str) -> _Line:
        properties = child(node, "pPr")
        outline = None if properties is None else child(properties, "outlineLvl")
        heading = style.heading if outline is None else heading_of(outline)
        return _Line(self._label(properties, style), text, heading)

    def _label(self, properties: etree._Element | None, style: Style) -> str:
        direct = None if properties is None else child(properties, "numPr")
        list_id, level = (None, None) if direct is None else list_reference(direct)
        if list_id is None:
            list_id = style.list_id
            if level is None and list_id is not None:
                level = self._numbering.level_of_style(list_id, style.list_style)
                level = style.list_level if level is None else level
        return "" if list_id in (None, "0") else self._numbering.label(list_id or "", level or 0)

    def _style(self, paragraph: etree._Element) -> Style:
        node = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(None if node is None else value(node))

    def _table_or_text(self, table: etree._Element) -> Iterator[_Line | etree._Element]:
        """The table, or its text where it is only a frame around that."""
        cells = [cell for row in _rows(table) for cell in _within(row, _CELL)]
        if len(cells) == 1:
            yield from self.contents(cells[0])
        else:
            yield table

    def _add_table(self, table: etree._Element) -> None:
        cells: list[CellText] = []
        starts: dict[int, int] = {}
        for row, node in enumerate(_rows(table)):
            for column, span, cell in _columns(node):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and value(merge) != "restart" and column in starts:
                    cells[starts[column]] = _taller(cells[starts[column]], row)
                    continue
                starts.pop(column, None)
                if merge is not None:
                    starts[column] = len(cells)
                cells.append(CellText(self._cell_text(cell), row, column, 1, span))
        self.builder.table(cells)

    def _cell_text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        for item in self.contents(cell):
            if isinstance(item, _Line):
                lines.append(item.whole)
            else:
                lines += [
                    " ".join(self._cell_text(inner) for inner in _within(row, _CELL))
                    for row in _rows(item)
                ]
        return "\n".join(line for line in lines if line.strip())

    def _part(self, kind: str) -> etree._Element | None:
        return self._archive.xml(self._parts.get(kind, f"word/{kind}.xml"))

    def _note_nodes(self, kind: str) -> Iterator[etree._Element]:
        root = self._part(kind)
        if root is not None:
            yield from root.iterchildren()


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables under `parent`, through content controls and tracked insertions."""
    for node in parent:
        if node.tag in (_PARAGRAPH, _TABLE):
            yield node
        elif node.tag == W + "sdt":
            gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            if gallery is None or value(gallery) != "Table of Contents":
                yield from _blocks(node)
        elif node.tag == _ALTERNATE:
            yield from _blocks(branch(node))
        elif node.tag in _WRAPPERS:
            yield from _blocks(node)


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls and the like."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in _WRAPPERS or node.tag == W + "sdt":
            yield from _within(node, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _within(table, _ROW):
        properties = child(row, "trPr")
        gone = () if properties is None else (child(properties, name) for name in ("del", "hidden"))
        if not any(flag(mark) for mark in gone):
            yield row


def _columns(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Each cell of the row with its column in the grid and the number of columns it spans."""
    column = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _within(row, _CELL):
        span = max(1, _count(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        yield column, span, cell
        column += span


def _count(node: etree._Element | None, default: int) -> int:
    return default if node is None else min(number(value(node), default), _MAX_SPAN)


def _taller(cell: CellText, last_row: int) -> CellText:
    return CellText(cell.text, cell.row, cell.column, last_row - cell.row + 1, cell.colspan)


def _mark_removed(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(flag(child(mark, name)) for name in _REMOVED_MARKS)
