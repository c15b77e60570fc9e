"""One material: its versions, what was left in it, and side by side with what it is like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from bihuan.originality.marking import COMMON, Mark, pieces
from bihuan.web.actions import materials as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.materials import (
    get_obligation_for,
    is_late,
    may_collect,
    may_hand_in,
    seen_whole,
    sees_whole,
    source_name,
    visible_obligations,
    with_versions,
)
from bihuan.web.models import Event, HandIn, Obligation, Overlap, Person, Reference
from bihuan.web.presenters import told
from bihuan.web.sides import sides
from bihuan.web.views.common import person_of, stored_file

Status = Obligation.Status


@dataclass(frozen=True, slots=True)
class Like:
    """A text that a version is like, as someone may see it named."""

    overlap: Overlap
    name: str


@login_required
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """A material: its versions, the latest one's text, and what may be done now."""
    person = person_of(request)
    get_obligation_for(person, pk)
    row = with_versions(visible_obligations(person)).get(pk=pk)
    versions = list(row.hand_ins.all())
    last = versions[-1] if versions else None
    collects = may_collect(person, row.task)
    context = {
        "obligation": row,
        "task": row.task,
        "versions": list(reversed(versions)),
        "last": last,
        "text": _text(last) if last else None,
        "likes": _likes(person, last) if last else [],
        "late": is_late(row, timezone.localdate()),
        "may_hand_in": row.status != Status.APPROVED and may_hand_in(person, row),
        "may_judge": row.status == Status.HANDED_IN and collects and row.person_id != person.pk,
        "may_drop": row.status == Status.OWED and collects,
        "whole": sees_whole(person, row.task),
        "history": told(
            Event.objects.filter(subject="obligation", subject_id=str(row.pk)).order_by("-id")
        ),
    }
    return render(request, "materials/material.html", context)


def _likes(person: Person, version: HandIn) -> list[Like]:
    overlaps = version.overlaps.all()
    whole = seen_whole(person, overlaps)
    return [Like(one, source_name(one, whole=one.pk in whole)) for one in overlaps]


def _text(version: HandIn) -> dict[str, Any]:
    """The version's text with what was left in it marked; the reason where it can't be read."""
    read = getattr(version.blob, "read", None)
    if read is None or (version.leftovers is None and not read.fault):
        return {"waiting": True}
    if read.fault:
        return {"fault": read.fault}
    marks = [
        Mark((hit["span"][0], hit["span"][1]), number)
        for number, hit in enumerate(version.leftovers or (), 1)
    ]
    return {"pieces": list(pieces(read.text, marks))}


# What is done with it


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands in a file as the next version."""
    person = person_of(request)
    row = get_obligation_for(person, pk)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择文件。")
    version = actions.hand_in(row, by=person, name=file.name or "", chunks=file.chunks())
    messages.success(request, f"已报送第{version.number}版，等待审核。")
    return redirect("material", pk)


@login_required
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Approves a version, or returns it with a reason."""
    person = person_of(request)
    version = _get_version_for(person, pk)
    reason = request.POST.get("reason", "")
    if request.POST.get("verdict") == HandIn.Verdict.APPROVED:
        actions.approve(version, by=person, reason=reason)
        messages.success(request, "已通过。")
    else:
        actions.give_back(version, by=person, reason=reason)
        messages.success(request, "已退回，对方会在“我的任务”里看到理由。")
    return redirect("material", version.obligation_id)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes what nobody handed in off the task."""
    person = person_of(request)
    row = get_obligation_for(person, pk)
    actions.drop_obligation(row, by=person)
    messages.success(request, f"{row.who}不再报送这份材料。")
    return redirect("material_task", row.task_id)


@login_required
@xframe_options_sameorigin
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A version's own file."""
    version = _get_version_for(person_of(request), pk)
    return stored_file(request, version.blob, version.name)


def _get_version_for(person: Person, pk: int) -> HandIn:
    rows = HandIn.objects.filter(pk=pk, obligation__in=visible_obligations(person))
    found = rows.select_related(
        "blob", "obligation__task__office", "obligation__unit", "obligation__person"
    ).first()
    if found is None:
        raise Http404("没有这一版材料，或者您无权查看。")
    return found


# Side by side


@login_required
def overlap(request: HttpRequest, pk: int) -> HttpResponse:
    """A material beside what it is like; of what isn't theirs people see what is shared."""
    person = person_of(request)
    row = _get_overlap_for(person, pk)
    whole = row.pk in seen_whole(person, [row])
    source: HandIn | Reference | None = row.other or row.reference
    assert source
    texts = row.hand_in.blob.read.text, source.blob.read.text
    own, other = sides(*texts, row.passages, whole=whole)
    context = {
        "overlap": row,
        "obligation": row.hand_in.obligation,
        "name": row.hand_in.obligation.who,
        "other_name": source_name(row, whole=whole),
        "own": own,
        "other": other,
        "whole": whole,
        "common": COMMON,
    }
    return render(request, "materials/overlap.html", context)


def _get_overlap_for(person: Person, pk: int) -> Overlap:
    rows = Overlap.objects.filter(pk=pk, hand_in__obligation__in=visible_obligations(person))
    found = rows.select_related(
        "hand_in__blob__read", "hand_in__obligation__task", "hand_in__obligation__unit",
        "hand_in__obligation__person", "other__blob__read", "other__obligation__task",
        "other__obligation__unit", "other__obligation__person", "reference__blob__read",
    ).first()  # fmt: skip
    if found is None:
        raise Http404("没有这一对材料，或者您无权查看；重新比对以后请从材料页再打开。")
    return found


urlpatterns = [
    path("materials/item/<int:pk>/", material, name="material"),
    path("materials/item/<int:pk>/hand-in/", hand_in, name="material_hand_in"),
    path("materials/item/<int:pk>/drop/", drop, name="material_drop"),
    path("materials/version/<int:pk>/judge/", judge, name="material_judge"),
    path("materials/version/<int:pk>/file/", file, name="material_file"),
    path("materials/overlap/<int:pk>/", overlap, name="material_overlap"),
]
