"""A case's life: an objection to what was disclosed, from its receipt to its answer.

Terms as petitions have them: 15 days to decide and tell whether it is taken up, 60 days to answer
(《信访工作条例》第二十二、三十四条, cited from knowledge, its text not looked up).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from bihuan.rectification.labels import Labelled


class CaseStatus(Labelled):
    """Where an objection stands."""

    RECEIVED = "received", "已收到"
    ACCEPTED = "accepted", "已受理"
    DECLINED = "declined", "不予受理"
    ANSWERED = "answered", "已答复"


class CaseStep(Labelled):
    """What is done with an objection; each is told to the objector."""

    ACCEPT = "accept", "受理"
    DECLINE = "decline", "不予受理"
    ANSWER = "answer", "答复"


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where a step leads, and whether it says something to the objector."""

    source: CaseStatus
    target: CaseStatus
    says: bool


CASE_STEPS: Mapping[CaseStep, Move] = MappingProxyType(
    {
        CaseStep.ACCEPT: Move(CaseStatus.RECEIVED, CaseStatus.ACCEPTED, says=False),
        CaseStep.DECLINE: Move(CaseStatus.RECEIVED, CaseStatus.DECLINED, says=True),
        CaseStep.ANSWER: Move(CaseStatus.ACCEPTED, CaseStatus.ANSWERED, says=True),
    }
)
DECIDE_DAYS, ANSWER_DAYS = 15, 60


def due(status: CaseStatus, received: date, accepted: date | None) -> date | None:
    """By when the next step is owed; None where none is."""
    if status is CaseStatus.RECEIVED:
        return received + timedelta(days=DECIDE_DAYS)
    if status is CaseStatus.ACCEPTED and accepted is not None:
        return accepted + timedelta(days=ANSWER_DAYS)
    return None


def what_stands_in_the_way(step: CaseStep, status: CaseStatus, said: str) -> str:
    """Why a step can't be taken now, as a sentence; empty where it can."""
    move = CASE_STEPS[step]
    if status is not move.source:
        return f"这件异议现在是“{status.label}”，不能“{step.label}”，请刷新后再看。"
    if move.says and not said.strip():
        return f"请写明“{step.label}”的内容，会原样告知提出人。"
    return ""
