"""A finished Word file as plain blocks, from which the PDF and the web page are set.

So the Word template, the built-in one or an office's own, decides what every format says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.documents.safety import parse_xml
from bihuan.documents.styles import heading_of
from bihuan.documents.wordxml import W, child, flag, number, value
from bihuan.reports.blank import STYLE_NAMES
from bihuan.reports.form import BODY_SIZE, STYLES

if TYPE_CHECKING:
    from lxml import etree

_HEADINGS = ("标题", "一级标题", "二级标题", "三级标题", "四级标题")
_NAMES = {word: name for name, word in STYLE_NAMES.items()} | {name: name for name in STYLES}
_TWIPS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight; a line break in it is "\\n"."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: the name of its style, its runs, and how far from the right margin it ends.

    `right` is in characters; `breaks` says that it begins a page.
    """

    style: str
    runs: tuple[Run, ...]
    right: float = 0
    breaks: bool = False

    @property
    def words(self) -> str:
        """The paragraph's text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, and how many columns it takes."""

    texts: tuple[Text, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns' widths in millimetres, its rows, and whether the first heads pages."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks that stand on pages of one form, and whether these are turned."""

    blocks: tuple[Text | Grid, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's sections in order."""

    sections: tuple[Section, ...]


def paper_of(word: bytes) -> Paper:
    """The blocks of a Word file that a template gave.

    Headers, footers and pictures are left out.
    """
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        body = child(parse_xml(package.read("word/document.xml")), "body")
        names = _style_names(parse_xml(package.read("word/styles.xml")))
    return Paper(tuple(_sections(() if body is None else body, names)))


def _sections(body: Iterable[etree._Element], names: Mapping[str, str]) -> Iterator[Section]:
    """A section ends at the paragraph that holds its page's form, the last one with the body."""
    blocks: list[Text | Grid] = []
    for node in body:
        if node.tag in (W + "p", W + "tbl") and (block := _block(node, names)):
            blocks.append(block)
        form = node if node.tag == W + "sectPr" else node.find(f"{W}pPr/{W}sectPr")
        if form is not None:
            size = child(form, "pgSz")
            turned = size is not None and value(size, "orient") == "landscape"
            yield Section(tuple(blocks), turned)
            blocks = []


def _style_names(root: etree._Element) -> Mapping[str, str]:
    """The style of the form that each style id stands for; Word gives ids as it likes."""
    found = {}
    for node in root.iterchildren(W + "style"):
        name, outline = child(node, "name"), node.find(f"{W}pPr/{W}outlineLvl")
        known = _NAMES.get("" if name is None else value(name))
        level = None if outline is None else heading_of(outline)
        other = _HEADINGS[level] if level and level < len(_HEADINGS) else "正文"
        found[value(node, "styleId")] = known or other
    return found


def _block(node: etree._Element, names: Mapping[str, str]) -> Text | Grid | None:
    if node.tag == W + "tbl":
        return _grid(node, names)
    text = _text(node, names)
    return text if text.words.strip() else None


def _text(node: etree._Element, names: Mapping[str, str]) -> Text:
    style, indent = node.find(f"{W}pPr/{W}pStyle"), node.find(f"{W}pPr/{W}ind")
    right = 0 if indent is None else number(value(indent, "right"), 0)
    breaks = flag(node.find(f"{W}pPr/{W}pageBreakBefore"))
    return Text(
        names.get("" if style is None else value(style), "正文"),
        tuple(run for run in _runs(node) if run.text),
        right / _TWIPS / BODY_SIZE,
        breaks,
    )


def _runs(node: etree._Element) -> Iterator[Run]:
    for run in node.iter(W + "r"):
        properties = child(run, "rPr")
        bold = properties is not None and (
            flag(child(properties, "b")) or _is_strong(child(properties, "rStyle"))
        )
        yield Run("".join(map(_printed, run)), bold)


def _is_strong(style: etree._Element | None) -> bool:
    return style is not None and value(style) == "Strong"


def _printed(node: etree._Element) -> str:
    if node.tag == W + "t":
        return node.text or ""
    return {W + "br": "\n", W + "tab": "\u3000"}.get(str(node.tag), "")


def _grid(table: etree._Element, names: Mapping[str, str]) -> Grid:
    widths = tuple(
        number(value(column, "w"), 0) / _TWIPS * 25.4 / 72
        for column in table.iterfind(f"{W}tblGrid/{W}gridCol")
    )
    rows = list(table.iterchildren(W + "tr"))
    headed = bool(rows) and flag(rows[0].find(f"{W}trPr/{W}tblHeader"))
    return Grid(widths, tuple(tuple(_cells(row, names)) for row in rows), headed)


def _cells(row: etree._Element, names: Mapping[str, str]) -> Iterator[Cell]:
    for cell in row.iterchildren(W + "tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        texts = tuple(_text(node, names) for node in cell.iterchildren(W + "p"))
        yield Cell(texts, 1 if span is None else max(1, number(value(span), 1)))
