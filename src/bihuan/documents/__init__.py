"""Any file becomes a Document: its text, with paragraphs and tables as spans of it."""

from __future__ import annotations

from bihuan.documents.reader import FORMATS, read
from bihuan.documents.source import MAX_BYTES

__all__ = ["FORMATS", "MAX_BYTES", "read"]
