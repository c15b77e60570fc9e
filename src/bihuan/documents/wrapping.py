"""Takes hard line breaks and page marks out of plain text.

An OCR program or a PDF export breaks every line at the page's width, in mid-sentence; a person who
types text ends a line where a paragraph ends. Which of the two a text is, its line lengths tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

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
_LABELS = re.compile(r"(?:^|[。；;（(])[\u4e00-\u9fff]{2,14}[:：][^。；;]*[；;]")
_OPENING, _CLOSING = "（《“‘〔【([", "）》”’〕】)]"
_MAX_PAIRS = 0.1
"""The share of lines that may follow another without a blank line in double-spaced text."""
_CONTEXT = 500
"""How many characters of a paragraph's start and end are looked at."""
_REACH = 80
"""How many characters back an opening mark that was never closed is believed."""


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines as paragraphs: page marks dropped and, in hard-wrapped text, lines rejoined.

    Ordinary text, a paragraph a line, comes back line by line.
    """
    margins = margins_of([line for line in lines if line.strip() and not is_page_mark(line)])
    if margins is not None and _double_spaced(lines):
        lines = [line for line in lines if line.strip()]
    result: list[list[str]] = []
    context = last = ""
    for line, interrupted in _without_page_marks(lines, wrapped=margins is not None):
        if result and _goes_on(margins, context, last, line, interrupted=interrupted):
            result[-1].append(line)
            context = join(context, line)
            if len(context) > 2 * _CONTEXT:
                context = context[:_CONTEXT] + context[-_CONTEXT:]
        else:
            result.append([line])
            context = line
        last = line
    return [_joined(parts) for parts in result]


def _joined(parts: list[str]) -> str:
    # By pairs, and pairs of pairs: one after the other is slow where a book is one paragraph.
    while len(parts) > 1:
        pairs = zip_longest(parts[::2], parts[1::2])
        parts = [first if second is None else join(first, second) for first, second in pairs]
    return parts[0]


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
    if margins.steady and (margins.starts_paragraph(paragraph) or not _is_heading(paragraph)):
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
    if starts_label(line) and _lists_labels(paragraph):
        return True
    if ends_sentence(paragraph):
        return not (starts_label(line) or _is_heading(paragraph) or _is_heading(line))
    if _INNER_STOP.search(paragraph):
        return True
    # No paragraph starts so: ...问题|的整改情况, 中共青石镇委员会|关于...
    title_goes_on = line.lstrip().startswith("关于") and not starts_item(paragraph)
    if title_goes_on or line.lstrip().startswith("的"):
        return True
    return not starts_label(line) and not _is_heading(paragraph)


def _lists_labels(paragraph: str) -> bool:
    """Whether the paragraph names one thing after the other, and hasn't ended: 责任领导：…；责任"""
    ended = ends_sentence(paragraph) and not paragraph.endswith(("；", ";"))
    return not ended and _LABELS.search(paragraph) is not None


def _is_heading(text: str) -> bool:
    """Whether the text is a whole title, heading or signature; a numbered one may have clauses."""
    text = text.strip().rstrip("。")
    clauses = "。" if starts_item(text) else "，。；：,;:"
    return ends_heading(text) and not any(mark in text for mark in clauses)


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
