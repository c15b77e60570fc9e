"""A fictional county's people, and findings for which everything is in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.rectification.gates import Decision
from bihuan.rectification.permissions import allowed_on
from bihuan.rectification.policies import may
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import (
    BoundCheck,
    CheckStatus,
    Grant,
    Level,
    Measure,
    Outcome,
    OutcomeKind,
    Person,
    Snapshot,
    UnitPath,
)
from bihuan.rectification.status import Degree, Status, Step

COUNTY: UnitPath = (1,)  # 云岭县
TOWN: UnitPath = (1, 10)  # 青石镇
STATION: UnitPath = (1, 10, 101)  # 青石镇农业站
VILLAGE: UnitPath = (1, 10, 102)  # 松坪村
COMMITTEE: UnitPath = (1, 10, 103)  # 青石镇纪委
OTHER_TOWN: UnitPath = (1, 11)  # 白溪镇
BUREAU: UnitPath = (1, 12)  # 县水利局

TODAY = date(2025, 6, 10)
MEASURED = datetime(2025, 5, 20, 9, 0)

SUBMITTER, VERIFIER, CLOSER, STRANGER = 91, 92, 93, 94

# Where each role is at home in these tests: nobody works at the responsible station but its owner.
PLACES = {
    Role.CLERK: (TOWN, TOWN),
    Role.OWNER: (STATION, STATION),
    Role.LEAD: (TOWN, TOWN),
    Role.DISCIPLINE: (COMMITTEE, TOWN),
    Role.INSPECTION: (COUNTY, COUNTY),
    Role.ADMINISTRATOR: (TOWN, TOWN),
    Role.READER: (TOWN, TOWN),
}


def person(*grants: tuple[Role, UnitPath], id: int = STRANGER, unit: UnitPath = COUNTY) -> Person:
    return Person(id, unit, frozenset(Grant(role, where) for role, where in grants))


def somebody(role: Role, id: int = STRANGER) -> Person:
    """A person with one role at its usual place."""
    home, granted = PLACES[role]
    return person((role, granted), id=id, unit=home)


def measure(id: int = 1, cycle: int = 1, **changes: Any) -> Measure:
    outcome = Outcome(OutcomeKind.RECOVERED, Decimal("3.2"))
    return replace(Measure(id, "收回多付的租金", cycle, MEASURED, (outcome,)), **changes)


def passing(**changes: Any) -> BoundCheck:
    """A check that passed on the day after the measure."""
    check = BoundCheck("rent", "租金收支相符", CheckStatus.PASS, datetime(2025, 5, 21), 40)
    return replace(check, **changes)


def finding(status: Status = Status.RECTIFYING, **changes: Any) -> Snapshot:
    """A finding of 青石镇's round for which no gate is closed, in any status."""
    submitted = status in (Status.SUBMITTED, Status.VERIFIED, Status.CLOSED)
    verified = status in (Status.VERIFIED, Status.CLOSED)
    sound = Snapshot(
        id=7,
        level=Level.TOWNSHIP,
        inspected=TOWN,
        responsible_units=(STATION,),
        status=status,
        degree=Degree.DONE,
        measures=(measure(),),
        evidence_count=2,
        checks=(passing(),),
        submitter=SUBMITTER if submitted else None,
        verifier=VERIFIER if verified else None,
        closer=CLOSER if status is Status.CLOSED else None,
        closed_at=datetime(2025, 6, 1) if status is Status.CLOSED else None,
        deadline=date(2025, 6, 30),
    )
    return replace(sound, **changes)


def decision(step: Step, found: Snapshot, by: Person | None = None) -> Decision:
    """`may` for somebody whose role fits, with a reason, today."""
    roles = {
        Step.ASSIGN: Role.CLERK,
        Step.SUBMIT: Role.CLERK,
        Step.VERIFY: Role.DISCIPLINE,
        Step.RETURN: Role.DISCIPLINE,
        Step.CLOSE: Role.INSPECTION,
        Step.REOPEN: Role.INSPECTION,
    }
    actor = by or somebody(roles[step])
    return may(step, found, actor, today=TODAY, reason="账目与实际不符")


def codes(made: Decision) -> list[str]:
    return [block.code.value for block in made.blocks]


def can(who: Person, found: Snapshot) -> set[Step]:
    return {step for step in Step if allowed_on(who, step, found)}
