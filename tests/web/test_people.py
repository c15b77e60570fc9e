"""Accounts and units as their administrator changes them, and one's own keys."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from bihuan.web.models import Person, Token, Unit
from tests.web.conftest import Office


def test_an_account_is_renamed_and_shut(office: Office) -> None:
    owner = office.people["owner"]
    address = reverse("person", args=[owner.pk])
    client = office.signed_in("administrator")
    assert client.get(address).status_code == 200
    client.post(address, {"name": "罗大勇", "title": "主任"})
    owner.refresh_from_db()
    assert (owner.name, owner.is_active) == ("罗大勇", False)
    browser = office.signed_in("owner")
    assert browser.get(reverse("home")).status_code == 302


def test_a_new_password_works_and_a_weak_one_is_told(office: Office) -> None:
    address = reverse("person", args=[office.people["owner"].pk])
    client = office.signed_in("administrator")
    weak = client.post(address, {"name": "甲", "active": "on", "password": "12345678901"})
    assert weak.status_code == 400
    client.post(address, {"name": "甲", "active": "on", "password": "qingshi-2026-zheng"})
    login = {"login": "owner", "password": "qingshi-2026-zheng"}
    assert Client().post(reverse("account_login"), login)["Location"] == "/"


def test_nobody_shuts_themselves_out(office: Office) -> None:
    person = office.people["administrator"]
    address = reverse("person", args=[person.pk])
    assert office.signed_in("administrator").post(address, {"name": "甲"}).status_code == 400


def test_a_unit_is_renamed_and_a_twin_refused(office: Office) -> None:
    client = office.signed_in("administrator")
    address = reverse("unit_edit", args=[office.station.pk])
    assert client.post(address, {"name": "农业农村服务中心"}).status_code == 302
    office.station.refresh_from_db()
    assert (office.station.name, office.station.active) == ("农业农村服务中心", False)
    assert client.post(address, {"name": office.village.name}).status_code == 400
    assert Unit.objects.filter(name=office.village.name).count() == 1


def test_a_unit_gets_the_code_that_ledgers_call_it(office: Office) -> None:
    address = reverse("unit_edit", args=[office.village.pk])
    client = office.signed_in("administrator")
    client.post(address, {"name": "金竹村", "active": "on", "code": " V01 "})
    client.post(address, {"name": "金竹村", "active": "on"})
    office.village.refresh_from_db()
    assert office.village.code == "V01"


def test_a_key_is_shown_once_and_taken_back(office: Office) -> None:
    client = office.signed_in("owner")
    page = client.post(reverse("token_make"), {"name": "县平台"}).content.decode()
    token = Token.objects.get()
    assert token.digest not in page
    other = office.signed_in("clerk").post(reverse("token_remove", args=[token.pk]))
    assert other.status_code == 404
    client.post(reverse("token_remove", args=[token.pk]))
    assert not Token.objects.exists()


def test_an_address_that_is_none_is_told(office: Office) -> None:
    answer = office.signed_in("owner").post(reverse("digest"), {"email": "不是邮箱"})
    assert answer.status_code == 400
    assert Person.objects.get(username="owner").email == ""
