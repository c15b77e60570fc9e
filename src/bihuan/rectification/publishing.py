"""Who may approve and issue a report, and what must be so before it leaves the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.rectification.gates import Block, Decision, Gate
from bihuan.rectification.permissions import PERMISSIONS, Action, allowed_at
from bihuan.rectification.policies import reason_given
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Person, UnitPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report as its rules see it; people are ids.

    `leaves_office` is true of what others than the office's superior read; `public` of what
    everybody does. `digest` names the text as it would be published now, `approved_digest` the one
    that was approved. `prepared_by` are all who wrote it or decided what is withheld.
    """

    unit: UnitPath
    leaves_office: bool
    public: bool
    digest: str
    prepared_by: frozenset[int] = frozenset()
    approved_by: int | None = None
    approved_digest: str = ""
    has_period: bool = False
    high_remarks: int = 0


def may_approve(draft: Draft, person: Person) -> Decision:
    """Whether somebody may approve a report for its readers: never one who prepared it."""
    blocks = [*_role_blocks(draft, person, Action.APPROVE_REPORT)]
    if not draft.leaves_office:
        blocks.append(Block(Gate.STATUS, "内部报告不需要公开审批，可以直接印发。"))
    if person.id in draft.prepared_by:
        blocks.append(Block(Gate.ASKER, "审批人不能是编制人，请由另一人审批。"))
    if is_approved(draft):
        blocks.append(Block(Gate.STATUS, "这份文稿已经审批过了。"))
    return Decision(tuple(blocks))


def is_approved(draft: Draft) -> bool:
    """Whether the text as it stands is what somebody approved; a change afterwards undoes it."""
    return draft.approved_by is not None and draft.approved_digest == draft.digest


def may_issue(draft: Draft, person: Person, reason: str) -> Decision:
    """Whether somebody may issue a report; one with high remarks only with a reason."""
    blocks = [*_role_blocks(draft, person, Action.ISSUE_REPORT)]
    if draft.leaves_office and not is_approved(draft):
        blocks.append(Block(Gate.STATUS, _not_approved(draft)))
    if draft.public and not draft.has_period:
        blocks.append(Block(Gate.DEADLINE, "请先填写公开的起止日期。"))
    if draft.high_remarks and reason_given(Action.ISSUE_REPORT, reason):
        sentence = f"还有{draft.high_remarks}条高级别体检意见，请改正，或写明仍要印发的原因。"
        blocks.append(Block(Gate.REASON, sentence))
    return Decision(tuple(blocks))


def _not_approved(draft: Draft) -> str:
    if draft.approved_by is None:
        return "对外的文稿须由编制人以外的人审批后才能印发。"
    return "审批以后文稿又有改动，请重新审批。"


def _role_blocks(draft: Draft, person: Person, action: Action) -> Iterator[Block]:
    if not allowed_at(person, action, draft.unit):
        roles = "、".join(role.label for role in Role if role in PERMISSIONS[action])
        yield Block(Gate.ROLE, f"“{action.label}”须由本单位的{roles}办理，请交给他们。")
