"""A document whose findings stand in tables, as a register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bihuan.model import Document, Kind, Paragraph, Register
from bihuan.reading.finish import Moment, finish
from bihuan.reading.folding import fold
from bihuan.reading.head import Head, read_head, unit_of_title
from bihuan.reading.outline import lines_of
from bihuan.reading.tables.head import head_of_pairs
from bihuan.reading.tables.reading import TableReading, read_tables

_SAID = (
    "title",
    "unit",
    "inspector",
    "inspected_from",
    "inspected_to",
    "feedback_date",
    "report_date",
)


def read_register(document: Document) -> Register | None:
    """The register that a document's tables hold, or None where none of them is a register.

    UserError where the user's columns.toml is malformed.
    """
    reading = read_tables(document)
    if reading is None:
        return None
    head = _head(document, reading)
    moment = Moment(head.feedback_date, head.report_date, planned=reading.kind is Kind.PLAN)
    findings = tuple(finish(draft, document.text, moment) for draft in reading.drafts)
    return head.register(reading.kind, findings, reading.unread)


def _head(document: Document, reading: TableReading) -> Head:
    """What is stated beside the tables; the running text around them says what isn't."""
    pairs = [(line.label, line.value) for line in reading.statements if line.label]
    head = head_of_pairs(pairs, reading.title)
    head = replace(head, unit=head.unit or unit_of_title(head.title))
    if not any(isinstance(block, Paragraph) for block in document.blocks):
        return head
    folded = fold(document.text)
    around = read_head(document.text, folded, lines_of(document, folded))
    said: dict[str, Any] = {name: getattr(head, name) or getattr(around, name) for name in _SAID}
    return replace(head, **said)
