"""The gates before a step, and what a closed gate tells the person who stands before it."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.rectification.labels import Labelled


class Gate(Labelled):
    """What can stand in the way of a step; the value is stored in waivers and events."""

    ROLE = "role", "权限"
    STATUS = "status", "状态"
    REASON = "reason", "原因"
    RESPONSIBLE = "responsible", "责任单位"
    DEADLINE = "deadline", "整改时限"
    MEASURE = "measure", "整改措施"
    OUTCOME = "outcome", "措施成效"
    EVIDENCE = "evidence", "佐证材料"
    TRANSFER = "transfer", "移交结果"
    CHECK = "check", "检查项"
    REMARK = "remark", "体检意见"
    SUBMITTER = "submitter", "与提交人分开"
    VERIFIER = "verifier", "与核查人分开"
    ASKER = "asker", "与申请人分开"
    INTEREST = "interest", "与责任单位分开"
    DEGREE = "degree", "完成情况"
    REVIEW = "review", "复查日期"
    WAIVER = "waiver", "豁免"


# Proof may be waived where it can't be had, with a reason that stays. Who may act, the separation
# of submitter, verifier and closer, and the order of statuses never are.
WAIVABLE = frozenset(
    {Gate.MEASURE, Gate.OUTCOME, Gate.EVIDENCE, Gate.TRANSFER, Gate.CHECK, Gate.REMARK}
)


@dataclass(frozen=True, slots=True)
class Block:
    """A gate that is closed: the Chinese sentence says what to do.

    `subject` is the id of the check or measure that it is about, where a gate has one for each.
    """

    code: Gate
    message: str
    subject: str = ""

    @property
    def waivable(self) -> bool:
        """Whether a waiver with a reason can set it aside."""
        return self.code in WAIVABLE


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to "may they?": what stands in the way, and what was waived to get here."""

    blocks: tuple[Block, ...] = ()
    waived: tuple[Block, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blocks

    @property
    def lacks_only_reason(self) -> bool:
        """Whether a reason is all that is missing, so that a page may offer the form for it."""
        return [block.code for block in self.blocks] == [Gate.REASON]
