"""A register as JSON, contract `bihuan.register/1`, both ways."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.model import Finding, Progress, Quantity, Register, Span, Unread
from bihuan.reading.own import FORMAT

DETAILS = ("outcome", "goal", "category", "evidence", "closed", "closed_on", "note")
FLAGS = ("immediate", "standing")


def to_json(register: Register) -> dict[str, Any]:
    """The register as a JSON object, keys in the contract's order.

    What lies beyond the contract stands in a finding's "details" and in "unread", which are left
    out where there is nothing to say. Printed list numbers are no part of it.
    """
    written: dict[str, Any] = {
        "format": FORMAT,
        "kind": register.kind.value,
        "title": register.title,
        "unit": register.unit,
        "inspector": register.inspector,
        "inspected_from": _iso(register.inspected_from),
        "inspected_to": _iso(register.inspected_to),
        "feedback_date": _iso(register.feedback_date),
        "report_date": _iso(register.report_date),
        "findings": [_finding(finding) for finding in register.findings],
    }
    if register.unread:
        written["unread"] = [_unread(cell) for cell in register.unread]
    return written


def from_json(text: str, name: str = "JSON") -> Register:
    """The register in a JSON text; `name` is the file's, for the sentence that says what is wrong.

    UnreadableInput, with the place (findings[3].status), where the text isn't such a register.
    """
    from bihuan.register.contract import parse

    return parse(text, name)


def _finding(finding: Finding) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": finding.id,
        "area": finding.area,
        "group": finding.group,
        "problem": finding.problem,
        "response": finding.response,
        "measures": list(finding.measures),
        "status": Progress(finding.status).value,
        "deadline": _iso(finding.deadline),
        "leaders": list(finding.leaders),
        "units": list(finding.units),
        "documents": list(finding.documents),
        "quantities": [_quantity(quantity) for quantity in finding.quantities],
        "problem_span": _span(finding.problem_span),
        "response_span": _span(finding.response_span),
    }
    if details := _details(finding):
        written["details"] = details
    return written


def _details(finding: Finding) -> dict[str, Any]:
    said = {name: getattr(finding, name) for name in (*DETAILS, *FLAGS)}
    return {name: value for name, value in said.items() if value}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "text": quantity.text,
        "value": quantity.value,
        "unit": quantity.unit,
        "in": quantity.part.value,
    }


def _unread(cell: Unread) -> dict[str, str]:
    return {"place": cell.place, "text": cell.text, "message": cell.message}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
