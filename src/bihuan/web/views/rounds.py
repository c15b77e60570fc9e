"""Rounds: the list, one round, and bringing documents in through a dry run."""

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

from bihuan.checks.suggest import suggest_each
from bihuan.rectification.permissions import Action
from bihuan.web.actions import rounds as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.checks import known_checks
from bihuan.web.forms import DateInput, sentence_of
from bihuan.web.marked import marked_text
from bihuan.web.merging import Difference, differences, matched
from bihuan.web.models import Event, Finding, Intake, Person, Round, Unit
from bihuan.web.presenters import told
from bihuan.web.queries import allowed, get_round_for, visible_rounds, visible_units
from bihuan.web.views.common import person_of, seen_version

_DATES = (
    "inspected_from", "inspected_to", "feedback_date", "plan_due", "immediate_until",
    "concentrated_until", "report_due",
)  # fmt: skip


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]
    """A round's name, inspector, dates and leading group."""

    class Meta:
        model = Round
        fields = ["name", "inspector", *_DATES, "leading_group", "leading_office"]
        widgets = {name: DateInput() for name in _DATES}


@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds someone may see, and the way to bring a document in."""
    person = person_of(request)
    context = {
        "rounds": visible_rounds(person).select_related("unit"),
        "waiting": _waiting(person),
        "units": _units_to_import(person),
    }
    return render(request, "rounds/rounds.html", context)


def _units_to_import(person: Person) -> list[Unit]:
    units = Unit.objects.with_tree_fields().filter(pk__in=visible_units(person))
    return [unit for unit in units if allowed(person, Action.MANAGE_ROUND, unit)]


def _waiting(person: Person) -> Any:
    return Intake.objects.filter(
        accepted_at=None, unit__in=visible_units(person), started_by=person
    ).select_related("unit")


@login_required
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its dates, documents and history."""
    person = person_of(request)
    row = get_round_for(person, pk)
    editable = allowed(person, Action.MANAGE_ROUND, row.unit)
    form = RoundForm(request.POST or None, instance=Round.objects.get(pk=row.pk))
    if request.method == "POST":
        if not form.is_valid():
            raise Refused(sentence_of(form))
        actions.edit_round(row, by=person, seen=seen_version(request), **form.cleaned_data)
        messages.success(request, "轮次已保存。")
        return redirect("round", pk)
    context = {
        "round": row,
        "form": form if editable else None,
        "may_import": allowed(person, Action.MANAGE_ROUND, row.unit),
        "may_exchange": allowed(person, Action.EXCHANGE, row.unit),
        "documents": row.documents.select_related("imported_by"),
        "history": told(Event.objects.filter(round_id=row.pk, subject="round")[:50]),
    }
    return render(request, "rounds/round.html", context)


# Import: upload, look, mend, accept


@login_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Reads an uploaded document and shows what was understood."""
    person = person_of(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择文件。")
    round_ = _chosen_round(person, request.POST.get("round", ""))
    unit = round_.unit if round_ else _chosen_unit(person, request.POST.get("unit", ""))
    intake = actions.begin_intake(
        by=person, unit=unit, name=file.name or "", chunks=file.chunks(), round_=round_
    )
    return redirect("intake", intake.pk)


def _chosen_round(person: Person, value: str) -> Round | None:
    return get_round_for(person, int(value)) if value.isdecimal() and len(value) < 18 else None


def _chosen_unit(person: Person, value: str) -> Unit:
    units = {str(unit.pk): unit for unit in _units_to_import(person)}
    if value not in units:
        raise Refused("请选择被巡察单位。")
    return units[value]


def _get_intake_for(person: Person, pk: int) -> Intake:
    intake = Intake.objects.filter(pk=pk, unit__in=visible_units(person)).first()
    if intake is None or not allowed(person, Action.MANAGE_ROUND, intake.unit):
        raise Http404("没有这份文件，或者您无权查看。")
    return intake


@login_required
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood, beside the document."""
    person = person_of(request)
    row = _get_intake_for(person, pk)
    register = row.register
    problems = [f"{one.get('group') or ''}。{one['problem']}" for one in register["findings"]]
    suggested = suggest_each(problems, known_checks().values())
    context = {
        "intake": row,
        "findings": [
            finding
            | {"place": place, "known": known, "differences": told, "checks": suggested[place]}
            for place, (finding, (known, told)) in enumerate(
                zip(register["findings"], _compared(row), strict=True)
            )
        ],
        "unread": register.get("unread", []),
        "head": register,
        "marked": marked_text(row.text, register["findings"]),
        "rounds": visible_rounds(person).filter(unit=row.unit, ended_at=None),
        "today": timezone.localdate(),
    }
    return render(request, "rounds/intake.html", context)


def _compared(row: Intake) -> list[tuple[Finding | None, list[Difference]]]:
    """For each finding read: the one of the round that it is, and what is said otherwise of it."""
    reads = actions.register_of(row).findings
    known = row.round.findings.prefetch_related("measures") if row.round else []
    return [
        (earlier, differences(earlier, read) if earlier else [])
        for read, earlier in zip(reads, matched(known, reads), strict=True)
    ]


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes over what the clerk corrected, and brings it into a round, old or new."""
    person = person_of(request)
    row = _get_intake_for(person, pk)
    actions.mend_intake(row, by=person, texts=_mended(request, row))
    if "save" in request.POST:
        messages.success(request, "修改已保存，还没有导入。")
        return redirect("intake", pk)
    if round_ := _chosen_round(person, request.POST.get("round", "")):
        added = actions.accept_intake(row, by=person, round_=round_)
    else:
        added = actions.accept_as_round(row, by=person, name=request.POST.get("name", ""))
    row.refresh_from_db()
    messages.success(request, f"已导入“{row.name}”：新增{len(added)}个问题。")
    return redirect("round", row.round_id)


_TEXTS = ("area", "group", "problem", "response")


def _mended(request: HttpRequest, row: Intake) -> dict[int, dict[str, Any]]:
    """The fields of the form that differ from what was read, by the finding's place."""
    changes: dict[int, dict[str, Any]] = {}
    for place, finding in enumerate(row.register["findings"]):
        said = {
            name: request.POST[f"{name}-{place}"].replace("\r\n", "\n").strip() or None
            for name in _TEXTS
            if f"{name}-{place}" in request.POST
        }
        changed: dict[str, Any] = {
            name: value for name, value in said.items() if value != finding.get(name)
        }
        if not changed.get("problem", True):
            raise Refused(f"第{finding['id']}条的具体表现不能为空。")
        if f"drop-{place}" in request.POST:
            changed["drop"] = True
        if changed:
            changes[place] = changed
    return changes


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<int:pk>/", round_page, name="round"),
    path("intake/", upload, name="intake_upload"),
    path("intake/<int:pk>/", intake, name="intake"),
    path("intake/<int:pk>/accept/", accept, name="intake_accept"),
]
