"""Editing inside a row of the register."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.web.models import Event, Finding
from tests.web.conftest import Office


def _post(client: Client, finding: Finding, name: str, **values: object) -> str:
    answer = client.post(reverse("register_cell", args=[finding.pk, name]), values)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_cell_becomes_a_form_and_the_row_again(office: Office) -> None:
    finding, client = office.findings[0], office.signed_in("clerk")
    form = client.get(reverse("register_cell", args=[finding.pk, "due"])).content.decode()
    assert 'type="date"' in form
    assert f'id="row-{finding.pk}"' in form
    row = _post(client, finding, "due", due="2030-05-06", seen=finding.version)
    assert "2030年5月6日" in row
    finding.refresh_from_db()
    assert finding.due == date(2030, 5, 6)
    assert Event.objects.get(verb="edit").after == {"due": "2030-05-06"}


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("problem", "改写后的具体表现", "改写后的具体表现"), ("lead", "", ""), ("due", "", "—")],
)
def test_each_cell_saves(office: Office, name: str, value: str, shown: str) -> None:
    assert shown in _post(office.signed_in("clerk"), office.findings[1], name, **{name: value})


def test_the_degree_is_the_worker_s_to_say(office: Office) -> None:
    finding = office.findings[0]
    assert "基本完成" in _post(office.signed_in("owner"), finding, "degree", degree="mostly_done")
    row = _post(office.signed_in("lead"), finding, "degree", degree="done")
    assert 'role="alert"' in row
    finding.refresh_from_db()
    assert finding.degree == "mostly_done"


def test_what_is_wrong_stands_in_the_row_and_nothing_is_saved(office: Office) -> None:
    finding, client = office.findings[0], office.signed_in("clerk")
    assert 'role="alert"' in _post(client, finding, "due", due="下个月")
    assert "别人刚刚改过" in _post(client, finding, "due", due="2030-05-06", seen=99)
    assert 'role="alert"' in _post(office.signed_in("reader"), finding, "due", due="2030-05-06")
    finding.refresh_from_db()
    assert finding.version == 1


def test_only_those_who_may_edit_are_offered_it(office: Office) -> None:
    for who, offered in (("clerk", True), ("lead", False), ("reader", False)):
        page = office.signed_in(who).get(reverse("register")).content.decode()
        assert ('class="change' in page) is offered


def test_an_unknown_cell_is_not_there(office: Office) -> None:
    address = reverse("register_cell", args=[office.findings[0].pk, "status"])
    assert office.signed_in("clerk").post(address, {"status": "closed"}).status_code == 404
