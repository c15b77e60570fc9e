"""A county with two townships, people in every role, and a round with findings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

# Held until the tests end, then taken away.
_HOME = tempfile.TemporaryDirectory(prefix="bihuan-test-")
os.environ["BIHUAN_HOME"] = _HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.web.settings"

from bihuan.web.home import prepare

prepare(Path(os.environ["BIHUAN_HOME"]))

import django

django.setup()

# Not for the other processes that run tests: each has a home of its own.
del os.environ["DJANGO_SETTINGS_MODULE"], os.environ["BIHUAN_HOME"]

from django.core.cache import cache
from django.test import Client

from bihuan.rectification.roles import Role
from bihuan.rectification.status import Degree, Status
from bihuan.web.models import Finding, Measure, Membership, Person, Round, Unit, UnitKind


@dataclass
class Office:
    """What most tests need: units, people by role, a round and its findings."""

    county: Unit
    town: Unit
    station: Unit
    village: Unit
    other: Unit
    people: dict[str, Person]
    round: Round
    findings: list[Finding]

    def signed_in(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        client.force_login(self.people[name], "allauth.account.auth_backends.AuthenticationBackend")
        return client


def person_with(username: str, unit: Unit, *roles: Role) -> Person:
    """A person with an office of each role in a unit."""
    person = Person.objects.create(username=username, name=username, unit=unit)
    for role in roles:
        Membership.objects.create(person=person, unit=unit, role=role)
    return person


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Tests set rows without events, which what is kept goes by."""
    cache.clear()


@pytest.fixture
def office(db: None) -> Office:
    county = Unit.objects.create(name="云岭县", kind=UnitKind.COUNTY)
    town = Unit.objects.create(name="青石镇", kind=UnitKind.TOWNSHIP, parent=county)
    other = Unit.objects.create(name="白水镇", kind=UnitKind.TOWNSHIP, parent=county)
    station = Unit.objects.create(name="农业农村办", kind=UnitKind.DEPARTMENT, parent=town)
    village = Unit.objects.create(name="金竹村", kind=UnitKind.VILLAGE, parent=town)
    people = {
        "clerk": person_with("clerk", town, Role.CLERK),
        "owner": person_with("owner", station, Role.OWNER),
        "lead": person_with("lead", town, Role.LEAD),
        "discipline": person_with("discipline", town, Role.DISCIPLINE),
        "inspection": person_with("inspection", county, Role.INSPECTION),
        "administrator": person_with("administrator", county, Role.ADMINISTRATOR),
        "reader": person_with("reader", town, Role.READER),
        "stranger": person_with("stranger", other, Role.CLERK, Role.LEAD, Role.DISCIPLINE),
        "nobody": Person.objects.create(username="nobody", name="nobody"),
    }
    round_ = Round.objects.create(
        unit=town,
        name="2024年县委巡察",
        inspector="县委第二巡察组",
        feedback_date=date(2024, 7, 16),
    )
    findings = [_finding(round_, n, station, people["owner"]) for n in range(1, 4)]
    return Office(county, town, station, village, other, people, round_, findings)


def _finding(round_: Round, n: int, unit: Unit, owner: Person) -> Finding:
    finding = Finding.objects.create(
        round=round_,
        number=f"1.{n}",
        position=n,
        area="聚焦政策落实方面",
        group=f"第{n}个问题",
        problem=f"第{n}个问题的具体表现，涉及3户。",
        status=Status.RECTIFYING,
        degree=Degree.NOT_DONE,
        due=date(2025, 1, n),
    )
    finding.units.add(unit)
    finding.owners.add(owner)
    Measure.objects.create(finding=finding, position=1, text="逐户核查。")
    return finding


@pytest.fixture
def as_(office: Office) -> Callable[[str], Client]:
    return office.signed_in
