"""Figures that can't be prettied: what is completed, what came back, and what was brought in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from bihuan.rectification.status import Degree, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One finding as the figures count it; `recovered` is in 万元."""

    status: Status
    degree: Degree
    standing: bool = False
    overdue: bool = False
    returns: int = 0
    reopenings: int = 0
    recovered: Decimal = Decimal(0)
    accountable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of one unit, area or leader. Standing findings that aren't closed stand apart."""

    total: int = 0
    completed: int = 0
    mostly: int = 0
    not_completed: int = 0
    standing: int = 0
    overdue: int = 0
    returned: int = 0
    reopened: int = 0
    recovered: Decimal = Decimal(0)
    accountable: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )

    @property
    def counted(self) -> int:
        """What the rates are shares of: all but the standing ones."""
        return self.total - self.standing

    @property
    def completion_rate(self) -> float:
        """The share of closed findings among those counted, 0 to 1."""
        return self.completed / self.counted if self.counted else 0.0

    @property
    def return_rate(self) -> float:
        """The share of findings that were sent back at least once."""
        return self.returned / self.total if self.total else 0.0

    @property
    def reopening_rate(self) -> float:
        """The share of findings that were opened again at least once."""
        return self.reopened / self.total if self.total else 0.0


def figures_of(cases: Iterable[Case]) -> Figures:
    """The figures of some findings. Completed is what was closed, whatever its owner says of it."""
    return sum(map(_one, cases), Figures())


def _one(case: Case) -> Figures:
    closed = case.status is Status.CLOSED
    standing = case.standing and not closed
    mostly = not closed and not standing and case.degree is not Degree.NOT_DONE
    return Figures(
        total=1,
        completed=int(closed),
        standing=int(standing),
        mostly=int(mostly),
        not_completed=int(not (closed or standing or mostly)),
        overdue=int(case.overdue),
        returned=int(case.returns > 0),
        reopened=int(case.reopenings > 0),
        recovered=case.recovered,
        accountable=case.accountable,
    )


def rank(figures: dict[str, Figures]) -> list[tuple[int, str, Figures]]:
    """Names by completion rate, then fewer returns and reopenings; equals share a place."""

    def key(item: tuple[str, Figures]) -> tuple[float, float, float]:
        _, one = item
        return (-one.completion_rate, one.return_rate, one.reopening_rate)

    ordered = sorted(figures.items(), key=lambda item: (key(item), item[0]))
    places: list[tuple[int, str, Figures]] = []
    for position, item in enumerate(ordered, 1):
        tied = position > 1 and key(item) == key(ordered[position - 2])
        places.append((places[-1][0] if tied else position, *item))
    return places
