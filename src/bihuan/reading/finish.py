"""A draft worked out: its texts, measures, status, deadline, people, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bihuan.model import Finding, Part, Progress, Quantity, Span
from bihuan.reading.categories import category_of, is_immediate, is_standing
from bihuan.reading.dates import limit_of
from bihuan.reading.document_numbers import find_document_numbers
from bihuan.reading.draft import Draft
from bihuan.reading.folding import HAN, fold
from bihuan.reading.measures import split_measures
from bihuan.reading.quantities import find_quantities
from bihuan.reading.status import limits_in, status_of_answer, status_of_label

_SEPARATORS = re.compile(rf"[、,;\n/|]+| {{2,}}|(?<={HAN}{{3}}) (?={HAN}{{3}})")
_ROLE = re.compile(r"^(?:牵头|责任|配合|主责|协助|主办|协办)(?:单位|部门|领导|人)? ?: ?")


@dataclass(frozen=True, slots=True)
class Moment:
    """The dates that a document's own are counted from; `planned` if all is still to be done."""

    feedback: date | None = None
    report: date | None = None
    planned: bool = False


def finish(draft: Draft, text: str, moment: Moment) -> Finding:
    """The finding that a draft of the document `text` stands for.

    Texts are verbatim; pieces are joined by a line break. A text's span holds all its
    pieces.
    """
    answer = [*draft.response, *draft.outcome]
    response = _joined(text, answer)
    status, deadline = _state(draft, response, moment)
    limit = fold(draft.deadline or "")
    immediate = is_immediate(limit, draft.category)
    standing = is_standing(limit, draft.category)
    implied = category_of(immediate=immediate, standing=standing, dated=deadline is not None)
    return Finding(
        id=draft.id,
        area=draft.area,
        group=draft.group,
        problem=_joined(text, draft.problem) or "",
        response=response,
        measures=split_measures(response) if response else (),
        status=status,
        deadline=deadline,
        leaders=split_names(draft.leaders),
        units=split_names(draft.units),
        documents=_documents(text, [*draft.problem, *answer]),
        quantities=(
            *_quantities(text, draft.problem, Part.PROBLEM),
            *_quantities(text, answer, Part.RESPONSE),
        ),
        problem_span=_hull(draft.problem),
        response_span=_hull(answer),
        outcome=_joined(text, draft.outcome) if draft.response else None,
        goal=draft.goal,
        # A category that only repeats the limit goes without saying.
        category=None if draft.category == implied else draft.category,
        evidence=draft.evidence,
        closed=draft.closed,
        closed_on=draft.closed_on,
        note=draft.note,
        immediate=immediate,
        standing=standing,
        numbers=tuple(draft.numbers),
    )


def split_names(text: str | None) -> tuple[str, ...]:
    """People or units of one label or cell, in order, each once."""
    if not text:
        return ()
    names = (_ROLE.sub("", name.strip()) for name in _SEPARATORS.split(_spelled(text)))
    return tuple(dict.fromkeys(name.strip(" 。") for name in names if name.strip(" 。")))


def _spelled(text: str) -> str:
    return text.translate({ord("，"): ",", ord("；"): ";", ord("："): ":", ord("\u3000"): " "})


def _joined(text: str, spans: list[Span]) -> str | None:
    return "\n".join(text[start:end] for start, end in spans) if spans else None


def _hull(spans: list[Span]) -> Span | None:
    """The range that holds all pieces; cells of a merged row may come out of the text's order."""
    if not spans:
        return None
    return min(start for start, _ in spans), max(end for _, end in spans)


def _documents(text: str, spans: list[Span]) -> tuple[str, ...]:
    numbers = (n for start, end in spans for _, n in find_document_numbers(fold(text[start:end])))
    return tuple(dict.fromkeys(numbers))


def _quantities(text: str, spans: list[Span], part: Part) -> list[Quantity]:
    return [q for start, end in spans for q in find_quantities(text[start:end], part, start)]


def _state(draft: Draft, response: str | None, moment: Moment) -> tuple[Progress, date | None]:
    """The stated status, and the labelled limit or else the one set for what remains."""
    folded = fold(response or "")
    status = status_of_label(fold(draft.status)) if draft.status else None
    if status is None:
        stated = response and not moment.planned
        status = status_of_answer(folded, moment.report) if stated else Progress.UNSTATED
    if draft.deadline:
        return status, limit_of(fold(draft.deadline), moment.feedback or moment.report)
    limits = [
        limit
        for limit in limits_in(fold(draft.status or "") + "\n" + folded)
        if status is Progress.IN_PROGRESS
        or moment.planned
        or (moment.report and limit > moment.report)
    ]
    return status, max(limits, default=None)
