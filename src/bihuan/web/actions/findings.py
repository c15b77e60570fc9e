"""What is done with a finding: steps of its life, its measures, dates and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from bihuan.rectification.gates import Decision, Gate
from bihuan.rectification.permissions import Action
from bihuan.rectification.requests import may_ask_extension, may_decide_extension, may_waive
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step
from bihuan.web.actions.recording import Refused, changing, created, record, state
from bihuan.web.actions.remarks import review_answer
from bihuan.web.bell import ring
from bihuan.web.models import (
    Cycle,
    Extension,
    Finding,
    Measure,
    Person,
    Unit,
    Waiver,
)
from bihuan.web.queries import actor_of, decision, decision_on, snapshot_of


def take_step(
    finding: Finding, step: Step, *, by: Person, reason: str = "", seen: int | None = None
) -> None:
    """Moves a finding on; Refused with every closed gate's sentence where one stands in the way."""
    with transaction.atomic():
        with changing(finding, step.value, by=by, reason=reason.strip(), seen=seen) as row:
            _ask(decision(by, step, row, reason))
            if step is Step.REOPEN:
                _keep_cycle(row, by, reason)
            _mark(row, step, by)
            row.status = TRANSITIONS[step].target
        if step is Step.SUBMIT:
            review_answer(finding)
            ring()


def reopen_by_office(finding: Finding, *, reason: str) -> None:
    """Opens a closed finding again without a person: its check failed, or its review is late."""
    with changing(finding, Step.REOPEN.value, by=None, reason=reason) as row:
        if row.status not in TRANSITIONS[Step.REOPEN].sources:
            raise Refused("只有已销号的问题才能重新整改。")
        _keep_cycle(row, None, reason)
        _mark(row, Step.REOPEN, None)
        row.status = TRANSITIONS[Step.REOPEN].target


def _ask(answer: Decision) -> None:
    if not answer.allowed:
        raise Refused("".join(block.message for block in answer.blocks))


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
    assert row.submitted_by
    assert row.submitted_at
    assert row.verified_by
    assert row.verified_at
    assert row.closed_by
    assert row.closed_at
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
    row.earlier_returns += row.returns
    row.returns = 0
    row.degree = Degree.NOT_DONE
    row.review_on = row.due = None


def _require(person: Person, action: Action, finding: Finding) -> None:
    _ask(decision_on(person, action, finding))


# People, dates and texts

EDITABLE = frozenset(
    {"area", "group", "problem", "goal", "note", "level", "category", "immediate", "standing",
     "due", "lead", "lead_name", "unit_names", "number"}
)  # fmt: skip


def edit(finding: Finding, *, by: Person, seen: int | None = None, **values: Any) -> None:
    """Changes a finding's own fields (those of EDITABLE)."""
    _require(by, Action.EDIT, finding)
    unknown = values.keys() - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {unknown}")
    number = values.get("number", finding.number)
    if finding.round.findings.filter(number=number).exclude(pk=finding.pk).exists():
        raise Refused(f"本轮已经有序号为“{number}”的问题，请换一个序号。")
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
    _require(by, Action.EDIT, finding)
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
    degree: Degree,
    seen: int | None = None,
) -> None:
    """Notes how far the rectification has come."""
    _require(by, Action.RECORD, finding)
    with changing(finding, "progress", by=by, seen=seen) as row:
        row.degree = degree


def transfer(
    finding: Finding, *, by: Person, to: str, outcome: str = "", seen: int | None = None
) -> None:
    """Notes to whom a finding was handed over, and what they answered; no name takes it back."""
    _require(by, Action.TRANSFER, finding)
    to, outcome = to.strip(), outcome.strip()
    if outcome and not to:
        raise Refused("请先写明移交给了谁，再填写移交结果。")
    with changing(finding, "transfer", by=by, seen=seen) as row:
        row.transferred_to, row.transfer_outcome = to, outcome


def set_review(finding: Finding, *, by: Person, review_on: date) -> None:
    """Sets when a standing finding is looked at again; whoever may close may set it."""
    _require(by, Action.REVIEW, finding)
    with changing(finding, "review", by=by) as row:
        row.review_on = review_on


# Measures


def _require_plan(by: Person, finding: Finding) -> None:
    if not decision_on(by, Action.EDIT, finding).allowed:
        _require(by, Action.RECORD, finding)


def add_measure(finding: Finding, *, by: Person, text: str) -> Measure:
    """Adds a measure at the end: planned by the clerk, or taken by those who act."""
    _require_plan(by, finding)
    if not text.strip():
        raise Refused("请写明整改措施。")
    position = finding.measures.count() + 1
    measure = Measure(finding=finding, cycle=finding.cycle, position=position, text=text.strip())
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
    _require(by, Action.RECORD, measure.finding)
    outcome = outcome.strip()
    kind = OutcomeKind(outcome_type or OutcomeKind.OTHER)
    counted = bool(kind.unit)
    if outcome and counted and amount is None:
        raise Refused(f"请填写{kind.label}的数量（{kind.unit}）。")
    with changing(measure, "measure_reported", by=by) as row:
        row.text = (text or "").strip() or row.text
        row.outcome, row.outcome_type = outcome, kind.value if outcome else ""
        row.amount = amount if outcome and counted else None
        row.reported_at = timezone.now() if outcome else None
        row.reported_by = by if outcome else None


def remove_measure(measure: Measure, *, by: Person) -> None:
    """Takes a measure that nothing was reported of off the list; the history keeps it."""
    _require_plan(by, measure.finding)
    if measure.outcome:
        raise Refused("已填写成效的措施不能删除。")
    with transaction.atomic():
        before = state(measure)
        record(measure, "measure_removed", by=by, before=before, more={"text": measure.text})
        measure.delete()


# Extensions


def ask_extension(finding: Finding, *, by: Person, until: date, reason: str) -> Extension:
    """Asks for a later date."""
    today = timezone.localdate()
    _ask(may_ask_extension(snapshot_of(finding), actor_of(by), until, reason, today=today))
    extension = Extension(
        finding=finding,
        cycle=finding.cycle,
        until=until,
        reason=reason.strip(),
        asked_by=by,
        due_before=finding.due,
    )
    return created(extension, "extension_asked", by=by, reason=reason.strip())


def answer_extension(extension: Extension, *, by: Person, granted: bool, answer: str = "") -> None:
    """Grants or refuses a later date; granted, it is the finding's deadline from then on."""
    finding = extension.finding
    with transaction.atomic():
        with changing(extension, "extension_answered", by=by, reason=answer.strip()) as row:
            told = snapshot_of(finding)
            asked = next(e for e in told.extensions if e.asked_at == row.asked_at)
            _ask(may_decide_extension(told, asked, actor_of(by), granted=granted, reason=answer))
            row.granted, row.answer = granted, answer.strip()
            row.answered_by, row.answered_at = by, timezone.now()
        if granted:
            with changing(finding, "extended", by=by) as late:
                late.due = extension.until


# Waivers


def waive(finding: Finding, *, by: Person, gate: Gate, reason: str, subject: str = "") -> Waiver:
    """Waives a gate for the current cycle; the waiver stays visible."""
    _ask(may_waive(gate, snapshot_of(finding), actor_of(by), reason))
    known = finding.waivers.filter(cycle=finding.cycle, gate=gate, subject=subject)
    if known.exists():
        raise Refused("这一关已经豁免过了。")
    waiver = Waiver(
        finding=finding,
        cycle=finding.cycle,
        gate=gate.value,
        subject=subject,
        reason=reason.strip(),
        given_by=by,
    )
    return created(waiver, "waived", by=by, reason=reason.strip())
