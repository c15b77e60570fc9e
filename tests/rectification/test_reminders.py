from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.deadlines import IsWorkday
from bihuan.rectification.reminders import Reminder, Rung, Schedule, addressees, reminders_due
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Extension, Person, Snapshot
from bihuan.rectification.status import Status
from tests.rectification.cases import (
    BUREAU,
    COUNTY,
    OTHER_TOWN,
    STATION,
    TOWN,
    finding,
    person,
)

LADDER = (
    (Rung.OWNER, -7),
    (Rung.OWNER, -1),
    (Rung.OWNER, 1),
    (Rung.LEAD, 3),
    (Rung.OFFICE, 7),
    (Rung.INSPECTION, 15),
)
SCHEDULE = Schedule(usual=LADDER, immediate=((Rung.OWNER, 0),), review=((Rung.OFFICE, -3),))
DEADLINE = date(2025, 6, 18)  # a Wednesday
FOUND = finding(deadline=DEADLINE)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def every_day(_day: date) -> bool:
    return True


def told_over(
    found: Snapshot, first: date, days: int, workday: IsWorkday = weekday
) -> Iterator[tuple[date, Reminder]]:
    """What a server that runs every day sends."""
    sent: set[str] = set()
    for today in (first + timedelta(offset) for offset in range(days)):
        for reminder in reminders_due(found, today, SCHEDULE, workday, sent):
            sent.add(reminder.key)
            yield today, reminder


def test_the_ladder_climbs_once_and_rests_on_days_of_rest() -> None:
    told = [(day, reminder.rung) for day, reminder in told_over(FOUND, date(2025, 6, 1), 60)]
    assert told == [
        (date(2025, 6, 11), Rung.OWNER),
        (date(2025, 6, 17), Rung.OWNER),
        (date(2025, 6, 19), Rung.OWNER),
        (date(2025, 6, 23), Rung.LEAD),  # the 21st is a Saturday
        (date(2025, 6, 25), Rung.OFFICE),
        (date(2025, 7, 3), Rung.INSPECTION),
    ]


def test_sentences_say_how_long_it_is_from_today() -> None:
    told = dict(told_over(FOUND, date(2025, 6, 1), 24))
    assert "2025年6月18日还有7天，请按时完成整改并提交核查" in told[date(2025, 6, 11)].message
    assert "已超过5天，请立即" in told[date(2025, 6, 23)].message


def test_points_that_fall_on_one_workday_are_told_once() -> None:
    """Over a long holiday both the last warning and the first call come due."""

    def after_holiday(day: date) -> bool:
        return not date(2025, 6, 14) <= day <= date(2025, 6, 22)

    told = list(told_over(FOUND, date(2025, 6, 12), 12, after_holiday))
    assert [(day, reminder.rung) for day, reminder in told] == [
        (date(2025, 6, 12), Rung.OWNER),
        (date(2025, 6, 23), Rung.OWNER),
        (date(2025, 6, 23), Rung.LEAD),
    ]
    assert "已超过5天" in told[1][1].message


def test_a_server_that_stood_still_tells_each_rung_the_last_thing() -> None:
    told = reminders_due(FOUND, date(2025, 9, 1), SCHEDULE, weekday)
    assert [reminder.rung for reminder in told] == list(Rung)


def test_what_was_sent_is_not_sent_again() -> None:
    today = date(2025, 6, 11)
    (reminder,) = reminders_due(FOUND, today, SCHEDULE, weekday)
    assert reminders_due(FOUND, today, SCHEDULE, weekday, {reminder.key}) == ()


def test_an_extension_starts_the_ladder_anew() -> None:
    later = Extension(date(2025, 7, 2), "汛期", 1, datetime(2025, 6, 12), 1, True)
    (first,) = reminders_due(FOUND, date(2025, 6, 11), SCHEDULE, weekday)
    extended = replace(FOUND, extensions=(later,))
    assert reminders_due(extended, date(2025, 6, 19), SCHEDULE, weekday, {first.key}) == ()
    (again,) = reminders_due(extended, date(2025, 6, 25), SCHEDULE, weekday, {first.key})
    assert again.rung is Rung.OWNER


def test_immediate_findings_have_points_of_their_own() -> None:
    immediate = replace(FOUND, immediate=True)
    told = list(told_over(immediate, date(2025, 6, 1), 60))
    assert [(day, "就是今天" in reminder.message) for day, reminder in told] == [(DEADLINE, True)]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.CLOSED])
def test_what_the_unit_has_handed_in_is_quiet(status: Status) -> None:
    assert not list(told_over(finding(status, deadline=DEADLINE), date(2025, 6, 1), 60))


def test_a_finding_without_a_date_is_quiet() -> None:
    assert not list(told_over(finding(deadline=None), date(2025, 6, 1), 60))


def test_a_review_is_announced() -> None:
    standing = finding(Status.CLOSED, standing=True, next_review_on=DEADLINE)
    ((day, reminder),) = told_over(standing, date(2025, 6, 1), 60)
    assert (day, reminder.rung) == (date(2025, 6, 16), Rung.OFFICE)  # the 15th is a Sunday
    assert "记录复查结果" in reminder.message


@given(
    points=st.lists(st.tuples(st.sampled_from(Rung), st.integers(-20, 20)), max_size=8),
    rest=st.sets(st.integers(0, 80)),
    gaps=st.sets(st.integers(0, 80)),
)
def test_each_point_is_told_at_most_once_and_never_on_a_day_of_rest(
    points: list[tuple[Rung, int]], rest: set[int], gaps: set[int]
) -> None:
    first = DEADLINE - timedelta(30)
    days = [first + timedelta(offset) for offset in range(81)]

    def workday(day: date) -> bool:
        return (day - first).days not in rest

    sent: list[str] = []
    for offset, today in enumerate(days):
        if offset in gaps:  # the server stands still
            continue
        told = reminders_due(FOUND, today, Schedule(usual=tuple(points)), workday, sent)
        assert not told or workday(today)
        assert len({reminder.rung for reminder in told}) == len(told)
        sent += [reminder.key for reminder in told]
    assert len(sent) == len(set(sent)) <= len(set(points))
    if workday(days[-1]) and 80 not in gaps:
        assert {key.split("/")[3] for key in sent} == {str(rung) for rung, _ in points}


@given(day=st.dates())
def test_no_date_breaks_the_ladder(day: date) -> None:
    found = finding(deadline=day)
    for today in (date.min, day, date.max):
        reminders_due(found, today, SCHEDULE, every_day)


OWNER = person((Role.OWNER, STATION), id=1)
OTHER_OWNER = person((Role.OWNER, STATION), id=2)
LEAD = person((Role.LEAD, TOWN), id=3)
CLERK = person((Role.CLERK, TOWN), id=4)
COUNTY_CLERK = person((Role.CLERK, COUNTY), id=5)
INSPECTOR = person((Role.INSPECTION, COUNTY), id=6)
STRANGERS = (person((Role.CLERK, OTHER_TOWN), id=7), person((Role.OWNER, BUREAU), id=8))
PEOPLE = (*STRANGERS, OWNER, OTHER_OWNER, LEAD, CLERK, COUNTY_CLERK, INSPECTOR)


@pytest.mark.parametrize(
    ("rung", "found", "people", "ids"),
    [
        (Rung.OWNER, FOUND, PEOPLE, (1, 2)),
        (Rung.OWNER, replace(FOUND, responsible_people=frozenset({2})), PEOPLE, (2,)),
        (Rung.OWNER, replace(FOUND, responsible_units=((1, 10, 109),)), PEOPLE, (4,)),
        (Rung.OWNER, replace(FOUND, responsible_people=frozenset({77})), PEOPLE, (1, 2)),
        (Rung.LEAD, FOUND, PEOPLE, (3,)),
        (Rung.LEAD, replace(FOUND, lead=8), PEOPLE, (8,)),
        (Rung.LEAD, FOUND, (OWNER, CLERK), (4,)),
        (Rung.OFFICE, FOUND, PEOPLE, (4,)),
        (Rung.OFFICE, FOUND, (COUNTY_CLERK, *STRANGERS), (5,)),
        (Rung.INSPECTION, FOUND, PEOPLE, (6,)),
        (Rung.INSPECTION, FOUND, (OWNER, CLERK), ()),
    ],
)
def test_who_stands_on_a_rung(
    rung: Rung, found: Snapshot, people: tuple[Person, ...], ids: tuple[int, ...]
) -> None:
    assert addressees(rung, found, iter(people)) == ids
