"""The demo's county: every stage of a finding's life is there, with a past."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Status
from bihuan.web.demo import build
from bihuan.web.materials import latest, nearest
from bihuan.web.models import (
    Event,
    Evidence,
    Finding,
    Intake,
    Issue,
    Measure,
    Objection,
    Obligation,
    Person,
    Reply,
    Round,
    SavedView,
    Waiver,
)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, built once and taken back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built: None, db: None) -> None:
    """A test's own copy of the demo."""


def test_a_newcomer_finds_every_stage(demo: None) -> None:
    today = timezone.localdate()
    ours = Finding.objects.filter(round__unit__name="青石镇")
    assert ours.count() >= 26
    assert ours.values("area").distinct().count() == 4
    assert set(ours.values_list("status", flat=True)) == set(Status)
    assert set(ours.values_list("level", flat=True)) == set(Level)
    assert ours.filter(status=Status.RECTIFYING, due__lt=today).exists()
    assert ours.filter(cycle=2).exists()
    assert ours.filter(status=Status.RECTIFYING, returns__gt=0).exists()
    assert ours.filter(standing=True, review_on__gt=today).exists()
    assert ours.filter(immediate=True).exists()
    assert ours.exclude(transferred_to="").filter(transfer_outcome="").exists()
    assert ours.exclude(transfer_outcome="").exists()
    assert set(ours.values_list("extensions__granted", flat=True)) == {None, True, False}
    assert Waiver.objects.exists()
    told = Measure.objects.exclude(outcome="").values_list("outcome_type", flat=True)
    assert set(told) == set(OutcomeKind)


def test_evidence_and_what_waits(demo: None) -> None:
    assert Evidence.objects.filter(replaces__isnull=False).exists()
    assert Evidence.objects.filter(withdrawn_at__isnull=False, replaced_by=None).exists()
    assert Evidence.objects.filter(latitude__isnull=False, taken_at__isnull=False).exists()
    shared = Evidence.objects.filter(name="青石镇整改办催收通知.docx")
    assert shared.values("finding").distinct().count() == 2
    assert shared.values("blob").distinct().count() == 1
    assert Intake.objects.filter(accepted_at=None).exists()
    assert Reply.objects.filter(accepted_at=None).exists()
    assert SavedView.objects.exists()


def test_materials_that_came_honest_and_copied(demo: None) -> None:
    owed = {one.unit.name: one for one in Obligation.objects.all()}
    assert {one.status for one in owed.values()} == set(Obligation.Status)
    told = {name: nearest(latest(one)) for name, one in owed.items()}
    assert {name for name, like in told.items() if like} == {"金竹村", "磨刀溪村", "供水站"}
    assert told["供水站"] is not None
    assert told["供水站"].reference
    version = latest(owed["供水站"])
    assert version
    assert "惠州市" in [hit["text"] for hit in version.leftovers or ()]


def test_anybody_reads_the_township_s_notice(demo: None) -> None:
    (issue,) = Issue.objects.all()
    page = Client().get(reverse("public_notice", args=[issue.slug]))
    assert page.status_code == 200
    assert "第三纪检监察室" not in page.content.decode()
    assert Objection.objects.filter(status="received").count() == 1


def test_events_are_of_the_past_in_order_and_the_same_each_time(demo: None) -> None:
    events = list(Event.objects.exclude(verb="month_kept").order_by("id"))
    assert events[-1].at <= timezone.now()
    assert [e.at for e in events] == sorted(e.at for e in events)
    assert all(r.months.count() >= 3 for r in Round.objects.all())
    people = Person.objects.count()
    build()
    assert Person.objects.count() == people


@pytest.mark.parametrize("name", ["韩雪梅", "石正南", "陆明远", "田小兰", "龚丽华"])
def test_people_of_the_walk_are_there(demo: None, name: str) -> None:
    assert Person.objects.filter(name=name).exists()
