"""What was issued: its files, its proof, its article, and its withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from bihuan.rectification.permissions import Action
from bihuan.reports.proof import Proof, Replacement
from bihuan.web import storage
from bihuan.web.actions import reports as actions
from bihuan.web.models import Issue
from bihuan.web.papers import article
from bihuan.web.queries import allowed, get_issue_for
from bihuan.web.views.common import person_of

# Documents carry their styles with them; nothing else may run in them.
_DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@login_required
@require_GET
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as it left the office: its files, who approved it, its proof."""
    person = person_of(request)
    row = get_issue_for(person, pk)
    context = {
        "issue": row,
        "files": row.files.select_related("blob"),
        "may_withdraw": allowed(person, Action.ISSUE_REPORT, row.report.round.unit),
        "may_handle": allowed(person, Action.HANDLE_OBJECTION, row.report.round.unit),
        "objections": row.objections.count(),
        **proved(_proof_of(row)),
    }
    return render(request, "reports/issue.html", context)


def _proof_of(row: Issue) -> Proof:
    """The proof as it was kept; it was computed when the version was issued."""
    changes = tuple(Replacement(**change) for change in row.changes)
    return Proof(row.approved_text, row.published_text, changes)


@login_required
@require_GET
def issued_file(request: HttpRequest, pk: int, format: str) -> FileResponse:
    """A file of an issued version, as it was issued."""
    row = get_issue_for(person_of(request), pk)
    found = row.files.filter(format=f".{format}").select_related("blob").first()
    if found is None:
        raise Http404("这一版没有这种格式的文件。")
    content = storage.path_of(found.blob_id).open("rb")
    return FileResponse(content, as_attachment=True, filename=found.name)


@login_required
@require_GET
def wechat(request: HttpRequest, pk: int) -> HttpResponse:
    """The text for an article of an official account, to copy."""
    row = get_issue_for(person_of(request), pk)
    found = row.files.filter(format=".docx").first()
    if row.slug is None or found is None:
        raise Http404("只有向社会公开的文稿可以转成文章。")
    word = storage.path_of(found.blob_id).read_bytes()
    html = article(word)
    if "bare" in request.GET:
        return document_page(f'<!doctype html><meta charset="utf-8">{html}'.encode())
    return render(request, "reports/wechat.html", {"issue": row, "html": html})


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a version out of the public's sight."""
    person = person_of(request)
    row = get_issue_for(person, pk)
    actions.withdraw(row, by=person, reason=request.POST.get("reason", ""))
    messages.success(request, "已撤下，公开页面不再显示。")
    return redirect("issue", pk)


def document_page(content: bytes) -> HttpResponse:
    """A document shown as a page, shut in: nothing of it runs or loads."""
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = _DOCUMENT_POLICY
    return response


def proved(shown: Proof) -> dict[str, Any]:
    """What a page that shows a proof needs of it."""
    return {"proof": shown, "lines": list(shown.changed_lines())}


urlpatterns = [
    path("issues/<int:pk>/", issue, name="issue"),
    path("issues/<int:pk>/wechat/", wechat, name="issue_wechat"),
    path("issues/<int:pk>/withdraw/", withdraw, name="issue_withdraw"),
    path("issues/<int:pk>/<slug:format>/", issued_file, name="issue_file"),
]
