"""Ledgers in the office: lists, rows, entry and correction, files and versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.ledgers import Column, Ledger
from bihuan.ledgers.template import render as template_of
from bihuan.rectification.permissions import Action
from bihuan.web.actions import ledgers as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.ledgers import (
    get_ledger,
    get_office_for,
    known_ledgers,
    may_see_sensitive,
    offices_for,
    rows_for,
    shown,
    shown_values,
)
from bihuan.web.models import LedgerIntake, LedgerRow, LedgerVersion, Person
from bihuan.web.queries import allowed, visible_units
from bihuan.web.views.common import XLSX, handed_out, person_of

_PAGE = 50
_FEW = 6
"""How many of a ledger's columns its list shows; the rest stands on a row's own page."""
_INPUTS = {"date": "date", "integer": "number", "number": "text", "year": "number"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a form: its column, what stands in it, and what may be chosen."""

    column: Column
    value: str
    kind: str
    choices: tuple[str, ...]


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
        "rows": [(row, shown_values(person, definition, row)[:_FEW]) for row in page],
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
    if words:
        # What is masked must not be found out by searching for it.
        texts = [c.name for c in ledger.fields if c.type == "string" and not c.sensitive]
        found = Q(unit__name__icontains=words)
        for name in texts:
            found |= Q(**{f"values__{name}__icontains": words})
        rows = rows.filter(found)
    for column in ledger.fields:
        wanted = request.GET.get(column.name, "")
        if column.constraints.enum and wanted in column.constraints.enum:
            rows = rows.filter(**{f"values__{column.name}": wanted})
    return rows.order_by("-pk")


def _get_row_for(person: Person, pk: int) -> LedgerRow:
    row = LedgerRow.objects.filter(pk=pk, unit__in=visible_units(person)).first()
    if row is None or row.ledger not in known_ledgers():
        raise Http404("没有这一条，或者您无权查看。")
    return row


@login_required
def row_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One row with its history, and its correction for those who fill it in."""
    person = person_of(request)
    row = _get_row_for(person, pk)
    definition = get_ledger(row.ledger)
    fills = may_see_sensitive(person, row)
    past = LedgerRow.objects.filter(
        office=row.office, ledger=row.ledger, key=row.key, unit__in=visible_units(person)
    ).select_related("since__made_by", "until__made_by")
    context = {
        "row": row,
        "ledger": definition,
        "values": shown_values(person, definition, row),
        "past": [
            (one, _differences(person, definition, earlier, one))
            for earlier, one in zip([None, *past], past, strict=False)
        ],
        "entries": _entries(definition, row.values) if fills and row.until_id is None else None,
    }
    return render(request, "ledgers/row.html", context)


def _differences(
    person: Person, ledger: Ledger, before: LedgerRow | None, row: LedgerRow
) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    pairs = zip(
        shown_values(person, ledger, before), shown_values(person, ledger, row), strict=True
    )
    return [
        (column.title, old, new)
        for (column, old), (_, new) in pairs
        if before.values.get(column.name) != row.values.get(column.name)
    ]


def _entries(ledger: Ledger, values: dict[str, Any]) -> list[Entry]:
    return [
        Entry(
            column,
            shown(values.get(column.name)),
            _INPUTS.get(column.type, "text"),
            ("是", "否") if column.type == "boolean" else column.constraints.enum,
        )
        for column in ledger.fields
    ]


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts corrected values in the row's place, or ends it."""
    person = person_of(request)
    row = _get_row_for(person, pk)
    reason = request.POST.get("reason", "")
    if "remove" in request.POST:
        actions.remove_row(row, by=person, reason=reason)
        messages.success(request, "这一条已作废，历史里仍能看到。")
        return redirect("ledger", row.office_id, row.ledger)
    actions.correct_row(row, by=person, texts=request.POST.dict(), reason=reason)
    messages.success(request, "已更正。")
    new = LedgerRow.objects.filter(
        office=row.office, ledger=row.ledger, key=row.key, until=None
    ).first()
    return redirect("ledger_row", new.pk if new else row.pk)


@login_required
def enter(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """A form for a new row; what is wrong is told over it, and nothing that was typed is lost."""
    person = person_of(request)
    unit, definition = get_office_for(person, office), get_ledger(name)
    texts: dict[str, Any] = request.POST.dict()
    if request.method == "POST":
        try:
            actions.enter_row(by=person, office=unit, ledger=definition, texts=texts)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect("ledger", unit.pk, name)
    context = {"office": unit, "ledger": definition, "entries": _entries(definition, texts)}
    return render(request, "ledgers/enter.html", context)


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
    path("ledgers/row/<int:pk>/", row_page, name="ledger_row"),
    path("ledgers/row/<int:pk>/correct/", correct, name="ledger_correct"),
    path("ledgers/template/<slug:name>/", template, name="ledger_template"),
    path("ledgers/<int:office>/<slug:name>/", ledger, name="ledger"),
    path("ledgers/<int:office>/<slug:name>/enter/", enter, name="ledger_enter"),
    path("ledgers/<int:office>/<slug:name>/versions/", versions, name="ledger_versions"),
]
