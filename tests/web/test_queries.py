"""What the database answers about who sees what is what the core says of each finding alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bihuan.rectification.permissions import Action, sees_finding
from bihuan.web.models import Finding, Person, Round, Unit, UnitKind
from bihuan.web.queries import (
    actor_of,
    allowed,
    sees_all,
    snapshot_of,
    unit_paths,
    visible_findings,
    visible_rounds,
    visible_units,
)
from bihuan.web.templatetags.bihuan import options
from tests.web.conftest import Office
from tests.web.test_permissions import ROLES


def _fresh(office: Office, name: str) -> Person:
    """As a request loads them: nothing is kept yet."""
    return Person.objects.get(pk=office.people[name].pk)


@pytest.fixture
def mixed(office: Office) -> Office:
    """Findings of another township's round that name people and units of this one, and others."""
    away = Round.objects.create(unit=office.other, name="2025年县委巡察")
    for finding, n in zip(office.findings, range(3), strict=True):
        finding.pk, finding.round, finding.number = None, away, f"9.{n}"
        finding.lead = office.people["lead"] if n == 0 else None
        finding.save(force_insert=True)
    by_lead, by_owner, by_unit = away.findings.order_by("pk")
    by_owner.owners.add(office.people["owner"], office.people["nobody"])
    by_unit.units.add(office.station, office.village)
    assert by_lead.lead == office.people["lead"]
    return office


@pytest.mark.parametrize("role", ROLES)
def test_everyone_sees_the_findings_that_the_core_says(mixed: Office, role: str) -> None:
    person = _fresh(mixed, role)
    every = list(Finding.objects.all())
    expected = {f.pk for f in every if sees_finding(actor_of(person), snapshot_of(f))}
    seen = list(visible_findings(person).values_list("pk", flat=True))
    assert sorted(seen) == sorted(expected)
    assert expected
    rounds = {f.round_id for f in every if f.pk in expected}
    own = {r.pk for r in Round.objects.filter(unit__in=visible_units(person))}
    assert sorted(visible_rounds(person).values_list("pk", flat=True)) == sorted(rounds | own)


def test_only_who_sees_the_whole_tree_sees_all(office: Office) -> None:
    assert {role for role in ROLES if sees_all(_fresh(office, role))} == {
        "inspection",
        "administrator",
    }
    Unit.objects.create(name="白石县", kind=UnitKind.COUNTY)
    assert not sees_all(_fresh(office, "inspection"))
    assert set(visible_findings(_fresh(office, "inspection"))) == set(Finding.objects.all())


def test_paths_are_those_of_the_tree(office: Office) -> None:
    tree = {unit.pk: tuple(unit.tree_path) for unit in Unit.objects.with_tree_fields()}
    assert unit_paths() == tree
    assert tree[office.station.pk] == (office.county.pk, office.town.pk, office.station.pk)


def test_a_unit_added_since_the_tree_was_read_is_found(office: Office) -> None:
    clerk = _fresh(office, "clerk")
    assert allowed(clerk, Action.EDIT, office.town)
    added = Unit.objects.create(name="新村", kind=UnitKind.VILLAGE, parent=office.town)
    assert allowed(clerk, Action.EDIT, added)
    elsewhere = Unit.objects.create(name="新村", kind=UnitKind.VILLAGE, parent=office.other)
    assert not allowed(clerk, Action.EDIT, elsewhere)


def test_options_mark_the_chosen_and_escape(office: Office) -> None:
    told = options([("a", "<甲>"), ("b", "乙")], "b")
    assert told == ('<option value="a">&lt;甲&gt;</option><option value="b" selected>乙</option>')
    office.round.name = "<i>2024</i>"
    office.round.save()
    page = office.signed_in("clerk").get(reverse("register")).content.decode()
    assert "<i>2024" not in page
    assert f'<option value="{office.round.pk}">青石镇 &lt;i&gt;2024&lt;/i&gt;</option>' in page
