"""Takes hard line breaks and page marks out of plain text.

An OCR program or a PDF export breaks every line at the page's width, in mid-sentence; a person who
types text ends a line where a paragraph ends. Which of the two a text is, its line lengths tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bihuan.documents.layout import (
    breaks_off,
    ends_heading,
    ends_sentence,
    is_page_mark,
    join,
    starts_item,
    starts_label,
)
from bihuan.documents.margins import Margins, margins_of

_INNER_STOP = re.compile(r"[。！？][”’」』）)》]*(?=.)", re.S)
_OPENING, _CLOSING = "（《“‘〔【([", "）》”’〕】)]"
_MAX_PAIRS = 0.1
"""The share of lines that may follow another without a blank line in double-spaced text."""
_REACH = 80
"""How many characters back an opening mark that was never closed is believed."""


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines as paragraphs: page marks dropped and, in hard-wrapped text, lines rejoined.

    Ordinary text, a paragraph a line, comes back line by line.
    """
    margins = margins_of([line for line in lines if line.strip() and not is_page_mark(line)])
    if margins is not None and _double_spaced(lines):
        lines = [line for line in lines if line.strip()]
    result: list[str] = []
    last = ""
    for line, interrupted in _without_page_marks(lines, wrapped=margins is not None):
        if result and _goes_on(margins, result[-1], last, line, interrupted=interrupted):
            result[-1] = join(result[-1], line)
        else:
            result.append(line)
        last = line
    return result


def _goes_on(
    margins: Margins | None, paragraph: str, last: str, line: str, *, interrupted: bool
) -> bool:
    """Whether `line` goes on with the paragraph, whose last line so far is `last`."""
    if not last.strip() or not line.strip():
        return False
    if margins is None:
        indented = line[:1].isspace()
        return interrupted and breaks_off(last) and not starts_item(line) and not indented
    first = len(paragraph) <= len(last)
    if not margins.full(last, line, first=first) or margins.starts_paragraph(line):
        return False
    if margins.steady and (margins.starts_paragraph(paragraph) or not ends_heading(paragraph)):
        return True
    return _runs_on(paragraph.strip(), line)


def _double_spaced(lines: Sequence[str]) -> bool:
    """Whether a blank line stands after nearly every line, and so between no paragraphs."""
    pairs = sum(1 for line, following in pairwise(lines) if line.strip() and following.strip())
    return pairs <= _MAX_PAIRS * sum(1 for line in lines if line.strip())


def _runs_on(paragraph: str, line: str) -> bool:
    """Whether the wording lets the line go on with the paragraph, whose last line was full."""
    if _in_brackets(paragraph) or paragraph.endswith(("，", "、", ",")):
        return True
    if starts_item(line):
        return False
    if ends_sentence(paragraph):
        if starts_label(line):
            return starts_label(paragraph) and paragraph.endswith(("；", ";"))
        return not ends_heading(paragraph.rstrip("。")) and not ends_heading(line.strip())
    if _INNER_STOP.search(paragraph):
        return True
    # What these words begin is never a paragraph: 中共青石镇委员会|关于..., ...情况|的报告.
    if line.lstrip().startswith(("关于", "的")) and not starts_item(paragraph):
        return True
    return not starts_label(line) and not ends_heading(paragraph)


def _in_brackets(paragraph: str) -> bool:
    """Whether a bracket or quotation is still open at the end."""
    depth = 0
    for char in reversed(paragraph[-_REACH:]):
        depth += (char in _CLOSING) - (char in _OPENING)
        if depth < 0:
            return True
    return False


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
