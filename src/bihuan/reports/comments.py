"""The review's high remarks as comments in the margin of the internal draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bihuan.reports.context import RemarkLine, ReportContext

if TYPE_CHECKING:
    from docx.document import Document

HIGH = "高"
_AUTHOR, _INITIALS = "体检", "检"


def comment(document: Document, context: ReportContext) -> None:
    """Puts each high remark beside its finding; what is about no finding, beside the title."""
    high = [entry for entry in context.entries if _is_high(entry.remarks)]
    if not high and not _is_high(context.remarks):
        return
    told = [(one, one.text) for one in _paragraphs(document) if one.runs]
    for entry in high:
        place = next((one for one, text in told if entry.problem[0] in text), None)
        _add(document, place, entry.remarks)
    _add(document, told[0][0] if told else None, context.remarks)


def _is_high(remarks: Sequence[RemarkLine]) -> bool:
    return any(remark.severity == HIGH for remark in remarks)


def _paragraphs(document: Document) -> Iterator[Any]:
    """Every paragraph, those in tables too, in the document's order."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for node in document.element.body.iter(qn("w:p")):
        yield Paragraph(node, document._body)


def _add(document: Document, place: Any | None, remarks: Sequence[RemarkLine]) -> None:
    if place is None:
        return
    for remark in remarks:
        if remark.severity == HIGH:
            document.add_comment(place.runs, remark.message, _AUTHOR, _INITIALS)
