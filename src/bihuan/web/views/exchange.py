"""Excel out to units without an account, and back through a dry run."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.rectification.permissions import Action
from bihuan.rectification.status import Status
from bihuan.web import workbooks
from bihuan.web.actions import exchange as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.models import Finding, Person, Reply, Round, Unit
from bihuan.web.queries import allowed, get_round_for, whole
from bihuan.web.views.common import XLSX, handed_out, person_of


def _get_round_for(person: Person, pk: int) -> Round:
    round_ = get_round_for(person, pk)
    if not allowed(person, Action.EXCHANGE, round_.unit):
        raise Http404("没有这一页，或者您无权查看。")
    return round_


def _units(round_: Round) -> list[Unit]:
    """The units that answer for findings of the round that are being worked on."""
    at_work = round_.findings.filter(status=Status.RECTIFYING)
    return list(Unit.objects.filter(findings__in=at_work).distinct())


@login_required
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """The units to send to, and what has come back."""
    round_ = _get_round_for(person_of(request), pk)
    context = {
        "round": round_,
        "units": _units(round_),
        "replies": Reply.objects.filter(round=round_).select_related("unit", "received_by"),
    }
    return render(request, "exchange/exchange.html", context)


@login_required
def outgoing(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """A unit's workbook."""
    round_ = _get_round_for(person_of(request), pk)
    unit = _unit(round_, str(unit_pk))
    rows = whole(Finding.objects.filter(round=round_, units=unit, status=Status.RECTIFYING))
    content = workbooks.written(round_, unit, rows.order_by("position"))
    return handed_out(content, f"{unit.name}整改台账.xlsx", XLSX)


def _unit(round_: Round, value: str) -> Unit:
    known = {str(unit.pk): unit for unit in _units(round_)}
    if value not in known:
        raise Http404("这个单位没有正在整改的问题。")
    return known[value]


@login_required
@require_POST
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a filled-in workbook and shows what it would change."""
    person = person_of(request)
    round_ = _get_round_for(person, pk)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择文件。")
    unit = _unit(round_, request.POST.get("unit", ""))
    reply = actions.receive(
        by=person, round_=round_, unit=unit, name=file.name or "", chunks=file.chunks()
    )
    return redirect("reply", pk, reply.pk)


def _get_reply_for(person: Person, pk: int, reply_pk: int) -> Reply:
    round_ = _get_round_for(person, pk)
    replies = Reply.objects.filter(round=round_).select_related("unit", "round__unit")
    reply = replies.filter(pk=reply_pk).first()
    if reply is None:
        raise Http404("没有这份填报。")
    return reply


@login_required
def reply(request: HttpRequest, pk: int, reply_pk: int) -> HttpResponse:
    """What a reply would change, row by row; accepting it takes it over."""
    person = person_of(request)
    row = _get_reply_for(person, pk, reply_pk)
    if request.method == "POST":
        taken = actions.accept(row, by=person, overrule="overrule" in request.POST)
        messages.success(request, f"已并入{row.unit}填报的{taken}行。")
        return redirect("exchange", pk)
    found, foreign = actions.changes(row)
    context = {"reply": row, "changes": found, "foreign": foreign}
    return render(request, "exchange/reply.html", context)


urlpatterns = [
    path("rounds/<int:pk>/exchange/", exchange, name="exchange"),
    path("rounds/<int:pk>/exchange/units/<int:unit_pk>/", outgoing, name="exchange_out"),
    path("rounds/<int:pk>/exchange/in/", incoming, name="exchange_in"),
    path("rounds/<int:pk>/exchange/replies/<int:reply_pk>/", reply, name="reply"),
]
