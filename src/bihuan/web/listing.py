"""The register page's filters: from a query string to findings, the same for page and export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from bihuan.rectification.ranking import Bucket
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status
from bihuan.web.models import Finding, Measure
from bihuan.web.progress import BUCKETS, NOBODY, RUNNING, late_bands

DUES = {
    "overdue": "已超期",
    "late7": "超期7天以内",
    "late30": "超期8至30天",
    "late99": "超期30天以上",
    "week": "一周内到期",
    "month": "一个月内到期",
    "none": "没有时限",
}
CLOSINGS = {"week": "近7天销号", "month": "近30天销号"}
HISTORIES = {"returned": "被退回过", "reopened": "重新整改过"}
_DAYS = {"week": 7, "month": 30}
SORTS = {
    "": ("round", "position"),
    "due": (F("due").asc(nulls_last=True), "round", "position"),
    "status": ("status", "round", "position"),
    "lead": ("lead__name", "lead_name", "round", "position"),
}
SORT_NAMES = {"": "序号", "due": "时限", "status": "状态", "lead": "责任领导"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person asked for; unknown and empty values ask for nothing."""

    round: int | None = None
    inspected: int | None = None
    area: str = ""
    unit: str = ""
    lead: str = ""
    status: str = ""
    degree: str = ""
    bucket: str = ""
    due: str = ""
    closed: str = ""
    history: str = ""
    outcome: str = ""
    level: str = ""
    standing: bool = False
    words: str = ""
    sort: str = ""

    @classmethod
    def parsed(cls, query: QueryDict) -> Filters:
        """The filters of a query string."""
        return cls(
            round=_number(query.get("round", "")),
            inspected=_number(query.get("inspected", "")),
            area=query.get("area", "")[:300],
            unit=_unit(query.get("unit", "")),
            lead=query.get("lead", "")[:120],
            status=_known(query.get("status", ""), Status),
            degree=_known(query.get("degree", ""), Degree),
            bucket=_known(query.get("bucket", ""), Bucket),
            due=_known(query.get("due", ""), DUES),
            closed=_known(query.get("closed", ""), CLOSINGS),
            history=_known(query.get("history", ""), HISTORIES),
            outcome=_known(query.get("outcome", ""), OutcomeKind),
            level=_known(query.get("level", ""), Level),
            standing=query.get("standing") == "1",
            words=query.get("q", "").strip()[:100],
            sort=_known(query.get("sort", ""), SORTS),
        )

    def applied(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        """The findings that are asked for, in the order asked for."""
        exact = {
            "round_id": self.round,
            "round__unit": self.inspected,
            "status": self.status,
            "degree": self.degree,
            "level": self.level,
            "standing": self.standing or None,
        }
        findings = findings.filter(**{name: value for name, value in exact.items() if value})
        return findings.filter(*self._conditions()).order_by(*SORTS[self.sort])

    def _conditions(self) -> Iterator[Q]:
        if self.area:
            yield Q(area="" if self.area == NOBODY else self.area)
        if self.unit:
            yield Q(units=None) if self.unit == NOBODY else Q(units=int(self.unit))
        if self.lead:
            written = "" if self.lead == NOBODY else self.lead
            yield Q(lead__name=self.lead) | Q(lead=None, lead_name=written)
        if self.bucket:
            yield BUCKETS[Bucket(self.bucket)]
        if self.due:
            yield _due(self.due)
        if self.closed:
            since = timezone.now() - timedelta(days=_DAYS[self.closed])
            yield Q(status=Status.CLOSED, closed_at__gte=since)
        if self.history:
            returned = Q(returns__gt=0) | Q(earlier_returns__gt=0)
            yield returned if self.history == "returned" else Q(cycle__gt=1)
        if self.outcome:
            # A subquery, for a join would give a finding once for each of its measures.
            told = Measure.objects.filter(outcome_type=self.outcome, amount__gt=0)
            yield Q(pk__in=told.values("finding"))
        if self.words:
            yield (
                Q(problem__icontains=self.words)
                | Q(group__icontains=self.words)
                | Q(response__icontains=self.words)
                | Q(number=self.words)
            )


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 18 else None


def _unit(value: str) -> str:
    return value if value == NOBODY or _number(value) is not None else ""


def _known(value: str, known: object) -> str:
    return value if value in set(known) else ""  # type: ignore[call-overload]


def _due(kind: str) -> Q:
    if kind == "none":
        return Q(due=None)
    today = timezone.localdate()
    if kind == "overdue":
        return RUNNING & Q(due__lt=today)
    for band in late_bands(today):
        if band.key == kind:
            return band.where
    return RUNNING & Q(due__gte=today, due__lte=today + timedelta(days=_DAYS[kind]))
