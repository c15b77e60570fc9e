"""Each person's work: what waits for them, in piles, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from bihuan.rectification.permissions import Action
from bihuan.rectification.status import Status, Step
from bihuan.web.models import Finding, Person
from bihuan.web.queries import findings_under, listed, own_findings

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of work that waits."""

    title: str
    hint: str
    findings: list[Finding]
    count: int


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
