"""The program under test, from a file to the contract's JSON forms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bihuan import documents, reading
from bihuan.model import Finding, Quantity, Register
from tests.reading.scoring import Score, score_register, score_review

_DATES = ("inspected_from", "inspected_to", "feedback_date", "report_date")


def read_register(path: Path) -> dict[str, Any]:
    """A file -> `bihuan.register/1`."""
    return as_json(reading.read(documents.read(path)))


def as_json(register: Register) -> dict[str, Any]:
    head = {name: getattr(register, name) for name in ("kind", "title", "unit", "inspector")}
    dates = {name: _iso(getattr(register, name)) for name in _DATES}
    return head | dates | {"findings": [_finding(f) for f in register.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    names = ("id", "area", "group", "problem", "response", "status", "measures", "leaders", "units",
             "documents")  # fmt: skip
    return {name: getattr(finding, name) for name in names} | {
        "deadline": _iso(finding.deadline),
        "quantities": [_quantity(quantity) for quantity in finding.quantities],
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "text": quantity.text,
        "value": quantity.value,
        "unit": quantity.unit,
        "in": quantity.part,
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def score_file(path: Path, gold: Mapping[str, Any], review: Mapping[str, Any]) -> Score:
    """Reads and reviews one file and scores both."""
    document = documents.read(path)
    register = reading.read(document)
    score = score_register(as_json(register), gold)
    score.add(score_review(_remarks(document, register), review), "review")
    return score


def _remarks(document: Any, register: Register) -> list[dict[str, Any]]:
    from bihuan.review import review

    return [
        {"rule": r.rule, "severity": r.severity, "finding": r.finding}
        for r in review(document, register)
    ]
