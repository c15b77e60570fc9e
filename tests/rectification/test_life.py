from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.rectification.life import after, reason_to_reopen, review_is_due
from bihuan.rectification.policies import may
from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import BoundCheck, CheckStatus, Person, Snapshot
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step
from tests.rectification.cases import (
    COUNTY,
    STATION,
    TODAY,
    TOWN,
    VILLAGE,
    finding,
    measure,
    passing,
    person,
)

NOW = datetime(2025, 6, 10, 9, 0)
GRACE = timedelta(days=14)


@pytest.mark.parametrize(("step", "status"), [(s, f) for s in Step for f in TRANSITIONS[s].sources])
def test_a_step_leads_to_its_target(step: Step, status: Status) -> None:
    assert after(step, finding(status), 5, NOW).status is TRANSITIONS[step].target


def test_steps_leave_who_took_them() -> None:
    found = finding()
    for step, by in ((Step.SUBMIT, 5), (Step.VERIFY, 6), (Step.CLOSE, 7)):
        found = after(step, found, by, NOW)
    assert (found.submitter, found.verifier, found.closer) == (5, 6, 7)
    assert found.closed_at == NOW


def test_a_return_forgets_who_submitted_and_verified() -> None:
    back = after(Step.RETURN, finding(Status.VERIFIED), 5, NOW)
    assert (back.submitter, back.verifier, back.cycle) == (None, None, 1)
    assert back.evidence_count == finding().evidence_count


def test_reopening_begins_a_new_cycle_with_nothing_proved() -> None:
    closed = finding(Status.CLOSED, standing=True, next_review_on=TODAY)
    again = after(Step.REOPEN, closed, None, NOW)
    assert again.cycle == 2
    assert again.measures == closed.measures
    assert again.present_measures == ()
    assert (again.evidence_count, again.degree) == (0, Degree.NOT_DONE)
    assert {again.submitter, again.verifier, again.closer, again.closed_at} == {None}
    assert (again.deadline, again.next_review_on) == (None, None)
    assert again.standing


def test_reopening_sets_the_new_cycles_date() -> None:
    again = after(Step.REOPEN, finding(Status.CLOSED), 5, NOW, deadline=date(2025, 9, 1))
    assert again.deadline == date(2025, 9, 1)
    kept = after(Step.SUBMIT, finding(), 5, NOW, deadline=date(2025, 9, 1))
    assert kept.deadline == finding().deadline


# People with every role at the township, so that nothing but the separation keeps them apart.
EVERYTHING = [(role, TOWN) for role in Role]
THREE = [person(*EVERYTHING, id=number, unit=COUNTY) for number in (1, 2, 3)]


@pytest.mark.parametrize(("first", "second", "third"), list(product(THREE, repeat=3)))
def test_submitter_verifier_and_closer_are_three(
    first: Person, second: Person, third: Person
) -> None:
    found = finding()
    for step, who in ((Step.SUBMIT, first), (Step.VERIFY, second), (Step.CLOSE, third)):
        if may(step, found, who, today=TODAY).allowed:
            found = after(step, found, who.id, NOW)
    distinct = len({first.id, second.id, third.id}) == 3
    assert (found.status is Status.CLOSED) == distinct


GRANTS = st.tuples(st.sampled_from(Role), st.sampled_from([COUNTY, TOWN, STATION, VILLAGE]))
PEOPLE = st.lists(
    st.tuples(st.lists(GRANTS, min_size=1, max_size=6), st.sampled_from([COUNTY, TOWN, STATION])),
    min_size=3,
    max_size=5,
).map(lambda rows: [person(*grants, id=i, unit=unit) for i, (grants, unit) in enumerate(rows)])
MOVES = st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 4)), max_size=40)


@given(people=PEOPLE | st.just(THREE), moves=MOVES, owner=st.sets(st.integers(0, 4), max_size=2))
def test_no_way_through_gives_one_person_two_parts(
    people: list[Person], moves: list[tuple[Step, int]], owner: set[int]
) -> None:
    found = finding(responsible_people=frozenset(owner))
    for step, index in moves:
        who = people[index % len(people)]
        if may(step, found, who, today=TODAY, reason="抽查发现又有欠款").allowed:
            found = _proved(after(step, found, who.id, NOW))
            _assert_apart(found)


def _proved(found: Snapshot) -> Snapshot:
    """Does anew the work that a reopening asks for, so that the walk can go on."""
    if found.present_measures:
        return found
    return replace(
        found,
        measures=(*found.measures, measure(cycle=found.cycle)),
        evidence_count=1,
        degree=Degree.DONE,
    )


def _assert_apart(found: Snapshot) -> None:
    parts = [p for p in (found.submitter, found.verifier, found.closer) if p is not None]
    assert len(parts) == len(set(parts))
    assert not {found.verifier, found.closer} & found.responsible_people
    expected = {Status.SUBMITTED: 1, Status.VERIFIED: 2, Status.CLOSED: 3}
    assert len(parts) == expected.get(found.status, 0)


class TestReopeningByItself:
    CLOSED = finding(Status.CLOSED)

    def test_a_check_that_fails_on_data_newer_than_the_closure(self) -> None:
        failing = passing(status=CheckStatus.FAIL, as_of=datetime(2025, 6, 2))
        reason = reason_to_reopen(replace(self.CLOSED, checks=(failing,)), TODAY, GRACE)
        assert reason is not None
        assert "租金收支相符" in reason

    @pytest.mark.parametrize(
        "check",
        [
            passing(as_of=datetime(2025, 6, 2)),
            passing(status=CheckStatus.FAIL, as_of=datetime(2025, 6, 1)),
            passing(status=CheckStatus.FAIL, as_of=None),
            passing(status=CheckStatus.NO_DATA, as_of=datetime(2025, 6, 2)),
            passing(status=CheckStatus.ERROR, as_of=datetime(2025, 6, 2)),
        ],
    )
    def test_nothing_else_about_a_check(self, check: BoundCheck) -> None:
        assert reason_to_reopen(replace(self.CLOSED, checks=(check,)), TODAY, GRACE) is None

    @pytest.mark.parametrize("status", [s for s in Status if s is not Status.CLOSED])
    def test_only_what_is_closed(self, status: Status) -> None:
        failing = passing(status=CheckStatus.FAIL, as_of=datetime(2025, 6, 9))
        open_one = finding(
            status,
            checks=(failing,),
            closed_at=datetime(2025, 1, 1),
            standing=True,
            next_review_on=date(2025, 1, 1),
        )
        assert reason_to_reopen(open_one, TODAY, GRACE) is None
        assert not review_is_due(open_one, TODAY)

    @pytest.mark.parametrize(
        ("days_past", "due", "reopens"),
        [(-1, False, False), (0, True, False), (14, True, False), (15, True, True)],
    )
    def test_a_passed_review_asks_first_and_then_reopens(
        self, days_past: int, due: bool, reopens: bool
    ) -> None:
        review = TODAY - timedelta(days_past)
        standing = replace(self.CLOSED, standing=True, next_review_on=review)
        assert review_is_due(standing, TODAY) is due
        assert (reason_to_reopen(standing, TODAY, GRACE) is not None) is reopens

    def test_a_date_without_the_flag_is_no_review(self) -> None:
        plain = replace(self.CLOSED, next_review_on=date(2024, 1, 1))
        assert reason_to_reopen(plain, TODAY, GRACE) is None
