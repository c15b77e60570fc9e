"""Appeals in the office: the rows of petitions and the talk hall with where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from bihuan.rectification.appeals import (
    MOST_EXTENSION_DAYS,
    Petition,
    Stage,
    Standing,
    TalkHallMatter,
    petition_standing,
    talk_standing,
)
from bihuan.rectification.permissions import Action, allowed_at
from bihuan.web.ledgers import APPEALS, known_ledgers, offices_for, standing_rows, text_of
from bihuan.web.models import Appeal, LedgerRow, Person, Unit
from bihuan.web.queries import actors, allowed, unit_paths, visible_units

PETITION = "petition"
TALK_HALL = "talk_hall"
KINDS = {PETITION: "信访", TALK_HALL: "说事堂"}
_NUMBERS = {PETITION: "petition_no", TALK_HALL: "matter_no"}
_RECEIVED = {PETITION: "received_date", TALK_HALL: "raised_date"}
CLOSED = {PETITION: "close_date", TALK_HALL: "closed_date"}
REFUSED = "不予受理"


@dataclass(frozen=True, slots=True)
class Matter:
    """One appeal: its ledger's row, what is kept beside it, and where it stands today."""

    row: LedgerRow
    appeal: Appeal | None
    standing: Standing

    @property
    def kind(self) -> str:
        """信访 or 说事堂."""
        return KINDS[self.row.ledger]

    @property
    def number(self) -> str:
        """The number that it was registered under."""
        return str(self.row.values[_NUMBERS[self.row.ledger]])

    @property
    def received(self) -> date:
        """The day on which it was brought."""
        return date.fromisoformat(self.row.values[_RECEIVED[self.row.ledger]])

    @property
    def category(self) -> str:
        """What it is about, as the ledger's list has it."""
        return self.row.values.get("category") or ""

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.standing.stage in (Stage.RECEIVED, Stage.HANDLING)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one unit owes: open appeals, those overdue, and the fewest days left."""

    unit: Unit
    open: int
    overdue: int
    nearest: int | None


def standing_of(row: LedgerRow, today: date) -> Standing:
    """Where a row of either ledger stands."""
    values = row.values
    if row.ledger == TALK_HALL:
        matter = TalkHallMatter(
            raised=date.fromisoformat(values["raised_date"]),
            promised=_day(values, "promised_date"),
            closed=_day(values, "closed_date"),
            refused=values.get("status") == REFUSED,
        )
        return talk_standing(matter, today)
    petition = Petition(
        received=date.fromisoformat(values["received_date"]),
        named=bool((values.get("petitioner_code") or "").strip()),
        notified=_day(values, "notify_date"),
        accepted=_day(values, "accept_date"),
        extension_days=_extension(values),
        closed=_day(values, "close_date"),
    )
    return petition_standing(petition, today)


def _day(values: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(values[name]) if values.get(name) else None


def _extension(values: dict[str, Any]) -> int:
    """The days granted: none without an approver; all that may be where none are named."""
    if not values.get("extended") or not (values.get("extension_approver") or "").strip():
        return 0
    days = values.get("extension_days")
    return MOST_EXTENSION_DAYS if days is None else int(days)


def matters(rows: Iterable[LedgerRow], today: date) -> list[Matter]:
    """The rows with what is kept beside them: one query for all."""
    kept = list(rows)
    known = {
        (appeal.office_id, appeal.ledger, appeal.key): appeal
        for appeal in Appeal.objects.filter(key__in=[row.key for row in kept]).select_related(
            "handler", "follows"
        )
    }
    return [
        Matter(row, known.get((row.office_id, row.ledger, row.key)), standing_of(row, today))
        for row in kept
    ]


def open_matters(person: Person, office: Unit, today: date) -> list[Matter]:
    """What is owed an answer in the units that someone sees, the most pressing first."""
    rows = [row for name in sorted(APPEALS) for row in _not_closed(office, name, today)]
    seen = set(visible_units(person).values_list("pk", flat=True))
    found = [one for one in matters((r for r in rows if r.unit_id in seen), today) if one.is_open]
    return sorted(found, key=lambda one: (_pressing(one), one.received))


def _not_closed(office: Unit, ledger: str, today: date) -> QuerySet[LedgerRow]:
    column = CLOSED[ledger]
    rows = standing_rows(office, ledger).annotate(closed=text_of(column))
    # A closing date that lies ahead hasn't happened yet.
    still = Q(**{f"values__{column}": None}) | Q(closed__gt=today.isoformat())
    return rows.filter(still).select_related("unit")


def _pressing(matter: Matter) -> int:
    left = matter.standing.left
    return left if left is not None else 10**6


def closed_rows(person: Person, office: Unit, ledger: str, today: date) -> QuerySet[LedgerRow]:
    """The answered ones of one ledger, the latest first."""
    rows = standing_rows(office, ledger).filter(unit__in=visible_units(person))
    closed = rows.annotate(closed=text_of(CLOSED[ledger])).filter(closed__lte=today.isoformat())
    return closed.order_by("-closed", "-pk").select_related("unit")


def owed_by_unit(open_: Iterable[Matter]) -> list[Owed]:
    """The units that owe answers, those with most overdue first."""
    by_unit: dict[int, list[Matter]] = {}
    for one in open_:
        by_unit.setdefault(one.row.unit_id, []).append(one)
    found = [
        Owed(
            unit=of_unit[0].row.unit,
            open=len(of_unit),
            overdue=sum(one.standing.overdue_days > 0 for one in of_unit),
            nearest=min(
                (one.standing.left for one in of_unit if one.standing.left is not None),
                default=None,
            ),
        )
        for of_unit in by_unit.values()
    ]
    return sorted(found, key=lambda owed: (-owed.overdue, -owed.open, owed.unit.pk))


def get_matter_for(person: Person, pk: int, today: date) -> Matter:
    """The appeal that this row, or an earlier state of it, belongs to; Http404 if it isn't seen."""
    row = LedgerRow.objects.filter(pk=pk, ledger__in=APPEALS).first()
    now = row and standing_rows(row.office, row.ledger).filter(key=row.key)
    seen = now and now.filter(unit__in=visible_units(person)).select_related("unit", "office")
    found = seen.first() if seen else None
    if found is None:
        raise Http404("没有这一件，或者您无权查看。")
    return matters([found], today)[0]


def handled_by(person: Person, today: date) -> list[Matter]:
    """The open appeals that a person handles."""
    rows = [
        row
        for appeal in Appeal.objects.filter(handler=person)
        for row in standing_rows(appeal.office, appeal.ledger)
        .filter(key=appeal.key)
        .select_related("unit")
    ]
    found = [one for one in matters(rows, today) if one.is_open]
    return sorted(found, key=_pressing)


def offices_to_assign(person: Person) -> list[Unit]:
    """The offices for which someone assigns appeals."""
    return [unit for unit in offices_for(person) if allowed(person, Action.ASSIGN_APPEAL, unit)]


def possible_handlers(unit: Unit) -> list[Person]:
    """Whoever fills in the ledgers of the unit that owes the answer."""
    path = unit_paths()[unit.pk]
    named = Person.objects.filter(is_active=True, memberships__unit__in=path).distinct()
    people = {person.pk: person for person in named.prefetch_related("memberships")}
    able = [one.id for one in actors(people.values()) if allowed_at(one, Action.FILL_LEDGER, path)]
    return [people[pk] for pk in able]


def same_person_and_matter(row: LedgerRow) -> list[LedgerRow]:
    """The other petitions of the same petitioner over the same matter, the latest first.

    For the handler's eyes: that two have one petitioner is told to nobody else.
    """
    code, matter = row.values.get("petitioner_code"), row.values.get("matter_code")
    if row.ledger != PETITION or not code:
        return []
    rows = standing_rows(row.office, row.ledger).exclude(key=row.key)
    same = rows.filter(values__petitioner_code=code, values__matter_code=matter)
    return sorted(same, key=lambda one: str(one.values["received_date"]), reverse=True)


def title_of(ledger: str) -> str:
    """A ledger's own name."""
    return known_ledgers()[ledger].title
