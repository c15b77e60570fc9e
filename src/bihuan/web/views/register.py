"""The register page: filters, saved views, bulk assignment, and an export of what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from bihuan.errors import UserError
from bihuan.rectification.labels import Labelled
from bihuan.rectification.permissions import Action
from bihuan.rectification.ranking import Bucket
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status
from bihuan.web.actions import findings as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.export import workbook
from bihuan.web.forms import AssignForm, people_below, sentence_of
from bihuan.web.listing import CLOSINGS, DUES, HISTORIES, SORT_NAMES, Filters
from bihuan.web.models import Finding, Person, Round, SavedView, Unit
from bihuan.web.progress import NOBODY
from bihuan.web.queries import (
    allowed,
    editable_in_rows,
    findings_under,
    listed,
    visible_findings,
    visible_rounds,
    visible_units,
    whole,
)
from bihuan.web.views.common import XLSX, handed_out, person_of
from bihuan.web.views.kept import kept

_PER_PAGE = 50


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The findings that someone may see and asks for."""
    person = person_of(request)
    filters = Filters.parsed(request.GET)
    round_ = visible_rounds(person).filter(pk=filters.round).first() if filters.round else None
    assignable = bool(round_ and allowed(person, Action.EDIT, round_.unit))
    shown = {"filters": filters, "round": round_, "ticks": assignable}
    context = shown | {
        "selects": kept(request, "register/selects.html", lambda: _selects(person, filters)),
        "rows": kept(request, "register/rows.html", lambda: shown | _page(request, filters)),
        "views": SavedView.objects.filter(person=person),
        "query": request.GET.urlencode(),
        "assign_form": _assign_form(round_) if round_ and assignable else None,
    }
    return render(request, "register/register.html", context)


def _page(request: HttpRequest, filters: Filters) -> dict[str, Any]:
    person = person_of(request)
    rows = listed(filters.applied(visible_findings(person)))
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "editable": editable_in_rows(person, page)}


def _choices(person: Person, seen: QuerySet[Finding], filters: Filters) -> dict[str, Any]:
    """What each filter offers: only what the person sees, of the chosen round if one is."""
    here = seen.filter(round=filters.round) if filters.round else seen
    leads = here.order_by().values_list("lead__name", "lead_name").distinct()
    areas = here.exclude(area="").order_by("area").values_list("area", flat=True).distinct()
    rounds = visible_rounds(person).values_list("pk", "name", "unit", "unit__name")
    inspected = {unit: unit_name for _, _, unit, unit_name in rounds}
    units = visible_units(person).values_list("pk", "name", "parent__name")
    # Villages of one name are many in a county.
    named = [
        (str(pk), f"{name}（{above}）" if above and len(inspected) > 1 else name)
        for pk, name, above in units
    ]
    return {
        "round": [(pk, f"{unit_name} {name}") for pk, name, _, unit_name in rounds],
        "inspected": inspected.items() if len(inspected) > 1 else (),
        "area": [*((area, area) for area in areas), (NOBODY, "未分方面")],
        "unit": [*named, (NOBODY, "未定")],
        "lead": [*((x, x) for x in sorted({a or b for a, b in leads if a or b})), (NOBODY, "未定")],
        "status": _labelled(Status),
        "degree": _labelled(Degree),
        "bucket": _labelled(Bucket),
        "due": DUES.items(),
        "closed": CLOSINGS.items(),
        "history": HISTORIES.items(),
        "outcome": _labelled(OutcomeKind),
        "level": _labelled(Level),
        "sort": SORT_NAMES.items(),
    }


def _labelled(members: Iterable[Labelled]) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in members]


_SELECTS = {
    "round": "轮次",
    "inspected": "被巡察单位",
    "area": "方面",
    "unit": "责任单位",
    "lead": "责任领导",
    "status": "状态",
    "degree": "完成程度",
    "bucket": "统计类别",
    "due": "时限",
    "closed": "销号时间",
    "history": "往复",
    "outcome": "成效类型",
    "level": "层级",
    "sort": "排序",
}


@dataclass(frozen=True, slots=True)
class Select:
    """One filter of the page: its name, what it offers, and what is chosen."""

    name: str
    label: str
    options: list[tuple[object, str]]
    chosen: object


def _selects(person: Person, filters: Filters) -> dict[str, Any]:
    choices = _choices(person, visible_findings(person), filters)
    named = [
        Select(name, label, list(choices[name]), getattr(filters, name))
        for name, label in _SELECTS.items()
    ]
    return {"selects": [select for select in named if select.options]}


def _assign_form(round_: Round, data: Any = None) -> AssignForm:
    below = round_.unit.descendants(include_self=True)
    units = Unit.objects.filter(pk__in=below, active=True)
    return AssignForm(data, units=units, people=people_below(round_.unit))


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Names who is responsible for all the ticked findings; each refusal is told by its number."""
    person = person_of(request)
    ticked = [int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 18]
    rows = whole(findings_under(person, Action.EDIT)).filter(pk__in=ticked)
    if not rows:
        raise Refused("请先勾选要交办的问题。")
    form = _assign_form(rows[0].round, request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    done = sum(_assigned(request, row, person, form.cleaned_data) for row in rows)
    if done:
        messages.success(request, f"已为{done}个问题确定责任人和时限。")
    return redirect(f"{reverse('register')}?{request.POST.get('query', '')}")


def _assigned(request: HttpRequest, row: Finding, person: Person, values: dict[str, Any]) -> bool:
    """What is left empty in the form stays as it is."""
    try:
        actions.assign(
            row,
            by=person,
            lead=values["lead"] or row.lead,
            owners=values["owners"] or row.owners.all(),
            units=values["units"] or row.units.all(),
            due=values["due"] or row.due,
        )
    except UserError as error:
        messages.error(request, f"{row.number}：{error}")
        return False
    return True


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keeps the present filters under a name, or takes a kept one away."""
    person = person_of(request)
    name, query = request.POST.get("name", "").strip()[:40], request.POST.get("query", "")[:1000]
    if "remove" in request.POST:
        SavedView.objects.filter(person=person, name=name).delete()
    elif name:
        SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})
    return redirect(f"{reverse('register')}?{query}")


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Exactly the findings that are shown, in their order, as a workbook."""
    person = person_of(request)
    rows = listed(Filters.parsed(request.GET).applied(visible_findings(person)))
    content = workbook(rows.prefetch_related("measures", "evidence"))
    return handed_out(content, "整改台账.xlsx", XLSX)


urlpatterns = [
    path("register/", register, name="register"),
    path("register/assign/", bulk, name="register_assign"),
    path("register/views/", save_view, name="register_view"),
    path("register/export/", export, name="register_export"),
]
