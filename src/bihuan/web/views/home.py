"""My work: what waits for this person, nearest first."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.rectification.permissions import Action
from bihuan.web.actions.delivery import read_notices
from bihuan.web.materials import owed_by, to_judge
from bihuan.web.models import Extension, Person
from bihuan.web.queries import findings_under
from bihuan.web.views.common import person_of
from bihuan.web.views.kept import kept
from bihuan.web.work import piles, tasks


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's piles of work; empty ones are left out."""
    person = person_of(request)
    context = {
        "work": kept(request, "home/work.html", lambda: _work(person)),
        "notices": _notices(person),
    }
    return render(request, "home/home.html", context)


def _work(person: Person) -> dict[str, Any]:
    waiting = [pile for pile in piles(person, timezone.localdate()) if pile.count]
    return {
        "piles": waiting,
        "extensions": _extensions(person),
        "tasks": tasks(person, timezone.localdate()),
        "mine": owed_by(person),
        "to_judge": to_judge(person),
        "today": timezone.localdate(),
    }


def _extensions(person: Person) -> QuerySet[Extension]:
    under = findings_under(person, Action.DECIDE_EXTENSION)
    waiting = Extension.objects.filter(granted=None, finding__in=under)
    return waiting.exclude(asked_by=person).select_related("finding", "asked_by")


def _notices(person: Person) -> list[object]:
    return list(person.notices.filter(read_at=None).select_related("finding")[:20])


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Takes what was read off the page."""
    read_notices(person_of(request), timezone.now())
    return redirect("home")


urlpatterns = [path("", home, name="home"), path("notices/read/", read, name="notices_read")]
