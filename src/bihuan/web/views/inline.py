"""Editing a finding inside its row of the register: HTMX fetches and brings back the whole row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bihuan.errors import UserError
from bihuan.rectification.status import Degree
from bihuan.web.actions import findings as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import DateInput, ProgressForm, people_below, sentence_of
from bihuan.web.models import Finding, Person
from bihuan.web.queries import editable_in_rows, get_finding_for
from bihuan.web.views.common import person_of, seen_version


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of the register edits: its form's field, and the action that saves it."""

    field: Callable[[Finding], forms.Field]
    value: Callable[[Finding], Any]
    save: Callable[[Finding, Person, Any, int | None], None]


def _edit(name: str) -> Callable[[Finding, Person, Any, int | None], None]:
    def save(row: Finding, by: Person, value: Any, seen: int | None) -> None:
        actions.edit(row, by=by, seen=seen, **{name: value})

    return save


def _progress(row: Finding, by: Person, value: Any, seen: int | None) -> None:
    actions.report_progress(row, by=by, degree=Degree(value), seen=seen)


def _lead(row: Finding) -> forms.Field:
    return forms.ModelChoiceField(
        people_below(row.round.unit), label="责任领导", required=False, empty_label="未定"
    )


CELLS: Mapping[str, Cell] = {
    "problem": Cell(
        lambda _: forms.CharField(label="具体表现", widget=forms.Textarea(attrs={"rows": 4})),
        lambda row: row.problem,
        _edit("problem"),
    ),
    "lead": Cell(_lead, lambda row: row.lead_id, _edit("lead")),
    "due": Cell(
        lambda _: forms.DateField(label="时限", required=False, widget=DateInput()),
        lambda row: row.due,
        _edit("due"),
    ),
    "degree": Cell(lambda _: ProgressForm.base_fields["degree"], lambda row: row.degree, _progress),
}


@login_required
def cell(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The row with one cell as a form; the row as saved; or the form again with what was wrong."""
    row = get_finding_for(person_of(request), pk)
    if name not in CELLS:
        raise Http404
    if request.method != "POST":
        return _row(request, row, name, _form(row, name))
    form = _form(row, name, request.POST)
    try:
        if not form.is_valid():
            raise Refused(sentence_of(form))
        CELLS[name].save(row, person_of(request), form.cleaned_data[name], seen_version(request))
    except UserError as error:
        fresh = get_finding_for(person_of(request), pk)
        return _row(request, fresh, name, form, refusal=str(error))
    return _row(request, get_finding_for(person_of(request), pk))


@login_required
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """The row as it is: what "cancel" brings back."""
    return _row(request, get_finding_for(person_of(request), pk))


def _form(row: Finding, name: str, data: Any = None) -> forms.Form:
    form = forms.Form(data, initial={name: CELLS[name].value(row)}, auto_id=f"cell-{row.pk}-%s")
    form.fields[name] = CELLS[name].field(row)
    return form


def _row(
    request: HttpRequest,
    finding: Finding,
    editing: str = "",
    form: forms.Form | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "finding": finding,
        "editing": editing,
        "cell": form[editing] if form else None,
        "refusal": refusal,
        "ticks": "ticks" in request.GET,
        "editable": editable_in_rows(person_of(request), [finding]),
    }
    return render(request, "register/row.html", context)


urlpatterns = [
    path("register/rows/<int:pk>/", row, name="register_row"),
    path("register/rows/<int:pk>/<slug:name>/", cell, name="register_cell"),
]
