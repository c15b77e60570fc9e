from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.ranking import (
    Bucket,
    Event,
    Rank,
    State,
    Tally,
    UnitsOf,
    bucket,
    by_inspected,
    by_responsible,
    month_ranking,
    outcome_total,
    ranking,
    state_of,
    tallies,
)
from bihuan.rectification.snapshot import Level, Outcome, OutcomeKind, UnitPath
from bihuan.rectification.status import Degree, Status, Step
from tests.rectification.cases import OTHER_TOWN, STATION, TOWN, VILLAGE, finding, measure

CLOSED = State(Level.TOWNSHIP, TOWN, (STATION,), Status.CLOSED, Degree.DONE)
REOPENED = replace(CLOSED, status=Status.RECTIFYING, degree=Degree.NOT_DONE)
MAY, JUNE = datetime(2025, 5, 20), datetime(2025, 6, 20)


@pytest.mark.parametrize(
    ("status", "degree", "standing"), list(product(Status, Degree, (False, True)))
)
def test_each_finding_counts_in_one_bucket(status: Status, degree: Degree, standing: bool) -> None:
    state = State(Level.TOWNSHIP, TOWN, (), status, degree, standing)
    if standing:
        expected = Bucket.STANDING
    elif degree is Degree.NOT_DONE:
        expected = Bucket.NOT_COMPLETED
    elif (status, degree) == (Status.CLOSED, Degree.DONE):
        expected = Bucket.COMPLETED
    else:
        expected = Bucket.MOSTLY_COMPLETED
    assert bucket(state) is expected


def _tally(*events: Event, before: date = date(2026, 1, 1)) -> dict[UnitPath, Tally]:
    return tallies(events, before=before, level=Level.TOWNSHIP, units_of=by_inspected)


def test_rates_stand_beside_the_completion_rate() -> None:
    steps = [Step.SUBMIT, Step.RETURN, Step.SUBMIT, Step.VERIFY, Step.CLOSE, Step.REOPEN]
    events = [Event(1, MAY + timedelta(n), REOPENED, step) for n, step in enumerate(steps)]
    figures = _tally(*events, Event(2, MAY, CLOSED))[TOWN]
    assert figures.completion_rate == Fraction(1, 2)
    assert figures.return_rate == Fraction(1, 2)
    assert figures.reopening_rate == 1


def test_standing_findings_do_not_touch_the_rate() -> None:
    figures = _tally(Event(1, MAY, CLOSED), Event(2, MAY, replace(CLOSED, standing=True)))[TOWN]
    assert figures.completion_rate == 1
    assert figures.buckets[Bucket.STANDING] == 1


def test_without_anything_to_divide_by_there_is_no_rate() -> None:
    figures = _tally(Event(1, MAY, replace(CLOSED, standing=True)))[TOWN]
    assert figures.completion_rate is figures.return_rate is figures.reopening_rate is None


def test_levels_are_never_mixed() -> None:
    village = replace(CLOSED, level=Level.VILLAGE)
    events = [Event(1, MAY, CLOSED), Event(2, MAY, village, Step.SUBMIT)]
    assert sum(_tally(*events)[TOWN].buckets.values()) == 1
    assert _tally(*events)[TOWN].steps[Step.SUBMIT] == 0


def test_a_finding_of_two_units_counts_for_both_once() -> None:
    state = replace(CLOSED, responsible_units=(STATION, VILLAGE, STATION))
    figures = tallies(
        [Event(1, MAY, state, Step.CLOSE)],
        before=date(2026, 1, 1),
        level=Level.TOWNSHIP,
        units_of=by_responsible,
    )
    assert set(figures) == {STATION, VILLAGE}
    assert all(t.buckets[Bucket.COMPLETED] == t.steps[Step.CLOSE] == 1 for t in figures.values())


def test_a_finding_that_changed_hands_leaves_its_steps_behind() -> None:
    moved = replace(CLOSED, responsible_units=(VILLAGE,))
    figures = tallies(
        [Event(1, MAY, REOPENED, Step.RETURN), Event(1, JUNE, moved)],
        before=date(2026, 1, 1),
        level=Level.TOWNSHIP,
        units_of=by_responsible,
    )
    assert figures[STATION].steps[Step.RETURN] == 1
    assert sum(figures[STATION].buckets.values()) == 0
    assert figures[VILLAGE].buckets[Bucket.COMPLETED] == 1


def test_totals_come_from_the_outcomes_of_all_measures() -> None:
    people = Outcome(OutcomeKind.ACCOUNTABILITY, Decimal(2))
    hollow = Outcome(OutcomeKind.RECOVERED, Decimal("-5"))
    words = Outcome(OutcomeKind.INSTITUTION, None, "印发办法")
    found = finding(
        cycle=2,
        measures=(measure(), measure(2, 2), measure(3, 2, outcomes=(people, hollow, words))),
    )
    assert outcome_total(found, OutcomeKind.RECOVERED) == Decimal("6.4")
    assert outcome_total(found, OutcomeKind.INSTITUTION) == 0
    state = state_of(found)
    assert (state.recovered, state.accountable) == (Decimal("6.4"), 2)
    figures = _tally(Event(1, MAY, state), Event(2, MAY, state))[TOWN]
    assert (figures.recovered, figures.accountable) == (Decimal("12.8"), 4)


def test_a_state_is_the_findings() -> None:
    state = state_of(finding(Status.CLOSED, standing=True, level=Level.VILLAGE))
    assert (state.status, state.degree, state.standing) == (Status.CLOSED, Degree.DONE, True)
    assert (state.level, state.inspected) == (Level.VILLAGE, TOWN)
    assert state.responsible_units == (STATION,)


def tally(completed: int, others: int, returns: int = 0, reopenings: int = 0) -> Tally:
    buckets = dict.fromkeys(Bucket, 0) | {Bucket.COMPLETED: completed, Bucket.NOT_COMPLETED: others}
    steps = dict.fromkeys(Step, 10) | {Step.RETURN: returns, Step.REOPEN: reopenings}
    return Tally(buckets, steps)


def places(ranks: tuple[Rank, ...]) -> list[tuple[int, int | None]]:
    return [(rank.unit[-1], rank.place) for rank in ranks]


def test_equal_rates_share_a_place() -> None:
    figures: dict[UnitPath, Tally] = {
        (1, 4): tally(0, 2),
        (1, 3): tally(1, 1),
        (1, 2): tally(2, 2),
        (1, 1): tally(2, 0),
    }
    assert places(ranking(figures)) == [(1, 1), (2, 2), (3, 2), (4, 4)]


def test_within_a_place_what_came_back_less_stands_first() -> None:
    figures: dict[UnitPath, Tally] = {
        (1, 1): tally(1, 1, returns=1, reopenings=2),
        (1, 2): tally(1, 1, returns=5, reopenings=1),
        (1, 3): tally(1, 1, returns=4, reopenings=1),
    }
    assert places(ranking(figures)) == [(3, 1), (2, 1), (1, 1)]


def test_units_without_counted_findings_have_no_place() -> None:
    figures: dict[UnitPath, Tally] = {(1, 1): tally(0, 0), (1, 2): tally(0, 3), (1, 3): tally(0, 0)}
    assert places(ranking(figures)) == [(2, 1), (1, None), (3, None)]


COUNTS = st.builds(tally, *[st.integers(0, 3)] * 4)


@given(figures=st.dictionaries(st.integers(1, 9).map(lambda n: (1, n)), COUNTS), data=st.data())
def test_the_order_does_not_depend_on_how_figures_come_in(
    figures: dict[UnitPath, Tally], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(figures.items()))))
    assert ranking(shuffled) == ranking(figures)


@given(figures=st.dictionaries(st.integers(1, 9).map(lambda n: (1, n)), COUNTS))
def test_a_place_is_one_more_than_the_units_before_it(figures: dict[UnitPath, Tally]) -> None:
    rates = {unit: figures[unit].completion_rate for unit in figures}
    for rank in ranking(figures):
        rate = rates[rank.unit]
        better = [r for r in rates.values() if r is not None and rate is not None and r > rate]
        assert rank.place == (None if rate is None else len(better) + 1)


def _month(events: list[Event], year: int, month: int) -> tuple[Rank, ...]:
    return month_ranking(events, year, month, level=Level.TOWNSHIP, units_of=by_inspected)


def test_reopening_in_june_leaves_may_as_it_was() -> None:
    closed = Event(1, MAY, CLOSED, Step.CLOSE)
    reopened = Event(1, JUNE, REOPENED, Step.REOPEN)
    (may,) = _month([closed, reopened], 2025, 5)
    (june,) = _month([closed, reopened], 2025, 6)
    assert [r.tally.completion_rate for r in (may, june)] == [1, 0]
    assert [r.tally.reopening_rate for r in (may, june)] == [0, 1]


def test_december_ends_with_the_year() -> None:
    last = Event(1, datetime(2025, 12, 31, 23, 59), CLOSED)
    first = Event(2, datetime(2026, 1, 1), CLOSED)
    (rank,) = _month([last, first], 2025, 12)
    assert sum(rank.tally.buckets.values()) == 1


def test_months_end_in_the_countys_own_time() -> None:
    beijing = timezone(timedelta(hours=8))
    late = datetime(2025, 5, 31, 17, 0, tzinfo=UTC).astimezone(beijing)
    assert not _month([Event(1, late, CLOSED)], 2025, 5)


STATES = st.builds(
    State,
    level=st.sampled_from(Level),
    inspected=st.sampled_from([TOWN, OTHER_TOWN]),
    responsible_units=st.lists(st.sampled_from([STATION, VILLAGE]), max_size=2).map(tuple),
    status=st.sampled_from(Status),
    degree=st.sampled_from(Degree),
    standing=st.booleans(),
    recovered=st.integers(0, 99).map(Decimal),
    accountable=st.integers(0, 9),
)


def _events(first: datetime, last: datetime) -> st.SearchStrategy[list[Event]]:
    step = st.none() | st.sampled_from(Step)
    return st.lists(
        st.builds(Event, st.integers(1, 5), st.datetimes(first, last), STATES, step), max_size=15
    )


@given(
    past=_events(datetime(2025, 1, 1), datetime(2025, 5, 31, 23, 59, 59, 999999)),
    later=_events(datetime(2025, 6, 1), datetime(2026, 6, 1)),
    level=st.sampled_from(Level),
    units_of=st.sampled_from([by_inspected, by_responsible]),
)
def test_a_months_figures_never_change_by_later_events(
    past: list[Event], later: list[Event], level: Level, units_of: UnitsOf
) -> None:
    then = month_ranking(past, 2025, 5, level=level, units_of=units_of)
    assert month_ranking([*later, *past], 2025, 5, level=level, units_of=units_of) == then


@given(events=_events(datetime(2025, 1, 1), datetime(2025, 12, 31)), level=st.sampled_from(Level))
def test_every_finding_is_counted_exactly_once(events: list[Event], level: Level) -> None:
    last = {event.finding: event.state for event in sorted(events, key=lambda event: event.at)}
    figures = tallies(events, before=date(2026, 1, 1), level=level, units_of=by_inspected)
    counted = sum(sum(figure.buckets.values()) for figure in figures.values())
    assert counted == sum(state.level is level for state in last.values())
    assert sum(figure.recovered for figure in figures.values()) == sum(
        state.recovered for state in last.values() if state.level is level
    )
