"""Who: roles per unit, what each may do, and which units each may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bihuan.rectification.status import Step

UnitPath = tuple[int, ...]
"""A unit's place in the tree: the ids from the root down to the unit itself."""


class Role(StrEnum):
    """What someone is in a unit; a person may hold several roles in several units."""

    CLERK = "clerk"
    OWNER = "owner"
    LEAD = "lead"
    DISCIPLINE = "discipline"
    INSPECTION = "inspection"
    ADMINISTRATOR = "administrator"
    READER = "reader"

    @property
    def word(self) -> str:
        """The Chinese word for it."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.CLERK: "整改办",
    Role.OWNER: "责任人",
    Role.LEAD: "责任领导",
    Role.DISCIPLINE: "纪检",
    Role.INSPECTION: "巡察办",
    Role.ADMINISTRATOR: "管理员",
    Role.READER: "查阅",
}


class Act(StrEnum):
    """What can be done in the office beside looking."""

    ASSIGN = "assign"
    WORK = "work"
    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"
    WAIVE = "waive"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    EDIT = "edit"
    IMPORT = "import"
    EXCHANGE = "exchange"
    OPEN_ROUND = "open_round"
    MANAGE_PEOPLE = "manage_people"

    @property
    def word(self) -> str:
        """The Chinese word for it."""
        return _ACT_WORDS[self]


_ACT_WORDS = {
    Act.ASSIGN: "交办",
    Act.WORK: "填写措施、成效，上传佐证",
    Act.SUBMIT: "提交核查",
    Act.VERIFY: "核查",
    Act.RETURN: "退回",
    Act.CLOSE: "销号",
    Act.REOPEN: "重新整改",
    Act.WAIVE: "免除门槛",
    Act.ASK_EXTENSION: "申请延期",
    Act.GRANT_EXTENSION: "批准延期",
    Act.EDIT: "修改台账",
    Act.IMPORT: "导入文件",
    Act.EXCHANGE: "分单位台账往返",
    Act.OPEN_ROUND: "建立整改轮次",
    Act.MANAGE_PEOPLE: "管理单位和人员",
}

_OFFICE = frozenset(
    {Act.ASSIGN, Act.WORK, Act.SUBMIT, Act.ASK_EXTENSION, Act.EDIT, Act.IMPORT, Act.EXCHANGE,
     Act.OPEN_ROUND}
)  # fmt: skip
MAY: dict[Role, frozenset[Act]] = {
    Role.CLERK: _OFFICE,
    Role.OWNER: frozenset({Act.WORK, Act.SUBMIT, Act.ASK_EXTENSION}),
    Role.LEAD: frozenset({Act.WORK, Act.SUBMIT, Act.ASK_EXTENSION, Act.GRANT_EXTENSION, Act.CLOSE}),
    Role.DISCIPLINE: frozenset({Act.VERIFY, Act.RETURN}),
    Role.INSPECTION: frozenset(
        {Act.VERIFY, Act.RETURN, Act.CLOSE, Act.REOPEN, Act.WAIVE, Act.GRANT_EXTENSION,
         Act.OPEN_ROUND, Act.IMPORT}
    ),
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_PEOPLE}),
    Role.READER: frozenset(),
}  # fmt: skip
"""What a role may do in its unit and in the units below it."""

# These act only on findings that are theirs: owned, led, or of their own unit.
_OWN_ONLY = frozenset({Role.OWNER})
_STEP_ACTS = {
    Step.ASSIGN: Act.ASSIGN,
    Step.SUBMIT: Act.SUBMIT,
    Step.VERIFY: Act.VERIFY,
    Step.RETURN: Act.RETURN,
    Step.CLOSE: Act.CLOSE,
    Step.REOPEN: Act.REOPEN,
}


@dataclass(frozen=True, slots=True)
class Office:
    """One role held in one unit."""

    role: Role
    unit: UnitPath


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as a decision sees them."""

    id: int
    offices: tuple[Office, ...] = ()

    def roles_over(self, unit: UnitPath) -> frozenset[Role]:
        """The roles whose reach includes a unit: held in it or above it."""
        return frozenset(office.role for office in self.offices if is_within(unit, office.unit))

    def sits_in(self, unit: UnitPath) -> bool:
        """Whether the person holds an office in the unit or below it."""
        return any(is_within(office.unit, unit) for office in self.offices)


def is_within(unit: UnitPath, above: UnitPath) -> bool:
    """Whether a unit is another or lies below it."""
    return unit[: len(above)] == above


def act_of(step: Step) -> Act:
    """What one must be allowed in order to take a step."""
    return _STEP_ACTS[step]


def may(actor: Actor, act: Act, unit: UnitPath, *, own: bool = False) -> bool:
    """Whether the person may do something for a round of `unit`.

    `own` tells that the finding is the person's to act on: owned or led by them, or of a unit in
    which they hold an office. An owner's rights reach no further than that, even inside the unit.
    """
    return any(
        act in MAY[office.role]
        and (own if office.role in _OWN_ONLY else is_within(unit, office.unit))
        for office in actor.offices
    )


def visible_roots(offices: Iterable[Office]) -> tuple[UnitPath, ...]:
    """The units whose whole subtree a person may see; who holds no office sees nothing."""
    paths = sorted({office.unit for office in offices}, key=len)
    roots: list[UnitPath] = []
    for path in paths:
        if not any(is_within(path, root) for root in roots):
            roots.append(path)
    return tuple(roots)


def table() -> str:
    """The rights as a Markdown table, one line for each act."""
    roles = list(Role)
    head = "| 可以做的事 | " + " | ".join(role.word for role in roles) + " |"
    rule = "|---|" + "---|" * len(roles)
    rows = [
        f"| {act.word} | " + " | ".join("✓" if act in MAY[role] else "" for role in roles) + " |"
        for act in Act
    ]
    return "\n".join([head, rule, *rows]) + "\n"
