"""The register page's filters: from a query string to findings, the same for page and export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from bihuan.rectification.snapshot import Level
from bihuan.rectification.status import Degree, Status
from bihuan.web.models import Finding

_WEEK = timedelta(days=7)
_ACTING = (Status.DRAFT, Status.RECTIFYING)
DUES = {"overdue": "已超期", "week": "一周内到期", "month": "一个月内到期", "none": "没有时限"}
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
    area: str = ""
    unit: int | None = None
    lead: str = ""
    status: str = ""
    degree: str = ""
    due: str = ""
    level: str = ""
    standing: bool = False
    words: str = ""
    sort: str = ""

    @classmethod
    def parsed(cls, query: QueryDict) -> Filters:
        """The filters of a query string."""
        return cls(
            round=_number(query.get("round", "")),
            area=query.get("area", "")[:300],
            unit=_number(query.get("unit", "")),
            lead=query.get("lead", "")[:120],
            status=_known(query.get("status", ""), Status),
            degree=_known(query.get("degree", ""), Degree),
            due=_known(query.get("due", ""), DUES),
            level=_known(query.get("level", ""), Level),
            standing=query.get("standing") == "1",
            words=query.get("q", "").strip()[:100],
            sort=_known(query.get("sort", ""), SORTS),
        )

    def applied(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        """The findings that are asked for, in the order asked for."""
        exact = {
            "round_id": self.round,
            "area": self.area,
            "status": self.status,
            "degree": self.degree,
            "level": self.level,
            "standing": self.standing or None,
        }
        findings = findings.filter(**{name: value for name, value in exact.items() if value})
        if self.unit is not None:
            findings = findings.filter(Q(units=self.unit) | Q(round__unit=self.unit)).distinct()
        if self.lead:
            findings = findings.filter(Q(lead__name=self.lead) | Q(lead=None, lead_name=self.lead))
        if self.due:
            findings = findings.filter(_due(self.due))
        if self.words:
            findings = findings.filter(
                Q(problem__icontains=self.words)
                | Q(group__icontains=self.words)
                | Q(response__icontains=self.words)
                | Q(number=self.words)
            )
        return findings.order_by(*SORTS[self.sort])


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 18 else None


def _known(value: str, known: object) -> str:
    return value if value in set(known) else ""  # type: ignore[call-overload]


def _due(kind: str) -> Q:
    if kind == "none":
        return Q(due=None)
    today = timezone.localdate()
    running = Q(status__in=_ACTING)
    if kind == "overdue":
        return running & Q(due__lt=today)
    days = _WEEK if kind == "week" else timedelta(days=31)
    return running & Q(due__gte=today, due__lte=today + days)
