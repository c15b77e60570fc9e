"""Every page answers everyone as it should."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.conftest import Office


@pytest.mark.parametrize("name", ["home", "register", "rounds", "cockpit", "search", "account"])
def test_pages(office: Office, name: str) -> None:
    for who in ("clerk", "owner", "inspection", "nobody", "administrator"):
        r = office.signed_in(who).get(reverse(name))
        assert r.status_code == 200, (who, name)


def test_finding(office: Office) -> None:
    for who in ("clerk", "owner", "inspection", "lead"):
        r = office.signed_in(who).get(reverse("finding", args=[office.findings[0].pk]))
        assert r.status_code == 200
    assert (
        office.signed_in("stranger")
        .get(reverse("finding", args=[office.findings[0].pk]))
        .status_code
        == 404
    )


def test_round(office: Office) -> None:
    assert (
        office.signed_in("clerk").get(reverse("round", args=[office.round.pk])).status_code == 200
    )
    assert office.signed_in("administrator").get(reverse("people")).status_code == 200
