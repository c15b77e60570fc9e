from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.gates import WAIVABLE, Gate
from bihuan.rectification.permissions import Action
from bihuan.rectification.policies import GATES, POSSIBLE_IN, may, may_do
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import (
    BoundCheck,
    CheckStatus,
    Outcome,
    OutcomeKind,
    RoundDates,
    Transfer,
    Waiver,
)
from bihuan.rectification.status import Degree, Status, Step
from tests.rectification.cases import (
    COMMITTEE,
    COUNTY,
    MEASURED,
    STATION,
    STRANGER,
    SUBMITTER,
    TODAY,
    TOWN,
    VERIFIER,
    codes,
    decision,
    finding,
    measure,
    passing,
    person,
    somebody,
)

# Written out by hand, so that a slip in the one table is seen.
ALLOWED = {
    (Status.DRAFT, Step.ASSIGN): {Role.CLERK, Role.LEAD},
    (Status.RECTIFYING, Step.SUBMIT): {Role.CLERK, Role.OWNER},
    (Status.SUBMITTED, Step.VERIFY): {Role.DISCIPLINE, Role.INSPECTION},
    (Status.SUBMITTED, Step.RETURN): {Role.LEAD, Role.DISCIPLINE, Role.INSPECTION},
    (Status.VERIFIED, Step.RETURN): {Role.LEAD, Role.DISCIPLINE, Role.INSPECTION},
    (Status.VERIFIED, Step.CLOSE): {Role.LEAD, Role.INSPECTION},
    (Status.CLOSED, Step.REOPEN): {Role.DISCIPLINE, Role.INSPECTION},
}
PROOF_STEPS = [
    (Step.SUBMIT, Status.RECTIFYING),
    (Step.VERIFY, Status.SUBMITTED),
    (Step.CLOSE, Status.VERIFIED),
]
CHECK_STEPS = PROOF_STEPS[1:]


@pytest.mark.parametrize(("status", "step", "role"), list(product(Status, Step, Role)))
def test_where_all_is_in_order_status_and_role_decide(
    status: Status, step: Step, role: Role
) -> None:
    made = decision(step, finding(status), somebody(role))
    assert made.allowed == (role in ALLOWED.get((status, step), set()))
    assert ("status" in codes(made)) == ((status, step) not in ALLOWED)
    assert made.allowed or all(block.message.endswith("。") for block in made.blocks)


@pytest.mark.parametrize("step", [Step.RETURN, Step.REOPEN])
@pytest.mark.parametrize("reason", ["", " \n\u3000"])
def test_return_and_reopening_need_a_reason(step: Step, reason: str) -> None:
    status = Status.SUBMITTED if step is Step.RETURN else Status.CLOSED
    made = may(step, finding(status), somebody(Role.INSPECTION), today=TODAY, reason=reason)
    assert codes(made) == ["reason"]
    assert made.lacks_only_reason


def test_a_missing_role_is_not_a_missing_reason() -> None:
    made = may(Step.RETURN, finding(Status.SUBMITTED), somebody(Role.READER), today=TODAY)
    assert codes(made) == ["role", "reason"]
    assert not made.lacks_only_reason


def test_to_assign_there_is_an_owner_and_a_date() -> None:
    bare = finding(Status.DRAFT, responsible_units=(), deadline=None)
    assert codes(decision(Step.ASSIGN, bare)) == ["responsible", "deadline"]


def test_the_rounds_date_is_date_enough() -> None:
    dates = RoundDates(concentrated_until=date(2025, 8, 1))
    assert decision(Step.ASSIGN, finding(Status.DRAFT, deadline=None, round=dates)).allowed


@pytest.mark.parametrize(("step", "status"), PROOF_STEPS)
class TestProof:
    def test_a_finding_without_measures_is_not_proved(self, step: Step, status: Status) -> None:
        made = decision(step, finding(status, measures=(), checks=()))
        assert codes(made) == ["measure"]

    def test_every_measure_has_an_outcome(self, step: Step, status: Status) -> None:
        measures = (measure(1), measure(2, outcomes=()), measure(3, outcomes=()))
        made = decision(step, finding(status, measures=measures))
        assert [(b.code, b.subject) for b in made.blocks] == [
            (Gate.OUTCOME, "2"),
            (Gate.OUTCOME, "3"),
        ]

    def test_an_outcome_without_its_value_is_none(self, step: Step, status: Status) -> None:
        hollow = measure(outcomes=(Outcome(OutcomeKind.RECOVERED, text="全部收回"),))
        assert codes(decision(step, finding(status, measures=(hollow,)))) == ["outcome"]

    def test_neither_evidence_nor_check(self, step: Step, status: Status) -> None:
        made = decision(step, finding(status, evidence_count=0, checks=()))
        assert codes(made) == ["evidence"]

    def test_a_passing_check_stands_for_evidence(self, step: Step, status: Status) -> None:
        assert decision(step, finding(status, evidence_count=0)).allowed

    def test_evidence_does_without_a_check(self, step: Step, status: Status) -> None:
        assert decision(step, finding(status, checks=())).allowed

    def test_a_transfer_waits_for_its_outcome(self, step: Step, status: Status) -> None:
        waiting = finding(status, transfer=Transfer("县住建局", " "))
        assert codes(decision(step, waiting)) == ["transfer"]
        answered = finding(status, transfer=Transfer("县住建局", "已立案办结"))
        assert decision(step, answered).allowed

    def test_measures_of_a_past_cycle_prove_nothing(self, step: Step, status: Status) -> None:
        made = decision(step, finding(status, cycle=2, checks=()))
        assert codes(made) == ["measure"]


@pytest.mark.parametrize(
    ("kind", "value", "text", "complete"),
    [
        (OutcomeKind.RECOVERED, "0", "", True),
        (OutcomeKind.RECOVERED, "12.34", "", True),
        (OutcomeKind.RECOVERED, "-1", "", False),
        (OutcomeKind.RECOVERED, "NaN", "", False),
        (OutcomeKind.RECOVERED, "sNaN", "", False),
        (OutcomeKind.RECOVERED, None, "若干", False),
        (OutcomeKind.ACCOUNTABILITY, "3", "", True),
        (OutcomeKind.ACCOUNTABILITY, "1.5", "", False),
        (OutcomeKind.ACCOUNTABILITY, "Infinity", "", False),
        (OutcomeKind.INSTITUTION, None, "印发租赁管理办法", True),
        (OutcomeKind.CAMPAIGN, "2", "", True),
        (OutcomeKind.EXTENDED, None, "　", False),
    ],
)
def test_when_an_outcome_is_complete(
    kind: OutcomeKind, value: str | None, text: str, complete: bool
) -> None:
    assert Outcome(kind, None if value is None else Decimal(value), text).is_complete is complete


@pytest.mark.parametrize(("step", "status"), CHECK_STEPS)
@pytest.mark.parametrize(
    ("check", "word"),
    [
        (passing(status=CheckStatus.FAIL), "仍查出问题"),
        (passing(status=CheckStatus.ERROR), "运行出错"),
        (passing(status=CheckStatus.NO_DATA, rows_examined=0), "没有查到任何数据"),
        (passing(rows_examined=0), "没有查到任何数据"),
        (passing(as_of=None), "整改之前的数据"),
        (passing(as_of=MEASURED), "整改之前的数据"),
        (passing(as_of=MEASURED - timedelta(seconds=1)), "整改之前的数据"),
        (BoundCheck("new", "从未运行"), "没有查到任何数据"),
    ],
)
def test_every_bound_check_passes_on_newer_data(
    step: Step, status: Status, check: BoundCheck, word: str
) -> None:
    made = decision(step, finding(status, checks=(passing(check="sound"), check)))
    assert codes(made) == ["check"]
    assert made.blocks[0].subject == check.check
    assert word in made.blocks[0].message


def test_newer_is_newer_than_the_last_of_all_measures() -> None:
    later = measure(2, taken_at=datetime(2025, 5, 21, 0, 0))
    made = decision(Step.VERIFY, finding(Status.SUBMITTED, measures=(later, measure(1))))
    assert codes(made) == ["check"]


def test_where_no_measure_has_a_time_no_data_is_newer() -> None:
    untimed = finding(Status.SUBMITTED, measures=(measure(taken_at=None),))
    assert "落实时间" in decision(Step.VERIFY, untimed).blocks[0].message


def test_submitting_does_not_wait_for_fresh_data() -> None:
    assert decision(Step.SUBMIT, finding(checks=(passing(as_of=datetime(2025, 1, 1)),))).allowed


@given(
    status=st.sampled_from(CheckStatus),
    rows=st.integers(-3, 3),
    as_of=st.none() | st.datetimes(datetime(2025, 5, 1), datetime(2025, 6, 30)),
    evidence=st.integers(0, 2),
    case=st.sampled_from(CHECK_STEPS),
)
def test_no_data_never_passes(
    status: CheckStatus, rows: int, as_of: datetime | None, evidence: int, case: tuple[Step, Status]
) -> None:
    check = BoundCheck("rent", "租金收支相符", status, as_of, rows)
    made = decision(case[0], finding(case[1], checks=(check,), evidence_count=evidence))
    proved = status is CheckStatus.PASS and rows >= 1 and as_of is not None and as_of > MEASURED
    assert made.allowed == proved


class TestVerifier:
    def test_is_not_the_submitter(self) -> None:
        made = decision(
            Step.VERIFY, finding(Status.SUBMITTED), somebody(Role.DISCIPLINE, SUBMITTER)
        )
        assert codes(made) == ["submitter"]

    def test_cannot_be_told_apart_from_an_unknown_submitter(self) -> None:
        assert codes(decision(Step.VERIFY, finding(Status.SUBMITTED, submitter=None))) == [
            "submitter"
        ]

    @pytest.mark.parametrize("unit", [STATION, (*STATION, 5)])
    def test_does_not_work_at_the_responsible_unit_or_below(self, unit: tuple[int, ...]) -> None:
        insider = person((Role.DISCIPLINE, TOWN), unit=unit)
        assert codes(decision(Step.VERIFY, finding(Status.SUBMITTED), insider)) == ["interest"]

    def test_of_a_township_that_answers_itself_comes_from_above(self) -> None:
        own = finding(Status.SUBMITTED, responsible_units=(STATION, TOWN))
        assert codes(decision(Step.VERIFY, own, somebody(Role.DISCIPLINE))) == ["interest"]
        assert decision(Step.VERIFY, own, somebody(Role.INSPECTION)).allowed

    @pytest.mark.parametrize("role", [Role.OWNER, Role.LEAD, Role.CLERK])
    def test_has_no_part_in_the_responsible_unit(self, role: Role) -> None:
        both = person((Role.INSPECTION, COUNTY), (role, STATION))
        assert codes(decision(Step.VERIFY, finding(Status.SUBMITTED), both)) == ["interest"]

    def test_may_work_beside_or_above_the_responsible_unit(self) -> None:
        for unit in (COMMITTEE, TOWN, COUNTY):
            who = person((Role.DISCIPLINE, TOWN), unit=unit)
            assert decision(Step.VERIFY, finding(Status.SUBMITTED), who).allowed

    def test_is_neither_owner_nor_leader_by_name(self) -> None:
        for named in (
            finding(Status.SUBMITTED, responsible_people=frozenset({STRANGER})),
            finding(Status.SUBMITTED, lead=STRANGER),
        ):
            assert codes(decision(Step.VERIFY, named)) == ["interest"]


class TestCloser:
    @pytest.mark.parametrize(("who", "code"), [(VERIFIER, "verifier"), (SUBMITTER, "submitter")])
    @pytest.mark.parametrize("role", [Role.INSPECTION, Role.LEAD])
    def test_has_neither_verified_nor_submitted(self, who: int, code: str, role: Role) -> None:
        made = decision(Step.CLOSE, finding(Status.VERIFIED), somebody(role, who))
        assert codes(made) == [code]

    def test_cannot_be_told_apart_from_unknown_people(self) -> None:
        unknown = finding(Status.VERIFIED, verifier=None, submitter=None)
        assert codes(decision(Step.CLOSE, unknown)) == ["verifier", "submitter"]

    def test_does_not_answer_as_owner(self) -> None:
        named = finding(Status.VERIFIED, responsible_people=frozenset({STRANGER}))
        assert codes(decision(Step.CLOSE, named)) == ["interest"]

    def test_leads_the_inspected_unit_not_one_below(self) -> None:
        below = person((Role.LEAD, STATION), unit=TOWN)
        assert codes(decision(Step.CLOSE, finding(Status.VERIFIED), below)) == ["role"]

    def test_finds_every_high_remark_answered(self) -> None:
        made = decision(Step.CLOSE, finding(Status.VERIFIED, unanswered_high_remarks=2))
        assert codes(made) == ["remark"]
        assert "2条" in made.blocks[0].message

    def test_does_not_close_what_is_called_not_done(self) -> None:
        for degree in Degree:
            made = decision(Step.CLOSE, finding(Status.VERIFIED, degree=degree))
            assert codes(made) == (["degree"] if degree is Degree.NOT_DONE else [])


@pytest.mark.parametrize(
    ("review", "allowed"),
    [(None, False), (TODAY - timedelta(1), False), (TODAY, False), (TODAY + timedelta(1), True)],
)
def test_standing_findings_close_with_a_review_to_come(review: date | None, allowed: bool) -> None:
    standing = finding(Status.VERIFIED, standing=True, next_review_on=review)
    assert decision(Step.CLOSE, standing).allowed is allowed


class TestWaivers:
    WAIVER = Waiver(Gate.EVIDENCE, "档案毁于水灾，有县档案馆证明", 3, datetime(2025, 6, 2))
    UNPROVED = finding(evidence_count=0, checks=())

    def test_a_waived_gate_lets_through_and_stays_visible(self) -> None:
        made = decision(Step.SUBMIT, replace(self.UNPROVED, waivers=(self.WAIVER,)))
        assert made.allowed
        assert [block.code for block in made.waived] == [Gate.EVIDENCE]

    def test_a_waiver_that_nothing_needs_is_not_told(self) -> None:
        assert decision(Step.SUBMIT, finding(waivers=(self.WAIVER,))).waived == ()

    def test_without_a_reason_it_waives_nothing(self) -> None:
        hollow = replace(self.WAIVER, reason=" ")
        made = decision(Step.SUBMIT, replace(self.UNPROVED, waivers=(hollow,)))
        assert codes(made) == ["evidence"]

    def test_it_ends_with_its_cycle(self) -> None:
        again = replace(
            self.UNPROVED, cycle=2, measures=(measure(cycle=2),), waivers=(self.WAIVER,)
        )
        assert codes(decision(Step.SUBMIT, again)) == ["evidence"]

    def test_it_is_for_one_check_only(self) -> None:
        failing = tuple(passing(check=name, status=CheckStatus.FAIL) for name in ("a", "b"))
        waiver = replace(self.WAIVER, gate=Gate.CHECK, subject="a")
        made = decision(Step.VERIFY, finding(Status.SUBMITTED, checks=failing, waivers=(waiver,)))
        assert [block.subject for block in made.blocks] == ["b"]
        assert [block.subject for block in made.waived] == ["a"]

    @pytest.mark.parametrize("gate", sorted(set(Gate) - WAIVABLE))
    def test_order_and_separation_are_never_waived(self, gate: Gate) -> None:
        waiver = replace(self.WAIVER, gate=gate)
        broken = finding(
            Status.VERIFIED,
            waivers=(waiver,),
            verifier=STRANGER,
            submitter=STRANGER,
            responsible_people=frozenset({STRANGER}),
            degree=Degree.NOT_DONE,
            standing=True,
        )
        everything = {"verifier", "submitter", "interest", "degree", "review"}
        assert set(codes(decision(Step.CLOSE, broken))) == everything


def test_every_step_has_gates_and_every_action_its_statuses() -> None:
    assert set(GATES) == set(Step)
    assert set(POSSIBLE_IN) == set(Action)


@pytest.mark.parametrize(("action", "status"), list(product(Action, Status)))
def test_actions_are_possible_in_their_statuses(action: Action, status: Status) -> None:
    everybody = person(*((role, TOWN) for role in Role), (Role.OWNER, STATION))
    made = may_do(action, finding(status), everybody)
    assert made.allowed == (status in POSSIBLE_IN[action])
    assert not may_do(action, finding(status), person()).allowed


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.RECTIFYING])
def test_work_changes_only_while_it_is_with_the_unit(status: Status) -> None:
    for action in (Action.RECORD, Action.ADD_EVIDENCE):
        assert codes(may_do(action, finding(status), somebody(Role.CLERK))) == ["status"]
