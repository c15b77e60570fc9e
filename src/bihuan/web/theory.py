"""Theory tests for the pages: banks, tests that someone runs, and sittings that wait for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.http import Http404

from bihuan.rectification.permissions import Action
from bihuan.theory import Kind, Slip, last_moment
from bihuan.theory import Question as Asked
from bihuan.web.forms import people_below
from bihuan.web.ledgers import offices_for, standing_rows
from bihuan.web.models import Person, Question, Sitting, TheoryTest, Unit
from bihuan.web.queries import allowed

ROSTER = "cadre_roster"


def offices_to_test(person: Person) -> list[Unit]:
    """The offices for which someone runs tests."""
    return [unit for unit in offices_for(person) if allowed(person, Action.RUN_TESTS, unit)]


def get_office_to_test(person: Person, pk: int) -> Unit:
    """An office for which someone runs tests; Http404 otherwise."""
    for unit in offices_to_test(person):
        if unit.pk == pk:
            return unit
    raise Http404("没有这个单位，或者您不组织它的理论测试。")


def get_test_for(person: Person, pk: int) -> TheoryTest:
    """A test that someone runs; Http404 otherwise."""
    test = TheoryTest.objects.filter(pk=pk).select_related("office").first()
    if test is None or not allowed(person, Action.RUN_TESTS, test.office):
        raise Http404("没有这次测试，或者不由您组织。")
    return test


def get_sitting_of(person: Person, pk: int) -> Sitting:
    """A person's own sitting; Http404 for anybody else's."""
    sitting = Sitting.objects.filter(pk=pk, person=person).select_related("test__office").first()
    if sitting is None:
        raise Http404("没有这份答卷。")
    return sitting


def sittings_of(person: Person) -> QuerySet[Sitting]:
    """A person's own sittings, those that open last first."""
    rows: QuerySet[Sitting] = person.sittings.select_related("test__office")
    return rows.order_by("-test__opens_at")


def waiting_for(person: Person, now: datetime) -> QuerySet[Sitting]:
    """The sittings that a person can begin or go on with now."""
    return sittings_of(person).filter(
        handed_in_at=None, test__opens_at__lte=now, test__closes_at__gt=now
    )


def topics_of(office: Unit) -> list[tuple[str, int]]:
    """The bank's topics, each with how many questions it has."""
    rows = Question.objects.filter(office=office, active=True).order_by("topic")
    return list(rows.values_list("topic").annotate(count=Count("pk")))


def questions(ids: Iterable[int]) -> dict[int, Asked]:
    """Questions as they were asked, retired ones too."""
    return {row.pk: asked(row) for row in Question.objects.filter(pk__in=list(ids))}


def asked(row: Question) -> Asked:
    """A kept question as the core marks it."""
    return Asked(row.topic, Kind(row.kind), row.text, tuple(row.options), tuple(row.solution))


def paper_of(sitting: Sitting) -> list[Slip]:
    """The slips of a sitting's paper."""
    return [Slip(pk, tuple(order)) for pk, order in sitting.paper]


def until(sitting: Sitting) -> datetime:
    """Until when a sitting that was begun goes on."""
    assert sitting.started_at is not None
    return last_moment(sitting.started_at, sitting.test.minutes, sitting.test.closes_at)


def candidates(office: Unit) -> list[tuple[Person, str]]:
    """Who may be named for a test, each with the code that the ledgers know them by ("" for none).

    Where an account has no code of its own, the roster's counts if it has the name once.
    """
    codes = _codes_by_name(office)
    people = people_below(office).select_related("unit")
    return [(person, person.code or codes.get(person.name, "")) for person in people]


def _codes_by_name(office: Unit) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for values in standing_rows(office, ROSTER).values_list("values", flat=True):
        found.setdefault(values["person_name"], set()).add(values["person_code"])
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
