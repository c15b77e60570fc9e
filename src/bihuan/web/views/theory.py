"""Theory tests: the bank and tests for those who run them, and the paper on a person's phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.theory import template as bank_template
from bihuan.theory.question import LETTERS
from bihuan.web.actions import theory as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import sentence_of
from bihuan.web.models import QuestionImport, Sitting, TheoryTest, Unit
from bihuan.web.theory import (
    candidates,
    get_office_to_test,
    get_sitting_of,
    get_test_for,
    offices_to_test,
    paper_of,
    questions,
    sittings_of,
    topics_of,
    until,
)
from bihuan.web.views.common import XLSX, handed_out, person_of


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TestForm(forms.Form):
    """What a test asks, when, and whom."""

    code = forms.CharField(label="批次", max_length=40, help_text="台账里的测试批次，如 2026-3")
    title = forms.CharField(label="名称", max_length=100)
    topics = forms.MultipleChoiceField(label="专题", widget=forms.CheckboxSelectMultiple)
    per_topic = forms.IntegerField(label="每个专题抽几道题", min_value=1, max_value=100, initial=5)
    points = forms.IntegerField(label="每题几分", min_value=1, max_value=100, initial=10)
    minutes = forms.IntegerField(label="答题时间（分钟）", min_value=1, max_value=480, initial=30)
    opens_at = forms.DateTimeField(label="开始", widget=MomentInput())
    closes_at = forms.DateTimeField(label="截止", widget=MomentInput())
    people = forms.MultipleChoiceField(label="参加的人", widget=forms.CheckboxSelectMultiple)

    def __init__(self, office: Unit, data: Any = None) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        super().__init__(data, initial={"opens_at": now, "closes_at": now + timedelta(days=3)})
        for name, choices in (("topics", _topics(office)), ("people", _people(office))):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices


def _topics(office: Unit) -> list[tuple[str, str]]:
    return [(topic, f"{topic}（{count}题）") for topic, count in topics_of(office)]


def _people(office: Unit) -> list[tuple[str, str]]:
    return [
        (str(person.pk), f"{person.name}（{code or '没有人员编码'}）")
        for person, code in candidates(office)
    ]


@login_required
def tests(request: HttpRequest) -> HttpResponse:
    """One's own tests, and those that one runs."""
    person = person_of(request)
    offices = offices_to_test(person)
    context = {
        "sittings": sittings_of(person)[:50],
        "groups": [
            (office, TheoryTest.objects.filter(office=office)[:50], topics_of(office))
            for office in offices
        ],
        "now": timezone.now(),
    }
    return render(request, "theory/tests.html", context)


@login_required
def bank(request: HttpRequest, office: int) -> HttpResponse:
    """An office's bank: its topics, and a file read into it."""
    person = person_of(request)
    unit = get_office_to_test(person, office)
    context: dict[str, Any] = {"office": unit}
    file = request.FILES.get("file")
    if request.method == "POST":
        if file is None:
            raise Refused("请先选择文件。")
        made, problems = actions.import_questions(
            by=person, office=unit, name=file.name or "", chunks=file.chunks()
        )
        messages.success(request, f"已导入：新增{made.added}题，更改{made.changed}题。")
        context["problems"] = problems
    context["topics"] = topics_of(unit)
    context["imports"] = QuestionImport.objects.filter(office=unit).select_related("made_by")[:20]
    return render(request, "theory/bank.html", context)


@login_required
def new_test(request: HttpRequest, office: int) -> HttpResponse:
    """The form for a new test; what is wrong is told over it, and nothing typed is lost."""
    person = person_of(request)
    unit = get_office_to_test(person, office)
    form = TestForm(unit, request.POST or None)
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise Refused(sentence_of(form))
            said = {**form.cleaned_data, "people": map(int, form.cleaned_data["people"])}
            test = actions.set_test(by=person, office=unit, **said)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "测试已安排；到时间会出现在参加的人的任务里。")
            return redirect("theory_test", test.pk)
    return render(request, "theory/new.html", {"office": unit, "form": form})


@login_required
def test_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A test for who runs it: who has sat, and with what marks."""
    test = get_test_for(person_of(request), pk)
    sittings = list(test.sittings.select_related("person__unit"))
    full = test.per_topic * test.points
    rows = [
        (sitting, [(topic, _score(sitting, topic)) for topic in test.topics], _total(sitting))
        for sitting in sittings
    ]
    context = {
        "test": test,
        "rows": rows,
        "full": full,
        "full_total": full * len(test.topics),
        "handed_in": sum(sitting.handed_in_at is not None for sitting in sittings),
    }
    return render(request, "theory/test.html", context)


def _score(sitting: Sitting, topic: str) -> int | None:
    mark = sitting.marks.get(topic)
    return int(mark[0]) * sitting.test.points if mark else None


def _total(sitting: Sitting) -> int | None:
    if not sitting.marks:
        return None
    return sum(int(right) for right, _ in sitting.marks.values()) * sitting.test.points


@login_required
def template(_request: HttpRequest) -> HttpResponse:
    """The empty workbook for a bank."""
    return handed_out(bank_template(), "理论测试题库（填报模板）.xlsx", XLSX)


# On a person's phone


@login_required
def sit(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own paper: before it is begun, while it runs, and its marks."""
    person = person_of(request)
    sitting = get_sitting_of(person, pk)
    if request.method == "POST":
        actions.begin(sitting, by=person)
        return redirect("theory_sit", pk)
    context: dict[str, Any] = {
        "sitting": sitting,
        "test": sitting.test,
        "is_open": sitting.test.opens_at <= timezone.now() < sitting.test.closes_at,
        "total": _total(sitting),
        "full": sitting.test.per_topic * sitting.test.points,
        "marks": [(topic, _score(sitting, topic)) for topic in sitting.test.topics],
    }
    if sitting.started_at and not sitting.handed_in_at:
        left = until(sitting) - timezone.now()
        context |= {"left": max(0, int(left.total_seconds())), "paper": _shown(sitting)}
    return render(request, "theory/sit.html", context)


def _shown(sitting: Sitting) -> list[dict[str, Any]]:
    slips = paper_of(sitting)
    bank = questions(slip.question for slip in slips)
    return [
        {
            "place": place,
            "question": bank[slip.question],
            "options": [
                (shown, LETTERS[shown], bank[slip.question].options[original])
                for shown, original in enumerate(slip.order)
            ],
            "chosen": sitting.answers.get(str(place), []),
        }
        for place, slip in enumerate(slips)
    ]


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Keeps one answer as soon as it is given."""
    person = person_of(request)
    sitting = get_sitting_of(person, pk)
    actions.answer(sitting, by=person, place=place, chosen=_chosen(request, place))
    return HttpResponse("已保存")


@login_required
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands the paper in, with whatever the form still holds."""
    person = person_of(request)
    sitting = get_sitting_of(person, pk)
    places = range(len(sitting.paper))
    given = {place: chosen for place in places if (chosen := _chosen(request, place))}
    actions.hand_in(sitting, by=person, answers=given)
    messages.success(request, "已交卷。")
    return redirect("theory_sit", pk)


def _chosen(request: HttpRequest, place: int) -> list[int]:
    values = request.POST.getlist(f"q{place}")
    return [int(value) for value in values if value.isascii() and value.isdecimal()][:9]


urlpatterns = [
    path("ledgers/tests/", tests, name="theory_tests"),
    path("ledgers/tests/template/", template, name="theory_template"),
    path("ledgers/tests/office/<int:office>/bank/", bank, name="theory_bank"),
    path("ledgers/tests/office/<int:office>/new/", new_test, name="theory_new"),
    path("ledgers/tests/<int:pk>/", test_page, name="theory_test"),
    path("ledgers/tests/sit/<int:pk>/", sit, name="theory_sit"),
    path("ledgers/tests/sit/<int:pk>/<int:place>/", answer, name="theory_answer"),
    path("ledgers/tests/sit/<int:pk>/hand-in/", hand_in, name="theory_hand_in"),
]
