"""Mechanisms (长效机制): a measure that is to be kept up leaves traces, as often as was promised.

What is silent for longer than its cadence is told.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.rectification.labels import Labelled


class Cadence(Labelled):
    """How often a mechanism has to leave a trace."""

    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"


# The shortest first: what is done 每月 and told 每季度 leaves its traces every month.
_WORDS = {
    Cadence.WEEKLY: ("每周", "每星期", "周调度", "周排查"),
    Cadence.MONTHLY: ("每月", "每个月", "按月", "月调度", "月通报"),
    Cadence.QUARTERLY: ("每季", "每个季度", "按季", "季度"),
    Cadence.HALF_YEARLY: ("每半年", "半年"),
    Cadence.YEARLY: ("每年", "年度", "按年"),
}
_MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALF_YEARLY: 6,
    Cadence.YEARLY: 12,
}


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a mechanism stands: its last trace, the day by which the next is due, days of silence.

    `silent_days` are the calendar days since `due`, 0 while it isn't past.
    """

    last: date | None
    due: date
    silent_days: int

    @property
    def is_silent(self) -> bool:
        """Whether the cadence has passed without a trace."""
        return self.silent_days > 0


def pulse(cadence: Cadence, starts_on: date, last: date | None, today: date) -> Pulse:
    """How a mechanism stands today, by its last trace; before the first its start counts.

    A trace from before the start doesn't bring the first one forward.
    """
    since = max(starts_on, last) if last else starts_on
    due = next_due(cadence, since)
    return Pulse(last, due, max(0, (today - due).days))


def next_due(cadence: Cadence, since: date) -> date:
    """The last day on which the next trace is in time.

    A week or so many calendar months later; from a month's end, at the latest the month's end.
    """
    if cadence is Cadence.WEEKLY:
        return since + timedelta(days=7)
    years, month = divmod(since.month - 1 + _MONTHS[cadence], 12)
    year = min(since.year + years, date.max.year)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(since.day, last))


def cadence_in(text: str) -> Cadence | None:
    """How often a measure's text says that it is done, the shortest if it says several."""
    return next((one for one, words in _WORDS.items() if any(w in text for w in words)), None)
