"""The words of the checks in plain Python, slow and literal."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Params = Mapping[str, Any]
Keys = set[tuple[Any, ...]]
Answer = Keys | None
"""The violating keys, or None where there is no data to judge by."""
Check = Callable[[Tables, date, Params], Answer]
Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def judged(scope: Iterable[Item], key: Callable[[Item], tuple[Any, ...] | None]) -> Answer:
    """None for an empty scope, else the keys of what violates; `key` gives None for the rest."""
    items = list(scope)
    return {found for item in items if (found := key(item)) is not None} if items else None


def eff(day: date | None, as_of: date) -> date | None:
    """What has happened by the day; what lies ahead hasn't."""
    return day if day is not None and day <= as_of else None


def lasted(start: date, end: date | None, as_of: date) -> int:
    """The days that a thing took, or has taken so far."""
    return ((eff(end, as_of) or as_of) - start).days


def blank(text: str | None) -> bool:
    return text is None or not text.strip()


def fen(amount: Decimal | None) -> int:
    return int(((amount or Decimal(0)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


def first_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 2, 1)


def last_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])


def complete_quarters(as_of: date) -> Iterator[tuple[int, int]]:
    """The quarters whose last day is no later than the day, newest first."""
    year, quarter = quarter_of(as_of)
    while True:
        if last_day(year, quarter) <= as_of:
            yield year, quarter
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def last_quarter(as_of: date) -> tuple[int, int]:
    return next(complete_quarters(as_of))


def last_year(as_of: date) -> int:
    return as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1


def in_post(person: Row, day: date) -> bool:
    return bool(
        person["start_date"] <= day and (person["end_date"] is None or person["end_date"] >= day)
    )


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def villages(tables: Tables) -> list[Row]:
    return [u for u in tables["org_unit"] if u["active"] and u["unit_kind"] == "行政村"]


def gap(dates: Iterable[date], as_of: date) -> int | None:
    """The days since the latest of the dates up to the day; None where there is none."""
    past = [day for day in dates if day <= as_of]
    return (as_of - max(past)).days if past else None


def over(days: int | None, most: int) -> bool:
    """Whether there was nothing at all, or too long ago."""
    return days is None or days > most


def plus(day: date, days: int) -> date:
    return day + timedelta(days=days)
