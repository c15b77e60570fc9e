"""WHEN: the gates before each step, and `may`, which joins them with who may take it.

Proof is asked for again at every later step, because evidence can be withdrawn and a check can
turn while a finding waits: closing needs all that verifying needs, and that all of submitting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from bihuan.rectification.checking import passes, why_not
from bihuan.rectification.deadlines import effective_deadline
from bihuan.rectification.gates import Block, Decision, Gate
from bihuan.rectification.labels import Labelled
from bihuan.rectification.permissions import PERMISSIONS, Action, Deed, allowed_on
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Person, Snapshot, UnitPath, is_within
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step

GateRule = Callable[[Snapshot, Person, date], tuple[Block, ...]]
"""A gate's rule: the finding, who wants to act, and today; what stands in the way."""


def may(
    step: Step, finding: Snapshot, person: Person, *, today: date, reason: str = ""
) -> Decision:
    """Whether `person` may take `step` now: role, status, reason and every gate together."""
    blocks = [*_role_blocks(step, finding, person)]
    if finding.status not in TRANSITIONS[step].sources:
        return Decision((*blocks, _wrong_status(step, finding, TRANSITIONS[step].sources)))
    if TRANSITIONS[step].reason:
        blocks += reason_given(step, reason)
    for gate in GATES[step]:
        blocks += gate(finding, person, today)
    return _decide(finding, blocks)


def may_do(action: Action, finding: Snapshot, person: Person) -> Decision:
    """Whether `person` may do something beside the steps to a finding as it stands now."""
    blocks = [*_role_blocks(action, finding, person)]
    if finding.status not in POSSIBLE_IN[action]:
        blocks.append(_wrong_status(action, finding, POSSIBLE_IN[action]))
    return Decision(tuple(blocks))


def _decide(finding: Snapshot, blocks: Iterable[Block]) -> Decision:
    """Sets apart the blocks that a waiver of the finding's present cycle covers."""
    standing: list[Block] = []
    waived: list[Block] = []
    for block in blocks:
        (waived if _is_waived(finding, block) else standing).append(block)
    return Decision(tuple(standing), tuple(waived))


def _is_waived(finding: Snapshot, block: Block) -> bool:
    return block.waivable and any(
        (waiver.gate, waiver.subject, waiver.cycle) == (block.code, block.subject, finding.cycle)
        and waiver.reason.strip()
        for waiver in finding.waivers
    )


def _role_blocks(deed: Deed, finding: Snapshot, person: Person) -> Iterator[Block]:
    if not allowed_on(person, deed, finding):
        roles = _titles(role for role in Role if role in PERMISSIONS[deed])
        yield Block(Gate.ROLE, f"“{deed.label}”须由管这个问题的{roles}办理，请交给他们。")


def _wrong_status(deed: Deed, finding: Snapshot, sources: Iterable[Status]) -> Block:
    wanted, now = _titles(sources), finding.status.label
    return Block(Gate.STATUS, f"问题现在是“{now}”，{wanted}时才能“{deed.label}”，请刷新后再看。")


def _titles(members: Iterable[Labelled]) -> str:
    return "、".join(member.label for member in members)


def reason_given(deed: Deed, reason: str) -> tuple[Block, ...]:
    """A return, a reopening or a waiver names its reason."""
    if reason.strip():
        return ()
    return (Block(Gate.REASON, f"请写明“{deed.label}”的原因。"),)


def has_owner_and_date(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """Every problem is given an owner and a date before it goes out."""
    blocks = []
    if not finding.responsible_units:
        blocks.append(Block(Gate.RESPONSIBLE, "请先确定责任单位，再交办。"))
    if effective_deadline(finding) is None:
        blocks.append(Block(Gate.DEADLINE, "请先确定整改时限（本问题的或本轮次的），再交办。"))
    return tuple(blocks)


def measures_have_outcomes(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """To submit, every measure has an outcome; without a measure nothing was done."""
    if not finding.present_measures:
        return (Block(Gate.MEASURE, "请先填写本次整改采取的措施。"),)
    return tuple(
        Block(
            Gate.OUTCOME,
            f"请填写措施“{measure.text}”的成效（挽回损失填万元数，追责问责填人数）。",
            str(measure.id),
        )
        for measure in finding.present_measures
        if not any(outcome.is_complete for outcome in measure.outcomes)
    )


def is_proved(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """To submit, the finding has evidence, or a bound check that passes."""
    if finding.evidence_count > 0 or any(passes(check) for check in finding.checks):
        return ()
    return (Block(Gate.EVIDENCE, "请上传佐证材料，或者让关联的检查项检查通过。"),)


def transfer_is_answered(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """A finding handed to another authority waits for its outcome."""
    transfer = finding.transfer
    if transfer is None or transfer.outcome.strip():
        return ()
    return (Block(Gate.TRANSFER, f"问题已移交{transfer.to}，请等办理结果，登记后再继续。"),)


def checks_pass(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """To verify, every bound check passes on data newer than the last measure, over a row at least.

    No data is never a pass.
    """
    reasons = ((c.check, why_not(c, finding.last_measure_at)) for c in finding.checks)
    return tuple(
        Block(Gate.CHECK, reason, check) for check, reason in reasons if reason is not None
    )


def verifier_is_apart(finding: Snapshot, person: Person, _today: date) -> tuple[Block, ...]:
    """The verifier is neither the submitter nor of the responsible unit (the same or below it)."""
    blocks = [*_apart(Gate.SUBMITTER, finding.submitter, person, "核查", "提交")]
    answers = person.id in finding.responsible_people or person.id == finding.lead
    if answers or any(belongs_to(person, unit) for unit in finding.responsible_units):
        blocks.append(
            Block(Gate.INTEREST, "核查人不能是责任人、责任领导或责任单位的人，请由其他人核查。")
        )
    return tuple(blocks)


def closer_is_apart(finding: Snapshot, person: Person, _today: date) -> tuple[Block, ...]:
    """The closer is neither the verifier nor the submitter, nor one who answers as owner.

    That they come from the inspection office or the leading group is for `PERMISSIONS` to say.
    """
    blocks = [
        *_apart(Gate.VERIFIER, finding.verifier, person, "销号", "核查"),
        *_apart(Gate.SUBMITTER, finding.submitter, person, "销号", "提交"),
    ]
    if person.id in finding.responsible_people:
        blocks.append(Block(Gate.INTEREST, "责任人不能给自己的问题销号，请由其他人销号。"))
    return tuple(blocks)


def _apart(gate: Gate, other: int | None, person: Person, doing: str, done: str) -> Iterator[Block]:
    # Who did it must be known before anybody can be said to be another.
    if other is None:
        yield Block(gate, f"没有{done}人的记录，请退回后重新办理。")
    elif other == person.id:
        yield Block(gate, f"{doing}人不能是{done}人，请由另一人{doing}。")


_BELONGING = frozenset({Role.CLERK, Role.OWNER, Role.LEAD})


def belongs_to(person: Person, unit: UnitPath) -> bool:
    """Whether somebody is of a unit: works at or below it, or is owner, lead or clerk there."""
    return is_within(person.unit, unit) or any(
        grant.role in _BELONGING and is_within(grant.unit, unit) for grant in person.grants
    )


def remarks_are_answered(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """To close, no high remark stands unanswered."""
    if not finding.unanswered_high_remarks:
        return ()
    count = finding.unanswered_high_remarks
    return (Block(Gate.REMARK, f"还有{count}条高级别体检意见没有答复，请逐条答复或改正。"),)


def degree_is_stated(finding: Snapshot, _person: Person, _today: date) -> tuple[Block, ...]:
    """What the unit itself calls not done can't be closed."""
    if finding.degree is not Degree.NOT_DONE:
        return ()
    return (Block(Gate.DEGREE, "完成情况还是“未完成”，不能销号，请退回整改或更正完成情况。"),)


def review_is_set(finding: Snapshot, _person: Person, today: date) -> tuple[Block, ...]:
    """A standing finding may close only with a next review date, which is still to come."""
    if not finding.standing:
        return ()
    if finding.next_review_on is not None and finding.next_review_on > today:
        return ()
    return (Block(Gate.REVIEW, "长期坚持的问题销号前，请先确定下次复查日期（晚于今天）。"),)


_SUBMIT_GATES: tuple[GateRule, ...] = (measures_have_outcomes, is_proved, transfer_is_answered)
_VERIFY_GATES: tuple[GateRule, ...] = (*_SUBMIT_GATES, checks_pass)

GATES: Mapping[Step, tuple[GateRule, ...]] = MappingProxyType(
    {
        Step.ASSIGN: (has_owner_and_date,),
        Step.SUBMIT: _SUBMIT_GATES,
        Step.VERIFY: (*_VERIFY_GATES, verifier_is_apart),
        Step.RETURN: (),
        Step.CLOSE: (
            *_VERIFY_GATES,
            closer_is_apart,
            remarks_are_answered,
            degree_is_stated,
            review_is_set,
        ),
        Step.REOPEN: (),
    }
)
"""Each step's gates, in the order in which people read what stands in the way."""

_ANY = frozenset(Status)
_OPEN = _ANY - {Status.CLOSED}
_UNDER_WAY = _OPEN - {Status.DRAFT}
_AT_WORK = frozenset({Status.RECTIFYING})

POSSIBLE_IN: Mapping[Action, frozenset[Status]] = MappingProxyType(
    dict.fromkeys(Action, _ANY)
    | {
        # What a verifier looks at must not change under their eyes; they return it for changes.
        Action.EDIT: frozenset({Status.DRAFT, Status.RECTIFYING}),
        Action.RECORD: _AT_WORK,
        Action.ADD_EVIDENCE: _AT_WORK,
        Action.WITHDRAW_EVIDENCE: frozenset({Status.RECTIFYING, Status.SUBMITTED}),
        Action.ASK_EXTENSION: _AT_WORK,
        Action.DECIDE_EXTENSION: _AT_WORK,
        Action.ANSWER_REMARK: _OPEN,
        Action.BIND_CHECK: _OPEN,
        Action.REMIND: _OPEN,
        Action.TRANSFER: _UNDER_WAY,
        Action.WAIVE: _UNDER_WAY,
        Action.REVIEW: _UNDER_WAY | {Status.CLOSED},
    }
)
"""In which statuses an action is possible; what isn't about a finding's state always is."""
