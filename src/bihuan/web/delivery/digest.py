"""What a digest says: a person's own work and reminders, or a unit's figures for its group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from bihuan.rectification.status import Status
from bihuan.web.models import Finding, Notice, Person, Unit
from bihuan.web.progress import RUNNING
from bihuan.web.work import piles, tasks

_LISTED = 8


@dataclass(frozen=True, slots=True)
class Digest:
    """A message: its title, and its text in lines."""

    title: str
    text: str


def for_person(person: Person, today: date) -> Digest | None:
    """A person's work as it stands; None where nothing waits and nothing is to be told."""
    waiting = [pile for pile in piles(person, today) if pile.count]
    told = list(Notice.objects.filter(person=person, made_on=today).select_related("finding"))
    beside = tasks(person, today)
    if not waiting and not told and not beside:
        return None
    lines = [f"{pile.title}：{pile.count}个" for pile in waiting]
    lines += [f"{kind.title}：{kind.count}个" for kind in beside]
    lines += [f"· {notice.finding.number} {notice.text}" for notice in told[:_LISTED]]
    if len(told) > _LISTED:
        lines.append(f"……另有{len(told) - _LISTED}条提醒")
    return Digest(f"{_day(today)}整改待办", "\n".join([*lines, *_link("home")]))


def for_unit(unit: Unit, today: date) -> Digest | None:
    """A unit's overdue and coming findings, without people's names; None where there are none."""
    below = unit.descendants(include_self=True)
    findings = Finding.objects.filter(round__unit__in=below)
    late = findings.filter(RUNNING, due__lt=today)
    soon = findings.filter(RUNNING, due__gte=today, due__lte=today + timedelta(days=7))
    counts = {
        "超期": late.count(),
        "7天内到期": soon.count(),
        "待核查": findings.filter(status=Status.SUBMITTED).count(),
        "待销号": findings.filter(status=Status.VERIFIED).count(),
    }
    if not any(counts.values()):
        return None
    figures = "，".join(f"{name}{count}个" for name, count in counts.items() if count)
    lines = [figures, *_named(late, today), *_link("register")]
    return Digest(f"{_day(today)}{unit.name}整改提醒", "\n".join(lines))


def _named(late: QuerySet[Finding], today: date) -> list[str]:
    rows = late.order_by("due", "position").prefetch_related("units")[:_LISTED]
    return [
        f"· {row.number} {_units(row)} 超期{(today - row.due).days}天" for row in rows if row.due
    ]


def _units(row: Finding) -> str:
    return "、".join(unit.name for unit in row.units.all()) or row.unit_names or "责任单位未定"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _link(name: str) -> list[str]:
    return [f"{settings.ORIGIN}{reverse(name)}"] if settings.ORIGIN else []
