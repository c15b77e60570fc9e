from dataclasses import replace
from datetime import date, datetime

import pytest

from bihuan.rectification.gates import WAIVABLE, Gate
from bihuan.rectification.requests import may_ask_extension, may_decide_extension, may_waive
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Extension
from bihuan.rectification.status import Status
from tests.rectification.cases import STRANGER, SUBMITTER, TODAY, codes, finding, somebody

ASKED = Extension(date(2025, 8, 1), "汛期无法施工", SUBMITTER, datetime(2025, 6, 9))
WAITING = finding(extensions=(ASKED,))


def test_an_extension_is_asked_for_with_a_reason_and_a_later_date() -> None:
    owner = somebody(Role.OWNER)
    good = may_ask_extension(finding(), owner, date(2025, 7, 1), "汛期", today=TODAY)
    assert good.allowed
    bad = may_ask_extension(finding(), owner, date(2025, 6, 30), " ", today=TODAY)
    assert codes(bad) == ["reason", "deadline"]


def test_a_new_date_is_still_to_come() -> None:
    overdue = finding(deadline=date(2025, 6, 1))
    owner = somebody(Role.OWNER)
    assert codes(may_ask_extension(overdue, owner, TODAY, "汛期", today=TODAY)) == ["deadline"]


def test_one_extension_is_asked_for_at_a_time() -> None:
    made = may_ask_extension(WAITING, somebody(Role.OWNER), date(2025, 9, 1), "汛期", today=TODAY)
    assert codes(made) == ["status"]


@pytest.mark.parametrize("role", Role)
def test_extensions_are_decided_by_those_above(role: Role) -> None:
    made = may_decide_extension(WAITING, ASKED, somebody(role), granted=True)
    assert made.allowed == (role in {Role.LEAD, Role.INSPECTION})


def test_nobody_decides_what_they_asked_for() -> None:
    asker = somebody(Role.LEAD, SUBMITTER)
    assert codes(may_decide_extension(WAITING, ASKED, asker, granted=True)) == ["asker"]


def test_a_refusal_says_why() -> None:
    lead = somebody(Role.LEAD)
    assert codes(may_decide_extension(WAITING, ASKED, lead, granted=False)) == ["reason"]
    assert may_decide_extension(WAITING, ASKED, lead, granted=False, reason="工期足够").allowed


@pytest.mark.parametrize("settled", [replace(ASKED, granted=False), replace(ASKED, cycle=2)])
def test_what_is_settled_or_of_another_cycle_is_not_decided(settled: Extension) -> None:
    made = may_decide_extension(WAITING, settled, somebody(Role.LEAD), granted=True)
    assert codes(made) == ["status"]


@pytest.mark.parametrize("gate", Gate)
def test_only_proof_can_be_waived(gate: Gate) -> None:
    made = may_waive(gate, finding(), somebody(Role.INSPECTION), "档案毁于水灾")
    assert codes(made) == ([] if gate in WAIVABLE else ["waiver"])


def test_a_waiver_needs_a_reason() -> None:
    made = may_waive(Gate.EVIDENCE, finding(), somebody(Role.INSPECTION), "")
    assert codes(made) == ["reason"]


@pytest.mark.parametrize("role", Role)
def test_the_inspection_office_alone_waives(role: Role) -> None:
    made = may_waive(Gate.EVIDENCE, finding(), somebody(role), "档案毁于水灾")
    assert made.allowed == (role is Role.INSPECTION)


def test_nobody_waives_what_they_owe() -> None:
    handed_in = finding(Status.SUBMITTED)
    submitter = somebody(Role.INSPECTION, SUBMITTER)
    assert codes(may_waive(Gate.CHECK, handed_in, submitter, "台账停用")) == ["submitter"]
    named = finding(responsible_people=frozenset({STRANGER}))
    made = may_waive(Gate.CHECK, named, somebody(Role.INSPECTION), "台账停用")
    assert codes(made) == ["submitter"]
