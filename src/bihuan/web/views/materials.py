"""Materials: the tasks, one task, and the texts that materials are compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.originality import page, workbook
from bihuan.rectification.permissions import Action
from bihuan.web.actions import materials as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import DateInput, people_below, sentence_of
from bihuan.web.material_report import report_for
from bihuan.web.materials import (
    get_task_for,
    is_late,
    kinds,
    latest,
    may_collect,
    nearest,
    offices_under,
    owed_by,
    references_for,
    sees_whole,
    visible_obligations,
    visible_tasks,
    with_versions,
)
from bihuan.web.models import (
    HandIn,
    MaterialTask,
    Membership,
    Obligation,
    Overlap,
    Person,
    Reference,
    Unit,
)
from bihuan.web.queries import allowed, visible_units
from bihuan.web.views.common import XLSX, handed_out, person_of, seen_version

Status = Obligation.Status
_MATRIX = 40
"""How many materials the matrix shows at most: those that are most like others."""
_EXCERPT = 160
_FORMATS: dict[str, tuple[Callable[..., bytes | str], str]] = {
    "xlsx": (workbook.render, XLSX),
    "html": (page.render, "text/html; charset=utf-8"),
}


class TaskForm(forms.Form):
    """What is asked for, and until when."""

    kind = forms.ChoiceField(label="材料类型")
    title = forms.CharField(label="名称", max_length=120)
    due = forms.DateField(label="报送期限", widget=DateInput())
    note = forms.CharField(
        label="要求（可不填）", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(name, name) for name in kinds()]


class OwedForm(forms.Form):
    """Who owes it: units below the office, and people of them."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="个人", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, office: Unit, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = {
            "units": office.descendants().filter(active=True),
            "people": people_below(office),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = rows

    def owed(self, office: Unit) -> list[actions.Owed]:
        """The units, and each person with the unit that they work in."""
        units = {unit.pk: unit for unit in office.descendants(include_self=True)}
        people = self.cleaned_data["people"].select_related("unit")
        return [
            *((unit, None) for unit in self.cleaned_data["units"]),
            *((_place(person, units, office), person) for person in people),
        ]


def _place(person: Person, units: dict[int, Unit], office: Unit) -> Unit:
    """Where somebody works below the office: their own unit, else the one that they serve."""
    held = Membership.objects.filter(person=person, unit__in=units).values_list("unit", flat=True)
    known = [person.unit_id, *held]
    return next((units[pk] for pk in known if pk in units), office)


# The tasks


@login_required
def materials(request: HttpRequest) -> HttpResponse:
    """The tasks someone sees, and what they owe themselves."""
    person = person_of(request)
    mine = visible_obligations(person).values("pk")
    counted = Q(obligations__in=mine)
    tasks = visible_tasks(person).select_related("office").annotate(
        owed=Count("obligations", filter=counted),
        came=Count("obligations", filter=counted & ~Q(obligations__status=Status.OWED)),
        to_judge=Count("obligations", filter=counted & Q(obligations__status=Status.HANDED_IN)),
        returned=Count("obligations", filter=counted & Q(obligations__status=Status.RETURNED)),
        approved=Count("obligations", filter=counted & Q(obligations__status=Status.APPROVED)),
    )  # fmt: skip
    context = {
        "tasks": tasks,
        "mine": owed_by(person),
        "offices": offices_under(person, Action.COLLECT),
        "libraries": offices_under(person, Action.KEEP_REFERENCES),
        "today": timezone.localdate(),
    }
    return render(request, "materials/materials.html", context)


@login_required
def new_task(request: HttpRequest, office: int) -> HttpResponse:
    """A form for a new task; nothing that was filled in is lost where something is wrong."""
    person = person_of(request)
    unit = _office(person, office, Action.COLLECT)
    form, owed = TaskForm(request.POST or None), OwedForm(request.POST or None, office=unit)
    if request.method == "POST":
        if form.is_valid() and owed.is_valid():
            try:
                task = actions.make_task(
                    by=person, office=unit, owed=owed.owed(unit), **form.cleaned_data
                )
            except Refused as error:
                messages.error(request, str(error))
            else:
                messages.success(request, "任务已布置，报送单位会在“我的任务”里看到。")
                return redirect("material_task", task.pk)
        else:
            messages.error(request, sentence_of(form if form.errors else owed))
    return render(request, "materials/new.html", {"office": unit, "form": form, "owed": owed})


def _office(person: Person, pk: int, action: Action) -> Unit:
    found = next((unit for unit in offices_under(person, action) if unit.pk == pk), None)
    if found is None:
        raise Http404("没有这个单位，或者您无权办理。")
    return found


# One task


@dataclass(frozen=True, slots=True)
class Row:
    """A material in its task's list."""

    obligation: Obligation
    version: HandIn | None
    like: Overlap | None
    late: bool

    @property
    def share(self) -> float:
        """How much of it one other text holds, at most."""
        return self.like.share if self.like else 0.0

    @property
    def leftovers(self) -> int:
        """How many places speak for another origin."""
        return len(self.version.leftovers or ()) if self.version else 0


@login_required
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has handed in and who hasn't, what is like what; a unit sees its own rows alone."""
    person = person_of(request)
    task = get_task_for(person, pk)
    whole, collects = sees_whole(person, task), may_collect(person, task)
    rows = rows_of(person, task)
    context = {
        "task": task,
        "rows": rows,
        "whole": whole,
        "collects": collects,
        "figures": _figures(rows),
        "matrix": _matrix(rows) if whole else None,
        "groups": groups_of(task, rows) if whole else [],
        "form": TaskForm(initial=_initial(task), auto_id="task-%s") if collects else None,
        "owed": OwedForm(office=task.office) if collects else None,
    }
    return render(request, "materials/task.html", context)


def rows_of(person: Person, task: MaterialTask) -> list[Row]:
    """A task's materials that someone sees."""
    obligations = with_versions(visible_obligations(person).filter(task=task))
    today = timezone.localdate()
    return [Row(one, latest(one), nearest(latest(one)), is_late(one, today)) for one in obligations]


def _initial(task: MaterialTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ("kind", "title", "due", "note")}


def _figures(rows: list[Row]) -> dict[str, int]:
    statuses = [row.obligation.status for row in rows]
    counts = {status.label: statuses.count(status) for status in Status}
    return {"应报": len(rows), **counts, "逾期": sum(row.late for row in rows)}


def _matrix(rows: list[Row]) -> dict[str, Any] | None:
    """Shares of each row's material that each column's holds; those most alike where many are."""
    alike = {row.version.pk: row for row in rows if row.version and row.like}
    shares = {
        (pk, overlap.other_id): overlap
        for pk, row in alike.items()
        for overlap in (row.version.overlaps.all() if row.version else ())
        if overlap.other_id in alike
    }
    inside = {pk for pair in shares for pk in pair}
    ranked = sorted(inside, key=lambda pk: (-alike[pk].share, pk))
    shown = sorted(ranked[:_MATRIX], key=lambda pk: alike[pk].obligation.number)
    if not shown:
        return None
    lines = [(alike[pk], [shares.get((pk, other)) for other in shown]) for pk in shown]
    return {"heads": [alike[pk] for pk in shown], "lines": lines, "left": len(ranked) - len(shown)}


@dataclass(frozen=True, slots=True)
class Group:
    """A passage that many share: by whom, who had it first as far as can be told, and its words."""

    members: list[Row]
    source: Row | None
    excerpt: str


def groups_of(task: MaterialTask, rows: list[Row]) -> list[Group]:
    """The task's groups as their members' rows."""
    by_version = {row.version.pk: row for row in rows if row.version}
    groups = []
    for kept in task.groups:
        members = [by_version[pk] for pk in kept["members"] if pk in by_version]
        if len(members) > 1:
            source = by_version.get(kept["source"])
            groups.append(Group(members, source, _excerpt(kept["spans"], by_version)))
    return groups


def _excerpt(spans: list[list[int]], rows: dict[int, Row]) -> str:
    pk, start, end = next(span for span in spans if span[0] in rows)
    version = rows[pk].version
    assert version
    return str(version.blob.read.text[start:end][:_EXCERPT])


@login_required
def report(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The comparison as a workbook or as one HTML file, for those who see the whole task."""
    person = person_of(request)
    task = get_task_for(person, pk)
    if format not in _FORMATS or not sees_whole(person, task):
        raise Http404("没有这份报告，或者您无权查看。")
    told = report_for(person, task)
    render, kind = _FORMATS[format]
    content = render(told.comparison, told.texts, reference=told.reference, title=task.title)
    return handed_out(content, f"{task.title}（比对）.{format}", kind)


@login_required
@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a task's name, day and words."""
    person = person_of(request)
    task = _get_collected(person, pk)
    form = TaskForm(request.POST)
    # What was asked for stays; another kind is another task.
    del form.fields["kind"]
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.edit_task(task, by=person, seen=seen_version(request), **form.cleaned_data)
    messages.success(request, "任务已保存。")
    return redirect("material_task", pk)


@login_required
@require_POST
def add_owed(request: HttpRequest, pk: int) -> HttpResponse:
    """Has more units or people owe the material."""
    person = person_of(request)
    task = _get_collected(person, pk)
    form = OwedForm(request.POST, office=task.office)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.add_obligations(task, by=person, owed=form.owed(task.office))
    messages.success(request, "已增加报送单位。")
    return redirect("material_task", pk)


def _get_collected(person: Person, pk: int) -> MaterialTask:
    task = get_task_for(person, pk)
    if not may_collect(person, task):
        raise Http404("没有这项报送任务，或者您无权办理。")
    return task


# Texts to compare with


@login_required
def references(request: HttpRequest, office: int) -> HttpResponse:
    """The office's texts from above, model texts and forms; a form adds one."""
    person = person_of(request)
    unit = visible_units(person).filter(pk=office).first()
    if unit is None:
        raise Http404("没有这个单位，或者您无权查看。")
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise Refused("请先选择文件。")
        actions.add_reference(
            by=person,
            office=unit,
            kind=request.POST.get("kind", ""),
            title=request.POST.get("title", ""),
            name=file.name or "",
            chunks=file.chunks(),
        )
        messages.success(request, "已加入对照文本，正在审的材料会重新比对。")
        return redirect("material_references", office)
    context = {
        "office": unit,
        "references": references_for(unit),
        "kinds": Reference.Kind.choices,
        "keeps": allowed(person, Action.KEEP_REFERENCES, unit),
    }
    return render(request, "materials/references.html", context)


@login_required
@require_POST
def withdraw_reference(request: HttpRequest, pk: int) -> HttpResponse:
    """Compares nothing more with a text."""
    person = person_of(request)
    rows = Reference.objects.filter(pk=pk, office__in=visible_units(person))
    row = rows.select_related("office").first()
    if row is None:
        raise Http404("没有这份文本，或者您无权查看。")
    actions.withdraw_reference(row, by=person)
    messages.success(request, f"已停用“{row.title}”。")
    return redirect("material_references", row.office_id)


urlpatterns = [
    path("materials/", materials, name="materials"),
    path("materials/new/<int:office>/", new_task, name="material_new"),
    path("materials/<int:pk>/", task_page, name="material_task"),
    path("materials/<int:pk>/edit/", edit, name="material_edit"),
    path("materials/<int:pk>/owed/", add_owed, name="material_owed"),
    path("materials/<int:pk>/report.<slug:format>", report, name="material_report"),
    path("materials/references/<int:office>/", references, name="material_references"),
    path("materials/reference/<int:pk>/withdraw/", withdraw_reference, name="reference_withdraw"),
]
