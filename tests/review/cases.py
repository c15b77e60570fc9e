"""Short ways to a case: findings in words, with the document that they would stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bihuan.model import Document, Finding, Kind, Part, Register, Remark, Span
from bihuan.reading.quantities import find_quantities
from bihuan.review import review

FEEDBACK = date(2024, 6, 20)
REPORT = date(2025, 1, 10)
UNIT = "中共云岭县青石镇委员会"


def finding(problem: str, response: str | None = None, **given: Any) -> Finding:
    """A finding with the quantities of its texts; `given` are further fields."""
    quantities = (
        *find_quantities(problem, Part.PROBLEM),
        *find_quantities(response or "", Part.RESPONSE),
    )
    return Finding(id="", problem=problem, response=response, quantities=tuple(quantities), **given)


def laid_out(
    *findings: Finding, head: str = "整改情况报告如下。", **given: Any
) -> tuple[Document, Register]:
    """A document with one paragraph for each text, and its register with spans into it."""
    text, placed = head, []
    for place, one in enumerate(findings, start=1):
        text, problem = _appended(text, one.problem)
        answer: Span | None = None
        if one.response is not None:
            text, answer = _appended(text, one.response)
        identity = one.id or str(place)
        placed.append(replace(one, id=identity, problem_span=problem, response_span=answer))
    facts = {"kind": Kind.REPORT, "unit": UNIT, "feedback_date": FEEDBACK, "report_date": REPORT}
    register = Register(**{**facts, "findings": tuple(placed), **given})
    return Document(name="报告.txt", format="txt", text=text, blocks=()), register


def _appended(text: str, paragraph: str) -> tuple[str, Span]:
    start = len(text) + 1
    return f"{text}\n{paragraph}", (start, start + len(paragraph))


def remarks(*findings: Finding, rule: str | None = None, **given: Any) -> list[Remark]:
    """The remarks on such a document, of one rule if it is named."""
    document, register = laid_out(*findings, **given)
    found = review(document, register)
    for remark in found:
        for start, end in remark.spans:
            assert 0 <= start < end <= len(document.text)
    return [r for r in found if rule in (None, r.rule)]


def told(problem: str, response: str | None, rule: str, **given: Any) -> bool:
    """Whether a rule objects to a document of this one finding."""
    return bool(remarks(finding(problem, response, **given), rule=rule))
