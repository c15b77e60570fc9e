"""The texts of stored files, read once for as long as the file is kept."""

from __future__ import annotations

from bihuan import documents
from bihuan.errors import UserError
from bihuan.web import storage
from bihuan.web.models import Blob, FileText


def text_of(blob: Blob, name: str) -> FileText:
    """The file's text; what can't be read keeps its reason, told under the name it came with."""
    known = FileText.objects.filter(blob=blob).first()
    return known or _read(blob, name)


def _read(blob: Blob, name: str) -> FileText:
    try:
        text, fault = documents.read(storage.path_of(blob.pk)).text.replace("\x00", ""), ""
    except UserError as error:
        text, fault = "", str(error).replace(blob.pk, name)
    if not fault and not text.strip():
        fault = f"“{name}”里没有文字，请换成有文字的文件。"
    read = {"text": text, "fault": fault}
    return FileText.objects.get_or_create(blob=blob, defaults=read)[0]
