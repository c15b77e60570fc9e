"""What a decision needs to know, frozen: people, findings, and what is attached to them.

Whoever stores these things builds the values; nothing here reads or writes anything. Times are
`datetime`, all aware of their zone or all without one; days are `date` in the county's own time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bihuan.rectification.gates import Gate
from bihuan.rectification.labels import Labelled
from bihuan.rectification.roles import Role
from bihuan.rectification.status import Degree, Status

UnitPath = tuple[int, ...]
"""A unit's place in the tree: the ids from the root down to the unit itself, never empty."""


def is_within(unit: UnitPath, ancestor: UnitPath) -> bool:
    """Whether `unit` is `ancestor` or stands anywhere below it."""
    # An empty path must not turn into "above everything".
    return bool(ancestor) and unit[: len(ancestor)] == ancestor


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for a unit."""

    role: Role
    unit: UnitPath


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: `unit` is where they work, `grants` what they are for which unit.

    A discipline inspector of a township holds the grant for the township and may work in the
    discipline committee below it.
    """

    id: int
    unit: UnitPath
    grants: frozenset[Grant] = frozenset()


class Level(Labelled):
    """Whose finding it is; the two are never counted together."""

    TOWNSHIP = "township", "镇级"
    VILLAGE = "village", "村级"


class OutcomeKind(Labelled):
    """What a measure brought about, by type, so that totals add up by themselves."""

    INSTITUTION = "institution", "建章立制"
    RECOVERED = "recovered", "挽回损失"
    ACCOUNTABILITY = "accountability", "追责问责"
    EXTENDED = "extended", "举一反三"
    CAMPAIGN = "campaign", "专项整治"
    OTHER = "other", "其他成效"

    @property
    def unit(self) -> str:
        """The measure word of the value that this kind must have, or empty where it needs none."""
        return _OUTCOME_UNITS.get(self, "")


_OUTCOME_UNITS = {OutcomeKind.RECOVERED: "万元", OutcomeKind.ACCOUNTABILITY: "人"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of a measure; `value` is in its kind's unit (万元, 人)."""

    kind: OutcomeKind
    value: Decimal | None = None
    text: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says anything: a sound value where its kind counts, else a value or words."""
        if self.value is None:
            return not self.kind.unit and bool(self.text.strip())
        if not self.value.is_finite() or self.value < 0:
            return False
        return self.kind is not OutcomeKind.ACCOUNTABILITY or self.value % 1 == 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with the cycle it belongs to; `taken_at` is when it was carried out, if it was."""

    id: int
    text: str
    cycle: int = 1
    taken_at: datetime | None = None
    outcomes: tuple[Outcome, ...] = ()


class CheckStatus(Labelled):
    """How a check's last run ended."""

    PASS = "pass", "通过"
    FAIL = "fail", "有问题"
    NO_DATA = "no_data", "无数据"
    ERROR = "error", "出错"


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A check that would have found the finding, with its last run.

    `as_of` is the moment whose state the data shows (of a day alone: its first moment), None before
    the first run. `rows_examined` counts the rows looked at, not the violating ones.
    """

    check: str
    title: str
    status: CheckStatus = CheckStatus.NO_DATA
    as_of: datetime | None = None
    rows_examined: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """A finding handed to another authority; `outcome` stays empty until that authority answers."""

    to: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A later deadline asked for, with its decision: `granted` is None until there is one."""

    until: date
    reason: str
    asked_by: int
    asked_at: datetime
    cycle: int = 1
    granted: bool | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gate set aside for one cycle of a finding, with the reason that stays visible.

    `subject` names the check or measure that the gate's block is about, as `Block.subject` does.
    """

    gate: Gate
    reason: str
    by: int
    at: datetime
    cycle: int = 1
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDates:
    """A round's own deadlines; what the inspection didn't set is None.

    `immediate_until` and `concentrated_until` bind findings of a first cycle that have no date of
    their own; `plan_due` and `report_due` bind the inspected unit.
    """

    plan_due: date | None = None
    immediate_until: date | None = None
    concentrated_until: date | None = None
    report_due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A finding as it stands now.

    `inspected` is the unit whose round it belongs to. `cycle` counts from 1 and grows with each
    reopening; `measures`, `extensions` and `waivers` keep those of past cycles, while
    `evidence_count` (what isn't withdrawn), `submitter`, `verifier` and `closer` are the present
    cycle's. `deadline` is the finding's own, None where the round's date binds it.
    """

    id: int
    level: Level
    inspected: UnitPath
    round: RoundDates = field(default_factory=RoundDates)
    responsible_units: tuple[UnitPath, ...] = ()
    responsible_people: frozenset[int] = frozenset()
    lead: int | None = None
    status: Status = Status.DRAFT
    degree: Degree = Degree.NOT_DONE
    cycle: int = 1
    measures: tuple[Measure, ...] = ()
    evidence_count: int = 0
    checks: tuple[BoundCheck, ...] = ()
    unanswered_high_remarks: int = 0
    submitter: int | None = None
    verifier: int | None = None
    closer: int | None = None
    closed_at: datetime | None = None
    standing: bool = False
    next_review_on: date | None = None
    immediate: bool = False
    transfer: Transfer | None = None
    deadline: date | None = None
    extensions: tuple[Extension, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def present_measures(self) -> tuple[Measure, ...]:
        """The measures of the present cycle: a reopened finding has to be proved anew."""
        return tuple(measure for measure in self.measures if measure.cycle == self.cycle)

    @property
    def last_measure_at(self) -> datetime | None:
        """When the last measure of the present cycle was carried out, None where none was."""
        times = [m.taken_at for m in self.present_measures if m.taken_at is not None]
        return max(times, default=None)
