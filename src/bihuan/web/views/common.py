"""What several rooms of views need of a request."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest

from bihuan.errors import UserError
from bihuan.web.actions.evidence import add_evidence
from bihuan.web.models import Evidence, Finding, Person, Unit


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; views that call it are behind login_required."""
    assert isinstance(request.user, Person)
    return request.user


def seen_version(request: HttpRequest) -> int | None:
    """The version of the row that the person had before them, as the form says."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def chosen_unit(units: Iterable[Unit], value: str) -> Unit:
    """The unit that a form names, of those that may be named; Http404 for others."""
    named = {str(unit.pk): unit for unit in units}
    if value not in named:
        raise Http404
    return named[value]


def keep_files(request: HttpRequest, finding: Finding, *, replaces: Evidence | None = None) -> int:
    """Keeps the uploaded files as evidence; how many. What can't be taken is told by its name."""
    kept = 0
    for file in request.FILES.getlist("files"):
        try:
            add_evidence(
                finding,
                by=person_of(request),
                name=file.name or "",
                chunks=file.chunks(),
                note=request.POST.get("note", ""),
                replaces=replaces,
            )
            kept += 1
        except UserError as error:
            messages.error(request, str(error))
    return kept
