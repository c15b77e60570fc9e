"""WHO: the one table of roles and actions, and whose units and findings a person may see.

When an action is possible is another matter; see `policies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bihuan.rectification.labels import Labelled
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Grant, Person, Snapshot, UnitPath, is_within
from bihuan.rectification.status import TRANSITIONS, Step


class Action(Labelled):
    """What people do apart from the steps of a finding's life."""

    SEE = "see", "查看"
    EXPORT = "export", "导出台账"
    MANAGE_ROUND = "manage_round", "导入巡察反馈、设定轮次期限"
    EXCHANGE = "exchange", "按单位收发整改表"
    EDIT = "edit", "编辑台账（责任、措施、时限）"
    RECORD = "record", "填写措施成效和完成情况"
    ADD_EVIDENCE = "add_evidence", "上传佐证材料"
    WITHDRAW_EVIDENCE = "withdraw_evidence", "撤回佐证材料"
    ANSWER_REMARK = "answer_remark", "答复体检意见"
    TRANSFER = "transfer", "登记移交及结果"
    ASK_EXTENSION = "ask_extension", "申请延期"
    DECIDE_EXTENSION = "decide_extension", "审批延期"
    BIND_CHECK = "bind_check", "关联检查项"
    FILL_LEDGER = "fill_ledger", "填报、导入业务台账"
    RUN_CHECKS = "run_checks", "运行检查项"
    RUN_TESTS = "run_tests", "组织理论测试"
    KEEP_MECHANISMS = "keep_mechanisms", "管理长效机制"
    ASSIGN_APPEAL = "assign_appeal", "分办信访和说事堂事项"
    COLLECT = "collect", "布置、审核、退回报送材料"
    HAND_IN = "hand_in", "报送材料"
    KEEP_REFERENCES = "keep_references", "维护上级来文、范文模板"
    WAIVE = "waive", "豁免关口"
    REVIEW = "review", "确定复查日期、记录复查"
    REMIND = "remind", "催办"
    PREPARE_REPORT = "prepare_report", "编制报告、公开文稿"
    APPROVE_REPORT = "approve_report", "审批公开文稿"
    ISSUE_REPORT = "issue_report", "印发、公开、撤下报告"
    HANDLE_OBJECTION = "handle_objection", "办理公开异议"
    MANAGE_UNITS = "manage_units", "管理单位"
    MANAGE_PEOPLE = "manage_people", "管理人员和角色"


Deed = Step | Action
"""Anything that the table has a row for."""

_ALL = tuple(Role)
_WORKERS = (Role.CLERK, Role.OWNER)
_WATCHERS = (Role.DISCIPLINE, Role.INSPECTION)

# The clerk stands beside the owner wherever work is done: units without accounts have no owner who
# could log in. Checks are bound by those who verify, so that nobody can unbind a failing one.
_ACTION_ROLES: Mapping[Action, tuple[Role, ...]] = {
    Action.SEE: _ALL,
    Action.EXPORT: (Role.CLERK, Role.OWNER, Role.LEAD, *_WATCHERS, Role.READER),
    Action.MANAGE_ROUND: (Role.CLERK, Role.INSPECTION),
    Action.EXCHANGE: (Role.CLERK,),
    Action.EDIT: (Role.CLERK,),
    Action.RECORD: _WORKERS,
    Action.ADD_EVIDENCE: _WORKERS,
    Action.WITHDRAW_EVIDENCE: _WORKERS,
    Action.ANSWER_REMARK: _WORKERS,
    Action.TRANSFER: (Role.CLERK, *_WATCHERS),
    Action.ASK_EXTENSION: _WORKERS,
    Action.DECIDE_EXTENSION: (Role.LEAD, Role.INSPECTION),
    Action.BIND_CHECK: _WATCHERS,
    Action.FILL_LEDGER: _WORKERS,
    Action.RUN_CHECKS: (Role.CLERK, *_WATCHERS),
    Action.RUN_TESTS: (Role.CLERK,),
    Action.KEEP_MECHANISMS: (Role.CLERK, *_WATCHERS),
    Action.ASSIGN_APPEAL: (Role.CLERK,),
    Action.COLLECT: (Role.CLERK, Role.INSPECTION),
    Action.HAND_IN: _WORKERS,
    Action.KEEP_REFERENCES: (Role.CLERK, Role.INSPECTION, Role.ADMINISTRATOR),
    Action.WAIVE: (Role.INSPECTION,),
    Action.REVIEW: (Role.LEAD, *_WATCHERS),
    Action.REMIND: (Role.CLERK, Role.LEAD, *_WATCHERS),
    Action.PREPARE_REPORT: (Role.CLERK,),
    Action.APPROVE_REPORT: (Role.LEAD, Role.INSPECTION),
    Action.ISSUE_REPORT: (Role.CLERK, Role.LEAD),
    Action.HANDLE_OBJECTION: (Role.CLERK, Role.DISCIPLINE),
    Action.MANAGE_UNITS: (Role.ADMINISTRATOR,),
    Action.MANAGE_PEOPLE: (Role.ADMINISTRATOR,),
}


def _all_deeds() -> dict[Deed, frozenset[Role]]:
    deeds: dict[Deed, frozenset[Role]] = {}
    deeds.update((step, frozenset(row.roles)) for step, row in TRANSITIONS.items())
    deeds.update((action, frozenset(roles)) for action, roles in _ACTION_ROLES.items())
    return deeds


PERMISSIONS: Mapping[Deed, frozenset[Role]] = MappingProxyType(_all_deeds())
"""Which roles may do what; the steps' rows come from `TRANSITIONS`."""


class Reach(Labelled):
    """How far a role's deeds on findings go."""

    OWN = "own", "本人或本单位负责"
    BELOW = "below", "本单位及下级"


REACH: Mapping[Role, Reach] = MappingProxyType(
    {role: Reach.OWN if role is Role.OWNER else Reach.BELOW for role in Role}
)
"""An owner acts on what they answer for; every other role on the rounds of its unit and below.

A role for a station therefore doesn't act in its township's round, only a role for the township.
"""


def allowed_at(person: Person, deed: Deed, unit: UnitPath) -> bool:
    """Whether somebody may do a thing that concerns a unit as a whole (its rounds, people ...)."""
    return any(
        grant.role in PERMISSIONS[deed] and is_within(unit, grant.unit) for grant in person.grants
    )


def allowed_on(person: Person, deed: Deed, finding: Snapshot) -> bool:
    """Whether somebody may do a thing to a finding, at whatever time."""
    if deed is Action.SEE:
        return sees_finding(person, finding)
    return any(
        grant.role in PERMISSIONS[deed] and _reaches(person, grant, finding)
        for grant in person.grants
    )


def _reaches(person: Person, grant: Grant, finding: Snapshot) -> bool:
    if REACH[grant.role] is Reach.OWN:
        named = person.id in finding.responsible_people
        return named or grant.unit in finding.responsible_units
    return is_within(finding.inspected, grant.unit)


def visible_roots(person: Person) -> tuple[UnitPath, ...]:
    """The highest units that somebody sees, in order; they see everything at or below them.

    The subtree of each unit they hold any role for: the county's inspection office sees all
    townships, and a township doesn't see another.
    """
    return tuple(sorted(_highest({grant.unit for grant in person.grants})))


def _highest(units: set[UnitPath]) -> Iterable[UnitPath]:
    return (unit for unit in units if not any(unit != u and is_within(unit, u) for u in units))


def sees_unit(person: Person, unit: UnitPath) -> bool:
    """Whether somebody sees a unit and what belongs to it."""
    return any(is_within(unit, grant.unit) for grant in person.grants)


def sees_finding(person: Person, finding: Snapshot) -> bool:
    """Whether somebody sees a finding: its round's unit, a responsible unit, or by their own name.

    A department that answers for a finding of another unit's round sees that finding, not the rest.
    """
    named = person.id in finding.responsible_people or person.id == finding.lead
    units = (finding.inspected, *finding.responsible_units)
    return named or any(sees_unit(person, unit) for unit in units)
