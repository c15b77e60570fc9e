import runpy
from pathlib import Path

import pytest

from bihuan.rectification import diagram
from bihuan.rectification.diagram import mermaid
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step

DOCUMENT = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def test_statuses_and_degrees_are_those_of_the_field() -> None:
    assert [status.label for status in Status] == [
        "待交办", "整改中", "待核查", "待销号", "已销号",
    ]  # fmt: skip
    assert [degree.label for degree in Degree] == ["未完成", "基本完成", "已完成"]


def test_members_are_their_stored_values() -> None:
    assert Status("rectifying") is Status.RECTIFYING
    assert f"{Step.REOPEN}" == "reopen"


def test_each_step_has_its_row() -> None:
    assert list(TRANSITIONS) == list(Step)
    assert all(row.sources and row.roles for row in TRANSITIONS.values())


def test_no_step_leads_to_where_it_comes_from() -> None:
    assert all(row.target not in row.sources for row in TRANSITIONS.values())


def test_every_status_is_reached_and_left() -> None:
    reached = {row.target for row in TRANSITIONS.values()}
    left = {source for row in TRANSITIONS.values() for source in row.sources}
    assert reached == set(Status) - {Status.DRAFT}
    assert left == set(Status)


def test_only_what_sends_work_back_needs_a_reason() -> None:
    assert {step for step, row in TRANSITIONS.items() if row.reason} == {Step.RETURN, Step.REOPEN}


def test_the_diagram_draws_every_step_once_for_each_source() -> None:
    drawn = mermaid().splitlines()
    for step, row in TRANSITIONS.items():
        for source in row.sources:
            arrow = f"    {source} --> {row.target}: {step.label}（"
            assert sum(line.startswith(arrow) for line in drawn) == 1
    arrows = [line for line in drawn if "-->" in line]
    assert len(arrows) == 1 + sum(len(row.sources) for row in TRANSITIONS.values())


def test_the_module_prints_the_diagram(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(diagram.__file__, run_name="__main__")
    assert capsys.readouterr().out == f"{mermaid()}\n"


def test_the_committed_diagram_is_the_drawn_one() -> None:
    assert f"```mermaid\n{mermaid()}\n```" in DOCUMENT.read_text("utf-8")
