"""What a document is written as, by the output file's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bihuan.reports.context import ReportContext


def _docx(context: ReportContext, template: bytes | None) -> bytes:
    raise NotImplementedError


def _pdf(context: ReportContext, template: bytes | None) -> bytes:
    raise NotImplementedError


def _html(context: ReportContext, template: bytes | None) -> bytes:
    raise NotImplementedError


FORMATS: Mapping[str, Callable[[ReportContext, bytes | None], bytes]] = MappingProxyType(
    {".docx": _docx, ".pdf": _pdf, ".html": _html}
)


def render(context: ReportContext, format: str, *, template: bytes | None = None) -> bytes:
    """The document's bytes; `format` is a key of FORMATS.

    `template` is an office's own Word template, the built-in one where None; the PDF and the page
    follow it too. UserError where the template can't be used.
    """
    return FORMATS[format](context, template)
