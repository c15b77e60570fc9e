"""Who looks at what in the benchmark of the office: twenty people, and the pages of each."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.web.models import Person
from bihuan.web.queries import visible_findings

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The county watches, the townships work.
_CROWD = {"inspection": 3, "reader": 1, "clerk": 4, "lead": 4, "discipline": 1, "owner": 7}


def sign_in() -> list[dict[str, object]]:
    """Signs twenty people of mixed roles in: each with a cookie and the pages' addresses."""
    crowd: list[dict[str, object]] = []
    for person in [person for role, wanted in _CROWD.items() for person in _people(role, wanted)]:
        key = _client(person).session.session_key
        cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
        crowd.append({"cookie": cookie, "pages": _pages(person)})
    return crowd


def queries() -> dict[str, dict[str, int]]:
    """For each page and role, how many SQL queries it takes."""
    counts: dict[str, dict[str, int]] = {}
    for role in _CROWD:
        person = _people(role, 1)[0]
        client = _client(person)
        for page, address in _pages(person).items():
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.setdefault(page, {})[role] = len(captured)
    return counts


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, _BACKEND)
    # A process's first page also reads what is kept for as long as it lives.
    client.get(reverse("home"))
    return client


def _people(role: str, wanted: int) -> list[Person]:
    """People of a role, from all over the county."""
    found = list(Person.objects.filter(memberships__role=role).order_by("pk"))
    return found[:: max(1, len(found) // wanted)][:wanted]


def _pages(person: Person) -> dict[str, str]:
    """The addresses of the pages that are measured; one finding and round of those they see."""
    finding = visible_findings(person).order_by("pk")[0]
    words = urlencode({"q": "补贴"})
    register, one_round = reverse("register"), f"?round={finding.round_id}"
    return {
        "cockpit": reverse("cockpit"),
        "register": register,
        "register, filtered": f"{register}?status=rectifying&due=overdue",
        "register, sorted": f"{register}?sort=due",
        "register, searched": f"{register}?{words}",
        "register, one round": register + one_round,
        "finding": reverse("finding", args=[finding.pk]),
        "my work": reverse("home"),
        "search": f"{reverse('search')}?{words}",
        "rounds": reverse("rounds"),
        "round": reverse("round", args=[finding.round_id]),
        "export, one round": reverse("register_export") + one_round,
    }
