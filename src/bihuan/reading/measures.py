"""An answer split at its outermost enumeration: 一是…二是…, ①…②…, 1)…2)…."""

from __future__ import annotations

import re

from bihuan.reading.folding import fold
from bihuan.reading.numbering import Mark, read_mark
from bihuan.reading.numerals import parse_numeral

_AFTER = r"(?:(?<=[。;:,!?\n ”)])|^)"
_SPOKEN = re.compile(_AFTER + r"(?P<count>[一二三四五六七八九十]{1,3})(?:是|要)(?![否非])")
_PRINTED = re.compile(
    r"(?:(?<=[。;:!?\n ”])|^)(?=[①-⑳⑴-⒇]|[(]?\d{1,2}[).、]|[(][一二三四五六七八九十]{1,3}[)]"
    r"|[一二三四五六七八九十]{1,2}、|第[一二三四五六七八九十][,、])"
)


def split_measures(text: str) -> tuple[str, ...]:
    """The measures of an answer without their marks.

    Text before the first mark is an element of its own; text after the last mark stays with it. An
    answer without an enumeration of at least two is one element.
    """
    marks = _outermost(fold(text))
    if not marks:
        return (text,)
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    pieces = [text[: marks[0].start].strip()]
    pieces += [text[mark.end : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return tuple(piece for piece in pieces if piece)


def _outermost(folded: str) -> list[Mark]:
    """The marks of the first enumeration that begins with one and goes on to two."""
    marks = sorted(_all_marks(folded), key=lambda mark: mark.start)
    for form in dict.fromkeys(mark.form for mark in marks if mark.value == 1):
        run = _run([mark for mark in marks if mark.form == form])
        if len(run) > 1:
            return run
    return []


def _run(marks: list[Mark]) -> list[Mark]:
    """The marks that count up one by one, or begin again."""
    run: list[Mark] = []
    for mark in marks:
        if mark.value == 1 or (run and mark.value == run[-1].value + 1):
            run.append(mark)
    return run if any(mark.value == 2 for mark in run) else []


def _all_marks(folded: str) -> list[Mark]:
    marks = []
    for match in _SPOKEN.finditer(folded):
        value = parse_numeral(match["count"])
        if value:
            marks.append(Mark("spoken", value, match.start(), match.end()))
    for match in _PRINTED.finditer(folded):
        mark = read_mark(folded, match.start(), min(len(folded), match.start() + 12))
        if mark:
            marks.append(mark)
    return marks
