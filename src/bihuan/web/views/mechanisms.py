"""Mechanisms: how each stands, new ones, and those that a finding's measures promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.rectification.mechanisms import Cadence
from bihuan.rectification.permissions import Action
from bihuan.web.actions import mechanisms as actions
from bihuan.web.actions.checks import office_of
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import DateInput, people_below, sentence_of
from bihuan.web.ledgers import get_office_for, known_ledgers, offices_for, text_of
from bihuan.web.mechanisms import (
    get_mechanism_for,
    proposal,
    traces,
    visible_mechanisms,
    watched,
)
from bihuan.web.models import Finding, Mechanism, Person, Unit
from bihuan.web.queries import allowed, get_finding_for
from bihuan.web.views.common import person_of

_TRACES = 10


class MechanismForm(forms.Form):
    """What is to be kept up, by whom, how often, and which rows show it."""

    title = forms.CharField(label="制度或措施", max_length=300, widget=forms.Textarea({"rows": 2}))
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位")
    owner = forms.ModelChoiceField(Person.objects.none(), label="责任人")
    cadence = forms.ChoiceField(label="频次", choices=[(c.value, c.label) for c in Cadence])
    kept_in = forms.ChoiceField(label="记在哪种台账里")
    starts_on = forms.DateField(label="起算日期", widget=DateInput())

    def __init__(self, person: Person, office: Unit, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        units = office.descendants(include_self=True).filter(active=True)
        able = [u.pk for u in units if allowed(person, Action.KEEP_MECHANISMS, u)]
        self._choose_from("unit", Unit.objects.filter(pk__in=able))
        self._choose_from("owner", people_below(office))
        field = self.fields["kept_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(_grouped())

    def _choose_from(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


def _grouped() -> Any:
    """Each ledger, and under it each kind of row that alone may count: "ledger|column|value"."""
    for name, ledger in known_ledgers().items():
        kinds = [
            (f"{name}|{column.name}|{value}", f"{ledger.title}：只算{column.title}为“{value}”的")
            for column in ledger.fields
            for value in column.constraints.enum
        ]
        yield ledger.title, [(name, f"{ledger.title}（所有记录）"), *kinds]


@login_required
def mechanisms(request: HttpRequest) -> HttpResponse:
    """Every mechanism that someone sees, the most silent first."""
    person = person_of(request)
    today = timezone.localdate()
    all_ = visible_mechanisms(person)
    context = {
        "watched": watched(all_.filter(ended_on=None), today),
        "ended": all_.exclude(ended_on=None)[:50],
        "offices": [u for u in offices_for(person) if allowed(person, Action.KEEP_MECHANISMS, u)],
    }
    return render(request, "mechanisms/mechanisms.html", context)


@login_required
def new(request: HttpRequest, office: int) -> HttpResponse:
    """A new mechanism; from a finding's measure it comes filled in."""
    person = person_of(request)
    unit = get_office_for(person, office)
    if not allowed(person, Action.KEEP_MECHANISMS, unit):
        raise Http404("您不管理这个单位的长效机制。")
    finding = _finding(request, person, unit)
    form = MechanismForm(person, unit, request.POST or None, initial=_initial(request, finding))
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise Refused(sentence_of(form))
            mechanism = _promise(person, unit, form.cleaned_data, finding)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已登记；到期没有记录就会告警。")
            return redirect("mechanism", mechanism.pk)
    context = {"office": unit, "form": form, "finding": finding}
    return render(request, "mechanisms/new.html", context)


def _finding(request: HttpRequest, person: Person, office: Unit) -> Finding | None:
    named = request.GET.get("finding") or request.POST.get("finding") or ""
    if not (named.isascii() and named.isdecimal() and len(named) < 19):
        return None
    finding = get_finding_for(person, int(named))
    return finding if office_of(finding) == office else None


def _initial(request: HttpRequest, finding: Finding | None) -> dict[str, Any]:
    today = {"starts_on": timezone.localdate(), "cadence": Cadence.QUARTERLY}
    if finding is None:
        return today
    named = request.GET.get("measure", "")
    measure = next((m for m in finding.measures.all() if str(m.pk) == named), None)
    found = proposal(finding, measure.text if measure else finding.goal or finding.problem)
    return today | found | {"kept_in": found["ledger"]}


def _promise(
    person: Person, office: Unit, said: dict[str, Any], finding: Finding | None
) -> Mechanism:
    ledger, *kind = said.pop("kept_in").split("|")
    filters = {kind[0]: kind[1]} if kind else {}
    said["cadence"] = Cadence(said["cadence"])
    return actions.promise(
        by=person, office=office, ledger=ledger, filters=filters, finding=finding, **said
    )


@login_required
def mechanism(request: HttpRequest, pk: int) -> HttpResponse:
    """One mechanism: how it stands, its latest traces, its alarms."""
    person = person_of(request)
    found = get_mechanism_for(person, pk)
    [one] = watched([found], timezone.localdate())
    context = {
        "mechanism": found,
        "one": one,
        "filters": _named_filters(found),
        "rows": _traces(found),
        "alarms": found.alarms.all()[:50],
        "may_end": found.ended_on is None and allowed(person, Action.KEEP_MECHANISMS, found.unit),
    }
    return render(request, "mechanisms/mechanism.html", context)


def _named_filters(found: Mechanism) -> list[tuple[str, str]]:
    ledger = known_ledgers().get(found.ledger)
    return [
        (next((c.title for c in ledger.fields if c.name == name), name), value)
        for name, value in found.filters.items()
        if ledger
    ]


def _traces(found: Mechanism) -> list[tuple[Any, Any]]:
    ledger = known_ledgers().get(found.ledger)
    if ledger is None:
        return []
    column = ledger.date_column
    rows = traces(found).select_related("unit", "since")
    if column is None:
        return [(row, row.since.made_at) for row in rows.order_by("-pk")[:_TRACES]]
    days = rows.annotate(day=text_of(column)).exclude(**{f"values__{column}": None})
    return [(row, row.values[column]) for row in days.order_by("-day", "-pk")[:_TRACES]]


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a mechanism."""
    person = person_of(request)
    found = get_mechanism_for(person, pk)
    actions.end(found, by=person, on=timezone.localdate(), reason=request.POST.get("reason", ""))
    messages.success(request, "已停止；以前的记录和告警都还在。")
    return redirect("mechanism", pk)


urlpatterns = [
    path("ledgers/mechanisms/", mechanisms, name="mechanisms"),
    path("ledgers/mechanisms/office/<int:office>/new/", new, name="mechanism_new"),
    path("ledgers/mechanisms/<int:pk>/", mechanism, name="mechanism"),
    path("ledgers/mechanisms/<int:pk>/end/", end, name="mechanism_end"),
]
