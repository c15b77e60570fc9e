"""Forms for a ledger's row: what stands in each input at first, and what may be chosen there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bihuan.ledgers import Column, Ledger
from bihuan.ledgers.definition import UNITS
from bihuan.rectification.permissions import Action
from bihuan.web.ledgers import (
    known_ledgers,
    may_see_sensitive,
    shown,
    standing_rows,
)
from bihuan.web.models import Person, Unit
from bihuan.web.queries import allowed

_INPUTS = {"date": "date", "integer": "number", "number": "text", "year": "number"}
_MOST = 500
"""A list longer than this helps nobody; the code is typed instead."""
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a form: its column, what stands in it, and what may be chosen, as (value, word).

    `counted` inputs are filled by the office itself.
    """

    column: Column
    value: str
    kind: str
    choices: list[Choice]
    counted: bool


def form_for(
    person: Person, office: Unit, ledger: Ledger, values: Mapping[str, Any]
) -> list[Entry]:
    """The inputs of a row's form, filled with these values."""
    return [
        _entry(column, shown(values.get(column.name)), _choices(person, office, ledger, column))
        for column in ledger.fields
    ]


def _entry(column: Column, value: str, choices: list[Choice]) -> Entry:
    if choices and value and value not in {known for known, _ in choices}:
        # What stands there already isn't lost for not being on the list.
        choices = [*choices, (value, value)]
    kind = _INPUTS.get(column.type, "text")
    return Entry(column, value, kind, choices, column.counts is not None)


def _choices(person: Person, office: Unit, ledger: Ledger, column: Column) -> list[Choice]:
    if column.type == "boolean":
        return [("是", "是"), ("否", "否")]
    if column.constraints.enum:
        return [(value, value) for value in column.constraints.enum]
    target = _target(ledger, column)
    if target is None:
        return []
    found = list(_units(person, office) if target == UNITS else _named(person, office, target))
    return found if len(found) <= _MOST else []


def _target(ledger: Ledger, column: Column) -> str | None:
    """The roster or ledger whose key the column holds."""
    for key in ledger.foreignKeys:
        if column.name in key.fields and key.reference.resource != ledger.name:
            return key.reference.resource
    return None


def _units(person: Person, office: Unit) -> Iterator[Choice]:
    """The units that someone fills in for: those of the tree, and others that the roster knows."""
    below = office.descendants(include_self=True).filter(active=True).exclude(code="")
    known = {unit.code: unit for unit in below}
    for code, unit in known.items():
        if allowed(person, Action.FILL_LEDGER, unit):
            yield code, unit.name
    for code, name in _named(person, office, UNITS):
        if code not in known:
            yield code, name


def _named(person: Person, office: Unit, roster: str) -> Iterator[Choice]:
    """A roster's rows by their key and name; the name only for those who may see it."""
    ledger = known_ledgers()[roster]
    name = ledger.name_column
    secret = name is not None and ledger.column(name).sensitive
    rows = standing_rows(office, roster).select_related("unit").order_by("key")[: _MOST + 1]
    for row in rows:
        code = str(row.values[ledger.key[-1]])
        called = row.values.get(name) if name else None
        if not called or (secret and not may_see_sensitive(person, row)):
            yield code, code
        else:
            yield code, f"{called}（{code}）"


def proposed(person: Person, office: Unit, ledger: Ledger) -> dict[str, str]:
    """What stands in a new row's form: today, a free number, one's own unit and own code."""
    values = {}
    if ledger.date_column and ledger.column(ledger.date_column).type == "date":
        values[ledger.date_column] = timezone.localdate().isoformat()
    if len(ledger.key) == 1 and _target(ledger, ledger.column(ledger.key[0])) is None:
        values[ledger.key[0]] = _free_number(office, ledger)
    for column in ledger.fields:
        target = _target(ledger, column)
        own = _own_code(person, target)
        codes = [code for code, _ in _choices(person, office, ledger, column)] if target else []
        if own in codes:
            values[column.name] = own
        elif target == UNITS and len(codes) == 1:
            values[column.name] = codes[0]
    return values


def _own_code(person: Person, target: str | None) -> str:
    if target == UNITS:
        return person.unit.code if person.unit else ""
    return person.code if target == "cadre_roster" else ""


def _free_number(office: Unit, ledger: Ledger) -> str:
    """The day and the first number that is free on it: 20250630-1."""
    day = f"{timezone.localdate():%Y%m%d}-"
    rows = standing_rows(office, ledger.name).filter(key__startswith=f'["{day}')
    taken = set(rows.values_list("key", flat=True))
    numbers = range(1, len(taken) + 2)
    return next(day + str(n) for n in numbers if f'["{day}{n}"]' not in taken)
