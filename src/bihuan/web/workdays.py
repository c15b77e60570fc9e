"""China's working days."""

from __future__ import annotations

from datetime import date


def is_workday(day: date) -> bool:
    """Whether China works on a day; weekends decide in years that the calendar doesn't know yet."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
