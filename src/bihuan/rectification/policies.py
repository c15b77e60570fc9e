"""When: the gates of each step, as sentences that tell what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.rectification.permissions import MAY, Act, Actor, act_of, is_within, may
from bihuan.rectification.snapshot import BoundCheck, FindingState
from bihuan.rectification.status import Degree, Step, transition_of


@dataclass(frozen=True, slots=True)
class Block:
    """Why a step can't be taken yet; a waivable one can be waived with a reason."""

    code: str
    sentence: str
    waivable: bool = False


def blocks(
    step: Step, finding: FindingState, actor: Actor, *, reason: str = "", today: date | None = None
) -> tuple[Block, ...]:
    """Everything that stands between this person and this step, empty where nothing does.

    A gate that was waived for the finding's cycle is passed. `today` is only asked for closing a
    standing finding, whose review must lie ahead.
    """
    transition = transition_of(step)
    if finding.status not in transition.sources:
        words = "、".join(status.word for status in transition.sources)
        return (Block("status", f"“{finding.status.word}”的问题不能{step.word}，须先到{words}。"),)
    if not may(actor, act_of(step), finding.unit, own=is_own(finding, actor)):
        return (Block("role", f"您没有{step.word}这个问题的权限。"),)
    gate = _GATES.get(step)
    found = [*gate(_Attempt(finding, actor, today))] if gate else []
    if transition.reason and not reason.strip():
        found.append(Block("reason", f"请写明{step.word}的理由。"))
    return tuple(block for block in found if not (block.waivable and block.code in finding.waived))


def is_own(finding: FindingState, actor: Actor) -> bool:
    """Whether the finding is this person's to act on."""
    return (
        actor.id in finding.owners
        or actor.id == finding.lead
        or any(actor.sits_in(unit) for unit in finding.units)
    )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Someone trying to take a finding further on a day."""

    finding: FindingState
    actor: Actor
    today: date | None

    @property
    def is_party(self) -> bool:
        return self.actor.id in self.finding.owners or self.actor.id == self.finding.lead


Gate = Callable[[_Attempt], Iterator[Block]]


def _assign(attempt: _Attempt) -> Iterator[Block]:
    finding = attempt.finding
    if not finding.units and not finding.owners:
        yield Block("nobody", "请先指定责任单位或责任人。")


def _submit(attempt: _Attempt) -> Iterator[Block]:
    finding = attempt.finding
    if not finding.measures:
        yield Block("no_measure", "还没有整改措施，请先填写采取了什么措施。")
    missing = sum(not measure.reported for measure in finding.measures)
    if missing:
        yield Block("no_outcome", f"还有{missing}条措施没有填写成效，请逐条填写。")
    if not finding.evidence and not any(check.status == "pass" for check in finding.checks):
        yield Block("no_evidence", "还没有佐证材料，请上传照片、文件或票据。", waivable=True)
    if finding.degree is Degree.NOT_DONE:
        yield Block("not_done", "完成程度还是“未完成”，请改为基本完成或已完成后再提交。")
    if finding.transferred_to and not finding.transfer_outcome:
        yield Block(
            "transfer", f"已移交{finding.transferred_to}，还没有处理结果，请填写结果后再提交。"
        )


def _verify(attempt: _Attempt) -> Iterator[Block]:
    finding, actor = attempt.finding, attempt.actor
    if actor.id == finding.submitter:
        yield Block("same_person", "提交人不能核查自己提交的问题，请由他人核查。")
    if attempt.is_party:
        yield Block("own_finding", "责任人和责任领导不能核查自己负责的问题。")
    elif any(_sits_in_responsible(actor, unit, finding) for unit in finding.units):
        yield Block("same_unit", "责任单位的人不能核查本单位的问题，请由其他单位的人核查。")
    for check in finding.checks:
        yield from _check(check, finding)


def _sits_in_responsible(actor: Actor, unit: tuple[int, ...], finding: FindingState) -> bool:
    """Whoever verifies for the inspected unit as a whole is no party where it is responsible."""
    if unit == finding.unit:
        return any(
            office.unit == unit and Act.VERIFY not in MAY[office.role] for office in actor.offices
        )
    return any(is_within(office.unit, unit) for office in actor.offices)


def _check(check: BoundCheck, finding: FindingState) -> Iterator[Block]:
    if check.status != "pass" or check.rows_examined < 1 or check.as_of is None:
        sentence = f"检查项 {check.id} 还没有通过（没有数据不算通过），请用最新台账重新检查。"
        yield Block(f"check:{check.id}", sentence, waivable=True)
    elif finding.last_measure_at and check.as_of <= finding.last_measure_at:
        sentence = f"检查项 {check.id} 用的是整改之前的数据，请用整改之后的台账重新检查。"
        yield Block(f"check:{check.id}", sentence, waivable=True)


def _close(attempt: _Attempt) -> Iterator[Block]:
    finding, actor = attempt.finding, attempt.actor
    if actor.id == finding.verifier:
        yield Block("verifier", "核查人不能销号，请由他人销号。")
    if actor.id == finding.submitter:
        yield Block("submitter", "提交人不能销号，请由他人销号。")
    if attempt.is_party:
        yield Block("own_finding", "责任人和责任领导不能给自己负责的问题销号。")
    if finding.high_remarks:
        yield Block(
            "remarks", f"还有{finding.high_remarks}条高级别体检意见没有答复。", waivable=True
        )
    if finding.standing and (
        finding.review_on is None
        or (attempt.today is not None and finding.review_on <= attempt.today)
    ):
        yield Block("review", "长期坚持的问题销号前要定下次复查日期，且在今天之后。")


_GATES: dict[Step, Gate] = {
    Step.ASSIGN: _assign,
    Step.SUBMIT: _submit,
    Step.VERIFY: _verify,
    Step.CLOSE: _close,
}
