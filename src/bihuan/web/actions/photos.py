"""Photos that come with a ledger's row: kept as evidence is, and counted in the row itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from bihuan.ledgers import Ledger
from bihuan.web import media, storage
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.ledgers import correct_row, enter_row
from bihuan.web.actions.recording import Refused, created
from bihuan.web.ledgers import get_ledger, shown
from bihuan.web.models import Blob, LedgerRow, LedgerVersion, Person, RowPhoto, Unit

NewPhoto = tuple[str, Iterable[bytes]]
"""A photo's name and content."""
Place = tuple[float, float]
"""Degrees of latitude and longitude."""
_MOST = 20


def enter_with_photos(
    *,
    by: Person,
    office: Unit,
    ledger: Ledger,
    texts: Mapping[str, str],
    photos: Iterable[NewPhoto] = (),
    place: Place | None = None,
) -> LedgerVersion:
    """Adds a row with the photos that came with it, or neither; the row says how many."""
    column, kept = ledger.photo_column, _stored(photos)
    if kept and column is None:
        raise Refused(f"{ledger.title}不收照片。")
    counted = {column: str(len(kept))} if column else {}
    with transaction.atomic():
        version = enter_row(by=by, office=office, ledger=ledger, texts={**texts, **counted})
        _attach(version.brought.get(), kept, by, place)
    return version


def keep_photos(
    row: LedgerRow, *, by: Person, photos: Iterable[NewPhoto], place: Place | None = None
) -> None:
    """Keeps further photos with a row, which is corrected to say how many there are."""
    ledger = get_ledger(row.ledger)
    column, kept = ledger.photo_column, _stored(photos)
    if column is None:
        raise Refused(f"{ledger.title}不收照片。")
    texts = {one.name: shown(row.values.get(one.name)) for one in ledger.fields}
    with transaction.atomic():
        _attach(row, kept, by, place)
        count = RowPhoto.objects.filter(office=row.office, ledger=row.ledger, key=row.key).count()
        texts[column] = str(count)
        correct_row(row, by=by, texts=texts, reason=f"补{len(kept)}张照片")


def _stored(photos: Iterable[NewPhoto]) -> Sequence[tuple[str, Blob]]:
    """The photos, each once; Refused for anything that is no picture, or too many."""
    found: dict[str, tuple[str, Blob]] = {}
    for name, chunks in photos:
        blob = store_file(plain_name(name), chunks)
        if not blob.media_type.startswith("image/"):
            raise Refused(f"“{plain_name(name)}”不是照片。")
        found[blob.digest] = (plain_name(name), blob)
    if len(found) > _MOST:
        raise Refused(f"一次最多{_MOST}张照片，请分几次上传。")
    return list(found.values())


def _attach(
    row: LedgerRow, photos: Sequence[tuple[str, Blob]], by: Person, place: Place | None
) -> None:
    for name, blob in photos:
        where = {"office": row.office, "ledger": row.ledger, "key": row.key, "blob": blob}
        if RowPhoto.objects.filter(**where).exists():
            raise Refused(f"“{name}”已经上传过了。")
        shot = media.photo_facts(storage.path_of(blob.digest), blob.media_type)
        # The photo's own statement counts before the browser's: it may be uploaded elsewhere.
        north, east = (shot.latitude, shot.longitude)
        if north is None or east is None:
            north, east = place or (None, None)
        photo = RowPhoto(
            **where, name=name, added_by=by, taken_at=shot.taken_at, latitude=north, longitude=east
        )
        created(photo, "photo_added", by=by)
