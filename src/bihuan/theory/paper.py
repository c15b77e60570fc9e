"""What one person is asked, in which order, until when, and how much of it was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bihuan.theory.question import Kind, Question


@dataclass(frozen=True, slots=True)
class Slip:
    """One question of a paper: its id, and its options' places in the order they are shown."""

    question: int
    order: tuple[int, ...]


def draw(
    bank: Mapping[int, Question], topics: Iterable[str], per_topic: int, random: Random
) -> tuple[Slip, ...]:
    """A paper: `per_topic` questions of each topic by chance, all in chance order.

    ValueError with the topic where the bank holds too few.
    """
    slips = []
    for topic in topics:
        of_topic = sorted(pk for pk, question in bank.items() if question.topic == topic)
        if len(of_topic) < per_topic:
            raise ValueError(f"专题“{topic}”只有{len(of_topic)}道题，不够抽{per_topic}道")
        chosen = random.sample(of_topic, per_topic)
        slips += [Slip(pk, _shuffled(bank[pk], random)) for pk in chosen]
    random.shuffle(slips)
    return tuple(slips)


def _shuffled(question: Question, random: Random) -> tuple[int, ...]:
    order = list(range(len(question.options)))
    # 对 and 错 always stand in that order: shuffling them would only trip people up.
    if question.kind is not Kind.TRUE_FALSE:
        random.shuffle(order)
    return tuple(order)


def last_moment(started: datetime, minutes: int, closes: datetime) -> datetime:
    """Until when answers count: the sitting's own minutes, and never after the test closes."""
    return min(started + timedelta(minutes=minutes), closes)


def tally(
    paper: Sequence[Slip], bank: Mapping[int, Question], answers: Mapping[int, Iterable[int]]
) -> dict[str, tuple[int, int]]:
    """How many were right of how many asked, by topic.

    `answers` holds, by a slip's place in the paper, the places of what was chosen as shown.
    """
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for place, slip in enumerate(paper):
        question = bank[slip.question]
        chosen = [slip.order[shown] for shown in answers.get(place, ())]
        asked[question.topic] += 1
        right[question.topic] += question.is_right(chosen)
    return {topic: (right[topic], count) for topic, count in asked.items()}
