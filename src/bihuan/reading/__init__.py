"""Document -> Register: outline, labels, quantities, dates and names of an inspection document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bihuan.model import Document, Kind, Register, Table
from bihuan.reading import own
from bihuan.reading.draft import Draft
from bihuan.reading.findings import find_findings
from bihuan.reading.finish import Moment, finish
from bihuan.reading.folding import fold
from bihuan.reading.head import Head, read_head
from bihuan.reading.kinds import is_survey, kind_by_title, kind_of, kind_without_findings
from bihuan.reading.outline import Line, build_outline, lines_of

__all__ = ["read"]


def read(document: Document) -> Register:
    """The register of an inspection document (contract `bihuan.register/1`).

    A document of another kind gives a register of kind `other` or `aggregate` without findings.
    Where findings stand in tables as well as in running text, the one that says more of them
    counts: a list attached to a report repeats its findings in short.
    """
    told = _read_text(document)
    if told.findings and own.is_report(document.properties):
        return told
    listed = _read_tables(document)
    if listed is None:
        return told
    return listed if _extent(listed) >= _extent(told) else told


def _read_tables(document: Document) -> Register | None:
    if not any(isinstance(block, Table) for block in document.blocks):
        return None
    # Not needed for most documents, and slow to import.
    from bihuan.reading.tables.register import read_register

    return read_register(document)


def _extent(register: Register) -> int:
    """How many characters of problems and responses the register's findings have."""
    return sum(len(f.problem) + len(f.response or "") for f in register.findings)


def _read_text(document: Document) -> Register:
    folded = fold(document.text)
    lines = lines_of(document, folded)
    head = read_head(document.text, folded, lines)
    body = lines[head.body_from : head.body_to]
    written = own.report_kind(document.properties)
    drafts, kind = _read_body(document.text, folded, body, head, written)
    moment = Moment(head.feedback_date, head.report_date, planned=kind is Kind.PLAN)
    findings = tuple(finish(draft, document.text, moment) for draft in drafts)
    head = replace(head, title=own.title_of(document.properties, head.title))
    return head.register(kind, findings)


def _read_body(
    text: str, folded: str, body: Sequence[Line], head: Head, written: Kind | None
) -> tuple[list[Draft], Kind]:
    """The drafts and the kind; `written` is the kind that the file itself states, if it does."""
    opening = "\n".join(folded[line.start : line.end] for line in body[:4])
    called = written or kind_by_title(head.title, opening)
    if called is Kind.OTHER or (called is None and not re.search(r"巡察|巡视|整改", opening)):
        return [], Kind.OTHER
    root = build_outline(folded, list(body))
    if written is Kind.FEEDBACK and any(node.answered for node in root.walk()):
        called = Kind.REPORT  # somebody has answered in the list of problems that bihuan wrote
    if called is None and not any(node.answered for node in root.walk()):
        return [], Kind.OTHER
    drafts = find_findings(text, folded, root, answered=called is not Kind.FEEDBACK)
    if not drafts or is_survey(folded, root, opening):
        return [], kind_without_findings(folded, called)
    return drafts, called or kind_of(drafts)
