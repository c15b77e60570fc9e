"""A finding's life: its statuses, its degrees, and the one table of steps between statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bihuan.rectification.labels import Labelled
from bihuan.rectification.roles import Role


class Status(Labelled):
    """Where a finding stands; what is standing, immediate or transferred is said beside it."""

    DRAFT = "draft", "待交办"
    RECTIFYING = "rectifying", "整改中"
    SUBMITTED = "submitted", "待核查"
    VERIFIED = "verified", "待销号"
    CLOSED = "closed", "已销号"


class Degree(Labelled):
    """How far the unit says that rectification has come; only closure proves it."""

    NOT_DONE = "not_done", "未完成"
    MOSTLY_DONE = "mostly_done", "基本完成"
    DONE = "done", "已完成"


class Step(Labelled):
    """What moves a finding from one status to another."""

    ASSIGN = "assign", "交办"
    SUBMIT = "submit", "提交核查"
    VERIFY = "verify", "核查通过"
    RETURN = "return", "退回"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "重新整改"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step's row: from which statuses to which, by which roles, and whether it needs a reason."""

    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...]
    reason: bool = False


# The only place that knows which steps there are: permissions, gates, the diagram and the stored
# choices all come from it.
TRANSITIONS: Mapping[Step, Transition] = MappingProxyType(
    {
        Step.ASSIGN: Transition((Status.DRAFT,), Status.RECTIFYING, (Role.CLERK, Role.LEAD)),
        Step.SUBMIT: Transition((Status.RECTIFYING,), Status.SUBMITTED, (Role.CLERK, Role.OWNER)),
        Step.VERIFY: Transition(
            (Status.SUBMITTED,), Status.VERIFIED, (Role.DISCIPLINE, Role.INSPECTION)
        ),
        Step.RETURN: Transition(
            (Status.SUBMITTED, Status.VERIFIED),
            Status.RECTIFYING,
            (Role.LEAD, Role.DISCIPLINE, Role.INSPECTION),
            reason=True,
        ),
        Step.CLOSE: Transition((Status.VERIFIED,), Status.CLOSED, (Role.LEAD, Role.INSPECTION)),
        Step.REOPEN: Transition(
            (Status.CLOSED,), Status.RECTIFYING, (Role.DISCIPLINE, Role.INSPECTION), reason=True
        ),
    }
)
