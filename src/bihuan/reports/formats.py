"""What a document is written as, by the output file's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bihuan.reports import docx
from bihuan.reports.context import ReportContext


def _docx(context: ReportContext, template: bytes | None) -> bytes:
    return docx.render(context, template)


def _pdf(context: ReportContext, template: bytes | None) -> bytes:
    from bihuan.reports import pdf

    return pdf.render(context, docx.render(context, template))


def _html(context: ReportContext, template: bytes | None) -> bytes:
    from bihuan.reports import html

    return html.render(context, docx.render(context, template))


FORMATS: Mapping[str, Callable[[ReportContext, bytes | None], bytes]] = MappingProxyType(
    {".docx": _docx, ".pdf": _pdf, ".html": _html}
)
"""The writers by the ending of the output file's name."""


def render(context: ReportContext, format: str, *, template: bytes | None = None) -> bytes:
    """The document's bytes; `format` is a key of FORMATS.

    `template` is an office's own Word template, the built-in one where None; the PDF and the page
    follow it too. UserError where the template can't be used, or the PDF where no font is there.
    """
    return FORMATS[format](context, template)
