"""Rounds: opened, changed, and filled from documents through a dry run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.model import Finding as Read
from bihuan.model import Progress, Register
from bihuan.rectification.deadlines import Terms, propose
from bihuan.rectification.permissions import Action
from bihuan.rectification.snapshot import Level
from bihuan.rectification.status import Degree, Status
from bihuan.register import from_json, load, to_json
from bihuan.web import storage
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.recording import Refused, changing, created, record
from bihuan.web.merging import gaps, matched
from bihuan.web.models import (
    Finding,
    Intake,
    Measure,
    Person,
    Round,
    SourceDocument,
    Unit,
)
from bihuan.web.queries import allowed
from bihuan.web.workdays import is_workday

USUAL = Terms(plan_days=15, concentrated_days=61, report_days=92)
"""Days from the feedback: a plan in half a month, two months of work, a report after three."""
_DEGREES = {Progress.DONE: Degree.DONE, Progress.MOSTLY_DONE: Degree.MOSTLY_DONE}


def _require(person: Person, action: Action, unit: Unit) -> None:
    if not allowed(person, action, unit):
        raise Refused(f"您没有为{unit}“{action.label}”的权限。")


def open_round(*, by: Person, unit: Unit, name: str, **values: Any) -> Round:
    """Begins a round of a unit."""
    _require(by, Action.MANAGE_ROUND, unit)
    if Round.objects.filter(unit=unit, name=name.strip()).exists():
        raise Refused(f"{unit}已有名为“{name.strip()}”的轮次。")
    return created(Round(unit=unit, name=name.strip(), **values), "round_opened", by=by)


def edit_round(round_: Round, *, by: Person, seen: int | None = None, **values: Any) -> None:
    """Changes a round's dates, names and deadlines."""
    _require(by, Action.MANAGE_ROUND, round_.unit)
    with changing(round_, "round_edited", by=by, seen=seen) as row:
        for name, value in values.items():
            setattr(row, name, value)


# Import


def begin_intake(
    *, by: Person, unit: Unit, name: str, chunks: Iterable[bytes], round_: Round | None = None
) -> Intake:
    """Reads an uploaded document; nothing of it is in the register until it is accepted.

    The sentence of what can't be read names the file as it was uploaded.
    """
    _require(by, Action.MANAGE_ROUND, unit)
    name = plain_name(name)
    blob = store_file(name, chunks)
    try:
        document, register = load(storage.path_of(blob.digest))
    except UserError as error:
        raise Refused(str(error).replace(blob.digest, name)) from error
    if not register.findings:
        raise Refused(f"“{name}”里没有读出逐条的问题；请换一份文件，或先整理成台账再导入。")
    intake = Intake(
        blob=blob,
        name=name,
        unit=unit,
        round=round_,
        text=document.text,
        register=to_json(register),
        started_by=by,
    )
    intake.save()
    return intake


def mend_intake(intake: Intake, *, by: Person, texts: dict[int, dict[str, Any]]) -> None:
    """Puts in what the clerk corrected, by the finding's place; `drop` leaves one out."""
    _require(by, Action.MANAGE_ROUND, intake.unit)
    _require_waiting(intake)
    register = dict(intake.register)
    findings = [
        dict(finding) | texts.get(place, {}) for place, finding in enumerate(register["findings"])
    ]
    register["findings"] = [finding for finding in findings if not finding.pop("drop", False)]
    intake.register = register
    intake.save(update_fields=["register"])


def _require_waiting(intake: Intake) -> None:
    if intake.accepted_at:
        raise Refused("这份文件已经导入过了。")


def register_of(intake: Intake) -> Register:
    """The register that an intake would bring in."""
    return from_json(json.dumps(intake.register), intake.name)


def accept_as_round(intake: Intake, *, by: Person, name: str) -> list[Finding]:
    """Brings an intake into a round of its own, with the dates that the document names."""
    if not name.strip():
        raise Refused("请给整改轮次起个名字，例如“2024年县委巡察”。")
    head = register_of(intake)
    with transaction.atomic():
        round_ = open_round(
            by=by,
            unit=intake.unit,
            name=name.strip()[:120],
            inspector=head.inspector or "",
            inspected_from=head.inspected_from,
            inspected_to=head.inspected_to,
            feedback_date=head.feedback_date,
            **usual_dates(head.feedback_date),
        )
        return accept_intake(intake, by=by, round_=round_)


def accept_intake(intake: Intake, *, by: Person, round_: Round) -> list[Finding]:
    """Brings an intake into a round: new findings are added, known ones only completed.

    Which are known, `merging.matched` says; what the office has written or decided since is never
    overwritten. Gives the findings that were added.
    """
    _require(by, Action.MANAGE_ROUND, round_.unit)
    with transaction.atomic():
        waiting = Intake.objects.select_for_update().get(pk=intake.pk)
        _require_waiting(waiting)
        register = register_of(waiting)
        added = _merge(round_, register, by)
        SourceDocument.objects.create(
            round=round_,
            blob=waiting.blob,
            name=waiting.name,
            kind=register.kind.value,
            text=waiting.text,
            register=waiting.register,
            imported_by=by,
        )
        waiting.accepted_at, waiting.round = timezone.now(), round_
        waiting.save(update_fields=["accepted_at", "round"])
    return added


def _merge(round_: Round, register: Register, by: Person) -> list[Finding]:
    known = list(round_.findings.prefetch_related("measures"))
    taken = {finding.number for finding in known}
    position = max((finding.position for finding in known), default=0)
    added = []
    for read, earlier in zip(register.findings, matched(known, register.findings), strict=True):
        if earlier:
            _complete(earlier, read, by)
            continue
        position += 1
        number = _free(read.id, taken)
        taken.add(number)
        added.append(_add(round_, replace(read, id=number), position, by))
    return added


def _free(number: str, taken: set[str]) -> str:
    """The number, or the next one beside it where another finding has it already."""
    candidate, more = number, 2
    while candidate in taken:
        candidate, more = f"{number}-{more}", more + 1
    return candidate


def _add(round_: Round, read: Read, position: int, by: Person) -> Finding:
    finding = Finding(
        round=round_,
        number=read.id,
        position=position,
        area=(read.area or "")[:300],
        group=(read.group or "")[:500],
        problem=read.problem,
        response=read.response or "",
        goal=read.goal or "",
        note=read.note or "",
        category=(read.category or "")[:60],
        level=_level(read),
        status=Status.DRAFT,
        degree=_DEGREES.get(read.status, Degree.NOT_DONE),
        immediate=read.immediate,
        standing=read.standing or read.status is Progress.LONG_TERM,
        due=read.deadline,
        lead_name="、".join(read.leaders)[:120],
        unit_names="、".join(read.units)[:300],
    )
    finding.save(force_insert=True)
    finding.units.set(_units_named(round_.unit, read.units))
    record(finding, "imported", by=by, before={})
    for place, text in enumerate(read.measures, 1):
        created(Measure(finding=finding, position=place, text=text), "measure_added", by=by)
    return finding


def _level(read: Read) -> str:
    village = any(unit.endswith(("村", "社区", "居委会", "村委会")) for unit in read.units)
    return Level.VILLAGE if village else Level.TOWNSHIP


def _units_named(root: Unit, names: Sequence[str]) -> list[Unit]:
    below = root.descendants(include_self=True)
    return list(below.filter(name__in=[name.strip() for name in names]))


def _complete(finding: Finding, read: Read, by: Person) -> None:
    """Fills what was empty; what is written stays."""
    with changing(finding, "imported", by=by) as row:
        for field, value in gaps(finding, read).items():
            setattr(row, field, value)
    if not finding.measures.exists():
        for place, text in enumerate(read.measures, 1):
            created(Measure(finding=finding, position=place, text=text), "measure_added", by=by)


def usual_dates(feedback: date | None) -> dict[str, date | None]:
    """A round's usual deadlines, for the office to change; none where the feedback is undated."""
    return asdict(propose(feedback, USUAL, is_workday)) if feedback else {}
