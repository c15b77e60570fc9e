"""The text inside one paragraph of a Word document, as it is printed with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.documents.styles import Styles
from bihuan.documents.wordxml import W, child, flag, number, value

if TYPE_CHECKING:
    from lxml import etree

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_TEXT_BOX = W + "txbxContent"
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DROPPED = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "del",
        "moveFrom", "delText", "instrText", "delInstrText", "rt", "sym", "softHyphen", "fldData",
    )
)  # fmt: skip
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_DRAWINGS = (W + "drawing", W + "pict", W + "object")
_LARGE_PICTURE = 2_520_000
"""Width and height, in EMU (7 cm), from which a picture may well hold text."""


@dataclass(slots=True)
class Inline:
    """A paragraph's text, and what hangs on it: text boxes, notes (kind and id), pictures."""

    styles: Styles
    hidden: bool = False
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    large_pictures: int = 0
    _fields: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text read so far."""
        return "".join(self.parts)

    def read(self, node: etree._Element) -> None:
        """Reads the children of a paragraph or of anything inside one."""
        for item in node:
            tag = item.tag
            if tag == W + "r":
                if not self._vanishes(item):
                    self.read(item)
            elif tag in (W + "t", _MATH_TEXT):
                self._add(item.text or "")
            elif tag not in _DROPPED:
                self._read_other(item)

    def _read_other(self, item: etree._Element) -> None:
        tag = item.tag
        if tag in _SIGNS:
            self._add(_SIGNS[tag])
        elif tag == W + "fldChar":
            self._field(value(item, "fldCharType"))
        elif tag in _NOTES:
            self.notes.append((_NOTES[tag], value(item, "id")))
        elif tag in _DRAWINGS:
            self.boxes.extend(_text_boxes(item))
            self.large_pictures += _large(item)
        else:
            self.read(branch(item) if tag == _MC + "AlternateContent" else item)

    def _add(self, text: str) -> None:
        # A field's instruction may hold text of its own; only its result is printed.
        if all(self._fields):
            self.parts.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _vanishes(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return self.hidden
        vanish = child(properties, "vanish")
        if vanish is not None:
            return flag(vanish)
        style = child(properties, "rStyle")
        return self.hidden or (style is not None and self.styles.get(value(style)).hidden)


def branch(alternate: etree._Element) -> etree._Element:
    """The one branch of an mc:AlternateContent that is read: the first that holds text."""
    branches = [
        node for name in ("Choice", "Fallback") for node in alternate.iterchildren(_MC + name)
    ]
    with_text = (node for node in branches if next(node.iter(W + "t"), None) is not None)
    return next(with_text, branches[0] if branches else alternate)


def _text_boxes(node: etree._Element) -> Iterator[etree._Element]:
    for item in branch(node) if node.tag == _MC + "AlternateContent" else node:
        if item.tag == _TEXT_BOX:
            yield item
        else:
            yield from _text_boxes(item)


def _large(drawing: etree._Element) -> bool:
    extent = next(drawing.iter(_EXTENT), None)
    if extent is None or next(drawing.iter(_TEXT_BOX), None) is not None:
        return False
    sides = (number(str(extent.get(side, "")), 0) for side in ("cx", "cy"))
    return min(sides) >= _LARGE_PICTURE
