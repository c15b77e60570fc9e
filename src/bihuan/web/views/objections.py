"""Objections as cases: what waits, one case, and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bihuan.rectification.objections import CASE_STEPS, CaseStatus, CaseStep, due
from bihuan.web.actions import objections as actions
from bihuan.web.models import Event, Objection
from bihuan.web.presenters import told
from bihuan.web.queries import get_objection_for, handled_objections
from bihuan.web.views.common import person_of, seen_version


@dataclass(frozen=True, slots=True)
class Line:
    """A case and by when the next step is owed."""

    case: Objection
    due: date | None

    @property
    def late(self) -> bool:
        """Whether that day is over."""
        return self.due is not None and self.due < timezone.localdate()


@login_required
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """The cases that are someone's to handle, the open ones first."""
    rows = [Line(row, _due(row)) for row in handled_objections(person_of(request))]
    rows.sort(key=lambda line: (line.due is None, line.due or date.max))
    return render(request, "reports/objections.html", {"lines": rows})


def _due(row: Objection) -> date | None:
    decided = timezone.localdate(row.decided_at) if row.decided_at else None
    return due(CaseStatus(row.status), timezone.localdate(row.received_at), decided)


@login_required
@require_GET
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; who objected is shown to its handler alone."""
    person = person_of(request)
    row = get_objection_for(person, pk)
    mine = row.handler_id == person.pk
    status = CaseStatus(row.status)
    context = {
        "case": row,
        "due": _due(row),
        "mine": mine,
        "steps": [(step, move) for step, move in CASE_STEPS.items() if move.source is status]
        if mine
        else [],
        "history": told(Event.objects.filter(subject="objection", subject_id=str(row.pk))[:50]),
    }
    return render(request, "reports/objection.html", context)


@login_required
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a case on, or moves it."""
    person = person_of(request)
    row = get_objection_for(person, pk)
    name = request.POST.get("step", "")
    if name == "take":
        actions.take(row, by=person)
        messages.success(request, "已接办；提出人的联系方式只有您看得到。")
    elif name in set(CaseStep):
        said = request.POST.get("said", "")
        actions.take_case_step(
            row, CaseStep(name), by=person, said=said, seen=seen_version(request)
        )
        messages.success(request, f"已{CaseStep(name).label}，提出人凭查询码可以看到。")
    else:
        raise Http404
    return redirect("objection", pk)


urlpatterns = [
    path("objections/", objections, name="objections"),
    path("objections/<int:pk>/", objection, name="objection"),
    path("objections/<int:pk>/step/", step, name="objection_step"),
]
