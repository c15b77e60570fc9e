"""The same defect in many words, and what only looks like it."""

from __future__ import annotations

import pytest

from bihuan.model import Progress, Severity
from tests.review.cases import finding, remarks
from tests.review.wordings import ANSWERED, PLAIN, TOLD, UNANSWERED, WAVED_AWAY

_STATED = {"open-claim": Progress.DONE}


def _severities(rule: str, problem: str, response: str) -> list[Severity]:
    status = _STATED.get(rule, Progress.UNSTATED)
    found = remarks(finding(problem, response, status=status), rule=rule)
    return [remark.severity for remark in found]


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r, ts in TOLD.items() for t in ts])
def test_told(rule: str, text: str) -> None:
    assert _severities(rule, PLAIN, text)


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r, ts in WAVED_AWAY.items() for t in ts])
def test_waved_away(rule: str, text: str) -> None:
    assert set(_severities(rule, PLAIN, text)) <= {Severity.LOW}


@pytest.mark.parametrize(("problem", "response"), UNANSWERED)
def test_unanswered(problem: str, response: str) -> None:
    assert _severities("unanswered-quantity", problem, response)


@pytest.mark.parametrize(("problem", "response"), ANSWERED)
def test_answered(problem: str, response: str) -> None:
    assert not _severities("unanswered-quantity", problem, response)
