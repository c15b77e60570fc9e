"""Drops what is printed on every page around the text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from bihuan.documents.layout import is_page_mark
from bihuan.documents.rows import Line, Page

_EDGE_LINES = 2
"""How many lines at the top and at the foot of a page may be running ones."""
_MIN_SHARE = 0.4
"""The share of pages that a running line stands on: odd and even pages may have different ones."""
_MIN_PAGES = 3
_SAME_PLACE = 1
"""How far, in characters, a running line may move from page to page."""
_MIN_GAP = 1.4
"""How many times the page's usual pitch a running line is away from the text."""
_SMALL = 0.9
"""How small, against the page's usual type, a running line is set that stands close to the text."""
_NUMBER = re.compile(r"[0-9０-９]{1,4}")

# 附件1, 附件2 count as pages do where each attachment has one.
_ATTACHMENT = re.compile(r"附[件表] ?[0-9０-９一二三四五六七八九十]{0,3}[:：]?")

_Place = tuple[int, int]


def without_running_lines(pages: Sequence[Page]) -> list[Page]:
    """The pages without their page numbers and the lines that repeat on them."""
    dropped = _page_marks(pages) | _bare_numbers(pages) | _repeated(pages)
    return [
        replace(
            page,
            lines=tuple(
                line for index, line in enumerate(page.lines) if (number, index) not in dropped
            ),
        )
        for number, page in enumerate(pages)
    ]


def _edges(pages: Sequence[Page]) -> Iterator[tuple[_Place, Line]]:
    """The first and last lines of each page, with the numbers of page and line."""
    for number, page in enumerate(pages):
        last = len(page.lines) - 1
        for index, line in enumerate(page.lines):
            if index < _EDGE_LINES or index > last - _EDGE_LINES:
                yield (number, index), line


def _page_marks(pages: Sequence[Page]) -> set[_Place]:
    return {place for place, line in _edges(pages) if is_page_mark(line.text)}


def _bare_numbers(pages: Sequence[Page]) -> set[_Place]:
    """Numbers alone on a first or last line that count the pages."""
    found: dict[int, list[_Place]] = defaultdict(list)
    for (number, index), line in _edges(pages):
        outermost = index in (0, len(pages[number].lines) - 1)
        if outermost and len(line.text) <= 4 and line.text.isdecimal():
            found[int(line.text) - number].append((number, index))
    return {
        place
        for offset, places in found.items()
        if len(places) > 1 or (len(pages) == 1 and offset == 1)
        for place in places
    }


def _set_apart(page: Page, index: int) -> bool:
    """Whether a line at the page's top or foot is smaller than the text or away from it."""
    lines = page.lines
    if lines[index].size <= _SMALL * median(line.size for line in lines):
        return True
    gaps = [second.foot - first.foot for first, second in pairwise(lines)]
    between = gaps[: index + 1] if index < _EDGE_LINES else gaps[index - 1 :]
    return bool(between) and max(between[:_EDGE_LINES]) >= _MIN_GAP * median(gaps)


def _repeated(pages: Sequence[Page]) -> set[_Place]:
    """Lines with the same words at the same height of many pages, but for the page's number."""
    found: dict[tuple[str, int], set[_Place]] = defaultdict(set)
    for place, line in _edges(pages):
        if _set_apart(pages[place[0]], place[1]) and not _ATTACHMENT.fullmatch(line.text):
            height = round(line.foot / (_SAME_PLACE * max(line.size, 1)))
            for words in _wordings(line.text, place[0]):
                found[words, height].add(place)
                found[words, height + 1].add(place)
    needed = max(min(_MIN_PAGES, len(pages)), _MIN_SHARE * len(pages), 2)
    return {place for places in found.values() if len(places) >= needed for place in places}


def _wordings(text: str, page: int) -> set[str]:
    """The text as it is, and with its first or last number counted from the page's."""
    numbers = list(_NUMBER.finditer(text))
    outer = numbers[:1] + numbers[-1:]
    return {text} | {
        f"{text[: one.start()]}\0{int(one[0]) - page}{text[one.end() :]}" for one in outer
    }
