"""Every address as every role, in another unit too: who gets in, and who gets nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from bihuan.web.models import Evidence, Token
from tests.web.conftest import Office

ROLES = (
    "clerk", "owner", "lead", "discipline", "inspection", "administrator", "reader", "stranger",
    "nobody",
)  # fmt: skip
# What is inside the township's round: seen by those of the township and of the county alone.
INSIDE = ("clerk", "lead", "discipline", "inspection", "administrator", "reader")
OUTSIDE = ("stranger", "nobody")


def _names() -> Iterator[str]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def _address(office: Office, name: str) -> str:
    finding = office.findings[0]
    values = {
        "pk": {"round": office.round.pk, "exchange": office.round.pk}.get(name, finding.pk),
        "measure_pk": finding.measures.get().pk,
        "extension_pk": 1,
        "name": {"register_cell": "due"}.get(name, "submit"),
    }
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name == name:
            wanted = pattern.pattern.converters
            return reverse(name, kwargs={key: values.get(key, 1) for key in wanted})
    raise AssertionError(name)


OPEN = {
    "first_start", "demo_login", "public", "public_notice", "public_object", "public_received",
    "public_answer",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(_names()) - OPEN))
def test_nothing_is_shown_without_signing_in(office: Office, name: str) -> None:
    address = _address(office, name)
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", sorted(n for n in OPEN if n.startswith("public_")))
def test_what_is_public_shows_nothing_that_isn_t_there(office: Office, name: str) -> None:
    address = _address(office, name)
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code in (404, 405) or name == "public_answer"
        assert "第1个问题" not in answer.content.decode()


def test_the_demo_s_way_in_and_the_first_start_are_shut(office: Office) -> None:
    person = office.people["administrator"]
    assert Client().post(reverse("demo_login", args=[person.pk])).status_code == 404
    assert Client().get(reverse("first_start")).status_code == 404


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("name", sorted(set(_names()) - OPEN))
def test_another_unit_s_people_reach_nothing(office: Office, name: str, who: str) -> None:
    address = _address(office, name)
    if "<" not in str(_pattern(name)):
        return
    client = office.signed_in(who)
    assert client.get(address).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)
    office.findings[0].refresh_from_db()
    assert office.findings[0].version == 1


def _pattern(name: str) -> object:
    return next(
        p.pattern
        for p in get_resolver().url_patterns
        if isinstance(p, URLPattern) and p.name == name
    )


@pytest.mark.parametrize("who", ROLES)
def test_who_sees_the_finding(office: Office, who: str) -> None:
    answer = office.signed_in(who).get(reverse("finding", args=[office.findings[0].pk]))
    assert answer.status_code == (404 if who in OUTSIDE else 200)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("step", ["assign", "submit", "verify", "return", "close", "reopen"])
def test_steps_that_are_not_theirs_change_nothing(office: Office, who: str, step: str) -> None:
    finding = office.findings[0]
    client = office.signed_in(who)
    answer = client.post(reverse("finding_step", args=[finding.pk, step]), {"reason": "试试"})
    assert answer.status_code in (400, 404)
    finding.refresh_from_db()
    assert (finding.status, finding.version) == ("rectifying", 1)


@pytest.mark.parametrize("who", ROLES)
def test_people_are_managed_by_administrators_alone(office: Office, who: str) -> None:
    answer = office.signed_in(who).get(reverse("people"))
    assert answer.status_code == (200 if who == "administrator" else 404)


# The API: the same, with a token


def _bearer(office: Office, who: str) -> dict[str, str]:
    from bihuan.web.actions.people import new_token

    return {"Authorization": f"Bearer {new_token(office.people[who], name='测试')}"}


def _api_paths() -> list[str]:
    from bihuan.web.api import api

    return sorted(api.get_openapi_schema()["paths"])


@pytest.mark.parametrize("path", _api_paths())
def test_the_api_needs_a_token(office: Office, path: str) -> None:
    address = path.format(pk=1, office=1, name="voucher")
    for headers in ({}, {"Authorization": "Bearer falsch"}):
        assert Client().get(address, headers=headers).status_code in (401, 405)
        assert Client().post(address, headers=headers).status_code in (401, 405)


@pytest.mark.parametrize("who", ROLES)
def test_the_api_shows_what_the_pages_show(office: Office, who: str) -> None:
    headers = _bearer(office, who)
    rows = Client().get("/api/findings", headers=headers).json()["items"]
    assert len(rows) == (0 if who in OUTSIDE else 3)
    one = Client().get(f"/api/findings/{office.findings[0].pk}", headers=headers)
    assert one.status_code == (404 if who in OUTSIDE else 200)


def test_a_step_by_the_api_obeys_the_same_gates(office: Office) -> None:
    address = f"/api/findings/{office.findings[0].pk}/steps"
    answer = Client().post(
        address, {"step": "submit"}, "application/json", headers=_bearer(office, "owner")
    )
    assert answer.status_code == 400
    assert "成效" in answer.json()["detail"]


def test_a_token_of_someone_who_left_is_no_token(office: Office) -> None:
    headers = _bearer(office, "clerk")
    person = office.people["clerk"]
    person.is_active = False
    person.save()
    assert Client().get("/api/findings", headers=headers).status_code == 401
    assert Token.objects.get(person=person).used_at is None
    assert not Evidence.objects.exists()
