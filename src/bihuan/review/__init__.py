"""Register and document -> remarks: what an inspector would object to, one small rule each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bihuan.model import Document, Register, Remark
from bihuan.review import (
    copied_response,
    date_order,
    document_number_form,
    foreign_place,
    missing_response,
    numbering_gap,
    open_claim,
    part_exceeds_whole,
    personal_data,
    term_drift,
    totals_mismatch,
    transferred_without_outcome,
    unanswered_quantity,
    vague_response,
)
from bihuan.review.case import Case
from bihuan.review.catalogue import RULES, Rule

__all__ = ["RULES", "Rule", "review"]

_FINDERS: dict[str, Callable[[Case], Iterator[Remark]]] = {
    "missing-response": missing_response.find,
    "unanswered-quantity": unanswered_quantity.find,
    "vague-response": vague_response.find,
    "copied-response": copied_response.find,
    "part-exceeds-whole": part_exceeds_whole.find,
    "term-drift": term_drift.find,
    "foreign-place": foreign_place.find,
    "open-claim": open_claim.find,
    "transferred-without-outcome": transferred_without_outcome.find,
    "date-order": date_order.find,
    "numbering-gap": numbering_gap.find,
    "document-number-form": document_number_form.find,
    "personal-data": personal_data.find,
    "totals-mismatch": totals_mismatch.find,
}


def review(document: Document, register: Register) -> tuple[Remark, ...]:
    """Every remark of every rule: those on the document first, then finding by finding.

    `register` is what reading `document` gave; spans index `document.text`. A remark without spans
    concerns something that the text doesn't show (a register's own dates).
    """
    case = Case(document, register)
    order = {finding.id: place for place, finding in enumerate(register.findings, start=1)}
    remarks = [remark for find in _FINDERS.values() for remark in find(case)]
    return tuple(sorted(remarks, key=lambda remark: order.get(remark.finding or "", 0)))
