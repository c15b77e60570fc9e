"""Word's automatic numbering: which number is printed before a paragraph.

Rules: [ECMA-376] part 1, 17.9 (numbering definitions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.documents.numerals import numeral
from bihuan.documents.wordxml import W, child, flag, number, value

if TYPE_CHECKING:
    from lxml import etree

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts and what is printed.

    `restart` is the 1-based level after which it starts again: None for any higher level, 0 for
    never. `style` is the paragraph style that it is linked to.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document with their running counters."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str]) -> None:
        """Reads numbering.xml (None where there is none).

        `style_lists` gives the list (numId) that a numbering style names, by style id.
        """
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, style_lists)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of the list that is linked to the paragraph style, or None."""
        found = self._lists.get(list_id)
        levels = found.levels.items() if found else ()
        return next((index for index, level in levels if level.style == style), None)

    def label(self, list_id: str, index: int) -> str:
        """Counts one paragraph of the list at level `index` (from 0) and gives its number."""
        found = self._lists.get(list_id)
        if found is None or not 0 <= index < _LEVELS or index not in found.levels:
            return ""
        counts = self._count(list_id, found, index)
        level = found.levels[index]
        if level.form == "bullet":
            return ""
        return _PLACEHOLDER.sub(
            lambda match: self._printed(found, level, counts, int(match[1]) - 1), level.text
        ).strip()

    def _printed(self, found: _List, level: Level, counts: list[int | None], index: int) -> str:
        shown = found.levels.get(index, Level())
        count = counts[index]
        if shown.form in ("none", "bullet"):
            return ""
        # A level that was skipped shows the number before its first, as Word does.
        current = self._start(found, index) - 1 if count is None else count
        return numeral(current, "decimal" if level.legal else shown.form)

    def _count(self, list_id: str, found: _List, index: int) -> list[int | None]:
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        for upper in found.starts:
            # A list with a start of its own begins again where it is first used.
            if upper <= index and (list_id, upper) not in self._started:
                self._started.add((list_id, upper))
                counts[upper] = None
        count = counts[index]
        counts[index] = self._start(found, index) if count is None else count + 1
        for deeper in range(index + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or restart >= index + 1:
                counts[deeper] = None
        return counts

    @staticmethod
    def _start(found: _List, index: int) -> int:
        return found.starts.get(index, found.levels.get(index, Level()).start)

    def _read(self, root: etree._Element, style_lists: dict[str, str]) -> None:
        abstracts = {
            value(node, "abstractNumId"): node for node in root.iterchildren(W + "abstractNum")
        }
        nums = {value(node, "numId"): node for node in root.iterchildren(W + "num")}
        for list_id, num in nums.items():
            abstract = _resolved(num, nums, abstracts, style_lists)
            if abstract is None:
                continue
            levels = dict(_levels(abstract))
            starts: dict[int, int] = {}
            for override in num.iterchildren(W + "lvlOverride"):
                index = number(value(override, "ilvl"), 0)
                levels.update(_levels(override))
                start = child(override, "startOverride")
                if start is not None:
                    starts[index] = number(value(start), 1)
            self._lists[list_id] = _List(value(abstract, "abstractNumId"), levels, starts)


def _resolved(
    num: etree._Element,
    nums: dict[str, etree._Element],
    abstracts: dict[str, etree._Element],
    style_lists: dict[str, str],
) -> etree._Element | None:
    """The definition that the list counts by, through links to numbering styles."""
    for _ in range(_LEVELS):
        reference = child(num, "abstractNumId")
        abstract = abstracts.get(value(reference)) if reference is not None else None
        link = child(abstract, "numStyleLink") if abstract is not None else None
        target = nums.get(style_lists.get(value(link), "")) if link is not None else None
        if target is None:
            return abstract
        num = target
    return None


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for node in parent.iterchildren(W + "lvl"):
        restart = child(node, "lvlRestart")
        style = child(node, "pStyle")
        yield (
            number(value(node, "ilvl"), 0),
            Level(
                start=number(_value_of(node, "start"), 0),
                form=_form(node),
                text=_value_of(node, "lvlText"),
                restart=None if restart is None else number(value(restart), 0),
                legal=flag(child(node, "isLgl")),
                style=None if style is None else value(style),
            ),
        )


def _form(level: etree._Element) -> str:
    node = child(level, "numFmt")
    if node is None:
        # Word wraps newer formats in mc:AlternateContent with a plain one as fallback.
        node = next(level.iter(W + "numFmt"), None)
    return "decimal" if node is None else value(node)


def _value_of(parent: etree._Element, name: str) -> str:
    node = child(parent, name)
    return "" if node is None else value(node)
