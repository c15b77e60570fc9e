"""By when: a finding's deadline with what was granted, and how far it is from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bihuan.rectification.snapshot import RoundDates, Snapshot
from bihuan.rectification.status import Status

IsWorkday = Callable[[date], bool]
"""Whether people work on a day; the caller brings the calendar."""

# The longest public holiday, doubled: a calendar that knows no workday at all must not hang us.
_LONGEST_REST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A county's usual terms in calendar days from the feedback; None where it sets none."""

    plan_days: int | None = None
    immediate_days: int | None = None
    concentrated_days: int | None = None
    report_days: int | None = None


def propose(feedback_on: date, terms: Terms, is_workday: IsWorkday) -> RoundDates:
    """A round's deadlines by the usual terms, for the office to accept or change.

    A day of rest moves to the next working day.
    """

    def due(days: int | None) -> date | None:
        return None if days is None else workday_after(feedback_on, days, is_workday)

    return RoundDates(
        plan_due=due(terms.plan_days),
        immediate_until=due(terms.immediate_days),
        concentrated_until=due(terms.concentrated_days),
        report_due=due(terms.report_days),
    )


def workday_after(day: date, days: int, is_workday: IsWorkday) -> date:
    """The day `days` calendar days after `day` (before it, if negative), or the next working day.

    A day outside the calendar's years 1 to 9999 becomes its first or last one.
    """
    first = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    last = min(first + _LONGEST_REST, date.max.toordinal())
    candidates = map(date.fromordinal, range(first, last + 1))
    return next((day for day in candidates if is_workday(day)), date.fromordinal(first))


def effective_deadline(finding: Snapshot) -> date | None:
    """The day by which it must be rectified: its own or its round's, or a later one once granted.

    Only extensions granted in the present cycle count, and they never shorten. A reopened finding
    has the deadline that was set for its cycle, not the round's, which is long past.
    """
    granted = [e.until for e in finding.extensions if e.granted and e.cycle == finding.cycle]
    base = finding.deadline or _round_deadline(finding)
    return max([*granted, base] if base else granted, default=None)


def _round_deadline(finding: Snapshot) -> date | None:
    if finding.cycle > 1:
        return None
    concentrated = finding.round.concentrated_until
    return (finding.round.immediate_until or concentrated) if finding.immediate else concentrated


def days_left(finding: Snapshot, today: date) -> int | None:
    """Calendar days until the deadline, negative after it; None where nothing runs.

    It runs while the unit has the work (until submission, and again after a return): a verifier's
    delay isn't the unit's.
    """
    deadline = effective_deadline(finding)
    if deadline is None or finding.status not in (Status.DRAFT, Status.RECTIFYING):
        return None
    return (deadline - today).days


def overdue_days(finding: Snapshot, today: date) -> int:
    """By how many calendar days the deadline is past; 0 where it isn't."""
    left = days_left(finding, today)
    return max(0, -left) if left is not None else 0


def is_due_soon(finding: Snapshot, today: date, within_days: int) -> bool:
    """Whether the deadline is today or at most `within_days` ahead."""
    left = days_left(finding, today)
    return left is not None and 0 <= left <= within_days
