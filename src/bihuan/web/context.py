"""What every page shows: where one can go, and what waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bihuan.rectification.roles import Role
from bihuan.web.models import Person
from bihuan.web.queries import actor_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the main navigation."""

    title: str
    url: str
    here: bool
    count: int = 0


# Title, name of the URL, and the roles that have use for it (none: everyone).
_PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("我的任务", "home", frozenset()),
    ("整改台账", "register", frozenset()),
    ("整改轮次", "rounds", frozenset()),
    ("进展总览", "cockpit", frozenset()),
    ("材料报送", "materials", frozenset()),
    ("业务台账", "ledgers", frozenset()),
    ("检查", "checks", frozenset()),
    ("报告公开", "reports", frozenset()),
    ("公开异议", "objections", frozenset({Role.CLERK, Role.DISCIPLINE})),
    ("单位人员", "people", frozenset({Role.ADMINISTRATOR})),
    ("查找", "search", frozenset()),
)


def office(request: HttpRequest) -> dict[str, Any]:
    """Context of all templates: the navigation, and whether this is the demo."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        people = _demo_people() if settings.DEMO else []
        return {"navigation": [], "demo": settings.DEMO, "demo_people": people}
    return {
        "navigation": list(_entries(request, person)),
        "demo": settings.DEMO,
        "most_mb": settings.MAX_UPLOAD_MB,
    }


def _demo_people() -> list[Person]:
    people = list(Person.objects.prefetch_related("memberships__unit").order_by("pk"))
    for person in people:
        roles = [f"{m.unit} {m.get_role_display()}" for m in person.memberships.all()]
        person.roles_text = "、".join(roles)  # type: ignore[attr-defined]
    return people


def _entries(request: HttpRequest, person: Person) -> list[Entry]:
    held = {grant.role for grant in actor_of(person).grants}
    urls = [(title, reverse(name)) for title, name, roles in _PLACES if not roles or roles & held]
    return [
        Entry(title, url, request.path == url or (url != "/" and request.path.startswith(url)))
        for title, url in urls
    ]
