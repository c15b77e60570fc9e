"""On site with a phone: a photo, two lines, handed in, all in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.errors import UserError
from bihuan.rectification.status import Degree, Step
from bihuan.web.actions import findings as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import sentence_of
from bihuan.web.models import Finding, Measure, Person
from bihuan.web.queries import get_finding_for
from bihuan.web.views.common import keep_files, person_of

_ALL = "all"
_NEW = "new"


class OnsiteForm(forms.Form):
    """What was done, for which measure, and how far it has come."""

    measure = forms.ChoiceField(label="哪条措施")
    outcome = forms.CharField(
        label="做了什么，结果如何", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    degree = forms.ChoiceField(label="完成程度", choices=[(d.value, d.label) for d in Degree])

    def __init__(self, row: Finding, data: Any = None) -> None:
        super().__init__(data, initial={"degree": Degree.DONE}, auto_id="onsite-%s")
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(_choices(row))


def _choices(row: Finding) -> list[tuple[str, str]]:
    """The measures that nothing was reported of yet, all of them, or a new one."""
    waiting = _waiting(row)
    named = [(str(measure.pk), measure.text[:40]) for measure in waiting]
    if len(named) > 1:
        named.append((_ALL, f"上面{len(named)}条措施一并填写"))
    return [*named, (_NEW, "记为一条新的措施")]


def _waiting(row: Finding) -> list[Measure]:
    return [m for m in row.measures.all() if m.cycle == row.cycle and not m.outcome]


@login_required
@require_POST
def onsite(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the photos, the outcome and the degree, and hands the finding in if asked to.

    Each part is kept for itself: where handing in is refused, the rest isn't lost.
    """
    person = person_of(request)
    row = get_finding_for(person, pk)
    form = OnsiteForm(row, request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    kept = keep_files(request, row)
    _report(row, person, form.cleaned_data)
    messages.success(request, f"已上传{kept}份材料，内容已保存。" if kept else "内容已保存。")
    if "submit" in request.POST:
        _hand_in(request, get_finding_for(person, pk), person)
    return redirect("finding", pk)


def _report(row: Finding, by: Person, said: dict[str, Any]) -> None:
    outcome = said["outcome"].strip()
    if outcome:
        for measure in _meant(row, by, said["measure"], outcome):
            actions.report_measure(measure, by=by, outcome=outcome)
    if said["degree"] != row.degree:
        actions.report_progress(row, by=by, degree=Degree(said["degree"]))


def _meant(row: Finding, by: Person, chosen: str, outcome: str) -> list[Measure]:
    if chosen == _NEW:
        return [actions.add_measure(row, by=by, text=outcome)]
    return [measure for measure in _waiting(row) if chosen in (_ALL, str(measure.pk))]


def _hand_in(request: HttpRequest, row: Finding, by: Person) -> None:
    try:
        actions.take_step(row, Step.SUBMIT, by=by)
    except UserError as error:
        messages.warning(request, f"还不能提交核查：{error}")
    else:
        messages.success(request, f"已提交核查：{row.number}")


urlpatterns = [path("findings/<int:pk>/onsite/", onsite, name="onsite")]
