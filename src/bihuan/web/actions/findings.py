"""What is done with a finding: steps of its life, its measures, dates and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.rectification.permissions import Act
from bihuan.rectification.policies import blocks
from bihuan.rectification.status import Degree, Status, Step, transition_of
from bihuan.web.actions.recording import changing, created, record, state
from bihuan.web.models import (
    Cycle,
    Extension,
    Finding,
    Measure,
    OutcomeType,
    Person,
    Unit,
    Waiver,
)
from bihuan.web.queries import actor_of, allowed_on, snapshot_of


class Refused(UserError):
    """What someone may not do, or not yet."""


def take_step(
    finding: Finding, step: Step, *, by: Person, reason: str = "", seen: int | None = None
) -> None:
    """Moves a finding on; Refused with every gate's sentence where one stands in the way."""
    with changing(finding, step.value, by=by, reason=reason.strip(), seen=seen) as row:
        standing = blocks(
            step, snapshot_of(row), actor_of(by), reason=reason, today=timezone.localdate()
        )
        if standing:
            raise Refused("".join(block.sentence for block in standing))
        if step is Step.REOPEN:
            _keep_cycle(row, by, reason)
        _mark(row, step, by)
        row.status = transition_of(step).target


def reopen_by_office(finding: Finding, *, reason: str) -> None:
    """Opens a closed finding again without a person: its check failed, or its review is due."""
    with changing(finding, Step.REOPEN.value, by=None, reason=reason) as row:
        if row.status != Status.CLOSED:
            raise Refused("只有已销号的问题才能重新整改。")
        _keep_cycle(row, None, reason)
        _mark(row, Step.REOPEN, None)
        row.status = Status.RECTIFYING


def _mark(row: Finding, step: Step, by: Person | None) -> None:
    """Notes who took the step and when; going back takes the later marks off."""
    now = timezone.now()
    if step is Step.ASSIGN:
        row.assigned_at = now
    elif step is Step.SUBMIT:
        row.submitted_by, row.submitted_at = by, now
    elif step is Step.VERIFY:
        row.verified_by, row.verified_at = by, now
    elif step is Step.CLOSE:
        row.closed_by, row.closed_at = by, now
    else:
        row.returns += step is Step.RETURN
        row.submitted_by = row.verified_by = row.closed_by = None
        row.submitted_at = row.verified_at = row.closed_at = None


def _keep_cycle(row: Finding, by: Person | None, reason: str) -> None:
    """Writes the finished cycle down as it was and begins the next."""
    Cycle.objects.create(
        finding=row,
        number=row.cycle,
        degree=row.degree,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        returns=row.returns,
        reopened_at=timezone.now(),
        reopened_by=by,
        reason=reason.strip(),
    )
    row.cycle += 1
    row.returns = 0
    row.degree = Degree.NOT_DONE
    row.review_on = None


def _require(person: Person, act: Act, finding: Finding) -> None:
    if not allowed_on(person, act, finding):
        raise Refused(f"您没有{act.word}的权限。")


def _require_open(finding: Finding) -> None:
    if finding.status not in (Status.DRAFT, Status.RECTIFYING):
        raise Refused(f"“{Status(finding.status).word}”的问题不能再改，退回后才能修改。")


# People, dates and texts

EDITABLE = frozenset(
    {"area", "group", "problem", "goal", "note", "level", "category", "immediate", "standing",
     "due", "lead", "lead_name", "unit_names", "transferred_to", "number"}
)  # fmt: skip


def edit(finding: Finding, *, by: Person, seen: int | None = None, **values: Any) -> None:
    """Changes a finding's own fields (those of EDITABLE)."""
    _require(by, Act.EDIT, finding)
    unknown = values.keys() - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {unknown}")
    with changing(finding, "edit", by=by, seen=seen) as row:
        for name, value in values.items():
            setattr(row, name, value)


def assign(
    finding: Finding,
    *,
    by: Person,
    lead: Person | None = None,
    owners: Iterable[Person] = (),
    units: Iterable[Unit] = (),
    due: date | None = None,
    seen: int | None = None,
) -> None:
    """Names who is responsible and until when, and hands a draft over to them."""
    _require(by, Act.ASSIGN, finding)
    _require_open(finding)
    owners, units = list(owners), list(units)
    with transaction.atomic():
        with changing(finding, "responsible", by=by, seen=seen) as row:
            row.lead = lead
            row.due = due
            row.owners.set(owners)
            row.units.set(units)
            row.unit_names = "、".join(unit.name for unit in units) or row.unit_names
        if finding.status == Status.DRAFT:
            take_step(finding, Step.ASSIGN, by=by)


def report_progress(
    finding: Finding,
    *,
    by: Person,
    degree: Degree | None = None,
    transfer_outcome: str | None = None,
    review_on: date | None = None,
    seen: int | None = None,
) -> None:
    """Notes how far the rectification has come."""
    _require(by, Act.WORK, finding)
    _require_open(finding)
    with changing(finding, "progress", by=by, seen=seen) as row:
        row.degree = degree or row.degree
        if transfer_outcome is not None:
            row.transfer_outcome = transfer_outcome.strip()
        row.review_on = review_on or row.review_on


def set_review(finding: Finding, *, by: Person, review_on: date) -> None:
    """Sets when a standing finding is looked at again; whoever may close may set it."""
    _require(by, Act.CLOSE, finding)
    with changing(finding, "review", by=by) as row:
        row.review_on = review_on


# Measures


def add_measure(finding: Finding, *, by: Person, text: str) -> Measure:
    """Adds a measure at the end."""
    _require(by, Act.WORK, finding)
    _require_open(finding)
    if not text.strip():
        raise Refused("请写明整改措施。")
    measure = Measure(finding=finding, position=finding.measures.count() + 1, text=text.strip())
    return created(measure, "measure_added", by=by)


def report_measure(
    measure: Measure,
    *,
    by: Person,
    text: str | None = None,
    outcome: str = "",
    outcome_type: str = "",
    amount: Decimal | None = None,
) -> None:
    """Tells what a measure brought about; an empty outcome takes it back."""
    _require(by, Act.WORK, measure.finding)
    _require_open(measure.finding)
    outcome = outcome.strip()
    counted = outcome_type in (OutcomeType.RECOVERED, OutcomeType.ACCOUNTABLE)
    if outcome and counted and amount is None:
        raise Refused("请填写挽回的金额（万元）或追责问责的人数。")
    with changing(measure, "measure_reported", by=by) as row:
        row.text = (text or "").strip() or row.text
        row.outcome, row.outcome_type = outcome, outcome_type if outcome else ""
        row.amount = amount if outcome and counted else None
        row.reported_at = timezone.now() if outcome else None
        row.reported_by = by if outcome else None


def remove_measure(measure: Measure, *, by: Person) -> None:
    """Takes a measure that nothing was reported of off the list; the history keeps it."""
    _require(by, Act.WORK, measure.finding)
    _require_open(measure.finding)
    if measure.outcome:
        raise Refused("已填写成效的措施不能删除。")
    with transaction.atomic():
        before = state(measure)
        record(measure, "measure_removed", by=by, before=before, more={"text": measure.text})
        measure.delete()


# Extensions


def ask_extension(finding: Finding, *, by: Person, until: date, reason: str) -> Extension:
    """Asks for a later date."""
    _require(by, Act.ASK_EXTENSION, finding)
    _require_open(finding)
    if not reason.strip():
        raise Refused("请写明申请延期的理由。")
    if finding.due and until <= finding.due:
        raise Refused("延期后的日期应晚于现在的时限。")
    if finding.extensions.filter(granted=None).exists():
        raise Refused("已有一份延期申请等待批复。")
    extension = Extension(
        finding=finding, until=until, reason=reason.strip(), asked_by=by, due_before=finding.due
    )
    return created(extension, "extension_asked", by=by, reason=reason.strip())


def answer_extension(
    extension: Extension, *, by: Person, granted: bool, answer: str = ""
) -> None:
    """Grants or refuses a later date; granted, it becomes the finding's deadline."""
    finding = extension.finding
    _require(by, Act.GRANT_EXTENSION, finding)
    if by == extension.asked_by:
        raise Refused("申请人不能批复自己的延期申请。")
    with transaction.atomic():
        with changing(extension, "extension_answered", by=by, reason=answer.strip()) as row:
            if row.granted is not None:
                raise Refused("这份申请已经批复过了。")
            row.granted, row.answer = granted, answer.strip()
            row.answered_by, row.answered_at = by, timezone.now()
        if granted:
            with changing(finding, "extended", by=by) as late:
                late.due = extension.until


# Waivers


def waive(finding: Finding, *, by: Person, gate: str, reason: str) -> Waiver:
    """Waives a gate for the current cycle; the waiver stays visible."""
    _require(by, Act.WAIVE, finding)
    if not reason.strip():
        raise Refused("请写明免除的理由。")
    waiver = Waiver(
        finding=finding, cycle=finding.cycle, gate=gate, reason=reason.strip(), given_by=by
    )
    return created(waiver, "waived", by=by, reason=reason.strip())
