"""Reports: drafting, withholding, approving and issuing; templates; documents of one finding."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from bihuan.errors import UserError
from bihuan.model import Severity
from bihuan.rectification.permissions import Action
from bihuan.rectification.publishing import is_approved, may_approve, may_issue
from bihuan.reports import Audience, ReportKind
from bihuan.reports import render as rendered
from bihuan.reports.blank import template as built_in
from bihuan.reports.disclosure import BASES, Reason
from bihuan.reports.proof import Proof, Replacement
from bihuan.web.actions import reports as actions
from bihuan.web.actions.recording import Refused
from bihuan.web.forms import LetterheadForm, sentence_of
from bihuan.web.models import Event, Issue, Person, Report, ReportTemplate, Round
from bihuan.web.presenters import told
from bihuan.web.publishing import FOR_OTHERS, OWN_KINDS, Prepared, finding_paper, prepared
from bihuan.web.queries import (
    actor_of,
    allowed,
    decision_on,
    get_finding_for,
    get_report_for,
    get_round_for,
    visible_findings,
    visible_reports,
    visible_rounds,
    visible_units,
    whole,
)
from bihuan.web.views.common import chosen_unit, person_of, seen_version
from bihuan.web.views.issues import document_page, proved

_SEVERITIES = {Severity.HIGH: "高", Severity.MEDIUM: "中", Severity.LOW: "低"}
_PAPERS = {ReportKind.CLOSURE: ".docx", ReportKind.FILE: ".pdf"}
"""What is written of one finding, and as what."""


@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that someone sees, and how to begin one."""
    person = person_of(request)
    rounds = _own_rounds(person)
    context = {
        "reports": visible_reports(person).prefetch_related(
            Prefetch("issues", Issue.objects.defer(*Issue.LONG))
        ),
        "rounds": rounds,
        "kinds": [(kind.value, kind.label) for kind in OWN_KINDS],
        "all_kinds": [(kind.value, kind.label) for kind in ReportKind],
        "audiences": [(audience.value, audience.label) for audience in Audience],
        "for_others": "、".join(kind.label for kind in FOR_OTHERS),
        "units": {round_.unit for round_ in rounds},
        "templates": ReportTemplate.objects.filter(
            unit__in=visible_units(person), retired_at=None
        ).select_related("unit", "uploaded_by"),
        "chosen": request.GET,
    }
    return render(request, "reports/reports.html", context)


def _own_rounds(person: Person) -> list[Round]:
    """The rounds that someone may prepare reports of."""
    rounds = visible_rounds(person).select_related("unit")
    return [round_ for round_ in rounds if allowed(person, Action.PREPARE_REPORT, round_.unit)]


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a report."""
    person = person_of(request)
    value = request.POST.get("round", "")
    if not value.isdecimal() or len(value) > 18:
        raise Refused("请选择整改轮次。")
    kind, audience = _chosen(ReportKind, request, "kind"), _chosen(Audience, request, "audience")
    round_ = get_round_for(person, int(value))
    row = actions.prepare(by=person, round_=round_, kind=kind, audience=audience)
    return redirect("report", row.pk)


def _chosen(members: Any, request: HttpRequest, name: str) -> Any:
    try:
        return members(request.POST.get(name, ""))
    except ValueError as error:
        raise Refused("请从列表里选择。") from error


@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: its letterhead, preview, remarks, what is withheld, approval, issues."""
    person = person_of(request)
    row = get_report_for(person, pk)
    may_prepare = allowed(person, Action.PREPARE_REPORT, row.round.unit)
    if request.method == "POST":
        _edit(request, row, person)
        return redirect("report", pk)
    context = {
        "report": row,
        "form": LetterheadForm(initial={n: getattr(row, n) for n in actions.EDITABLE}),
        "may_prepare": may_prepare,
        "withheld": row.withheld.select_related("by"),
        "unmasked": row.unmasked.select_related("by"),
        "reasons": [(r.value, f"{r.label}（{BASES[r].rule}）") for r in Reason],
        "issues": row.issues.select_related("issued_by", "approved_by").prefetch_related(
            "files__blob"
        ),
        "history": told(_events(row)[:50]),
        **_computed(person, prepared(row)),
    }
    return render(request, "reports/report.html", context)


def _events(row: Report) -> QuerySet[Event]:
    """What happened to a report, and to what is withheld from it."""
    own = Q(subject="report", subject_id=str(row.pk))
    return Event.objects.filter(own | Q(after__report_id=row.pk))


def _edit(request: HttpRequest, row: Report, person: Person) -> None:
    form = LetterheadForm(request.POST)
    if not form.is_valid():
        raise Refused(sentence_of(form))
    actions.edit(row, by=person, seen=seen_version(request), **form.cleaned_data)
    messages.success(request, "已保存。")


def _computed(person: Person, made: Prepared) -> dict[str, Any]:
    """What is computed of a draft; a fault of it that people can mend is told in its place."""
    try:
        draft = made.draft
        masks = _masks(made.disclosed.proof) if made.leaves_office else []
    except UserError as error:
        return {"fault": str(error)}
    return {
        "leaves_office": made.leaves_office,
        "remarks": [(_SEVERITIES[r.severity], r) for r in made.remarks],
        "high_remarks": made.high_remarks,
        "digest": draft.digest,
        "masks": masks,
        "approved": is_approved(draft),
        "approval": may_approve(draft, actor_of(person)) if made.leaves_office else None,
        "issuing": may_issue(draft, actor_of(person), "原因"),
    }


def _masks(proof: Proof) -> list[tuple[Replacement, int]]:
    """What is masked, each text once, with how often."""
    counts: dict[str, tuple[Replacement, int]] = {}
    for change in proof.replacements:
        if change.because.startswith("遮蔽"):
            counts[change.before] = (change, counts.get(change.before, (change, 0))[1] + 1)
    return list(counts.values())


@login_required
@require_GET
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as its readers would see it now."""
    made = prepared(get_report_for(person_of(request), pk))
    return document_page(made.written(".html"))


@login_required
@require_GET
def draft_file(request: HttpRequest, pk: int) -> FileResponse:
    """The draft as a Word file; an internal one carries the remarks as comments."""
    row = get_report_for(person_of(request), pk)
    return _download(prepared(row).written(".docx"), f"{row.get_kind_display()}（草稿）.docx")


def _download(content: bytes, name: str) -> FileResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


@login_required
@require_POST
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """Withholds a passage, or shows one again."""
    person = person_of(request)
    row = get_report_for(person, pk)
    if "remove" in request.POST:
        found = {str(one.pk): one for one in row.withheld.all()}
        if request.POST["remove"] not in found:
            raise Http404
        actions.unwithhold(found[request.POST["remove"]], by=person)
        messages.success(request, "已恢复公开。")
    else:
        reason = _chosen(Reason, request, "reason")
        actions.withhold(row, by=person, text=request.POST.get("text", ""), reason=reason)
        messages.success(request, "已选定为不予公开。")
    return redirect("report", pk)


@login_required
@require_POST
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaves a string unmasked with a reason, or masks it again."""
    person = person_of(request)
    row = get_report_for(person, pk)
    if "remove" in request.POST:
        found = {str(one.pk): one for one in row.unmasked.all()}
        if request.POST["remove"] not in found:
            raise Http404
        actions.mask_again(found[request.POST["remove"]], by=person)
    else:
        said = {name: request.POST.get(name, "") for name in ("text", "reason")}
        actions.unmask(row, by=person, **said)
    messages.success(request, "已保存。")
    return redirect("report", pk)


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approves the text that was shown."""
    person = person_of(request)
    row = get_report_for(person, pk)
    actions.approve(row, by=person, digest=request.POST.get("digest", ""))
    messages.success(request, "已审批通过；文稿再有改动须重新审批。")
    return redirect("report", pk)


@login_required
@require_POST
def issue_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Issues the report as it stands."""
    person = person_of(request)
    row = get_report_for(person, pk)
    issued, missing = actions.issue(row, by=person, reason=request.POST.get("reason", ""))
    messages.success(request, f"已印发第{issued.number}版。")
    for sentence in missing:
        messages.warning(request, sentence)
    return redirect("issue", issued.pk)


@login_required
@require_GET
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Every difference between the whole text and what its readers would see now."""
    made = prepared(get_report_for(person_of(request), pk))
    if not made.leaves_office:
        raise Http404("内部报告没有公开比对。")
    context = {"title": made.shown.title, "back": made.report, **proved(made.proof)}
    return render(request, "reports/proof.html", context)


# An office's own templates


@login_required
@require_POST
def add_template(request: HttpRequest) -> HttpResponse:
    """Keeps a Word template for a kind of document."""
    person = person_of(request)
    units = {round_.unit for round_ in _own_rounds(person)}
    unit = chosen_unit(units, request.POST.get("unit", ""))
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择文件。")
    kind = _chosen(ReportKind, request, "kind")
    actions.add_template(
        by=person, unit=unit, kind=kind, name=file.name or "", chunks=file.chunks()
    )
    messages.success(request, f"以后{unit}的“{kind.label}”用这份模板。")
    return redirect("reports")


@login_required
@require_POST
def retire_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes back to the built-in template."""
    person = person_of(request)
    standing = ReportTemplate.objects.filter(unit__in=visible_units(person), retired_at=None)
    row = standing.filter(pk=pk).first()
    if row is None:
        raise Http404("没有这份模板。")
    actions.retire_template(row, by=person)
    messages.success(request, "已停用，改用内置模板。")
    return redirect("reports")


@login_required
@require_GET
def built_in_template(_request: HttpRequest, name: str) -> FileResponse:
    """The built-in template of a kind, for an office to make its own of."""
    if name not in set(ReportKind):
        raise Http404
    kind = ReportKind(name)
    return _download(built_in(kind), f"{kind.label}模板.docx")


# Documents of one finding


@login_required
@require_GET
def paper(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A finding's closure application as a Word file, or its whole file as a PDF."""
    person = person_of(request)
    row = get_finding_for(person, pk)
    if name not in set(_PAPERS):
        raise Http404
    kind = ReportKind(name)
    if not decision_on(person, Action.EXPORT, row).allowed:
        raise Http404("您无权下载这份材料。")
    seen = whole(visible_findings(person).filter(round=row.round_id))
    context = finding_paper(list(seen), row.number, kind)
    content = rendered(context, _PAPERS[kind])
    return _download(content, f"{row.number} {kind.label}{_PAPERS[kind]}")


urlpatterns = [
    path("reports/", reports, name="reports"),
    path("reports/new/", begin, name="report_begin"),
    path("reports/<int:pk>/", report, name="report"),
    path("reports/<int:pk>/preview/", preview, name="report_preview"),
    path("reports/<int:pk>/draft/", draft_file, name="report_draft"),
    path("reports/<int:pk>/withhold/", withhold, name="report_withhold"),
    path("reports/<int:pk>/unmask/", unmask, name="report_unmask"),
    path("reports/<int:pk>/approve/", approve, name="report_approve"),
    path("reports/<int:pk>/issue/", issue_now, name="report_issue"),
    path("reports/<int:pk>/proof/", proof, name="report_proof"),
    path("templates/", add_template, name="template_add"),
    path("templates/<slug:name>/", built_in_template, name="template_built_in"),
    path("templates/<int:pk>/retire/", retire_template, name="template_retire"),
    path("findings/<int:pk>/papers/<slug:name>/", paper, name="finding_paper"),
]
