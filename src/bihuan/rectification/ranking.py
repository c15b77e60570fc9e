"""The honest ranking: what is proved apart from what is said, and what came back beside it.

Everything is computed from events with the state after each, so that a month's figures are those of
the events up to its end: what happens later can't change them. Township findings and village
findings are never counted together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from bihuan.rectification.labels import Labelled
from bihuan.rectification.snapshot import Level, OutcomeKind, Snapshot, UnitPath
from bihuan.rectification.status import Degree, Status, Step


class Bucket(Labelled):
    """Where a finding counts; each counts in exactly one."""

    COMPLETED = "completed", "已完成"
    MOSTLY_COMPLETED = "mostly_completed", "基本完成"
    NOT_COMPLETED = "not_completed", "未完成"
    STANDING = "standing", "长期坚持"


@dataclass(frozen=True, slots=True)
class State:
    """What counts of a finding at one time; an event carries the state after it.

    `recovered` is in 万元 and `accountable` in people, over all cycles' measures.
    """

    level: Level
    inspected: UnitPath
    responsible_units: tuple[UnitPath, ...] = ()
    status: Status = Status.DRAFT
    degree: Degree = Degree.NOT_DONE
    standing: bool = False
    recovered: Decimal = Decimal(0)
    accountable: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a finding: when, the state after it, and the step, if it was one.

    `at` is in the county's own time, for months end there.
    """

    finding: int
    at: datetime
    state: State
    step: Step | None = None


def state_of(finding: Snapshot) -> State:
    """What counts of a finding now."""
    return State(
        level=finding.level,
        inspected=finding.inspected,
        responsible_units=finding.responsible_units,
        status=finding.status,
        degree=finding.degree,
        standing=finding.standing,
        recovered=outcome_total(finding, OutcomeKind.RECOVERED),
        accountable=int(outcome_total(finding, OutcomeKind.ACCOUNTABILITY)),
    )


def outcome_total(finding: Snapshot, kind: OutcomeKind) -> Decimal:
    """The sum of the values of one kind of outcome over all measures, in the kind's unit.

    An outcome without a value counts 0, and an incomplete one isn't counted.
    """
    outcomes = (outcome for measure in finding.measures for outcome in measure.outcomes)
    complete = (outcome for outcome in outcomes if outcome.kind is kind and outcome.is_complete)
    return sum((outcome.value or Decimal(0) for outcome in complete), Decimal(0))


def bucket(state: State) -> Bucket:
    """Where a finding counts: completed is only what is closed as done.

    What is said to be done but isn't closed counts as mostly completed, whatever was claimed;
    a standing finding counts apart in every status.
    """
    if state.standing:
        return Bucket.STANDING
    if state.degree is Degree.NOT_DONE:
        return Bucket.NOT_COMPLETED
    proved = state.status is Status.CLOSED and state.degree is Degree.DONE
    return Bucket.COMPLETED if proved else Bucket.MOSTLY_COMPLETED


@dataclass(frozen=True, slots=True)
class Tally:
    """A unit's figures up to some day; rates are None where there is nothing to divide by."""

    buckets: Mapping[Bucket, int]
    steps: Mapping[Step, int]
    recovered: Decimal = Decimal(0)
    accountable: int = 0

    @property
    def completion_rate(self) -> Fraction | None:
        """Completed over all but the standing findings."""
        counted = sum(self.buckets.values()) - self.buckets[Bucket.STANDING]
        return _rate(self.buckets[Bucket.COMPLETED], counted)

    @property
    def return_rate(self) -> Fraction | None:
        """Returns over submissions."""
        return _rate(self.steps[Step.RETURN], self.steps[Step.SUBMIT])

    @property
    def reopening_rate(self) -> Fraction | None:
        """Reopenings over closures."""
        return _rate(self.steps[Step.REOPEN], self.steps[Step.CLOSE])


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


UnitsOf = Callable[[State], Iterable[UnitPath]]
"""For which units a finding counts."""


def by_inspected(state: State) -> tuple[UnitPath, ...]:
    """The unit whose round it is: how a county compares its townships."""
    return (state.inspected,)


def by_responsible(state: State) -> tuple[UnitPath, ...]:
    """Each responsible unit once: how a township compares its stations and villages.

    A finding of two units counts for both, so that a sum over units may exceed the whole.
    """
    return tuple(dict.fromkeys(state.responsible_units))


def tallies(
    events: Iterable[Event], *, before: date, level: Level, units_of: UnitsOf
) -> dict[UnitPath, Tally]:
    """Each unit's figures from the events of days before `before`, in any order of events.

    Of a finding's events at one moment the one handed in last is the latest. A step counts for the
    units that had the finding then; the state, for those that have it at the end.
    """
    latest: dict[int, State] = {}
    steps: defaultdict[UnitPath, Counter[Step]] = defaultdict(Counter)
    known = (e for e in events if e.at.date() < before)
    for event in sorted(known, key=lambda event: event.at):
        latest[event.finding] = event.state
        if event.step is not None and event.state.level is level:
            for unit in units_of(event.state):
                steps[unit][event.step] += 1
    states = _states_by_unit(latest.values(), level, units_of)
    return {unit: _tally(states[unit], steps[unit]) for unit in {*states, *steps}}


def _states_by_unit(
    states: Iterable[State], level: Level, units_of: UnitsOf
) -> defaultdict[UnitPath, list[State]]:
    found: defaultdict[UnitPath, list[State]] = defaultdict(list)
    for state in states:
        if state.level is level:
            for unit in units_of(state):
                found[unit].append(state)
    return found


def _tally(states: list[State], steps: Counter[Step]) -> Tally:
    counts = Counter(map(bucket, states))
    return Tally(
        buckets={member: counts[member] for member in Bucket},
        steps={step: steps[step] for step in Step},
        recovered=sum((state.recovered for state in states), Decimal(0)),
        accountable=sum(state.accountable for state in states),
    )


@dataclass(frozen=True, slots=True)
class Rank:
    """A unit's line: `place` counts from 1, is shared by equals, and None where nothing counts."""

    unit: UnitPath
    tally: Tally
    place: int | None


def ranking(tallied: Mapping[UnitPath, Tally]) -> tuple[Rank, ...]:
    """Units by completion rate, the highest first; equal rates share a place (1, 1, 3).

    Within a place those with fewer reopenings stand first, then fewer returns, then by unit, so
    that the order never depends on how the figures came in. Units with standing findings alone, or
    none left, stand last without a place.
    """
    ranks: list[Rank] = []
    ordered = sorted(tallied.items(), key=_order)
    for rate, group in groupby(ordered, key=lambda item: item[1].completion_rate):
        place = None if rate is None else len(ranks) + 1
        ranks += [Rank(unit, tally, place) for unit, tally in group]
    return tuple(ranks)


def _order(item: tuple[UnitPath, Tally]) -> tuple[bool, Fraction, Fraction, Fraction, UnitPath]:
    unit, tally = item
    rate = tally.completion_rate
    none = Fraction(0)
    return (
        rate is None,
        -(rate or none),
        tally.reopening_rate or none,
        tally.return_rate or none,
        unit,
    )


def month_ranking(
    events: Iterable[Event], year: int, month: int, *, level: Level, units_of: UnitsOf
) -> tuple[Rank, ...]:
    """The ranking as it stood at the end of a month, the same whenever it is asked for."""
    end = date(year + month // 12, month % 12 + 1, 1)
    return ranking(tallies(events, before=end, level=level, units_of=units_of))
