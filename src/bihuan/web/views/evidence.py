"""Evidence: uploading, looking at, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from bihuan import documents
from bihuan.errors import UserError
from bihuan.web import media, storage
from bihuan.web.actions.evidence import withdraw_evidence
from bihuan.web.models import Evidence
from bihuan.web.queries import get_evidence_for, get_finding_for
from bihuan.web.views.common import keep_files, person_of, stored_file

_LONGEST_PREVIEW = 40_000


@login_required
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds one or several files; what can't be taken is told by name, the others are kept."""
    finding = get_finding_for(person_of(request), pk)
    kept = keep_files(request, finding, replaces=_replaced(request, pk))
    if kept:
        messages.success(request, f"已上传{kept}份材料。")
    elif not request.FILES:
        messages.error(request, "请先选择文件。")
    return redirect("finding", pk)


def _replaced(request: HttpRequest, finding: int) -> Evidence | None:
    value = request.POST.get("replaces", "")
    if not value.isdecimal() or len(value) > 18:
        return None
    return Evidence.objects.filter(pk=int(value), finding_id=finding).first()


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraws a piece of evidence."""
    person = person_of(request)
    evidence = get_evidence_for(person, pk)
    withdraw_evidence(evidence, by=person, reason=request.POST.get("reason", ""))
    messages.success(request, f"已撤回“{evidence.name}”。")
    return redirect("finding", evidence.finding_id)


@login_required
@xframe_options_sameorigin
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself: shown where a browser can do so safely, handed out otherwise."""
    evidence = get_evidence_for(person_of(request), pk)
    return stored_file(request, evidence.blob, evidence.name)


@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that shows a file: itself, or its text."""
    evidence = get_evidence_for(person_of(request), pk)
    text = None if evidence.blob.media_type in media.SHOWN else _text(evidence)
    return render(request, "evidence/preview.html", {"evidence": evidence, "text": text})


def _text(evidence: Evidence) -> str:
    try:
        document = documents.read(storage.path_of(evidence.blob_id))
    except UserError as error:
        return str(error).replace(evidence.blob_id, evidence.name)
    return document.text[:_LONGEST_PREVIEW]


urlpatterns = [
    path("findings/<int:pk>/evidence/", upload, name="evidence_upload"),
    path("evidence/<int:pk>/", preview, name="evidence"),
    path("evidence/<int:pk>/file/", file, name="evidence_file"),
    path("evidence/<int:pk>/withdraw/", withdraw, name="evidence_withdraw"),
]
