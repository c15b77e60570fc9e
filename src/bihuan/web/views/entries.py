"""A ledger's rows one by one: entered, looked at with their history and photos, corrected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.errors import UserError
from bihuan.ledgers import Ledger
from bihuan.web.actions import ledgers as actions
from bihuan.web.actions.appeals import receive
from bihuan.web.actions.photos import NewPhoto, Place, enter_with_photos, keep_photos
from bihuan.web.actions.recording import Refused
from bihuan.web.entries import form_for, proposed
from bihuan.web.ledgers import (
    APPEALS,
    get_ledger,
    get_office_for,
    known_ledgers,
    may_see_sensitive,
    shown_values,
    standing_rows,
)
from bihuan.web.models import LedgerRow, Person, RowPhoto
from bihuan.web.queries import visible_units
from bihuan.web.views.common import person_of, stored_file

_PLACED = "geolocation=(self), microphone=()"


def _get_row_for(person: Person, pk: int) -> LedgerRow:
    row = LedgerRow.objects.filter(pk=pk, unit__in=visible_units(person)).first()
    if row is None or row.ledger not in known_ledgers():
        raise Http404("没有这一条，或者您无权查看。")
    return row


@login_required
def row_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One row with its history, and its correction for those who fill it in."""
    person = person_of(request)
    row = _get_row_for(person, pk)
    definition = get_ledger(row.ledger)
    fills = may_see_sensitive(person, row) and row.until_id is None
    past = LedgerRow.objects.filter(
        office=row.office, ledger=row.ledger, key=row.key, unit__in=visible_units(person)
    ).select_related("since__made_by", "until__made_by")
    context = {
        "row": row,
        "ledger": definition,
        "values": shown_values(person, definition, row),
        "past": [
            (one, _differences(person, definition, earlier, one))
            for earlier, one in zip([None, *past], past, strict=False)
        ],
        "entries": form_for(person, row.office, definition, row.values) if fills else None,
        "photos": RowPhoto.objects.filter(office=row.office, ledger=row.ledger, key=row.key),
        "takes_photos": definition.photo_column is not None,
        "is_appeal": row.ledger in APPEALS,
    }
    return _with_place(render(request, "ledgers/row.html", context))


def _with_place(response: HttpResponse) -> HttpResponse:
    """Lets the page ask the browser where it is; no other page may."""
    response["Permissions-Policy"] = _PLACED
    return response


def _differences(
    person: Person, ledger: Ledger, before: LedgerRow | None, row: LedgerRow
) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    pairs = zip(
        shown_values(person, ledger, before), shown_values(person, ledger, row), strict=True
    )
    return [
        (column.title, old, new)
        for (column, old), (_, new) in pairs
        if before.values.get(column.name) != row.values.get(column.name)
    ]


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts corrected values in the row's place, or ends it."""
    person = person_of(request)
    row = _get_row_for(person, pk)
    reason = request.POST.get("reason", "")
    if "remove" in request.POST:
        actions.remove_row(row, by=person, reason=reason)
        messages.success(request, "这一条已作废，历史里仍能看到。")
        return redirect("ledger", row.office_id, row.ledger)
    actions.correct_row(row, by=person, texts=request.POST.dict(), reason=reason)
    messages.success(request, "已更正。")
    return _back_to(row)


def _back_to(row: LedgerRow) -> HttpResponse:
    """The row as it stands now, which is another since it was corrected."""
    new = standing_rows(row.office, row.ledger).filter(key=row.key).first()
    return redirect("ledger_row", new.pk if new else row.pk)


@login_required
def enter(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """A form for a new row; what is wrong is told over it, and nothing that was typed is lost."""
    person = person_of(request)
    unit, definition = get_office_for(person, office), get_ledger(name)
    texts: dict[str, Any] = request.POST.dict()
    if request.method == "POST":
        try:
            if name in APPEALS:
                receive(by=person, office=unit, ledger=definition, texts=texts)
            else:
                enter_with_photos(
                    by=person, office=unit, ledger=definition, texts=texts,
                    photos=_photos(request), place=_place(request),
                )  # fmt: skip
        except UserError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect("ledger", unit.pk, name)
    else:
        texts = proposed(person, unit, definition)
    context = {
        "office": unit,
        "ledger": definition,
        "entries": form_for(person, unit, definition, texts),
        "takes_photos": definition.photo_column is not None,
    }
    return _with_place(render(request, "ledgers/enter.html", context))


# Photos


@login_required
@require_POST
def add_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps photos with a row that stands already."""
    person = person_of(request)
    row = _get_row_for(person, pk)
    photos = list(_photos(request))
    if not photos:
        raise Refused("请先选择照片。")
    keep_photos(row, by=person, photos=photos, place=_place(request))
    messages.success(request, f"已收下{len(photos)}张照片。")
    return _back_to(row)


def _photos(request: HttpRequest) -> Iterable[NewPhoto]:
    return [(file.name or "", file.chunks()) for file in request.FILES.getlist("photos")]


def _place(request: HttpRequest) -> Place | None:
    """Where the browser says it is."""
    try:
        north, east = (float(request.POST.get(name, "")) for name in ("latitude", "longitude"))
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


@login_required
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photo itself, for those who see its row."""
    person = person_of(request)
    found = RowPhoto.objects.filter(pk=pk).select_related("blob").first()
    seen = found and LedgerRow.objects.filter(
        office=found.office_id, ledger=found.ledger, key=found.key, unit__in=visible_units(person)
    )
    if not found or not seen:
        raise Http404("没有这张照片，或者您无权查看。")
    return stored_file(request, found.blob, found.name)


urlpatterns = [
    path("ledgers/row/<int:pk>/", row_page, name="ledger_row"),
    path("ledgers/row/<int:pk>/correct/", correct, name="ledger_correct"),
    path("ledgers/row/<int:pk>/photos/", add_photos, name="ledger_photos"),
    path("ledgers/photo/<int:pk>/", photo, name="ledger_photo"),
    path("ledgers/<int:office>/<slug:name>/enter/", enter, name="ledger_enter"),
]
