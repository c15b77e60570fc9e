"""What stands in a finding beside its life: its own texts, a transfer, the answers to remarks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.originality.marking import COMMON
from bihuan.web.actions import findings as actions
from bihuan.web.actions.delivery import remind
from bihuan.web.actions.recording import Refused
from bihuan.web.actions.remarks import answer_remark
from bihuan.web.forms import FindingForm, TransferForm, sentence_of
from bihuan.web.models import CopiedAnswer, Finding
from bihuan.web.queries import get_finding_for, visible_findings
from bihuan.web.sides import sides
from bihuan.web.views.common import person_of, seen_version


@login_required
@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the finding's own texts and marks."""
    row = get_finding_for(person_of(request), pk)
    form = FindingForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.edit(row, by=person_of(request), seen=seen_version(request), **form.cleaned_data)
    messages.success(request, "修改已保存。")
    return redirect("finding", pk)


@login_required
@require_POST
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes to whom it was handed over, and what they answered."""
    row = get_finding_for(person_of(request), pk)
    form = TransferForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    seen = seen_version(request)
    actions.transfer(row, by=person_of(request), seen=seen, **form.cleaned_data)
    messages.success(request, "移交情况已保存。")
    return redirect("finding", pk)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
    """Answers a remark of the review."""
    row = get_finding_for(person_of(request), pk)
    remark = row.remarks.filter(pk=remark_pk).first()
    if remark is None:
        raise Http404
    answer_remark(remark, by=person_of(request), answer=request.POST.get("answer", ""))
    messages.success(request, "答复已保存，会一直显示在这条意见下面。")
    return redirect("finding", pk)


@login_required
@require_POST
def hurry(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks those who answer for it to hurry."""
    row = get_finding_for(person_of(request), pk)
    told = remind(row, by=person_of(request), today=timezone.localdate())
    messages.success(request, f"已催办{told}人，他们的任务页会看到。")
    return redirect("finding", pk)


@login_required
def copied(request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
    """What a remark on copied rectification means, side by side.

    Of a finding that isn't theirs to see people are shown what is shared, and not whose it is.
    """
    person = person_of(request)
    finding = get_finding_for(person, pk)
    row = CopiedAnswer.objects.filter(remark=remark_pk, remark__finding=finding).first()
    if row is None:
        raise Http404("没有这条意见的对照。")
    other = visible_findings(person).select_related("round__unit").filter(pk=row.other_id).first()
    texts = row.text, row.other_text
    own, theirs = sides(*texts, row.passages, whole=other is not None)
    context = {
        "finding": finding,
        "copied": row,
        "other_finding": other,
        "name": f"{finding.round.unit} {finding.number}：{row.name}",
        "other_name": _other_name(row, other),
        "own": own,
        "other": theirs,
        "whole": other is not None,
        "common": COMMON,
    }
    return render(request, "findings/copied.html", context)


def _other_name(row: CopiedAnswer, other: Finding | None) -> str:
    if other is None:
        return f"其他单位的{row.get_kind_display()}"
    return f"{other.round.unit} {other.round} {other.number}：{row.other_name}"


urlpatterns = [
    path("findings/<int:pk>/remind/", hurry, name="finding_remind"),
    path("findings/<int:pk>/edit/", edit, name="finding_edit"),
    path("findings/<int:pk>/transfer/", transfer, name="finding_transfer"),
    path("findings/<int:pk>/remarks/<int:remark_pk>/", answer, name="remark_answer"),
    path("findings/<int:pk>/remarks/<int:remark_pk>/copied/", copied, name="copied_answer"),
]
