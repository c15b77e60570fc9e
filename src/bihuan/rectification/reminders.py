"""Reminders ahead of deadlines, and the ladder of those who are told after them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.rectification.deadlines import IsWorkday, days_left, effective_deadline, workday_after
from bihuan.rectification.labels import Labelled
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Person, Snapshot, is_within
from bihuan.rectification.status import Status


class Rung(Labelled):
    """Who is told: the rungs of the ladder, from the nearest to the work upwards."""

    OWNER = "owner", "责任人"
    LEAD = "lead", "责任领导"
    OFFICE = "office", "整改办"
    INSPECTION = "inspection", "巡察办"


Point = tuple[Rung, int]
"""Who is told how many calendar days after the deadline; before it, the days are negative."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The points at which people are told, for findings, immediate ones, and reviews."""

    usual: tuple[Point, ...] = ()
    immediate: tuple[Point, ...] = ()
    review: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to tell one rung today; whoever sends it keeps `key`, so that it goes out once."""

    key: str
    finding: int
    rung: Rung
    message: str


def reminders_due(
    finding: Snapshot,
    today: date,
    schedule: Schedule,
    is_workday: IsWorkday,
    sent: Collection[str] = (),
) -> tuple[Reminder, ...]:
    """What is to be said today about a finding, without what `sent` holds already.

    A point on a day of rest moves to the next working day, and days of rest are quiet. Of several
    points that have come for one rung only the last is told, so that nobody hears a thing twice on
    one day and a server that stood still doesn't catch up on what is past.
    """
    due = _running_date(finding, today)
    if due is None or not is_workday(today):
        return ()
    come = _last_come(_points(finding, schedule), due, today, is_workday)
    reminders = (_reminder(finding, point, due, today) for point in come)
    return tuple(reminder for reminder in reminders if reminder.key not in sent)


def _running_date(finding: Snapshot, today: date) -> date | None:
    if finding.status is Status.CLOSED:
        return finding.next_review_on if finding.standing else None
    return None if days_left(finding, today) is None else effective_deadline(finding)


def _points(finding: Snapshot, schedule: Schedule) -> tuple[Point, ...]:
    if finding.status is Status.CLOSED:
        return schedule.review
    return schedule.immediate if finding.immediate else schedule.usual


def _last_come(
    points: Iterable[Point], due: date, today: date, is_workday: IsWorkday
) -> Iterator[Point]:
    for rung in Rung:
        days = [
            days
            for r, days in points
            if r is rung and workday_after(due, days, is_workday) <= today
        ]
        if days:
            yield rung, max(days)


def _reminder(finding: Snapshot, point: Point, due: date, today: date) -> Reminder:
    rung, days = point
    # With the cycle and the date in it, an extension or a reopening starts the ladder anew.
    key = f"{finding.id}/{finding.cycle}/{due.isoformat()}/{rung}/{days:+d}"
    closed = finding.status is Status.CLOSED
    return Reminder(key, finding.id, rung, _message(closed, (due - today).days, due))


def _message(is_review: bool, left: int, due: date) -> str:
    day = f"{due.year}年{due.month}月{due.day}日"
    what, act = ("复查", "记录复查结果") if is_review else ("整改", "完成整改并提交核查")
    if left < 0:
        return f"{what}时限{day}已超过{-left}天，请立即{act}。"
    when = "就是今天" if left == 0 else f"还有{left}天"
    return f"{what}时限{day}{when}，请按时{act}。"


def addressees(rung: Rung, finding: Snapshot, people: Iterable[Person]) -> tuple[int, ...]:
    """The ids of those who are told on a rung, in order.

    Where nobody who answers has an account, the clerk is told, who does the work for them. Of the
    holders of a role those nearest above the inspected unit are told.
    """
    known = tuple(people)
    found = _named(rung, finding, known)
    if not found and rung is not Rung.OWNER:
        found = _nearest(_ROLES[rung], finding, known)
    if not found and rung in (Rung.OWNER, Rung.LEAD):
        return addressees(Rung.OFFICE, finding, known)
    return tuple(sorted(found))


_ROLES = {Rung.LEAD: Role.LEAD, Rung.OFFICE: Role.CLERK, Rung.INSPECTION: Role.INSPECTION}


def _named(rung: Rung, finding: Snapshot, people: Iterable[Person]) -> set[int]:
    """Those whom the finding itself names, or for want of names the owners of its units."""
    ids = {person.id for person in people}
    if rung is Rung.LEAD:
        return ids & {finding.lead}
    if rung is not Rung.OWNER:
        return set()
    owners = {
        person.id
        for person in people
        for grant in person.grants
        if grant.role is Role.OWNER and grant.unit in finding.responsible_units
    }
    return ids & finding.responsible_people or owners


def _nearest(role: Role, finding: Snapshot, people: Iterable[Person]) -> set[int]:
    holders = {
        (person.id, grant.unit)
        for person in people
        for grant in person.grants
        if grant.role is role and is_within(finding.inspected, grant.unit)
    }
    depth = max((len(unit) for _, unit in holders), default=0)
    return {person for person, unit in holders if len(unit) == depth}
