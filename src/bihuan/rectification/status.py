"""The states of a finding and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class _Titled(StrEnum):
    """A value with the Chinese word that people see."""

    title_: str

    def __new__(cls, value: str, title: str) -> _Titled:
        member = str.__new__(cls, value)
        member._value_ = value
        member.title_ = title
        return member

    @property
    def word(self) -> str:
        """The Chinese word for it."""
        return self.title_


class Status(_Titled):
    """Where a finding is in its current cycle."""

    DRAFT = "draft", "待交办"
    RECTIFYING = "rectifying", "整改中"
    SUBMITTED = "submitted", "待核查"
    VERIFIED = "verified", "待销号"
    CLOSED = "closed", "已销号"


class Degree(_Titled):
    """How far the rectification has come, beside the status."""

    NOT_DONE = "not_done", "未完成"
    MOSTLY_DONE = "mostly_done", "基本完成"
    DONE = "done", "已完成"


class Step(_Titled):
    """What moves a finding from one state to another."""

    ASSIGN = "assign", "交办"
    SUBMIT = "submit", "提交"
    VERIFY = "verify", "核查通过"
    RETURN = "return", "退回"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "重新整改"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: the states that it leaves, the one it reaches, and whether it needs a reason."""

    step: Step
    sources: tuple[Status, ...]
    target: Status
    reason: bool = False


TRANSITIONS = (
    Transition(Step.ASSIGN, (Status.DRAFT,), Status.RECTIFYING),
    Transition(Step.SUBMIT, (Status.RECTIFYING,), Status.SUBMITTED),
    Transition(Step.VERIFY, (Status.SUBMITTED,), Status.VERIFIED),
    Transition(Step.RETURN, (Status.SUBMITTED, Status.VERIFIED), Status.RECTIFYING, reason=True),
    Transition(Step.CLOSE, (Status.VERIFIED,), Status.CLOSED),
    Transition(Step.REOPEN, (Status.CLOSED,), Status.RECTIFYING, reason=True),
)
_BY_STEP = {transition.step: transition for transition in TRANSITIONS}


def transition_of(step: Step) -> Transition:
    """The one transition that a step is."""
    return _BY_STEP[step]


def steps_from(status: Status) -> tuple[Step, ...]:
    """The steps that leave a state, in the order of the life."""
    return tuple(t.step for t in TRANSITIONS if status in t.sources)
