"""What is asked for and decided beside the steps: extensions and waivers."""

from __future__ import annotations

from datetime import date

from bihuan.rectification.deadlines import effective_deadline
from bihuan.rectification.gates import WAIVABLE, Block, Decision, Gate
from bihuan.rectification.permissions import Action
from bihuan.rectification.policies import may_do, reason_given
from bihuan.rectification.snapshot import Extension, Person, Snapshot


def may_ask_extension(
    finding: Snapshot, person: Person, until: date, reason: str, *, today: date
) -> Decision:
    """Whether somebody may ask for the deadline `until`: later than the present one and today."""
    blocks = [*may_do(Action.ASK_EXTENSION, finding, person).blocks]
    blocks += reason_given(Action.ASK_EXTENSION, reason)
    deadline = effective_deadline(finding)
    if until <= max(deadline or today, today):
        blocks.append(Block(Gate.DEADLINE, "延期后的日期须晚于今天和现在的整改时限。"))
    if any(_is_open(finding, extension) for extension in finding.extensions):
        blocks.append(Block(Gate.STATUS, "已有一个延期申请等待审批，请等审批后再申请。"))
    return Decision(tuple(blocks))


def may_decide_extension(
    finding: Snapshot, extension: Extension, person: Person, *, granted: bool, reason: str = ""
) -> Decision:
    """Whether somebody may grant or refuse an extension: not their own, and refusing says why."""
    blocks = [*may_do(Action.DECIDE_EXTENSION, finding, person).blocks]
    if not _is_open(finding, extension):
        blocks.append(Block(Gate.STATUS, "这个延期申请已经审批过，或者属于上一轮整改。"))
    if extension.asked_by == person.id:
        blocks.append(Block(Gate.ASKER, "审批人不能是申请人，请由另一人审批。"))
    if not granted:
        blocks += reason_given(Action.DECIDE_EXTENSION, reason)
    return Decision(tuple(blocks))


def _is_open(finding: Snapshot, extension: Extension) -> bool:
    return extension.granted is None and extension.cycle == finding.cycle


def may_waive(gate: Gate, finding: Snapshot, person: Person, reason: str) -> Decision:
    """Whether somebody may waive a gate: only proof can be waived, and only with a reason.

    Who submitted the finding can't waive what they owed.
    """
    blocks = [*may_do(Action.WAIVE, finding, person).blocks, *reason_given(Action.WAIVE, reason)]
    if gate not in WAIVABLE:
        blocks.append(Block(Gate.WAIVER, f"“{gate.label}”这一关不能豁免，请按要求办理。"))
    if person.id == finding.submitter or person.id in finding.responsible_people:
        blocks.append(Block(Gate.SUBMITTER, "提交人和责任人不能豁免自己的问题，请由另一人办理。"))
    return Decision(tuple(blocks))
