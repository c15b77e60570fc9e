"""Mechanisms: when the next trace is due, and when silence has lasted too long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.rectification.mechanisms import Cadence, cadence_in, next_due, pulse

START = date(2025, 1, 31)


@pytest.mark.parametrize(
    ("cadence", "due"),
    [
        (Cadence.WEEKLY, date(2025, 2, 7)),
        (Cadence.MONTHLY, date(2025, 2, 28)),
        (Cadence.QUARTERLY, date(2025, 4, 30)),
        (Cadence.HALF_YEARLY, date(2025, 7, 31)),
        (Cadence.YEARLY, date(2026, 1, 31)),
    ],
)
def test_the_next_trace_is_due_after_the_cadence(cadence: Cadence, due: date) -> None:
    assert next_due(cadence, START) == due
    assert not pulse(cadence, START, None, due).is_silent
    late = pulse(cadence, START, None, due + timedelta(days=1))
    assert (late.is_silent, late.silent_days, late.due) == (True, 1, due)


def test_a_month_from_december_is_in_the_next_year() -> None:
    assert next_due(Cadence.MONTHLY, date(2024, 12, 31)) == date(2025, 1, 31)
    assert next_due(Cadence.MONTHLY, date(2024, 1, 31)) == date(2024, 2, 29)


def test_the_last_trace_counts_and_none_from_before_the_start() -> None:
    today = date(2025, 3, 20)
    assert pulse(Cadence.MONTHLY, START, date(2025, 3, 1), today).due == date(2025, 4, 1)
    early = pulse(Cadence.MONTHLY, START, date(2024, 12, 1), today)
    assert (early.due, early.silent_days) == (date(2025, 2, 28), 20)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("每月开展一次巡河，每季度通报。", Cadence.MONTHLY),
        ("坚持每周排查。", Cadence.WEEKLY),
        ("每半年清点一次。", Cadence.HALF_YEARLY),
        ("年度考核", Cadence.YEARLY),
        ("建立台账，长期坚持。", None),
    ],
)
def test_how_often_a_measure_is_done_is_read_from_its_words(
    text: str, cadence: Cadence | None
) -> None:
    assert cadence_in(text) is cadence
