"""What the rules look at: a document's findings as folded texts whose offsets lead back to it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bihuan.model import Document, Finding, Part, Register, Remark, Severity, Span
from bihuan.reading.folding import fold
from bihuan.review.catalogue import RULES

_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
# What a cell holds that must not be empty: no answer.
_NOTHING = re.compile(r"(?:暂?无|略|没有|[-/\\…·.。\s])*")
_FAR = sys.maxsize
_CLAUSE = re.compile(r"[^,。;:!?\n]+")


class Text:
    """A finding's problem or response, and where each character of it stands in the document.

    `folded` has the length of `raw`; offsets into either mean the same. Without `hull` (a register
    read without its document) there are no spans.
    """

    def __init__(self, document: Document, raw: str, part: Part, hull: Span | None) -> None:
        self.raw = raw
        self.part = part
        self.folded = fold(raw)
        self._document = document.text
        self._hull = hull

    @cached_property
    def _pieces(self) -> list[tuple[int, int, int]]:
        """(start in raw, end in raw, start in the document) of each joined piece that was found."""
        if self._hull is None:
            return []
        start, end = self._hull
        pieces, offset, cursor = [], 0, start
        for piece in self.raw.split("\n"):
            at = self._document.find(piece, cursor, end)
            if at < 0:
                at = self._document.find(piece, start, end)
            if at >= 0:
                pieces.append((offset, offset + len(piece), at))
                cursor = at + len(piece)
            offset += len(piece) + 1
        return pieces

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The document's range for `raw[start:end]`: exact, else the hull, else none."""
        if self._hull is None:
            return ()
        piece = bisect_right(self._pieces, (start, _FAR, _FAR)) - 1
        if piece >= 0 and end <= self._pieces[piece][1]:
            first, _, at = self._pieces[piece]
            return ((at + start - first, at + end - first),)
        at = self._document.find(self.raw[start:end], *self._hull)
        return ((at, at + end - start),) if at >= 0 else (self._hull,)

    def whole(self) -> tuple[Span, ...]:
        """The document's range for the whole text."""
        return (self._hull,) if self._hull is not None and self._hull[0] < self._hull[1] else ()

    @cached_property
    def sentences(self) -> list[Span]:
        """Ranges of the sentences, in order."""
        return [match.span() for match in _SENTENCE.finditer(self.folded)]

    @cached_property
    def clauses(self) -> list[Span]:
        """Ranges of the clauses between marks of punctuation, in order."""
        return [match.span() for match in _CLAUSE.finditer(self.folded)]

    def sentence_at(self, offset: int) -> Span:
        """The sentence around an offset."""
        return _around(self.sentences, offset)

    def clause_at(self, offset: int) -> Span:
        """The clause around an offset."""
        return _around(self.clauses, offset)


def _around(ranges: list[Span], offset: int) -> Span:
    """The range that holds an offset; an empty one where a mark of punctuation stands."""
    at = bisect_right(ranges, (offset, _FAR)) - 1
    if at >= 0 and offset < ranges[at][1]:
        return ranges[at]
    return offset, offset


class Item:
    """A finding with its texts; `response` is None where there is no answer."""

    def __init__(self, document: Document, finding: Finding) -> None:
        self.finding = finding
        self.problem = Text(document, finding.problem, Part.PROBLEM, finding.problem_span)
        answered = not _NOTHING.fullmatch(fold(finding.response or ""))
        self.response = (
            Text(document, finding.response or "", Part.RESPONSE, finding.response_span)
            if answered
            else None
        )

    def texts(self) -> Iterator[Text]:
        """The problem, then the response if there is one."""
        yield self.problem
        if self.response is not None:
            yield self.response


@dataclass(frozen=True)
class Case:
    """A document with its register, as every rule receives it."""

    document: Document
    register: Register

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The findings in order."""
        return tuple(Item(self.document, finding) for finding in self.register.findings)

    @property
    def report_date(self) -> date | None:
        """The document's date; None too where it can't be right, lying before the feedback."""
        report, feedback = self.register.report_date, self.register.feedback_date
        return None if report and feedback and report < feedback else report

    @cached_property
    def folded(self) -> str:
        """The document's text, folded at unchanged offsets."""
        return fold(self.document.text)

    def item_at(self, offset: int) -> Item | None:
        """The finding whose problem or answer stands at an offset of the document."""
        at = bisect_right(self._places, (offset, _FAR, 0)) - 1
        if at >= 0 and offset < self._places[at][1]:
            return self.items[self._places[at][2]]
        return None

    @cached_property
    def _places(self) -> list[tuple[int, int, int]]:
        """(start, end, index of the item) of every problem and answer, in order."""
        return sorted(
            (*hull, index)
            for index, item in enumerate(self.items)
            for hull in (item.finding.problem_span, item.finding.response_span)
            if hull is not None
        )

    @cached_property
    def outside(self) -> list[Span]:
        """Ranges of the document's text that belong to no finding, in order."""
        hulls = sorted(
            hull
            for finding in self.register.findings
            for hull in (finding.problem_span, finding.response_span)
            if hull is not None
        )
        ranges, cursor = [], 0
        for start, end in hulls:
            if start > cursor:
                ranges.append((cursor, start))
            cursor = max(cursor, end)
        return [*ranges, (cursor, len(self.document.text))]


def remark(
    rule: str,
    item: Item | None,
    message: str,
    spans: tuple[Span, ...] = (),
    severity: Severity | None = None,
) -> Remark:
    """A remark of a rule, with the rule's own severity unless another is given."""
    finding = item.finding.id if item is not None else None
    ordered = tuple(dict.fromkeys(spans))
    return Remark(rule, severity or RULES[rule].severity, finding, message, ordered)
