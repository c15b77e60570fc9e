"""What a decision about a finding needs to know, frozen at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bihuan.rectification.permissions import UnitPath
from bihuan.rectification.status import Degree, Status


@dataclass(frozen=True, slots=True)
class MeasureState:
    """A measure: whether its outcome is told, and when that was last changed."""

    reported: bool
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """The last result of a check that a finding is bound to.

    `status` is pass, fail, no_data or error; `rows_examined` is how many rows it looked at and
    `as_of` the moment of the data, None where it never ran.
    """

    id: str
    status: str
    rows_examined: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingState:
    """A finding in its current cycle; `unit` is the inspected unit, `units` are responsible."""

    status: Status
    unit: UnitPath
    degree: Degree = Degree.NOT_DONE
    units: tuple[UnitPath, ...] = ()
    owners: frozenset[int] = frozenset()
    lead: int | None = None
    measures: tuple[MeasureState, ...] = ()
    evidence: int = 0
    checks: tuple[BoundCheck, ...] = ()
    high_remarks: int = 0
    submitter: int | None = None
    verifier: int | None = None
    standing: bool = False
    review_on: date | None = None
    transferred_to: str = ""
    transfer_outcome: str = ""
    waived: frozenset[str] = frozenset()

    @property
    def last_measure_at(self) -> datetime | None:
        """When a measure was last changed."""
        return max((m.changed_at for m in self.measures if m.changed_at), default=None)
