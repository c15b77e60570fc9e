"""Word's paragraph and character styles, as far as they say something about the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.documents.wordxml import W, child, flag, number, value

if TYPE_CHECKING:
    from lxml import etree

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE = re.compile(r"title|标题|文档标题", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.I)
_MAX_CHAIN = 30
BODY_TEXT = 9
"""The outline level (w:outlineLvl) of text that is no heading."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its bases' word included.

    `heading` is the outline level (1 highest, 0 the title, None for body text), `list_id` and
    `list_level` name the automatic numbering, `contents` marks a table of contents.
    """

    heading: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    list_style: str = ""
    hidden: bool = False
    contents: bool = False


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: etree._Element | None) -> None:
        """Reads styles.xml (None where there is none)."""
        nodes = [] if root is None else list(root.iterchildren(W + "style"))
        self._nodes = {value(node, "styleId"): node for node in nodes}
        self._known: dict[str, Style] = {}
        defaults = (
            value(node, "styleId")
            for node in nodes
            if value(node, "type") == "paragraph" and value(node, "default") in ("1", "true", "on")
        )
        self._default = next(defaults, "")

    def get(self, style_id: str | None) -> Style:
        """The style with this id; the default paragraph style for None."""
        key = self._default if style_id is None else style_id
        if key not in self._known:
            self._known[key] = self._resolve(key)
        return self._known[key]

    def lists(self) -> dict[str, str]:
        """The list (numId) that each numbering style names, by style id."""
        found: dict[str, str] = {}
        for style_id, node in self._nodes.items():
            if value(node, "type") == "numbering" and (list_id := _list(node)[0]) is not None:
                found[style_id] = list_id
        return found

    def _chain(self, style_id: str) -> Iterator[tuple[str, etree._Element]]:
        for _ in range(_MAX_CHAIN):
            node = self._nodes.get(style_id)
            if node is None:
                return
            yield style_id, node
            base = child(node, "basedOn")
            style_id = "" if base is None else value(base)

    def _resolve(self, style_id: str) -> Style:
        chain = list(self._chain(style_id))
        lists = [(key, *_list(node)) for key, node in chain]
        # The style that names the list is the one that the list's level is linked to.
        named = next(((key, found) for key, found, _ in lists if found is not None), ("", None))
        vanish = (node.find(f"{W}rPr/{W}vanish") for _, node in chain)
        return Style(
            heading=_first_heading([node for _, node in chain]),
            list_id=named[1],
            list_level=next((level for _, _, level in lists if level is not None), None),
            list_style=named[0],
            hidden=flag(next((node for node in vanish if node is not None), None)),
            contents=any(_CONTENTS.match(_name(node)) for _, node in chain[:1]),
        )


def _list(style: etree._Element) -> tuple[str | None, int | None]:
    node = style.find(f"{W}pPr/{W}numPr")
    return (None, None) if node is None else list_reference(node)


def list_reference(properties: etree._Element) -> tuple[str | None, int | None]:
    """The list id and the level that a w:numPr names, each None where it doesn't."""
    list_id, level = child(properties, "numId"), child(properties, "ilvl")
    return (
        None if list_id is None else value(list_id),
        None if level is None else number(value(level), 0),
    )


def _first_heading(chain: list[etree._Element]) -> int | None:
    for node in chain:
        outline = node.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return heading_of(outline)
        name = _name(node)
        if heading := _HEADING.fullmatch(name):
            return int(heading[1])
        if _TITLE.fullmatch(name):
            return 0
    return None


def heading_of(outline: etree._Element) -> int | None:
    """The heading level that a w:outlineLvl means, None for body text."""
    level = number(value(outline), BODY_TEXT)
    return level + 1 if 0 <= level < BODY_TEXT else None


def _name(style: etree._Element) -> str:
    node = child(style, "name")
    return "" if node is None else value(node).strip()
