import runpy
from pathlib import Path

import pytest

from bihuan.rectification import permission_table
from bihuan.rectification.permission_table import markdown
from bihuan.rectification.permissions import (
    PERMISSIONS,
    Action,
    allowed_at,
    allowed_on,
    sees_finding,
    sees_unit,
    visible_roots,
)
from bihuan.rectification.roles import Role
from bihuan.rectification.status import TRANSITIONS, Step
from tests.rectification.cases import (
    BUREAU,
    COUNTY,
    OTHER_TOWN,
    STATION,
    STRANGER,
    TOWN,
    VILLAGE,
    can,
    finding,
    person,
    somebody,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_table_has_a_row_for_every_deed() -> None:
    assert set(PERMISSIONS) == {*Step, *Action}
    assert len(PERMISSIONS) == len(Step) + len(Action)


@pytest.mark.parametrize("step", Step)
def test_steps_are_permitted_as_the_transitions_say(step: Step) -> None:
    assert PERMISSIONS[step] == set(TRANSITIONS[step].roles)


@pytest.mark.parametrize("role", Role)
def test_each_role_does_on_a_finding_what_its_column_says(role: Role) -> None:
    who = somebody(role)
    found = finding()
    for deed, roles in PERMISSIONS.items():
        assert allowed_on(who, deed, found) == (role in roles), deed


@pytest.mark.parametrize("role", Role)
def test_no_role_reaches_into_another_township(role: Role) -> None:
    who = person((role, OTHER_TOWN), unit=OTHER_TOWN)
    assert not any(allowed_on(who, deed, finding()) for deed in PERMISSIONS)
    assert not any(allowed_at(who, deed, TOWN) for deed in PERMISSIONS)
    assert not sees_unit(who, TOWN)


def test_readers_and_administrators_take_no_step() -> None:
    for role in (Role.READER, Role.ADMINISTRATOR):
        assert can(somebody(role), finding()) == set()


def test_several_roles_add_up() -> None:
    both = person((Role.OWNER, STATION), (Role.DISCIPLINE, TOWN))
    assert can(both, finding()) == {Step.SUBMIT, Step.VERIFY, Step.RETURN, Step.REOPEN}


def test_a_role_for_a_station_does_not_act_in_its_townships_round() -> None:
    for role in (Role.CLERK, Role.LEAD, Role.DISCIPLINE, Role.INSPECTION):
        assert can(person((role, STATION)), finding()) == set()


def test_an_owner_acts_for_the_own_unit_alone() -> None:
    assert can(person((Role.OWNER, VILLAGE)), finding()) == set()
    assert can(person((Role.OWNER, TOWN)), finding()) == set()
    assert can(person((Role.OWNER, STATION)), finding()) == {Step.SUBMIT}


def test_an_owner_acts_where_named() -> None:
    named = finding(responsible_people=frozenset({STRANGER}))
    assert can(person((Role.OWNER, BUREAU)), named) == {Step.SUBMIT}
    assert can(person((Role.READER, BUREAU)), named) == set()


def test_the_clerk_works_for_units_without_accounts() -> None:
    without_account = finding(responsible_units=(BUREAU,))
    for action in (Action.RECORD, Action.ADD_EVIDENCE, Step.SUBMIT):
        assert allowed_on(somebody(Role.CLERK), action, without_account)


def test_deeds_on_units_reach_down_only() -> None:
    clerk = somebody(Role.CLERK)
    assert allowed_at(clerk, Action.MANAGE_ROUND, TOWN)
    assert allowed_at(clerk, Action.MANAGE_ROUND, VILLAGE)
    assert not allowed_at(clerk, Action.MANAGE_ROUND, COUNTY)
    assert not allowed_at(clerk, Action.MANAGE_PEOPLE, TOWN)


def test_one_fitting_role_of_several_is_enough() -> None:
    several = person((Role.READER, TOWN), (Role.CLERK, TOWN), (Role.CLERK, OTHER_TOWN))
    assert allowed_at(several, Action.EXCHANGE, TOWN)


def test_the_county_sees_all_townships_and_a_township_itself() -> None:
    county, town = somebody(Role.INSPECTION), somebody(Role.READER)
    assert all(sees_unit(county, unit) for unit in (COUNTY, TOWN, OTHER_TOWN, VILLAGE))
    assert sees_unit(town, VILLAGE)
    assert not any(sees_unit(town, unit) for unit in (COUNTY, OTHER_TOWN, BUREAU))


def test_a_neighbour_whose_id_begins_alike_is_not_below() -> None:
    assert not sees_unit(person((Role.READER, (1, 1))), (1, 10))


def test_a_grant_without_a_unit_sees_nothing() -> None:
    assert not sees_unit(person((Role.INSPECTION, ())), TOWN)


def test_without_a_role_nothing_is_seen() -> None:
    assert visible_roots(person(unit=TOWN)) == ()
    assert not sees_unit(person(unit=TOWN), TOWN)


def test_visible_roots_hold_no_unit_below_another() -> None:
    several = person((Role.CLERK, TOWN), (Role.OWNER, STATION), (Role.READER, OTHER_TOWN))
    assert visible_roots(several) == (TOWN, OTHER_TOWN)


def test_a_department_sees_the_one_finding_that_it_answers_for() -> None:
    bureau = person((Role.OWNER, BUREAU), unit=BUREAU)
    assert sees_finding(bureau, finding(responsible_units=(STATION, BUREAU)))
    assert not sees_finding(bureau, finding())


def test_people_see_what_they_answer_for_by_name() -> None:
    reader = person((Role.READER, BUREAU))
    assert sees_finding(reader, finding(lead=STRANGER))
    assert sees_finding(reader, finding(responsible_people=frozenset({STRANGER})))


def test_the_committed_table_is_the_rendered_one() -> None:
    assert f"\n\n{markdown()}\n\n" in DOCUMENT.read_text("utf-8")


def test_the_module_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(permission_table.__file__, run_name="__main__")
    assert capsys.readouterr().out == f"{markdown()}\n"


def test_the_table_ticks_every_cell_of_the_constant() -> None:
    rows = [line.split("|")[1:-1] for line in markdown().splitlines()[3:]]
    for row, (deed, roles) in zip(rows, PERMISSIONS.items(), strict=True):
        assert row[0].strip() == deed.label
        assert [cell.strip() == "✓" for cell in row[1:]] == [role in roles for role in Role]
