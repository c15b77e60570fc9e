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

from bihuan.rectification.ranking import Bucket, State, Tally, bucket
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.models import Event, Finding, Measure, Unit

_WEEK = timedelta(days=7)
_COUNTED_STEPS = (Step.SUBMIT, Step.RETURN, Step.CLOSE, Step.REOPEN)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as the cockpit counts it, with what it is grouped by."""

    state: State
    steps: Counter[Step]
    area: str
    unit: str
    leader: str
    due: date | None

    @property
    def runs(self) -> bool:
        """Whether the unit still has the work."""
        return self.state.status in (Status.DRAFT, Status.RECTIFYING)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some findings."""

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


def rows_of(findings: QuerySet[Finding]) -> list[Row]:
    """The findings in a fixed number of queries, whatever their number."""
    steps = _steps(findings)
    values = findings.annotate(
        recovered=Coalesce(_amount(OutcomeKind.RECOVERED), Decimal(0)),
        accountable=Coalesce(_amount(OutcomeKind.ACCOUNTABILITY), Decimal(0)),
    ).values_list(
        "pk", "level", "status", "degree", "standing", "recovered", "accountable", "area",
        "round__unit__name", "lead__name", "lead_name", "due",
    )  # fmt: skip
    return [
        Row(
            State(
                level=Level(level),
                inspected=(),
                status=Status(status),
                degree=Degree(degree),
                standing=standing,
                recovered=recovered,
                accountable=int(accountable),
            ),
            steps[pk],
            area or "未分方面",
            unit,
            lead or lead_name or "未定",
            due,
        )
        for (
            pk, level, status, degree, standing, recovered, accountable, area, unit, lead,
            lead_name, due,
        ) in values
    ]  # fmt: skip


def _amount(kind: OutcomeKind) -> Subquery:
    sums = (
        Measure.objects.filter(finding=OuterRef("pk"), outcome_type=kind)
        .order_by()
        .values("finding")
        .annotate(total=Sum("amount"))
    )
    return Subquery(sums.values("total"))


def _steps(findings: QuerySet[Finding]) -> defaultdict[int, Counter[Step]]:
    counted: defaultdict[int, Counter[Step]] = defaultdict(Counter)
    events = Event.objects.filter(
        subject="finding", verb__in=_COUNTED_STEPS, finding_id__in=findings.values("pk")
    )
    for finding, verb, count in (
        events.order_by().values("finding_id", "verb").annotate(n=Count("pk"))
        .values_list("finding_id", "verb", "n")
    ):  # fmt: skip
        counted[finding or 0][Step(verb)] = count
    return counted


def group(rows: Iterable[Row]) -> Group:
    """The figures of some rows."""
    rows = list(rows)
    buckets = Counter(bucket(row.state) for row in rows)
    steps: Counter[Step] = sum((row.steps for row in rows), Counter())
    today = timezone.localdate()
    tally = Tally(
        buckets={member: buckets[member] for member in Bucket},
        steps={step: steps[step] for step in Step},
        recovered=sum((row.state.recovered for row in rows), Decimal(0)),
        accountable=sum(row.state.accountable for row in rows),
    )
    overdue = sum(1 for row in rows if row.runs and row.due and row.due < today)
    return Group(tally, len(rows), overdue)


def by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Group]:
    """Figures by what the rows are grouped by, in the order of first appearance."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: group(found) for name, found in groups.items()}


def due_this_week(rows: Iterable[Row]) -> int:
    """How many findings still to be acted on are due within seven days."""
    today = timezone.localdate()
    return sum(1 for row in rows if row.runs and row.due and today <= row.due <= today + _WEEK)


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month, and how many findings stood closed at its end."""

    name: str
    closed: int
    reopened: int
    returned: int
    closed_by_then: int


def months(findings: QuerySet[Finding], count: int = 12) -> list[Month]:
    """The last months from the events: what is past never changes by what comes later."""
    events = Event.objects.filter(
        subject="finding", verb__in=_COUNTED_STEPS, finding_id__in=findings.values("pk")
    ).values_list("at", "verb")
    happened = Counter(
        (timezone.localtime(at).strftime("%Y-%m"), Step(verb)) for at, verb in events
    )
    names = _last_months(timezone.localdate(), count)
    standing = sum(n * _SIGNS.get(s, 0) for (name, s), n in happened.items() if name < names[0])
    result = []
    for name in names:
        closed, reopened = happened[name, Step.CLOSE], happened[name, Step.REOPEN]
        standing += closed - reopened
        result.append(Month(name, closed, reopened, happened[name, Step.RETURN], standing))
    return result


_SIGNS = {Step.CLOSE: 1, Step.REOPEN: -1}


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
