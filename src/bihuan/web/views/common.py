"""What several rooms of views need of a request."""

from __future__ import annotations

from django.http import HttpRequest

from bihuan.web.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; views that call it are behind login_required."""
    assert isinstance(request.user, Person)
    return request.user


def seen_version(request: HttpRequest) -> int | None:
    """The version of the row that the person had before them, as the form says."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
