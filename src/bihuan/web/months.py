"""Months: what each was when it ended, folded from the events once and never changed after.

A round's figures of a month are those of its events up to the month's end. What comes later has
events of later months, so that folding again would give the same; they are kept because folding a
county's history for every look at the page would not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bihuan.rectification import ranking as core
from bihuan.rectification.ranking import Bucket, State, Tally, UnitsOf
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.models import Event, MonthlyFigures, Round

SCOPES: Mapping[str, UnitsOf] = {
    "inspected": core.by_inspected,
    "responsible": core.by_responsible,
}


# Folding events


def history_of(round_: Round) -> list[core.Event]:
    """A round's events as the core counts them: each with the finding's state after it."""
    return list(_folded(round_))


def _folded(round_: Round) -> Iterator[core.Event]:
    start = State(level=Level.TOWNSHIP, inspected=(round_.unit_id,))
    known: defaultdict[int, _Folding] = defaultdict(lambda: _Folding(start))
    events = Event.objects.filter(round_id=round_.pk, finding_id__isnull=False).order_by("id")
    rows = events.values_list("at", "finding_id", "subject", "subject_id", "verb", "after")
    for at, about, subject, subject_id, verb, after in rows.iterator():
        finding = int(about or 0)
        folding = known[finding]
        if subject == "finding":
            folding.take(after)
        elif subject == "measure":
            folding.measure(subject_id, verb, after)
        step = Step(verb) if subject == "finding" and verb in set(Step) else None
        yield core.Event(finding, timezone.localtime(at), folding.state, step)


_READ = {"level": Level, "status": Status, "degree": Degree, "standing": bool}


@dataclass
class _Folding:
    """A finding's state as far as its events were read, and what its measures brought."""

    state: State
    amounts: dict[str, tuple[str, Decimal]] = field(default_factory=dict)

    def take(self, after: Mapping[str, Any]) -> None:
        """Changes the state by what an event says of the finding itself."""
        changes = {name: read(after[name]) for name, read in _READ.items() if name in after}
        if "units" in after:
            changes["responsible_units"] = tuple((unit["id"],) for unit in after["units"])
        if changes:
            self.state = replace(self.state, **changes)

    def measure(self, key: str, verb: str, after: Mapping[str, Any]) -> None:
        """Changes the sums by what an event says of a measure."""
        kind, amount = self.amounts.get(key, ("", Decimal(0)))
        kind = after.get("outcome_type", kind)
        amount = Decimal(after.get("amount", amount) or 0)
        self.amounts[key] = (kind, amount)
        if verb == "measure_removed":
            del self.amounts[key]
        self.state = replace(
            self.state,
            recovered=self._sum(OutcomeKind.RECOVERED),
            accountable=int(self._sum(OutcomeKind.ACCOUNTABILITY)),
        )

    def _sum(self, wanted: OutcomeKind) -> Decimal:
        return sum((n for kind, n in self.amounts.values() if kind == wanted), Decimal(0))


# A round's figures of a month


def figures_of(history: Iterable[core.Event], month: str) -> list[dict[str, Any]]:
    """What MonthlyFigures keeps of a month "2026-09": a line for each level, scope and unit."""
    history = list(history)
    return [
        _line(level, scope, unit[-1], tally)
        for level in Level
        for scope, units_of in SCOPES.items()
        for unit, tally in core.tallies(
            history, before=_end(month), level=level, units_of=units_of
        ).items()
    ]


def _end(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)


def _line(level: Level, scope: str, unit: int, tally: Tally) -> dict[str, Any]:
    return {
        "level": level.value,
        "scope": scope,
        "unit": unit,
        "buckets": {member.value: tally.buckets[member] for member in Bucket},
        "steps": {step.value: tally.steps[step] for step in Step},
        "recovered": str(tally.recovered),
        "accountable": tally.accountable,
    }


def tally_of(lines: Iterable[Mapping[str, Any]]) -> Tally:
    """The sum of some lines."""
    buckets: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    recovered, accountable = Decimal(0), 0
    for line in lines:
        buckets.update(line["buckets"])
        steps.update(line["steps"])
        recovered += Decimal(line["recovered"])
        accountable += line["accountable"]
    return Tally(
        buckets={member: buckets[member.value] for member in Bucket},
        steps={step: steps[step.value] for step in Step},
        recovered=recovered,
        accountable=accountable,
    )


def months_between(first: date, last: date) -> list[str]:
    """The months from one day's to another's, both included: "2026-08", "2026-09"."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in numbers]


# Looking back


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month, and what had been closed, less what was reopened, at its end."""

    name: str
    closed: int
    reopened: int
    returned: int
    closed_by_then: int


class Past:
    """The kept months of some rounds, for one level."""

    def __init__(self, rounds: Iterable[int], level: Level, count: int = 12) -> None:
        kept = MonthlyFigures.objects.filter(round__in=rounds).order_by("month")
        self._lines: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for month, figures in kept.values_list("month", "figures"):
            self._lines[month] += [line for line in figures if line["level"] == level]
        self.names = list(self._lines)[-count:]

    def tallies(self, month: str, scope: str) -> dict[int, Tally]:
        """Each unit's figures at the end of a month."""
        by_unit: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for line in self._lines[month]:
            if line["scope"] == scope:
                by_unit[line["unit"]].append(line)
        return {unit: tally_of(lines) for unit, lines in by_unit.items()}

    def trend(self, now: Tally, this_month: str) -> list[Month]:
        """Month by month, the running one last, from what had happened by each month's end."""
        by_then = [(name, self._steps(name)) for name in self.names]
        by_then.append((this_month, now.steps))
        earlier: list[Mapping[Step, int]] = [{}, *(steps for _, steps in by_then)]
        return [_month(*named, before) for named, before in zip(by_then, earlier, strict=False)]

    def _steps(self, month: str) -> Mapping[Step, int]:
        return tally_of(line for line in self._lines[month] if line["scope"] == "inspected").steps


def _month(name: str, steps: Mapping[Step, int], before: Mapping[Step, int]) -> Month:
    def grown(step: Step) -> int:
        return steps[step] - before.get(step, 0)

    return Month(
        name=name,
        closed=grown(Step.CLOSE),
        reopened=grown(Step.REOPEN),
        returned=grown(Step.RETURN),
        closed_by_then=steps[Step.CLOSE] - steps[Step.REOPEN],
    )
