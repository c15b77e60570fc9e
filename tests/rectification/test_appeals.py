"""Deadlines of petitions and talk-hall matters, on both sides of each boundary."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.rectification.appeals import (
    Petition,
    Stage,
    TalkHallMatter,
    petition_standing,
    talk_standing,
)

DAY = date(2025, 3, 1)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def petition(**more: Any) -> Petition:
    return Petition(**{"received": DAY, "named": True, **more})


@pytest.mark.parametrize(("days", "left", "late"), [(15, 0, False), (16, -1, True)])
def test_a_petitioner_is_told_within_fifteen_days(days: int, left: int, late: bool) -> None:
    standing = petition_standing(petition(), after(days))
    assert (standing.stage, standing.left, standing.late) == (Stage.RECEIVED, left, late)
    assert standing.overdue_days == max(0, -left)


def test_who_cannot_be_told_needs_not_be() -> None:
    standing = petition_standing(petition(named=False), after(99))
    assert (standing.due, standing.left, standing.late) == (None, None, False)


@pytest.mark.parametrize(
    ("extension", "days", "left"),
    [(0, 70, 0), (0, 71, -1), (30, 100, 0), (45, 101, -1), (-5, 70, 0)],
)
def test_what_was_accepted_closes_within_sixty_days(extension: int, days: int, left: int) -> None:
    told = petition(notified=after(10), accepted=after(10), extension_days=extension)
    standing = petition_standing(told, after(days))
    assert (standing.stage, standing.left) == (Stage.HANDLING, left)


def test_accepted_without_telling_owes_the_nearer_of_both() -> None:
    standing = petition_standing(petition(accepted=after(1)), after(14))
    assert (standing.stage, standing.left) == (Stage.HANDLING, 1)


@pytest.mark.parametrize(("closed", "late"), [(61, False), (62, True)])
def test_closing_too_late_stays_visible(closed: int, late: bool) -> None:
    told = petition(notified=after(1), accepted=after(1), closed=after(closed))
    standing = petition_standing(told, after(200))
    assert (standing.stage, standing.left, standing.late) == (Stage.CLOSED, None, late)


def test_told_but_not_accepted_is_refused() -> None:
    standing = petition_standing(petition(notified=after(3)), after(9))
    assert (standing.stage, standing.due) == (Stage.REFUSED, None)


def test_what_lies_ahead_has_not_happened() -> None:
    told = petition(notified=after(1), accepted=after(1), closed=after(20))
    assert petition_standing(told, after(19)).stage is Stage.HANDLING


@pytest.mark.parametrize(
    ("promised", "days", "left"), [(None, 30, 0), (None, 31, -1), (5, 5, 0), (5, 6, -1)]
)
def test_a_talk_hall_matter_is_due_as_promised(promised: int | None, days: int, left: int) -> None:
    matter = TalkHallMatter(raised=DAY, promised=None if promised is None else after(promised))
    standing = talk_standing(matter, after(days))
    assert (standing.left, standing.late) == (left, left < 0)


def test_a_refused_or_closed_talk_hall_matter_owes_nothing() -> None:
    assert talk_standing(TalkHallMatter(raised=DAY, refused=True), after(99)).due is None
    closed = talk_standing(TalkHallMatter(raised=DAY, closed=after(31)), after(99))
    assert (closed.stage, closed.late) == (Stage.CLOSED, True)
