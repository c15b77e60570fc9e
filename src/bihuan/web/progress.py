"""The cockpit's figures: by round, area, unit and leader, and month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from bihuan.rectification.deadlines import days_late
from bihuan.rectification.ranking import Case, Figures, figures_of
from bihuan.rectification.status import Degree, Status
from bihuan.web.models import Event, Finding, Measure, OutcomeType, Unit

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Counted:
    """One finding as the cockpit counts it, with what it is grouped by."""

    case: Case
    area: str
    unit: str
    unit_id: int
    leader: str
    level: str
    due: date | None


def counted(findings: QuerySet[Finding]) -> list[Counted]:
    """The findings in a fixed number of queries, whatever their number."""
    today = timezone.localdate()
    rows = findings.annotate(
        reopenings=Count("cycles", distinct=True),
        earlier_returns=Coalesce(_sum_of_cycles(), 0),
        recovered=Coalesce(_amount(OutcomeType.RECOVERED), Decimal(0)),
        accountable=Coalesce(_amount(OutcomeType.ACCOUNTABLE), Decimal(0)),
    ).values(
        "status", "degree", "standing", "due", "returns", "reopenings", "earlier_returns",
        "recovered", "accountable", "area", "level", "lead_name", "lead__name", "round__unit_id",
        "round__unit__name",
    )  # fmt: skip
    return [_counted(row, today) for row in rows]


def _amount(kind: OutcomeType) -> Subquery:
    total = (
        Measure.objects.filter(finding=OuterRef("pk"), outcome_type=kind)
        .order_by()
        .values("finding")
        .annotate(total=Sum("amount"))
    )
    return Subquery(total.values("total"))


def _sum_of_cycles() -> Subquery:
    from bihuan.web.models import Cycle

    total = (
        Cycle.objects.filter(finding=OuterRef("pk"))
        .order_by()
        .values("finding")
        .annotate(total=Sum("returns"))
    )
    return Subquery(total.values("total"))


def _counted(row: dict[str, object], today: date) -> Counted:
    status = Status(str(row["status"]))
    due = row["due"] if isinstance(row["due"], date) else None
    case = Case(
        status=status,
        degree=Degree(str(row["degree"])),
        standing=bool(row["standing"]),
        overdue=days_late(due, status, today) > 0,
        returns=_int(row["returns"]) + _int(row["earlier_returns"]),
        reopenings=_int(row["reopenings"]),
        recovered=Decimal(str(row["recovered"])),
        accountable=_int(row["accountable"]),
    )
    leader = str(row["lead__name"] or row["lead_name"] or "未定")
    area = str(row["area"] or "未分方面")
    unit, unit_id = str(row["round__unit__name"]), _int(row["round__unit_id"])
    return Counted(case, area, unit, unit_id, leader, str(row["level"]), due)


def _int(value: object) -> int:
    return int(str(value).split(".")[0] or 0)


def by(rows: Iterable[Counted], key: Callable[[Counted], str]) -> dict[str, Figures]:
    """Figures by what the rows are grouped by, in the order of first appearance."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row.case)
    return {name: figures_of(cases) for name, cases in groups.items()}


def total(rows: Iterable[Counted]) -> Figures:
    """The figures of all."""
    return figures_of(row.case for row in rows)


def due_this_week(rows: Iterable[Counted]) -> int:
    """How many findings still to be acted on are due within seven days."""
    today = timezone.localdate()
    acting = (Status.DRAFT, Status.RECTIFYING)
    return sum(
        1
        for row in rows
        if row.due and row.case.status in acting and today <= row.due <= today + _WEEK
    )


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month: findings closed and reopened, and how many stood closed then."""

    name: str
    closed: int
    reopened: int
    returned: int
    standing_closed: int


def months(findings: QuerySet[Finding], count: int = 12) -> list[Month]:
    """The last months from the events: what is past never changes by what comes later."""
    events = Event.objects.filter(
        subject="finding",
        verb__in=["close", "reopen", "return"],
        finding_id__in=findings.values("pk"),
    ).values_list("at", "verb")
    happened: Counter[tuple[str, str]] = Counter()
    for at, verb in events:
        happened[timezone.localtime(at).strftime("%Y-%m"), verb] += 1
    names = _last_months(timezone.localdate(), count)
    closed = sum(
        n * (1 if verb == "close" else -1)
        for (name, verb), n in happened.items()
        if name < names[0] and verb != "return"
    )
    result = []
    for name in names:
        new, again = happened[name, "close"], happened[name, "reopen"]
        closed += new - again
        result.append(Month(name, new, again, happened[name, "return"], closed))
    return result


def _last_months(today: date, count: int) -> list[str]:
    first = today.year * 12 + today.month - 1 - (count - 1)
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, first + count)]


def common_problems(units: QuerySet[Unit]) -> list[tuple[str, int, int]]:
    """Groups of findings with the same name in several units: name, units, findings."""
    rows = (
        Finding.objects.filter(round__unit__in=units)
        .exclude(group="")
        .values("group")
        .annotate(units=Count("round__unit", distinct=True), findings=Count("pk"))
        .filter(Q(units__gt=1))
        .order_by("-units", "-findings", "group")
    )
    return [(row["group"], row["units"], row["findings"]) for row in rows[:20]]
