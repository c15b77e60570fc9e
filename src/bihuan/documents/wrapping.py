"""Takes hard line breaks and page marks out of plain text.

An OCR program or a PDF export breaks every line at the page's width, in mid-sentence; a person who
types text ends a line where a paragraph ends. Which of the two a text is, its line lengths tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bihuan.documents.layout import breaks_off, ends_sentence, is_page_mark, join, starts_item

_MIN_BROKEN = 4
"""How many lines must stop in mid-sentence before a text counts as hard-wrapped."""
_MIN_BROKEN_SHARE = 0.1
_MIN_FULL_SHARE = 0.65
"""The share of these that must be full lines."""
_MAX_ITEM_SHARE = 0.3
"""The share of these that a new list item may follow."""
_MIN_MARGIN, _MAX_MARGIN = 14, 70
_MAX_LONGER = 0.02
"""The share of lines that may stick out beyond the margin: slips of the scan."""
_RAGGED = 3
"""How far, in characters, a full line may stay short of the margin."""
_MIN_INDENTED = 3
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,14}[:：]")
_TOKEN = re.compile(r"[!-~]+|.", re.S)


@dataclass(frozen=True, slots=True)
class _Page:
    """How the text is set: widths by `measure`, broken at `margin`, new paragraphs indented."""

    measure: Callable[[str], float]
    margin: float
    base_indent: int
    indents: bool

    def continues(self, line: str, following: str) -> bool:
        """Whether `following` goes on with the paragraph that `line` is the last line of."""
        if not line.strip() or not following.strip() or not self._full(line, following):
            return False
        if self.indents and _indent(following) > self.base_indent:
            return False
        if starts_item(following) or _LABEL.match(following.lstrip()):
            return breaks_off(line) and not line.rstrip().endswith("的问题")
        return True

    def _full(self, line: str, following: str) -> bool:
        # A line that ends a sentence ends a paragraph unless the next word had no room on it.
        first = _TOKEN.match(following.lstrip())
        room = self.margin - self.measure(line)
        if ends_sentence(line):
            return room < self.measure(first[0] if first else "")
        return room <= _RAGGED + (self.measure(first[0]) - 1 if first else 0)


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines as paragraphs: page marks dropped and, in hard-wrapped text, lines rejoined.

    Ordinary text, a paragraph a line, comes back line by line.
    """
    page = _page(lines)
    result: list[str] = []
    last = ""
    for line, interrupted in _without_page_marks(lines, wrapped=page is not None):
        goes_on = page.continues(last, line) if page else interrupted and _mends(last, line)
        if goes_on and result:
            result[-1] = join(result[-1], line)
        else:
            result.append(line)
        last = line
    return result


def _mends(line: str, following: str) -> bool:
    return breaks_off(line) and not starts_item(following) and _indent(following) == 0


def _page(lines: Sequence[str]) -> _Page | None:
    """How hard-wrapped text is set, None for ordinary text."""
    texts = [line.rstrip() for line in lines if line.strip() and not is_page_mark(line)]
    margins = {measure: _margin([measure(line) for line in texts]) for measure in _MEASURES}
    # A program wraps by characters, a printed page by width: the right one has the straighter edge.
    measure = max(_MEASURES, key=lambda one: _at_edge(texts, one, margins[one]))
    margin = margins[measure]
    if not _wrapped(texts, measure, margin):
        return None
    indents = Counter(_indent(line) for line in texts)
    base = indents.most_common(1)[0][0]
    deeper = sum(count for indent, count in indents.items() if indent > base)
    return _Page(measure, margin, base, deeper >= _MIN_INDENTED)


def _wrapped(texts: Sequence[str], measure: Callable[[str], float], margin: float) -> bool:
    """Whether lines that stop in mid-sentence are many, and stop where the line was full."""
    if not _MIN_MARGIN <= margin <= _MAX_MARGIN:
        return False
    followed = list(pairwise(texts))
    broken = [(line, following) for line, following in followed if breaks_off(line)]
    full = [pair for pair in broken if measure(pair[0]) >= margin - _RAGGED]
    # A list of names or figures may have lines of one length too, but each is an item.
    items = sum(1 for _, following in full if starts_item(following))
    return (
        len(full) >= max(_MIN_BROKEN, _MIN_BROKEN_SHARE * len(texts))
        and len(full) >= _MIN_FULL_SHARE * len(broken)
        and items <= _MAX_ITEM_SHARE * len(full)
    )


def _margin(widths: list[float]) -> float:
    widths.sort(reverse=True)
    return widths[int(len(widths) * _MAX_LONGER)] if widths else 0


def _characters(line: str) -> float:
    return len(line)


def _columns(line: str) -> float:
    """The width in full-width characters, a half-width one counting as half."""
    return len(line) - len(line.encode("ascii", "ignore")) / 2


_MEASURES = (_columns, _characters)


def _at_edge(lines: Sequence[str], measure: Callable[[str], float], margin: float) -> int:
    return sum(1 for line in lines if abs(margin - measure(line)) < 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_page_marks(lines: Sequence[str], *, wrapped: bool) -> Iterator[tuple[str, bool]]:
    """Each other line, and whether a page mark (with blank lines about it) stood before it."""
    bare = _running_numbers(lines) if wrapped else frozenset[int]()
    blanks: list[str] = []
    interrupted = False
    for index, line in enumerate(lines):
        if is_page_mark(line) or index in bare:
            interrupted = True
            blanks = []
        elif not line.strip():
            blanks.append(line)
        else:
            if not interrupted:
                yield from ((blank, False) for blank in blanks)
            yield line, interrupted
            interrupted, blanks = False, []
    yield from ((blank, False) for blank in blanks)


def _running_numbers(lines: Sequence[str]) -> frozenset[int]:
    """The places of lines that hold a bare number, if these count the pages one by one."""
    found = [
        (index, int(line))
        for index, line in enumerate(lines)
        if len(line.strip()) <= 4 and line.strip().isdecimal()
    ]
    counts = len(found) >= 3 and all(b[1] - a[1] == 1 for a, b in pairwise(found))
    return frozenset(index for index, _ in found) if counts else frozenset()
