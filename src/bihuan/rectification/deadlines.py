"""Deadlines: how late a finding is, and who is reminded or told when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bihuan.rectification.permissions import Role
from bihuan.rectification.status import Status

IsWorkday = Callable[[date], bool]
"""Whether people work on a day; the office hands in the calendar."""

_ACTING = frozenset({Status.DRAFT, Status.RECTIFYING})


class Rung(StrEnum):
    """Who is told of an overdue finding, one after the other."""

    OWNER = "owner"
    LEAD = "lead"
    OFFICE = "office"
    INSPECTION = "inspection"

    @property
    def role(self) -> Role:
        """The role that the rung's people hold."""
        return _RUNG_ROLES[self]


_RUNG_ROLES = {
    Rung.OWNER: Role.OWNER,
    Rung.LEAD: Role.LEAD,
    Rung.OFFICE: Role.CLERK,
    Rung.INSPECTION: Role.INSPECTION,
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """When people are reminded: days before the deadline, and days after it for each rung."""

    before: tuple[int, ...] = (7, 3, 1)
    after: tuple[tuple[int, Rung], ...] = (
        (1, Rung.OWNER),
        (3, Rung.LEAD),
        (7, Rung.OFFICE),
        (15, Rung.INSPECTION),
    )


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message that is due: to whom, why, and the occasion that it is sent once for."""

    rung: Rung
    occasion: str
    sentence: str


def days_late(due: date | None, status: Status, today: date) -> int:
    """By how many days a finding that is still to be acted on is late; 0 where it isn't."""
    if due is None or status not in _ACTING:
        return 0
    return max(0, (today - due).days)


def reminders(
    due: date | None,
    status: Status,
    today: date,
    is_workday: IsWorkday,
    ladder: Ladder | None = None,
) -> tuple[Reminder, ...]:
    """What is to be said today about one finding; nothing on days off.

    A message that would fall on days off is said on the first working day after them, so each
    occasion is due on one day only.
    """
    if due is None or status not in _ACTING or not is_workday(today):
        return ()
    ladder = ladder or Ladder()
    occasions = [(due - timedelta(days), _ahead(due, days)) for days in ladder.before]
    occasions += [(due + timedelta(days), _behind(due, days, rung)) for days, rung in ladder.after]
    return tuple(said for day, said in occasions if _workday_from(day, is_workday) == today)


def _workday_from(day: date, is_workday: IsWorkday) -> date:
    while not is_workday(day):
        day += timedelta(1)
    return day


def _ahead(due: date, days: int) -> Reminder:
    sentence = f"还有{days}天到期（{due.month}月{due.day}日），请抓紧整改并提交。"
    return Reminder(Rung.OWNER, f"{due}-{days}", sentence)


def _behind(due: date, days: int, rung: Rung) -> Reminder:
    sentence = f"已超过时限{days}天（{due.month}月{due.day}日），请尽快处理或申请延期。"
    return Reminder(rung, f"{due}+{days}{rung.value}", sentence)
