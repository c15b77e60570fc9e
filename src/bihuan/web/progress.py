"""The cockpit's figures as they stand now, added up by the database in one query a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from bihuan.rectification.ranking import Bucket, Tally
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.models import Finding, Measure

NOBODY = "-"
"""What stands in place of a name where nobody and nothing is named yet."""

_NOT_DONE = Q(degree=Degree.NOT_DONE)
_PROVED = Q(status=Status.CLOSED, degree=Degree.DONE)
# `ranking.bucket` in the database's words; a test holds the two together.
BUCKETS: Mapping[Bucket, Q] = MappingProxyType(
    {
        Bucket.STANDING: Q(standing=True),
        Bucket.NOT_COMPLETED: Q(standing=False) & _NOT_DONE,
        Bucket.COMPLETED: Q(standing=False) & _PROVED,
        Bucket.MOSTLY_COMPLETED: Q(standing=False) & ~_NOT_DONE & ~_PROVED,
    }
)
RUNNING = Q(status__in=[Status.DRAFT, Status.RECTIFYING])
"""The unit still has the work."""
_HANDED_IN = Q(status__in=[Status.SUBMITTED, Status.VERIFIED, Status.CLOSED])

LEADER = Case(
    When(lead__isnull=False, then=F("lead__name")),
    When(lead_name="", then=Value(NOBODY)),
    default=F("lead_name"),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some findings."""

    name: str
    key: int | str
    tally: Tally
    total: int
    overdue: int

    @property
    def completed(self) -> int:
        """Closed as done."""
        return self.tally.buckets[Bucket.COMPLETED]

    @property
    def mostly(self) -> int:
        """Said to be done, wholly or mostly, but not proved."""
        return self.tally.buckets[Bucket.MOSTLY_COMPLETED]

    @property
    def not_completed(self) -> int:
        """Neither."""
        return self.tally.buckets[Bucket.NOT_COMPLETED]

    @property
    def standing(self) -> int:
        """Kept up for good; they stand apart."""
        return self.tally.buckets[Bucket.STANDING]

    @property
    def returns(self) -> int:
        """How often something was sent back."""
        return self.tally.steps[Step.RETURN]

    @property
    def reopenings(self) -> int:
        """How often something closed was opened again."""
        return self.tally.steps[Step.REOPEN]


def figures(findings: QuerySet[Finding]) -> Group:
    """All of the findings in one."""
    total = findings.aggregate(**_columns())
    recovered, accountable = _amounts(findings)
    return _group("", "", total, recovered, accountable)


def level_counts(findings: QuerySet[Finding]) -> dict[str, int]:
    """How many findings there are at each level."""
    rows = findings.order_by().values_list("level").annotate(n=Count("pk"))
    return dict(rows.values_list("level", "n"))


def by_area(findings: QuerySet[Finding]) -> list[Group]:
    """By area, in the documents' order."""
    rows = _grouped(findings, "area").annotate(first=Min("position")).order_by("first")
    return [_group(row["area"] or NOBODY, row["area"] or NOBODY, row) for row in rows]


def by_leader(findings: QuerySet[Finding]) -> list[Group]:
    """By leader, by name; those whom nobody leads come last."""
    rows = _grouped(findings.annotate(leader=LEADER), "leader")
    groups = [_group(row["leader"], row["leader"], row) for row in rows]
    return sorted(groups, key=lambda group: (group.name == NOBODY, group.name))


def by_inspected(findings: QuerySet[Finding]) -> list[Group]:
    """By the unit whose round it is."""
    rows = _grouped(findings, "round__unit", "round__unit__name")
    return [_group(row["round__unit__name"], row["round__unit"], row) for row in rows]


def by_responsible(findings: QuerySet[Finding]) -> list[Group]:
    """By responsible unit; a finding of two units counts for both."""
    rows = _grouped(findings, "units", "units__name")
    return [_group(row["units__name"] or NOBODY, row["units"] or NOBODY, row) for row in rows]


def _grouped(findings: QuerySet[Finding], *names: str) -> QuerySet[Any]:
    grouped: QuerySet[Any] = findings.order_by().values(*names).annotate(**_columns())
    return grouped


def _columns() -> dict[str, Any]:
    """What is counted of each group.

    The steps follow from the rows: every cycle but the last was closed and reopened once, and
    what was handed in came back, was closed, or is still looked at.
    """
    late = RUNNING & Q(due__lt=timezone.localdate())
    buckets = {f"in_{member}": Count("pk", filter=where) for member, where in BUCKETS.items()}
    return buckets | {
        "total": Count("pk"),
        "overdue": Count("pk", filter=late),
        "sent_back": Coalesce(Sum(F("returns") + F("earlier_returns")), 0),
        "reopened": Coalesce(Sum(F("cycle") - 1), 0),
        "closed_now": Count("pk", filter=Q(status=Status.CLOSED)),
        "handed_in": Count("pk", filter=_HANDED_IN),
    }


def _group(
    name: str,
    key: int | str,
    row: Mapping[str, Any],
    recovered: Decimal = Decimal(0),
    accountable: int = 0,
) -> Group:
    steps = {
        Step.SUBMIT: row["sent_back"] + row["reopened"] + row["handed_in"],
        Step.RETURN: row["sent_back"],
        Step.CLOSE: row["reopened"] + row["closed_now"],
        Step.REOPEN: row["reopened"],
    }
    tally = Tally(
        buckets={member: row[f"in_{member}"] for member in Bucket},
        steps={step: steps.get(step, 0) for step in Step},
        recovered=recovered,
        accountable=accountable,
    )
    return Group(name, key, tally, row["total"], row["overdue"])


def _amounts(findings: QuerySet[Finding]) -> tuple[Decimal, int]:
    """Money recovered in 万元, and people held to account."""
    kinds = {"recovered": OutcomeKind.RECOVERED, "accountable": OutcomeKind.ACCOUNTABILITY}
    told = Measure.objects.filter(
        finding__in=findings.values("pk"), outcome_type__in=kinds.values()
    )
    sums = told.aggregate(
        **{name: Sum("amount", filter=Q(outcome_type=kind)) for name, kind in kinds.items()}
    )
    return sums["recovered"] or Decimal(0), int(sums["accountable"] or 0)


# What presses


@dataclass(frozen=True, slots=True)
class Band:
    """Findings that are overdue for so long, due or closed so soon; `key` is the register's."""

    key: str
    words: str
    where: Q


def late_bands(today: date) -> list[Band]:
    """Overdue for a week, a month, and longer."""
    week, month = today - timedelta(days=7), today - timedelta(days=30)
    return [
        Band("late7", "超期7天以内", RUNNING & Q(due__lt=today, due__gte=week)),
        Band("late30", "超期8至30天", RUNNING & Q(due__lt=week, due__gte=month)),
        Band("late99", "超期30天以上", RUNNING & Q(due__lt=month)),
    ]


def week_bands(now: datetime) -> list[Band]:
    """Due within a week, and closed within the last."""
    today, week = timezone.localdate(now), timedelta(days=7)
    return [
        Band("week", "7天内到期", RUNNING & Q(due__gte=today, due__lte=today + week)),
        Band("closed", "近7天销号", Q(status=Status.CLOSED, closed_at__gte=now - week)),
    ]


def counted(findings: QuerySet[Finding], bands: Iterable[Band]) -> list[tuple[Band, int]]:
    """How many findings lie in each band."""
    bands = list(bands)
    counts = findings.aggregate(**{band.key: Count("pk", filter=band.where) for band in bands})
    return [(band, counts[band.key]) for band in bands]


def common_problems(findings: QuerySet[Finding]) -> list[dict[str, Any]]:
    """Groups of findings with the same name in several units: name, units, findings."""
    rows = (
        findings.exclude(group="")
        .order_by()
        .values("group")
        .annotate(units=Count("round__unit", distinct=True), findings=Count("pk"))
        .filter(units__gt=1)
        .order_by("-units", "-findings", "group")
    )
    return [dict(row) for row in rows[:20]]
