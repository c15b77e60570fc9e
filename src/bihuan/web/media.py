"""What an uploaded file is, by its content, and what it may tell: place and time of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from bihuan.documents.detect import format_of
from bihuan.documents.source import load
from bihuan.errors import UserError

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "pdf": "application/pdf",
    "text": "text/plain",
    "rtf": "application/rtf",
}
_IMAGES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"BM": "image/bmp",
}
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})
"""What a browser shows by itself; all else is shown as text or only handed out."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """When and where a photo says it was taken; None where it doesn't."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def kind_of(path: Path) -> str | None:
    """The media type of a stored file by its content; None for what is not taken.

    Web pages and programs are never taken: they could act in a verifier's browser.
    """
    try:
        format_ = format_of(load(path))
    except UserError:
        return None
    if format_ == "image":
        return _image_type(path)
    if format_ == "text" and _head(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    return _TYPES.get(format_)


def _image_type(path: Path) -> str | None:
    head = _head(path)
    return next((kind for start, kind in _IMAGES.items() if head.startswith(start)), None)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(256)


def photo_facts(path: Path, media_type: str) -> PhotoFacts:
    """A photo's own statement of time and place (EXIF); nothing where it has none."""
    if media_type != "image/jpeg":
        return PhotoFacts()
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            exif = image.getexif()
            details = exif.get_ifd(0x8769)
            place = exif.get_ifd(0x8825)
    # Pillow raises whatever a broken header leads to.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return PhotoFacts()
    return PhotoFacts(
        _taken(details.get(0x9003)),
        _degrees(place.get(2), place.get(1) == "S"),
        _degrees(place.get(4), place.get(3) == "W"),
    )


def _taken(value: Any) -> datetime | None:
    try:
        naive = datetime.strptime(str(value), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return timezone.make_aware(naive)


def _degrees(value: Any, negative: bool) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    return round(-angle if negative else angle, 6) if abs(angle) <= 180 else None
