"""The same defect in many words, and what only looks like it: the cases of wordings.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.model import Progress, Severity
from tests.review.cases import finding, remarks

_PROBLEM = "群众身边微腐败问题时有发生。"
_STATED = {"open-claim": Progress.DONE}
_WORDINGS = Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8")


def _wordings(kind: str) -> Iterator[tuple[str, str, str]]:
    """(rule, problem, answer) of each wording of a kind."""
    for block in _WORDINGS.split("## ")[1:]:
        heading, *lines = block.splitlines()
        rule, told = heading.split(": ")
        for line in filter(None, lines if told == kind else ()):
            problem, _, answer = line.rpartition("|")
            yield rule, problem or _PROBLEM, answer


def _severities(rule: str, problem: str, response: str) -> set[Severity]:
    status = _STATED.get(rule, Progress.UNSTATED)
    found = remarks(finding(problem, response, status=status), rule=rule)
    return {remark.severity for remark in found}


@pytest.mark.parametrize(("rule", "problem", "response"), list(_wordings("told")))
def test_told(rule: str, problem: str, response: str) -> None:
    assert _severities(rule, problem, response)


@pytest.mark.parametrize(("rule", "problem", "response"), list(_wordings("waved away")))
def test_waved_away(rule: str, problem: str, response: str) -> None:
    """At most a question (severity low)."""
    assert _severities(rule, problem, response) <= {Severity.LOW}
