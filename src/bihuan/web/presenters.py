"""From rows to what a page shows: an event as a sentence, a finding's possible steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bihuan.rectification.gates import Decision, Gate
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step
from bihuan.web.models import Event, Finding, Person
from bihuan.web.queries import steps_from

_SENTENCES = {
    "assign": "交办了问题",
    "submit": "提交核查",
    "verify": "核查通过",
    "return": "退回",
    "close": "销号",
    "reopen": "重新整改",
    "edit": "修改了台账",
    "responsible": "确定了责任人和时限",
    "progress": "更新了完成情况",
    "transfer": "登记了移交情况",
    "reminded": "催办",
    "remarked": "体检提出意见",
    "remark_gone": "体检意见已消除",
    "remark_answered": "答复了体检意见",
    "review": "确定了复查日期",
    "measure_added": "增加了整改措施“{}”",
    "measure_reported": "填写了措施“{}”的成效",
    "measure_removed": "删除了整改措施“{}”",
    "extension_asked": "申请延期",
    "extension_answered": "批复了延期申请",
    "extended": "调整了时限",
    "waived": "免除了一道门槛",
    "evidence_added": "上传了佐证材料“{}”",
    "evidence_withdrawn": "撤回了佐证材料“{}”",
    "imported": "导入了问题",
    "round_opened": "建立了整改轮次",
    "round_edited": "修改了整改轮次",
    "unit_added": "增加了单位",
    "unit_edited": "修改了单位",
    "person_added": "增加了人员",
    "person_edited": "修改了人员",
    "role_given": "授予了角色",
    "role_taken": "收回了角色",
    "channel_added": "增加了群机器人",
    "channel_switched": "启用或停用了群机器人",
    "digest_set": "设定了每日提醒",
    "token_removed": "收回了接口令牌",
    "month_kept": "固定了月度数据",
    "material_asked": "布置了报送任务“{}”",
    "material_task_edited": "修改了报送任务",
    "material_owed": "请报送“{}”",
    "material_dropped": "移出了报送任务",
    "material_handed_in": "报送了材料",
    "material_version": "上传了“{}”",
    "material_returned": "退回了材料",
    "material_approved": "审核通过",
    "reference_added": "加入了对照文本“{}”",
    "reference_withdrawn": "停用了对照文本",
    "report_prepared": "开始编制{}",
    "report_edited": "修改了{}",
    "passage_withheld": "选定了不予公开的段落",
    "passage_shown": "恢复公开一个段落",
    "unmasked": "决定不遮蔽“{}”",
    "masked_again": "恢复遮蔽",
    "report_approved": "审批通过{}",
    "report_issued": "印发{}",
    "issue_withdrawn": "撤下{}",
    "template_added": "上传了报告模板“{}”",
    "template_retired": "停用了报告模板“{}”",
    "objection_received": "收到{}",
    "objection_taken": "接办{}",
    "objection_accept": "受理{}",
    "objection_decline": "不予受理{}",
    "objection_answer": "答复{}",
}
_STEPS = frozenset(Step)
_FIELDS = {
    "status": "状态",
    "degree": "完成程度",
    "due": "时限",
    "text": "措施",
    "outcome": "成效",
    "amount": "数量",
    "area": "方面",
    "group": "问题",
    "problem": "具体表现",
    "goal": "整改目标",
    "note": "备注",
    "name": "名称",
    "unit_names": "责任单位（文件所写）",
    "lead_name": "责任领导（文件所写）",
    "units": "责任单位",
    "owners": "责任人",
    "review_on": "复查日期",
    "transferred_to": "移交",
    "transfer_outcome": "移交结果",
    "message": "意见",
    "answer": "答复",
    "until": "延期至",
    "granted": "批准",
    "level": "层级",
    "standing": "长期坚持",
    "immediate": "立行立改",
    "number": "序号",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as people read it."""

    event: Event
    sentence: str
    changes: tuple[str, ...]


def told(events: Iterable[Event]) -> list[Told]:
    """Events as sentences with what changed."""
    return [Told(event, _sentence(event), _changes(event)) for event in events]


def _sentence(event: Event) -> str:
    return _SENTENCES.get(event.verb, event.verb).format(event.label)


def _changes(event: Event) -> tuple[str, ...]:
    lines = []
    for name, after in event.after.items():
        empty = after in (None, "", False, []) and name not in event.before
        # The verb itself says what became of the status: of a finding that it is a step, of others
        # always.
        said = name == "status" and (event.verb in _STEPS or event.subject != "finding")
        if name not in _FIELDS or empty or said:
            continue
        before = event.before.get(name)
        value = f"{_word(name, before)} → {_word(name, after)}" if before else _word(name, after)
        lines.append(f"{_FIELDS[name]}：{value}")
    return tuple(lines)


def _word(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, list):
        return "、".join(named["name"] for named in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "status":
        return Status(value).label
    if name == "degree":
        return Degree(value).label
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


@dataclass(frozen=True, slots=True)
class Way:
    """One step that leaves the finding's state, and what stands in this person's way."""

    step: Step
    decision: Decision

    @property
    def open(self) -> bool:
        """Whether the step can be taken now, but for a reason still to be written."""
        return self.decision.allowed or self.decision.lacks_only_reason

    @property
    def needs_reason(self) -> bool:
        """Whether the person must say why."""
        return TRANSITIONS[self.step].reason


def ways(finding: Finding, person: Person) -> list[Way]:
    """The steps that are this person's to take, now or once what stands in the way is done."""
    found = [Way(step, decision) for step, decision in steps_from(person, finding).items()]
    return [way for way in found if not any(b.code is Gate.ROLE for b in way.decision.blocks)]
