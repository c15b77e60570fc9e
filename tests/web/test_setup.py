"""The first start asks for its administrator in the page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.web.models import Membership, Person, Unit

FIELDS = {"county": "云岭县", "name": "方晓舟", "username": "fang", "password": "qingshi-2026"}


@pytest.mark.django_db
def test_everyone_is_led_to_the_set_up_until_it_is_done() -> None:
    client = Client()
    assert client.get("/")["Location"] == reverse("first_start")
    assert client.get(reverse("first_start")).status_code == 200
    weak = client.post(reverse("first_start"), FIELDS | {"password": "12345678901"})
    assert weak.status_code == 400
    assert not Person.objects.exists()
    assert not Unit.objects.exists()
    client.post(reverse("first_start"), FIELDS)
    assert Membership.objects.get().role == "administrator"
    assert client.get(reverse("people")).status_code == 200
    assert Client().get(reverse("first_start")).status_code == 404


@pytest.mark.django_db
def test_accounts_sign_in_by_password_and_nobody_signs_up() -> None:
    Client().post(reverse("first_start"), FIELDS)
    client = Client()
    assert "/accounts/login/" in client.get("/")["Location"]
    client.post(reverse("account_login"), {"login": "fang", "password": FIELDS["password"]})
    assert client.get("/").status_code == 200
    page = Client().get(reverse("account_signup")).content.decode()
    assert "password1" not in page
