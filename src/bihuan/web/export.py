"""Findings as the office's own register, for Excel."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from bihuan.model import Finding as Told
from bihuan.model import Kind, Progress, Register
from bihuan.reading.typed import read_texts
from bihuan.rectification.status import Degree, Status
from bihuan.register import save
from bihuan.web.models import Finding

_PROGRESS = {
    Degree.DONE: Progress.DONE,
    Degree.MOSTLY_DONE: Progress.MOSTLY_DONE,
    Degree.NOT_DONE: Progress.IN_PROGRESS,
}


def register(findings: Iterable[Finding]) -> Register:
    """The office's findings as the values of a register, with the head of their round."""
    rows = list(findings)
    inspected = {row.round for row in rows}
    one = next(iter(inspected)) if len(inspected) == 1 else None
    return Register(
        kind=Kind.REPORT,
        title=f"{one.unit.name}{one.name}整改台账" if one else "巡察反馈问题整改台账",
        unit=one.unit.name if one else None,
        inspector=(one.inspector or None) if one else None,
        inspected_from=one.inspected_from if one else None,
        inspected_to=one.inspected_to if one else None,
        feedback_date=one.feedback_date if one else None,
        findings=tuple(read_texts(_told(row)) for row in rows),
    )


def workbook(findings: Iterable[Finding]) -> bytes:
    """An xlsx with one row a finding, in the look of the register that `bihuan read` writes."""
    told = register(findings)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        save(told, path)
        return path.read_bytes()


def _told(row: Finding) -> Told:
    measures = [measure for measure in row.measures.all() if measure.cycle == row.cycle]
    outcome = "\n".join(measure.outcome for measure in measures if measure.outcome)
    done = "\n".join(measure.text for measure in measures)
    closed = Status(row.status) is Status.CLOSED
    return Told(
        id=row.number,
        area=row.area or None,
        group=row.group or None,
        problem=row.problem,
        response="\n".join(text for text in (done, outcome) if text) or None,
        outcome=outcome or None,
        status=_PROGRESS[Degree(row.degree)],
        deadline=row.due,
        leaders=(row.lead.name,) if row.lead else tuple(filter(None, row.lead_name.split("、"))),
        units=tuple(unit.name for unit in row.units.all()),
        goal=row.goal or None,
        category=row.category or None,
        evidence="、".join(e.name for e in row.evidence.all() if e.withdrawn_at is None) or None,
        closed="是" if closed else "否",
        closed_on=row.closed_at.date().isoformat() if row.closed_at else None,
        note=row.note or None,
        immediate=row.immediate,
        standing=row.standing,
    )
