"""Each person's work: what waits for them, in piles, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.permissions import Action
from bihuan.rectification.status import Status, Step
from bihuan.web.appeals import Matter, handled_by, offices_to_assign, open_matters
from bihuan.web.mechanisms import Watched, silent_for
from bihuan.web.models import Finding, Person, Sitting
from bihuan.web.queries import findings_under, listed, own_findings
from bihuan.web.theory import waiting_for

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of work that waits."""

    title: str
    hint: str
    findings: list[Finding]
    count: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something beside findings that waits for a person: what it is, where, and how pressing."""

    text: str
    url: str
    overdue: str = ""


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks of one kind; at most some of `count` are named."""

    title: str
    tasks: list[Task]
    count: int


def tasks(person: Person, today: date) -> list[Tasks]:
    """What waits for a person beside findings, by kind; kinds without anything are left out."""
    found = [
        _tasks("待我参加的理论测试", map(_sitting, waiting_for(person, timezone.now()))),
        _tasks("待我办理的信访和说事堂事项", map(_matter, handled_by(person, today))),
        _tasks("待我分办的信访和说事堂事项", map(_matter, _unassigned(person, today))),
        _tasks("没有记录的长效机制", map(_silence, silent_for(person, today))),
    ]
    return [kind for kind in found if kind.count]


def _tasks(title: str, all_: Iterable[Task]) -> Tasks:
    found = list(all_)
    return Tasks(title, found[:_SHOWN], len(found))


def _sitting(sitting: Sitting) -> Task:
    until = timezone.localtime(sitting.test.closes_at)
    text = f"{sitting.test.title}（{until.month}月{until.day}日 {until:%H:%M}截止）"
    return Task(text, reverse("theory_sit", args=[sitting.pk]))


def _unassigned(person: Person, today: date) -> list[Matter]:
    return [
        one
        for office in offices_to_assign(person)
        for one in open_matters(person, office, today)
        if one.appeal is None or one.appeal.handler is None
    ]


def _matter(one: Matter) -> Task:
    late, left = one.standing.overdue_days, one.standing.left
    rest = f"，还剩{left}天" if left is not None and not late else ""
    text = f"{one.kind} {one.number} {one.standing.stage.label}{rest}"
    return Task(text, reverse("appeal", args=[one.row.pk]), f"超期{late}天" if late else "")


def _silence(one: Watched) -> Task:
    return Task(
        f"{one.mechanism.unit.name}：{one.mechanism.title[:60]}",
        reverse("mechanism", args=[one.mechanism.pk]),
        f"逾期{one.pulse.silent_days}天没有记录",
    )


def piles(person: Person, today: date) -> list[Pile]:
    """All piles of someone's work on a day, empty ones among them."""
    own = own_findings(person)
    acting = own.filter(status=Status.RECTIFYING)
    not_mine = findings_under(person, Step.VERIFY).exclude(submitted_by=person)
    to_close = findings_under(person, Step.CLOSE).filter(status=Status.VERIFIED)
    return [
        _pile("超期未办", "请尽快处理，或申请延期", acting.filter(due__lt=today)),
        _pile("退回重办", "请看退回的理由", acting.filter(returns__gt=0).exclude(due__lt=today)),
        _pile("待我整改", "填写成效、上传佐证、提交核查",
              acting.filter(returns=0).exclude(due__lt=today)),
        _pile("我分管的超期问题", "请督促责任人", _led(person).filter(due__lt=today)),
        _pile("待我交办", "确定责任人和时限", findings_under(person, Action.EDIT).filter(
            status=Status.DRAFT)),
        _pile("待我核查", "看佐证是否属实", not_mine.filter(status=Status.SUBMITTED)),
        _pile("待我销号", "核查已通过", to_close.exclude(verified_by=person).exclude(
            submitted_by=person)),
    ]  # fmt: skip


def _led(person: Person) -> QuerySet[Finding]:
    """What others have to act on under this person's lead."""
    led = Finding.objects.filter(lead=person, status=Status.RECTIFYING)
    return led.exclude(pk__in=own_findings(person).values("pk"))


def _pile(title: str, hint: str, findings: QuerySet[Finding]) -> Pile:
    rows = listed(findings).order_by(F("due").asc(nulls_last=True), "round", "position")
    shown = list(rows[:_SHOWN])
    return Pile(title, hint, shown, findings.count() if len(shown) == _SHOWN else len(shown))
