"""What several rooms of views need of a request."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from bihuan.errors import UserError
from bihuan.web import media, storage
from bihuan.web.actions.evidence import add_evidence
from bihuan.web.models import Blob, Evidence, Finding, Person, Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; views that call it are behind login_required."""
    assert isinstance(request.user, Person)
    return request.user


def seen_version(request: HttpRequest) -> int | None:
    """The version of the row that the person had before them, as the form says."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def chosen_unit(units: Iterable[Unit], value: str) -> Unit:
    """The unit that a form names, of those that may be named; Http404 for others."""
    named = {str(unit.pk): unit for unit in units}
    if value not in named:
        raise Http404
    return named[value]


def keep_files(request: HttpRequest, finding: Finding, *, replaces: Evidence | None = None) -> int:
    """Keeps the uploaded files as evidence; how many. What can't be taken is told by its name."""
    kept = 0
    for file in request.FILES.getlist("files"):
        try:
            add_evidence(
                finding,
                by=person_of(request),
                name=file.name or "",
                chunks=file.chunks(),
                note=request.POST.get("note", ""),
                replaces=replaces,
            )
            kept += 1
        except UserError as error:
            messages.error(request, str(error))
    return kept


def handed_out(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """A file made for this request, under a name of any language."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def stored_file(request: HttpRequest, blob: Blob, name: str) -> FileResponse:
    """A stored file: shown where a browser can do so safely, handed out otherwise."""
    kind = blob.media_type
    shown = kind in media.SHOWN and "download" not in request.GET
    response = FileResponse(
        storage.path_of(blob.pk).open("rb"),
        as_attachment=not shown,
        filename=name,
        content_type=kind if shown else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if kind == "application/pdf":
        # The browser's own viewer doesn't start inside a sandbox.
        response["Content-Security-Policy"] = "default-src 'none'; object-src 'self'"
    return response
