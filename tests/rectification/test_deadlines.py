from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.deadlines import (
    Terms,
    days_left,
    effective_deadline,
    is_due_soon,
    overdue_days,
    propose,
    workday_after,
)
from bihuan.rectification.life import after
from bihuan.rectification.snapshot import Extension, RoundDates
from bihuan.rectification.status import Status, Step
from tests.rectification.cases import finding

FEEDBACK = date(2025, 3, 3)  # a Monday
ROUND = RoundDates(immediate_until=date(2025, 3, 13), concentrated_until=date(2025, 6, 3))
BARE = finding(deadline=None, round=ROUND)
ASKED = datetime(2025, 5, 30, 9, 0)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def extension(until: date, granted: bool | None = True, cycle: int = 1) -> Extension:
    return Extension(until, "汛期无法施工", 1, ASKED, cycle, granted)


def test_a_round_is_proposed_by_the_countys_terms() -> None:
    dates = propose(FEEDBACK, Terms(plan_days=12, concentrated_days=90), weekday)
    assert dates.plan_due == date(2025, 3, 17)  # the 15th is a Saturday
    assert dates.concentrated_until == date(2025, 6, 2)  # the 1st is a Sunday
    assert (dates.immediate_until, dates.report_due) == (None, None)


def test_the_round_binds_what_has_no_date_of_its_own() -> None:
    assert effective_deadline(BARE) == date(2025, 6, 3)
    assert effective_deadline(replace(BARE, deadline=date(2025, 5, 1))) == date(2025, 5, 1)
    assert effective_deadline(finding(deadline=None)) is None


def test_immediate_findings_have_the_nearer_date() -> None:
    immediate = replace(BARE, immediate=True)
    assert effective_deadline(immediate) == date(2025, 3, 13)
    without = replace(immediate, round=RoundDates(concentrated_until=date(2025, 6, 3)))
    assert effective_deadline(without) == date(2025, 6, 3)


def test_only_granted_extensions_of_this_cycle_move_the_date() -> None:
    asked = (
        extension(date(2025, 9, 1), granted=None),
        extension(date(2025, 10, 1), granted=False),
        extension(date(2025, 11, 1), cycle=2),
        extension(date(2025, 7, 1)),
    )
    assert effective_deadline(replace(BARE, extensions=asked)) == date(2025, 7, 1)


def test_an_extension_never_shortens() -> None:
    assert effective_deadline(replace(BARE, extensions=(extension(date(2025, 4, 1)),))) == date(
        2025, 6, 3
    )


def test_a_reopened_finding_is_not_bound_by_the_rounds_past_date() -> None:
    closed = finding(Status.CLOSED, round=ROUND, extensions=(extension(date(2025, 8, 1)),))
    again = after(Step.REOPEN, closed, None, ASKED)
    assert effective_deadline(again) is None
    assert effective_deadline(replace(again, deadline=date(2025, 12, 1))) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("today", "left", "overdue"),
    [(date(2025, 6, 1), 2, 0), (date(2025, 6, 3), 0, 0), (date(2025, 6, 13), -10, 10)],
)
def test_days_are_counted_from_today(today: date, left: int, overdue: int) -> None:
    assert days_left(BARE, today) == left
    assert overdue_days(BARE, today) == overdue


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.CLOSED])
def test_a_verifiers_delay_is_not_the_units(status: Status) -> None:
    handed_in = finding(status, deadline=date(2025, 1, 1))
    assert days_left(handed_in, date(2025, 6, 1)) is None
    assert overdue_days(handed_in, date(2025, 6, 1)) == 0


def test_without_a_date_nothing_is_overdue_or_due() -> None:
    undated = finding(deadline=None)
    assert overdue_days(undated, date(2030, 1, 1)) == 0
    assert not is_due_soon(undated, date(2030, 1, 1), 365)


@pytest.mark.parametrize(
    ("day", "soon"), [(26, False), (27, True), (31, True), (3, True), (4, False)]
)
def test_due_soon_ends_with_the_deadline(day: int, soon: bool) -> None:
    today = date(2025, 5 if day > 20 else 6, day)
    assert is_due_soon(BARE, today, 7) is soon


@given(day=st.dates(), days=st.integers(-400, 400))
def test_a_moved_day_is_a_workday_or_the_calendars_last(day: date, days: int) -> None:
    moved = workday_after(day, days, weekday)
    assert weekday(moved) or date.max.toordinal() - moved.toordinal() < 2
    wanted = day.toordinal() + days
    assert moved.toordinal() - max(1, min(wanted, date.max.toordinal())) in range(3)


def test_the_longest_rest_is_bridged() -> None:
    last = date(2025, 4, 2)
    assert workday_after(FEEDBACK, 0, lambda day: day == last) == last
    assert workday_after(FEEDBACK, -1, lambda day: day == last) == date(2025, 3, 2)


def test_a_calendar_without_workdays_leaves_the_day() -> None:
    assert workday_after(FEEDBACK, 3, lambda _: False) == date(2025, 3, 6)
