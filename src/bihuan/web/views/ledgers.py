"""Ledgers in the office: lists, rows, entry and correction, files and versions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.ledgers import Ledger
from bihuan.ledgers.template import render as template_of
from bihuan.rectification.permissions import Action
from bihuan.web.actions import ledgers as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.ledgers import (
    get_ledger,
    get_office_for,
    known_ledgers,
    matching,
    offices_for,
    rows_for,
    shown_values,
)
from bihuan.web.models import LedgerIntake, LedgerRow, LedgerVersion, Person
from bihuan.web.queries import allowed, visible_units
from bihuan.web.views.common import XLSX, handed_out, person_of

_PAGE = 50
_FEW = 6
"""How many of a ledger's columns its list shows; the rest stands on a row's own page."""


@login_required
def ledgers(request: HttpRequest) -> HttpResponse:
    """The first office that someone sees; others are chosen there."""
    first = offices_for(person_of(request)).first()
    if first is None:
        return render(request, "ledgers/none.html")
    return redirect("office_ledgers", first.pk)


@login_required
def office_ledgers(request: HttpRequest, office: int) -> HttpResponse:
    """All ledgers of an office, with how many rows each holds."""
    person = person_of(request)
    unit = get_office_for(person, office)
    latest: dict[str, LedgerVersion] = {}
    for version in LedgerVersion.objects.filter(office=unit).order_by("number"):
        latest[version.ledger] = version
    counts = dict(
        LedgerRow.objects.filter(office=unit, until=None, unit__in=visible_units(person))
        .values_list("ledger")
        .annotate(n=Count("pk"))
        .order_by()
    )
    entries = [
        {"ledger": ledger, "rows": counts.get(name, 0), "version": latest.get(name)}
        for name, ledger in known_ledgers().items()
    ]
    # What is kept comes first; the rest waits to be begun.
    entries.sort(key=lambda one: one["version"] is None)
    kinds = (("台账", "ledger"), ("名册", "roster"))
    context = {
        "office": unit,
        "offices": offices_for(person),
        "groups": [
            (title, [one for one in entries if one["ledger"].kind == kind]) for title, kind in kinds
        ],
        "may_fill": allowed(person, Action.FILL_LEDGER, unit),
        "waiting": LedgerIntake.objects.filter(office=unit, accepted_at=None, started_by=person),
    }
    return render(request, "ledgers/ledgers.html", context)


@login_required
def ledger(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """One ledger's rows: searched, filtered, a page at a time."""
    person = person_of(request)
    unit, definition = get_office_for(person, office), get_ledger(name)
    words = request.GET.get("q", "").strip()
    rows = _filtered(rows_for(person, unit, name), definition, request, words)
    page = Paginator(rows.select_related("unit"), _PAGE).get_page(request.GET.get("page"))
    columns = definition.fields[:_FEW]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "office": unit,
        "ledger": definition,
        "columns": columns,
        "rows": [(row, shown_values(person, definition, row, listed=True)[:_FEW]) for row in page],
        "page": page,
        "words": words,
        "query": query.urlencode(),
        "filters": [
            (column, request.GET.get(column.name, ""))
            for column in definition.fields
            if column.constraints.enum
        ],
        "may_fill": allowed(person, Action.FILL_LEDGER, unit) or _fills_below(person),
        "versions": LedgerVersion.objects.filter(office=unit, ledger=name).count(),
    }
    return render(request, "ledgers/ledger.html", context)


def _fills_below(person: Person) -> bool:
    return any(allowed(person, Action.FILL_LEDGER, m.unit) for m in person.memberships.all())


def _filtered(
    rows: QuerySet[LedgerRow], ledger: Ledger, request: HttpRequest, words: str
) -> QuerySet[LedgerRow]:
    rows = matching(rows, ledger, words)
    for column in ledger.fields:
        wanted = request.GET.get(column.name, "")
        if column.constraints.enum and wanted in column.constraints.enum:
            rows = rows.filter(**{f"values__{column.name}": wanted})
    return rows.order_by("-pk")


# Files and versions


@login_required
@require_POST
def upload(request: HttpRequest, office: int) -> HttpResponse:
    """Reads an uploaded file and shows what it would change."""
    person = person_of(request)
    unit = get_office_for(person, office)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择文件。")
    intake = actions.begin_intake(
        by=person, office=unit, name=file.name or "", chunks=file.chunks()
    )
    return redirect("ledger_intake", intake.pk)


@login_required
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change; accepted, it does."""
    person = person_of(request)
    found = LedgerIntake.objects.filter(pk=pk, office__in=offices_for(person)).first()
    if found is None or not allowed(person, Action.FILL_LEDGER, found.office):
        raise Http404("没有这份文件，或者您无权查看。")
    if request.method == "POST":
        replace = request.POST.get("mode") == "replace"
        versions = actions.accept_intake(found, by=person, replace=replace)
        told = sum(v.added + v.changed + v.removed for v in versions)
        messages.success(request, f"已导入，共变动 {told} 行；以前的版本都还在。")
        return redirect("office_ledgers", found.office_id)
    return render(request, "ledgers/intake.html", {"intake": found, "office": found.office})


@login_required
def versions(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """All versions of a ledger; going back to one makes another."""
    person = person_of(request)
    unit, definition = get_office_for(person, office), get_ledger(name)
    all_versions = LedgerVersion.objects.filter(office=unit, ledger=name)
    if request.method == "POST":
        number = request.POST.get("number", "")
        chosen = all_versions.filter(number=int(number)).first() if _is_number(number) else None
        if chosen is None:
            raise Http404("没有这个版本。")
        actions.restore(chosen, by=person)
        messages.success(request, f"已恢复到第{chosen.number}版。")
        return redirect("ledger", unit.pk, name)
    context = {
        "office": unit,
        "ledger": definition,
        "versions": all_versions.select_related("made_by"),
        "may_fill": allowed(person, Action.FILL_LEDGER, unit),
    }
    return render(request, "ledgers/versions.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9


@login_required
def template(_request: HttpRequest, name: str) -> HttpResponse:
    """The empty workbook for filling a ledger in."""
    definition = get_ledger(name)
    return handed_out(template_of(definition), f"{definition.title}（填报模板）.xlsx", XLSX)


urlpatterns = [
    path("ledgers/", ledgers, name="ledgers"),
    path("ledgers/<int:office>/", office_ledgers, name="office_ledgers"),
    path("ledgers/<int:office>/upload/", upload, name="ledger_upload"),
    path("ledgers/intake/<int:pk>/", intake, name="ledger_intake"),
    path("ledgers/template/<slug:name>/", template, name="ledger_template"),
    path("ledgers/<int:office>/<slug:name>/", ledger, name="ledger"),
    path("ledgers/<int:office>/<slug:name>/versions/", versions, name="ledger_versions"),
]
