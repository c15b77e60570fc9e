from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.rectification.gates import Gate
from bihuan.rectification.objections import (
    ANSWER_DAYS,
    CASE_STEPS,
    DECIDE_DAYS,
    CaseStatus,
    CaseStep,
    due,
    what_stands_in_the_way,
)
from bihuan.rectification.publishing import Draft, is_approved, may_approve, may_issue
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Grant, Person

COUNTY, TOWN, OTHER = (1,), (1, 2), (1, 3)
CLERK = Person(10, TOWN, frozenset({Grant(Role.CLERK, TOWN)}))
LEAD = Person(11, TOWN, frozenset({Grant(Role.LEAD, TOWN)}))
INSPECTOR = Person(12, COUNTY, frozenset({Grant(Role.INSPECTION, COUNTY)}))
STRANGER = Person(13, OTHER, frozenset({Grant(Role.LEAD, OTHER), Grant(Role.CLERK, OTHER)}))

DRAFT = Draft(
    unit=TOWN, leaves_office=True, public=True, digest="a", prepared_by=frozenset({10}),
    has_period=True,
)  # fmt: skip
APPROVED = replace(DRAFT, approved_by=11, approved_digest="a")


def codes(blocks: object) -> list[Gate]:
    return [block.code for block in blocks]  # type: ignore[attr-defined]


@pytest.mark.parametrize("person", [LEAD, INSPECTOR])
def test_another_approves(person: Person) -> None:
    assert may_approve(DRAFT, person).allowed


@pytest.mark.parametrize(
    ("draft", "person", "gate"),
    [
        (replace(DRAFT, prepared_by=frozenset({11})), LEAD, Gate.ASKER),
        (DRAFT, CLERK, Gate.ROLE),
        (DRAFT, STRANGER, Gate.ROLE),
        (APPROVED, INSPECTOR, Gate.STATUS),
        (replace(DRAFT, leaves_office=False, public=False), LEAD, Gate.STATUS),
    ],
)
def test_what_keeps_from_approving(draft: Draft, person: Person, gate: Gate) -> None:
    assert gate in codes(may_approve(draft, person).blocks)


def test_an_approval_belongs_to_its_text() -> None:
    assert is_approved(APPROVED)
    assert not is_approved(replace(APPROVED, digest="b"))
    assert not is_approved(DRAFT)
    assert may_approve(replace(APPROVED, digest="b"), LEAD).allowed


@pytest.mark.parametrize("person", [CLERK, LEAD])
def test_what_is_approved_is_issued(person: Person) -> None:
    assert may_issue(APPROVED, person, "").allowed


@pytest.mark.parametrize(
    ("draft", "person", "gate"),
    [
        (DRAFT, CLERK, Gate.STATUS),
        (replace(APPROVED, digest="b"), CLERK, Gate.STATUS),
        (replace(APPROVED, has_period=False), CLERK, Gate.DEADLINE),
        (replace(APPROVED, high_remarks=2), CLERK, Gate.REASON),
        (APPROVED, INSPECTOR, Gate.ROLE),
        (APPROVED, STRANGER, Gate.ROLE),
    ],
)
def test_what_keeps_from_issuing(draft: Draft, person: Person, gate: Gate) -> None:
    assert codes(may_issue(draft, person, " ").blocks) == [gate]


def test_high_remarks_need_a_reason_and_internal_reports_no_approval() -> None:
    internal = replace(DRAFT, leaves_office=False, public=False, has_period=False, high_remarks=1)
    assert may_issue(internal, CLERK, "报送期限已到").allowed


# Objections


def test_terms() -> None:
    received, accepted = date(2026, 3, 1), date(2026, 3, 10)
    assert (due(CaseStatus.RECEIVED, received, None) or received) - received == (
        date(2026, 3, 1 + DECIDE_DAYS) - received
    )
    owed = due(CaseStatus.ACCEPTED, received, accepted)
    assert owed
    assert (owed - accepted).days == ANSWER_DAYS
    assert due(CaseStatus.ANSWERED, received, accepted) is None
    assert due(CaseStatus.DECLINED, received, None) is None


@pytest.mark.parametrize("step", CaseStep)
@pytest.mark.parametrize("status", CaseStatus)
def test_a_step_leads_on_from_its_own_status_alone(step: CaseStep, status: CaseStatus) -> None:
    fits = CASE_STEPS[step].source is status
    assert (what_stands_in_the_way(step, status, "已核实") == "") is fits


@pytest.mark.parametrize(
    ("step", "status"),
    [(CaseStep.DECLINE, CaseStatus.RECEIVED), (CaseStep.ANSWER, CaseStatus.ACCEPTED)],
)
def test_what_is_told_has_words(step: CaseStep, status: CaseStatus) -> None:
    assert "请写明" in what_stands_in_the_way(step, status, " ")
