"""A finding as found in a document: where its parts stand, before their details are worked out."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.model import Number, Span


@dataclass(slots=True, kw_only=True)
class Draft:
    """Spans into the document's text for what is quoted, text for what is only looked at.

    `problem`, `response` and `outcome` list the pieces (paragraphs or cells) in order, already
    without numbers and labels; `outcome` follows `response`. `status`, `deadline`, `leaders` and
    `units` are the text under such a label or column, None where there is none.
    """

    id: str
    area: str | None = None
    group: str | None = None
    problem: list[Span] = field(default_factory=list)
    response: list[Span] = field(default_factory=list)
    outcome: list[Span] = field(default_factory=list)
    status: str | None = None
    deadline: str | None = None
    leaders: str | None = None
    units: str | None = None
    goal: str | None = None
    category: str | None = None
    evidence: str | None = None
    closed: str | None = None
    closed_on: str | None = None
    note: str | None = None
    numbers: list[Number] = field(default_factory=list)
