"""Papers: drawn by chance and provable afterwards, held to their time, marked by topic."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bihuan.theory import Kind, Question, Slip, draw, last_moment, tally

SINGLE = Question("甲", Kind.SINGLE, "一", ("a", "b", "c"), (2,))
MULTIPLE = Question("乙", Kind.MULTIPLE, "二", ("a", "b", "c"), (0, 2))
TRUTH = Question("甲", Kind.TRUE_FALSE, "三", ("对", "错"), (0,))
BANK = {1: SINGLE, 2: MULTIPLE, 3: TRUTH}


def test_each_topic_gives_its_number_of_questions() -> None:
    bank = {n: Question("甲乙"[n % 2], Kind.SINGLE, str(n), ("a", "b"), (0,)) for n in range(40)}
    paper = draw(bank, ["甲", "乙"], 5, Random(1))
    topics = [bank[slip.question].topic for slip in paper]
    assert (topics.count("甲"), topics.count("乙")) == (5, 5)
    assert len({slip.question for slip in paper}) == 10
    assert paper == draw(bank, ["甲", "乙"], 5, Random(1))
    assert paper != draw(bank, ["甲", "乙"], 5, Random(2))


def test_true_and_false_keep_their_order() -> None:
    assert {draw({3: TRUTH}, ["甲"], 1, Random(n))[0].order for n in range(20)} == {(0, 1)}
    assert len({draw({1: SINGLE}, ["甲"], 1, Random(n))[0].order for n in range(50)}) == 6


def test_too_few_questions_are_told_with_the_topic() -> None:
    with pytest.raises(ValueError, match="专题“乙”只有1道题"):
        draw(BANK, ["乙"], 2, Random(1))


def test_the_time_ends_with_the_minutes_or_the_test() -> None:
    start = datetime(2025, 6, 30, 9)
    assert last_moment(start, 30, start + timedelta(days=1)) == start + timedelta(minutes=30)
    assert last_moment(start, 30, start + timedelta(minutes=5)) == start + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("chosen", "right"), [([1, 2], 1), ([2, 1], 1), ([1], 0), ([0, 1, 2], 0), ([], 0)]
)
def test_a_multiple_choice_counts_only_whole(chosen: list[int], right: int) -> None:
    paper = [Slip(2, (1, 0, 2))]
    assert tally(paper, BANK, {0: chosen}) == {"乙": (right, 1)}


def test_marks_are_by_topic_and_in_the_shown_order() -> None:
    paper = [Slip(1, (2, 0, 1)), Slip(2, (0, 1, 2)), Slip(3, (0, 1))]
    answers = {0: [0], 1: [0, 2], 2: [1]}
    assert tally(paper, BANK, answers) == {"甲": (1, 2), "乙": (1, 1)}
    assert tally(paper, BANK, {}) == {"甲": (0, 2), "乙": (0, 1)}
