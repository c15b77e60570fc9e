"""Appeals: what is owed an answer, by unit and with days left; and each one's steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.rectification.appeals import MOST_EXTENSION_DAYS, Stage
from bihuan.rectification.permissions import Action
from bihuan.web.actions import appeals as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.appeals import (
    KINDS,
    PETITION,
    Matter,
    closed_rows,
    get_matter_for,
    matters,
    open_matters,
    owed_by_unit,
    possible_handlers,
    same_person_and_matter,
)
from bihuan.web.ledgers import get_ledger, get_office_for, may_see_sensitive, offices_for
from bihuan.web.ledgers import shown_values as values_for
from bihuan.web.models import Person
from bihuan.web.queries import allowed
from bihuan.web.views.common import person_of

_PAGE = 50


@login_required
def appeals(request: HttpRequest) -> HttpResponse:
    """The first office that someone sees; others are chosen there."""
    first = offices_for(person_of(request)).first()
    if first is None:
        return render(request, "ledgers/none.html")
    return redirect("office_appeals", first.pk)


@login_required
def office_appeals(request: HttpRequest, office: int) -> HttpResponse:
    """What an office's units owe an answer to, or what was answered."""
    person = person_of(request)
    unit = get_office_for(person, office)
    today = timezone.localdate()
    open_ = open_matters(person, unit, today)
    state = request.GET.get("state", "")
    context: dict[str, Any] = {
        "office": unit,
        "offices": offices_for(person),
        "owed": owed_by_unit(open_),
        "state": state,
        "open": len(open_),
        "overdue": sum(one.standing.overdue_days > 0 for one in open_),
        "unassigned": sum(not _handler(one) for one in open_),
        "kinds": KINDS.items(),
    }
    if state in KINDS:
        page = Paginator(closed_rows(person, unit, state, today), _PAGE).get_page(
            request.GET.get("page")
        )
        context |= {"page": page, "matters": matters(page.object_list, today)}
    else:
        context["matters"] = [one for one in open_ if _wanted(one, state, request.GET.get("unit"))]
    return render(request, "appeals/appeals.html", context)


def _handler(one: Matter) -> Person | None:
    return one.appeal.handler if one.appeal else None


def _wanted(one: Matter, state: str, unit: str | None) -> bool:
    if unit and str(one.row.unit_id) != unit:
        return False
    if state == "overdue":
        return one.standing.overdue_days > 0
    return state != "unassigned" or not _handler(one)


@login_required
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal with what may be done next; who brought it is shown to its handler alone."""
    person = person_of(request)
    one = get_matter_for(person, pk, timezone.localdate())
    handles = may_see_sensitive(person, one.row)
    stage = one.standing.stage
    is_petition = one.row.ledger == PETITION
    context: dict[str, Any] = {
        "one": one,
        "handler": _handler(one),
        "handles": handles,
        "values": values_for(person, get_ledger(one.row.ledger), one.row),
        "today": timezone.localdate().isoformat(),
        "most_days": MOST_EXTENSION_DAYS,
        "may_tell": handles and is_petition and one.is_open
        and not one.row.values.get("notify_date"),
        "may_extend": handles and is_petition and stage is Stage.HANDLING
        and not one.row.values.get("extended"),
        "may_promise": handles and not is_petition and one.is_open
        and not one.row.values.get("promised_date"),
        "may_refuse": handles and not is_petition and one.is_open,
        "may_answer": handles and stage is Stage.HANDLING,
        "may_judge": handles and one.appeal and one.appeal.reply
        and one.appeal.satisfied is None,
        "same": matters(same_person_and_matter(one.row), timezone.localdate()) if handles else [],
        "repeats": one.appeal.repeated_by.count() if one.appeal else 0,
    }  # fmt: skip
    if allowed(person, Action.ASSIGN_APPEAL, one.row.unit):
        context["handlers"] = possible_handlers(one.row.unit)
    return render(request, "appeals/appeal.html", context)


Step = Callable[[Matter, Person, dict[str, str]], object]


def _on(said: dict[str, str]) -> date:
    try:
        return date.fromisoformat(said.get("on", ""))
    except ValueError as error:
        raise Refused("请选日期。") from error


def _number(said: dict[str, str], name: str) -> int:
    text = said.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


_STEPS: dict[str, tuple[str, Step]] = {
    "assign": ("已分办", lambda one, by, said: actions.assign(
        one, by=by, handler=_number(said, "handler"))),
    "notify": ("已登记告知", lambda one, by, said: actions.notify(
        one, by=by, on=_on(said), accepted=said.get("accepted") == "yes")),
    "extend": ("已登记延期", lambda one, by, said: actions.extend(
        one, by=by, days=_number(said, "days"), approver=said.get("approver", ""))),
    "promise": ("已登记承诺期限", lambda one, by, said: actions.promise(one, by=by, on=_on(said))),
    "refuse": ("已登记不予受理", lambda one, by, said: actions.refuse(
        one, by=by, reason=said.get("reason", ""))),
    "answer": ("已答复办结", lambda one, by, said: actions.answer(
        one, by=by, on=_on(said), reply=said.get("reply", ""))),
    "judge": ("已登记", lambda one, by, said: actions.judge(
        one, by=by, satisfied=said.get("satisfied") == "yes")),
    "tie": ("已关联", lambda one, by, said: actions.tie(
        one, by=by, number=said.get("number", ""))),
}  # fmt: skip


@login_required
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of an appeal's life."""
    person = person_of(request)
    one = get_matter_for(person, pk, timezone.localdate())
    if name not in _STEPS:
        raise Http404("没有这一步。")
    told, act = _STEPS[name]
    act(one, person, request.POST.dict())
    messages.success(request, f"{told}：{one.number}")
    return redirect("appeal", get_matter_for(person, pk, timezone.localdate()).row.pk)


urlpatterns = [
    path("ledgers/appeals/", appeals, name="appeals"),
    path("ledgers/appeals/office/<int:office>/", office_appeals, name="office_appeals"),
    path("ledgers/appeals/<int:pk>/", appeal, name="appeal"),
    path("ledgers/appeals/<int:pk>/<slug:name>/", step, name="appeal_step"),
]
