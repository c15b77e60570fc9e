"""One finding: what was found, what was done, who takes it further."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.rectification.gates import Gate
from bihuan.rectification.permissions import Action
from bihuan.rectification.status import Degree, Step
from bihuan.web.actions import findings as actions
from bihuan.web.actions.checks import office_of
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import (
    AssignForm,
    ExtensionForm,
    FindingForm,
    MeasureForm,
    ProgressForm,
    ReviewForm,
    TransferForm,
    people_below,
    sentence_of,
)
from bihuan.web.models import Cycle, Event, Extension, Finding, Measure, Person, Unit
from bihuan.web.presenters import told, ways
from bihuan.web.queries import allowed, get_finding_for, possible, visible_evidence
from bihuan.web.views.checks import on_finding
from bihuan.web.views.common import person_of, seen_version
from bihuan.web.views.kept import kept
from bihuan.web.views.onsite import OnsiteForm


@login_required
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The finding's page."""
    row = get_finding_for(person_of(request), pk)
    return render(request, "findings/finding.html", _context(request, row))


def _context(request: HttpRequest, row: Finding) -> dict[str, Any]:
    person = person_of(request)
    may = {action.value: can for action, can in possible(person, row).items()}
    return {
        "finding": row,
        "may": may,
        "can_work": may[Action.RECORD.value],
        "can_plan": may[Action.RECORD.value] or may[Action.EDIT.value],
        "onsite_form": OnsiteForm(row) if may[Action.RECORD.value] else None,
        "ways": ways(row, person),
        "measures": [(m, MeasureForm(initial=_initial(m))) for m in row.measures.all()],
        "remarks": [remark for remark in row.remarks.all() if remark.cycle == row.cycle],
        "progress_form": ProgressForm(initial={"degree": row.degree}),
        "edit_form": FindingForm(initial=_own(row), auto_id="edit-%s")
        if may[Action.EDIT.value]
        else None,
        "transfer_form": _transfer_form(row) if may[Action.TRANSFER.value] else None,
        "extension_form": ExtensionForm(),
        "extensions": row.extensions.all(),
        "review_form": ReviewForm(initial={"review_on": row.review_on}),
        "assign_form": _assign_form(row) if may[Action.EDIT.value] else None,
        "evidence": _evidence(person, row),
        **on_finding(person, row),
        **_mechanisms(person, row),
        "history": kept(request, "findings/history.html", lambda: _history(row)),
    }


def _mechanisms(person: Person, row: Finding) -> dict[str, Any]:
    """A standing finding's mechanisms, and the office in which its measures may become some."""
    if not row.standing:
        return {}
    office = office_of(row)
    keeps = allowed(person, Action.KEEP_MECHANISMS, office)
    return {"mechanisms": row.mechanisms.all(), "mechanism_office": office if keeps else None}


def _history(row: Finding) -> dict[str, Any]:
    events = Event.objects.filter(finding_id=row.pk)
    return {"history": told(events[:200]), "cycles": _cycles(row)}


def _cycles(row: Finding) -> Iterable[Cycle]:
    """Those that are over; in its first, a finding has none."""
    if row.cycle == 1:
        return ()
    return row.cycles.select_related("submitted_by", "verified_by", "closed_by")


def _initial(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in ("text", "outcome", "outcome_type", "amount")}


def _own(row: Finding) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FindingForm.base_fields}


def _transfer_form(row: Finding) -> TransferForm:
    said = {"to": row.transferred_to, "outcome": row.transfer_outcome}
    return TransferForm(initial=said, auto_id="transfer-%s")


def _evidence(person: Person, row: Finding) -> list[Any]:
    """The finding's evidence, each with the other findings that show the same file."""
    mine = row.evidence.all()
    elsewhere: dict[str, list[Any]] = {}
    others = visible_evidence(person).filter(blob__in=[e.blob_id for e in mine], withdrawn_at=None)
    for other in others.exclude(finding=row).select_related("finding"):
        elsewhere.setdefault(other.blob_id, []).append(other.finding)
    return [(piece, elsewhere.get(piece.blob_id, [])) for piece in mine]


def _assign_form(row: Finding, data: Any = None) -> AssignForm:
    below = row.round.unit.descendants(include_self=True)
    return AssignForm(
        data,
        units=Unit.objects.filter(pk__in=below, active=True),
        people=people_below(row.round.unit),
        initial={
            "lead": row.lead_id,
            "owners": [person.pk for person in row.owners.all()],
            "units": [unit.pk for unit in row.units.all()],
            "due": row.due,
        },
    )


# What is done on the page


def _back(request: HttpRequest, row: Finding, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("finding", row.pk)


@login_required
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Takes a step of the finding's life."""
    if name not in set(Step):
        raise Http404
    row = get_finding_for(person_of(request), pk)
    taken = Step(name)
    reason = request.POST.get("reason", "")
    actions.take_step(row, taken, by=person_of(request), reason=reason, seen=seen_version(request))
    return _back(request, row, f"已{taken.label}：{row.number}")


@login_required
@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves how far it has come."""
    row = get_finding_for(person_of(request), pk)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.report_progress(
        row,
        by=person_of(request),
        degree=Degree(form.cleaned_data["degree"]),
        seen=seen_version(request),
    )
    return _back(request, row, "完成情况已保存。")


@login_required
@require_POST
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a measure."""
    row = get_finding_for(person_of(request), pk)
    actions.add_measure(row, by=person_of(request), text=request.POST.get("text", ""))
    return _back(request, row, "已增加一条措施。")


@login_required
@require_POST
def measure(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    """Saves or removes a measure."""
    row = get_finding_for(person_of(request), pk)
    found = row.measures.filter(pk=measure_pk).first()
    if found is None:
        raise Http404
    if "remove" in request.POST:
        actions.remove_measure(found, by=person_of(request))
        return _back(request, row, "已删除一条措施。")
    form = MeasureForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.report_measure(found, by=person_of(request), **form.cleaned_data)
    return _back(request, row, "措施已保存。")


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Names who is responsible."""
    row = get_finding_for(person_of(request), pk)
    form = _assign_form(row, request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.assign(row, by=person_of(request), seen=seen_version(request), **form.cleaned_data)
    return _back(request, row, "责任人和时限已保存。")


@login_required
@require_POST
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a later date."""
    row = get_finding_for(person_of(request), pk)
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.ask_extension(row, by=person_of(request), **form.cleaned_data)
    return _back(request, row, "延期申请已提交。")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, extension_pk: int) -> HttpResponse:
    """Grants or refuses a later date."""
    row = get_finding_for(person_of(request), pk)
    asked = Extension.objects.filter(finding=row, pk=extension_pk).first()
    if asked is None:
        raise Http404
    granted = request.POST.get("granted") == "1"
    actions.answer_extension(
        asked, by=person_of(request), granted=granted, answer=request.POST.get("answer", "")
    )
    return _back(request, row, "已批准延期。" if granted else "已不同意延期。")


@login_required
@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Waives a gate."""
    row = get_finding_for(person_of(request), pk)
    post = request.POST
    if post.get("gate") not in set(Gate):
        raise Http404
    actions.waive(
        row,
        by=person_of(request),
        gate=Gate(post["gate"]),
        reason=post.get("reason", ""),
        subject=post.get("subject", "")[:60],
    )
    return _back(request, row, "已豁免，理由会一直显示在这条问题上。")


@login_required
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets when a standing finding is looked at again."""
    row = get_finding_for(person_of(request), pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.set_review(row, by=person_of(request), **form.cleaned_data)
    return _back(request, row, "复查日期已保存。")


urlpatterns = [
    path("findings/<int:pk>/", finding, name="finding"),
    path("findings/<int:pk>/step/<slug:name>/", step, name="finding_step"),
    path("findings/<int:pk>/progress/", progress, name="finding_progress"),
    path("findings/<int:pk>/measures/", add_measure, name="measure_add"),
    path("findings/<int:pk>/measures/<int:measure_pk>/", measure, name="measure"),
    path("findings/<int:pk>/assign/", assign, name="finding_assign"),
    path("findings/<int:pk>/extensions/", extension, name="extension_ask"),
    path("findings/<int:pk>/extensions/<int:extension_pk>/", answer, name="extension_answer"),
    path("findings/<int:pk>/waivers/", waive, name="waive"),
    path("findings/<int:pk>/review/", review, name="finding_review"),
]
