"""The office's forms; each says in Chinese what it needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree
from bihuan.web.actions.objections import LONGEST, SHORTEST
from bihuan.web.models import Person, Unit


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(format="%Y-%m-%d", **arguments)


def people_below(unit: Unit) -> QuerySet[Person]:
    """Whoever holds a role in a unit or below it, to choose from."""
    below = unit.descendants(include_self=True)
    return Person.objects.filter(memberships__unit__in=below, is_active=True).distinct()


def sentence_of(form: forms.BaseForm) -> str:
    """The first fault of a form as a sentence for people."""
    name, faults = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}：{faults[0]}" if label else str(faults[0])


class MeasureForm(forms.Form):
    """What a measure brought about."""

    text = forms.CharField(label="整改措施", widget=forms.Textarea(attrs={"rows": 2}))
    outcome = forms.CharField(
        label="成效", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome_type = forms.ChoiceField(
        label="成效类型",
        required=False,
        choices=[(k.value, k.label) for k in reversed(OutcomeKind)],
    )
    amount = forms.DecimalField(
        label="数量", required=False, min_value=0, max_digits=14, decimal_places=4
    )


class ProgressForm(forms.Form):
    """How far the rectification has come."""

    degree = forms.ChoiceField(label="完成程度", choices=[(d.value, d.label) for d in Degree])


class FindingForm(forms.Form):
    """A finding's own texts and marks."""

    number = forms.CharField(label="序号", max_length=20)
    area = forms.CharField(label="方面", max_length=300, required=False)
    group = forms.CharField(label="问题", max_length=500, required=False)
    problem = forms.CharField(label="具体表现", widget=forms.Textarea(attrs={"rows": 4}))
    goal = forms.CharField(
        label="整改目标", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    category = forms.CharField(label="整改类型", max_length=60, required=False)
    level = forms.ChoiceField(label="层级", choices=[(x.value, x.label) for x in Level])
    immediate = forms.BooleanField(label="立行立改", required=False)
    standing = forms.BooleanField(label="长期坚持", required=False)


class TransferForm(forms.Form):
    """To whom a finding was handed over, and what they answered."""

    to = forms.CharField(label="移交给", max_length=120, required=False)
    outcome = forms.CharField(
        label="移交结果", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AssignForm(forms.Form):
    """Who is responsible and until when."""

    lead = forms.ModelChoiceField(Person.objects.none(), label="责任领导", required=False)
    owners = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="责任人", required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="责任单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label="整改时限", required=False, widget=DateInput())

    def __init__(self, *arguments: Any, units: Any, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, rows in (("lead", people), ("owners", people), ("units", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class ExtensionForm(forms.Form):
    """A later date and why."""

    until = forms.DateField(label="延期至", widget=DateInput())
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 2}))


class ReviewForm(forms.Form):
    """When a standing finding is looked at again."""

    review_on = forms.DateField(label="下次复查日期", widget=DateInput())


class LetterheadForm(forms.Form):
    """What an office decides about a report; empty fields are filled in from the register."""

    title = forms.CharField(label="标题", max_length=200, required=False)
    number = forms.CharField(label="发文字号", max_length=60, required=False)
    addressee = forms.CharField(label="主送机关", max_length=120, required=False)
    signed_by = forms.CharField(label="落款", max_length=120, required=False)
    signed_on = forms.DateField(label="成文日期", required=False, widget=DateInput())
    copies_to = forms.CharField(label="抄送", max_length=200, required=False)
    shown_from = forms.DateField(label="公开自", required=False, widget=DateInput())
    shown_until = forms.DateField(label="公开至", required=False, widget=DateInput())
    contact = forms.CharField(label="联系方式（电话、邮箱、地址）", max_length=200, required=False)


class ObjectionForm(forms.Form):
    """What anybody may send in; `website` is a trap that people don't see."""

    objection = forms.CharField(
        label="您的意见",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    objector = forms.CharField(label="怎么称呼您（可不填）", max_length=40, required=False)
    reach = forms.CharField(label="联系方式（可不填）", max_length=80, required=False)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
