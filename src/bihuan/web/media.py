"""What an uploaded file is, by its content, and what it may tell: place and time of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from bihuan.documents.detect import format_of
from bihuan.documents.safety import MAX_EXPANSION, Archive, ArchiveError
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
_CONTAINERS = {
    "word": _TYPES["docx"],
    "xl": _TYPES["xlsx"],
    "ppt": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd.xml": "application/ofd",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = "不是可以上传的文件；请上传图片、PDF、OFD、Word、Excel、演示文稿或文本。"
_MACROS = "带有宏，没有收下；请另存为不带宏的格式（docx、xlsx）再上传。"
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


class NotTaken(UserError):
    """A file that isn't kept as evidence; the sentence goes on after the file's name."""


def kind_of(path: Path) -> str:
    """The media type of a stored file by its content; NotTaken with the reason for what isn't kept.

    Web pages, programs and macros never are: they could act in a verifier's browser or Excel.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        return _container(path)
    if head.startswith(_OLE) and _has_macros(path):
        raise NotTaken(_MACROS)
    try:
        format_ = format_of(load(path))
    except UserError as error:
        raise NotTaken(_OTHER) from error
    if format_ == "text" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise NotTaken(_OTHER)
    kind = _image_type(path) if format_ == "image" else _TYPES.get(format_)
    if kind is None:
        raise NotTaken(_OTHER)
    return kind


def _container(path: Path) -> str:
    """Office's zip formats, and OFD; a zip of anything else isn't taken."""
    try:
        archive = Archive(path.read_bytes())
        names = {name.lower() for name in archive.names}
        if any(name.endswith("vbaproject.bin") for name in names):
            raise NotTaken(_MACROS)
        if archive.expanded > MAX_EXPANSION:
            raise NotTaken("展开后大得不正常，没有收下。")
        folders = {name.split("/", 1)[0] for name in names}
        kind = next((kind for part, kind in _CONTAINERS.items() if part in folders), None)
        if kind is None and "mimetype" in names:
            kind = _open_document(archive)
    except ArchiveError as error:
        raise NotTaken(f"没有收下：{error}。") from error
    if kind is None:
        raise NotTaken(_OTHER)
    return kind


def _open_document(archive: Archive) -> str | None:
    said = (archive.read("mimetype", 200) or b"").decode("ascii", "ignore")
    known = (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    )
    return said if said in known else None


def _has_macros(path: Path) -> bool:
    import olefile

    try:
        opened: Any = olefile.OleFileIO(path)
        with opened as file:
            return any(file.exists(name) for name in ("Macros", "_VBA_PROJECT_CUR"))
    # olefile raises whatever a wrong offset leads to; what can't be read has no macros either.
    except Exception:
        return False


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
