"""The texts of stored files, read once for as long as the file is kept."""

from __future__ import annotations

from bihuan import documents
from bihuan.errors import UserError
from bihuan.model import Span
from bihuan.originality import to_text
from bihuan.web import storage
from bihuan.web.models import Blob, FileText


def text_of(blob: Blob, name: str) -> FileText:
    """The file's text; what can't be read keeps its reason, told under the name it came with."""
    known = FileText.objects.filter(blob=blob).first()
    return known or _read(blob, name)


def _read(blob: Blob, name: str) -> FileText:
    text, fault = "", ""
    forms: tuple[Span, ...] = ()
    try:
        read = to_text(documents.read(storage.path_of(blob.pk)))
        # No database keeps it; what is put in its place leaves every span where it is.
        text, forms = read.text.replace("\x00", " "), read.forms
    except UserError as error:
        fault = str(error).replace(blob.pk, name)
    if not fault and not text.strip():
        fault = f"“{name}”里没有文字，请换成有文字的文件。"
    kept = {"text": text, "forms": [list(span) for span in forms], "fault": fault}
    return FileText.objects.get_or_create(blob=blob, defaults=kept)[0]
