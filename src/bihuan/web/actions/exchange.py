"""What units without an account fill in: a dry run, then one transaction into the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.rectification.permissions import Action
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import Degree
from bihuan.web import storage, workbooks
from bihuan.web.actions import findings as actions
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.recording import Refused
from bihuan.web.models import Finding, Measure, Person, Reply, Round, Unit
from bihuan.web.queries import allowed, whole
from bihuan.web.workbooks import Line

_KINDS = {kind.label: kind for kind in OutcomeKind}
_DEGREES = {degree.label: degree for degree in Degree}


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would change: its differences, or why it can't be taken."""

    line: Line
    finding: Finding | None
    differences: tuple[tuple[str, str, str], ...] = ()
    conflict: bool = False
    fault: str = ""


def receive(*, by: Person, round_: Round, unit: Unit, name: str, chunks: Iterable[bytes]) -> Reply:
    """Keeps a filled-in workbook for its dry run; Refused where it can't be read."""
    if not allowed(by, Action.EXCHANGE, round_.unit):
        raise Refused("您没有收取单位填报的权限。")
    name = plain_name(name)
    blob = store_file(name, chunks)
    try:
        workbooks.read_back(storage.path_of(blob.digest))
    except UserError as error:
        raise Refused(str(error).replace(blob.digest, name)) from error
    return Reply.objects.create(round=round_, unit=unit, blob=blob, name=name, received_by=by)


def changes(reply: Reply) -> tuple[list[Change], list[int]]:
    """What accepting the reply would change, row by row, and the rows that aren't ours."""
    lines, foreign = workbooks.read_back(storage.path_of(reply.blob_id))
    known = {f.pk: f for f in whole(Finding.objects.filter(round=reply.round))}
    found = [_change(line, reply, known.get(line.finding)) for line in lines]
    return [change for change in found if change.differences or change.fault], foreign


def _change(line: Line, reply: Reply, finding: Finding | None) -> Change:
    if line.round != reply.round_id or line.unit != reply.unit_id or finding is None:
        return Change(line, None, fault="这一行是发给别的单位或别的轮次的，没有采用。")
    fault = _fault(line)
    if fault:
        return Change(line, finding, fault=fault)
    measure = next((m for m in finding.measures.all() if m.pk == line.measure), None)
    if line.measure and measure is None:
        return Change(line, finding, fault="这条措施已经不在了，没有采用。")
    differences = tuple(_differences(line, finding, measure))
    return Change(line, finding, differences, conflict=line.version != finding.version)


def _fault(line: Line) -> str:
    if line.kind and line.kind not in _KINDS:
        return f"成效类型“{line.kind}”不认识，请从下拉框里选。"
    if line.degree and line.degree not in _DEGREES:
        return f"完成程度“{line.degree}”不认识，请从下拉框里选。"
    try:
        workbooks.amount_of(line)
    except ValueError:
        return f"数量“{line.amount}”不是数，请只填数字。"
    if line.outcome and not line.text:
        return "填了成效却没有措施，请补上措施。"
    return ""


def _differences(line: Line, finding: Finding, measure: Measure | None) -> Any:
    pairs = [
        ("措施", measure.text if measure else "", line.text),
        ("成效", measure.outcome if measure else "", line.outcome),
    ]
    if line.degree:
        pairs.append(("完成程度", Degree(finding.degree).label, line.degree))
    if line.outcome and measure and measure.outcome:
        before = OutcomeKind(measure.outcome_type or OutcomeKind.OTHER).label
        pairs.append(("成效类型", before, line.kind or OutcomeKind.OTHER.label))
    # What a unit leaves empty takes nothing away.
    return [(name, old, new) for name, old, new in pairs if new and new != old]


def accept(reply: Reply, *, by: Person, overrule: bool = False) -> int:
    """Brings a reply's rows into the register; how many. Rows in conflict only if `overrule`.

    All or nothing: where one row is refused, its sentence says which, and nothing has changed.
    """
    if not allowed(by, Action.EXCHANGE, reply.round.unit):
        raise Refused("您没有并入单位填报的权限。")
    with transaction.atomic():
        locked = Reply.objects.select_for_update().select_related("round__unit").get(pk=reply.pk)
        if locked.accepted_at:
            raise Refused("这份填报已经并入过了。")
        found, _ = changes(locked)
        taken = [c for c in found if not c.fault and (overrule or not c.conflict)]
        for change in taken:
            _apply(change, by)
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
    return len(taken)


def _apply(change: Change, by: Person) -> None:
    line, finding = change.line, change.finding
    assert finding
    try:
        if line.text or line.outcome:
            measure = finding.measures.filter(pk=line.measure).first() or actions.add_measure(
                finding, by=by, text=line.text
            )
            actions.report_measure(measure, by=by, **_report(line, measure))
        if line.degree and _DEGREES[line.degree] != finding.degree:
            actions.report_progress(finding, by=by, degree=_DEGREES[line.degree])
    except UserError as error:
        raise Refused(f"第{line.place}行：{error}") from error


def _report(line: Line, measure: Measure) -> dict[str, Any]:
    if not line.outcome and measure.outcome:
        line = replace(line, outcome=measure.outcome, kind="", amount="")
        kind, amount = measure.outcome_type, measure.amount
    else:
        kind = _KINDS[line.kind].value if line.kind else ""
        amount = workbooks.amount_of(line)
    return {"text": line.text, "outcome": line.outcome, "outcome_type": kind, "amount": amount}
