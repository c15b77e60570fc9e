"""Mechanisms in the office: who sees which, how each stands, and what a finding proposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from bihuan.checks.suggest import suggest
from bihuan.ledgers import Ledger
from bihuan.rectification.mechanisms import Cadence, Pulse, cadence_in, pulse
from bihuan.rectification.permissions import Action
from bihuan.web.checks import known_checks
from bihuan.web.ledgers import known_ledgers, standing_rows, text_of
from bihuan.web.models import Finding, LedgerRow, Mechanism, Person
from bihuan.web.queries import allowed, visible_units


@dataclass(frozen=True, slots=True)
class Watched:
    """A mechanism with how it stands today, and its ledger (None where that is gone)."""

    mechanism: Mechanism
    ledger: Ledger | None
    pulse: Pulse


def visible_mechanisms(person: Person) -> QuerySet[Mechanism]:
    """The mechanisms of the units that someone sees, and their own."""
    return Mechanism.objects.filter(
        Q(unit__in=visible_units(person)) | Q(owner=person)
    ).select_related("unit", "owner", "finding", "office")


def get_mechanism_for(person: Person, pk: int) -> Mechanism:
    """A mechanism that the person may see; Http404 otherwise."""
    found = visible_mechanisms(person).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这项机制，或者您无权查看。")
    return found


def watched(mechanisms: Iterable[Mechanism], today: date) -> list[Watched]:
    """How each mechanism stands, the most silent first, then the nearest due."""
    ledgers = known_ledgers()
    found = [
        Watched(
            one,
            ledgers.get(one.ledger),
            pulse(Cadence(one.cadence), one.starts_on, last_trace(one, today), today),
        )
        for one in mechanisms
    ]
    return sorted(found, key=lambda one: (-one.pulse.silent_days, one.pulse.due))


def traces(mechanism: Mechanism) -> QuerySet[LedgerRow]:
    """The standing rows that show that a mechanism is kept up."""
    units = mechanism.unit.descendants(include_self=True)
    rows = standing_rows(mechanism.office, mechanism.ledger).filter(unit__in=units)
    return rows.filter(**{f"values__{name}": value for name, value in mechanism.filters.items()})


def last_trace(mechanism: Mechanism, today: date) -> date | None:
    """The day of the latest trace up to today; for a ledger without days, when it was brought."""
    ledger = known_ledgers().get(mechanism.ledger)
    rows = traces(mechanism)
    if ledger is None:
        return None
    if ledger.date_column is None:
        brought = rows.aggregate(at=Max("since__made_at"))["at"]
        return timezone.localdate(brought) if brought else None
    tomorrow = (today + timedelta(days=1)).isoformat()
    days = rows.annotate(day=text_of(ledger.date_column)).filter(day__lt=tomorrow)
    last: str | None = days.aggregate(last=Max("day"))["last"]
    return date.fromisoformat(last[:10]) if last else None


def silent_for(person: Person, today: date) -> list[Watched]:
    """The silent mechanisms that a person answers for, or watches over."""
    running = visible_mechanisms(person).filter(ended_on=None)
    theirs = [
        one
        for one in running
        if one.owner_id == person.pk or allowed(person, Action.KEEP_MECHANISMS, one.unit)
    ]
    return [one for one in watched(theirs, today) if one.pulse.is_silent]


def proposal(finding: Finding, text: str) -> dict[str, Any]:
    """What a mechanism made from a finding's measure would be: to be looked at before it counts."""
    unit = finding.units.first() or finding.round.unit
    owner = finding.owners.first() or finding.lead
    return {
        "title": text[:300],
        "unit": unit.pk,
        "owner": owner.pk if owner else None,
        "cadence": cadence_in(text) or Cadence.QUARTERLY,
        "ledger": _ledger_of(finding, text),
    }


def _ledger_of(finding: Finding, text: str) -> str:
    """The ledger of the bound check, or of the check whose words are the likest."""
    known = known_checks()
    bound = [known[b.check_name] for b in finding.bindings.all() if b.check_name in known]
    likely = bound or suggest(f"{text}。{finding.problem}", known.values(), most=1)
    return likely[0].ledgers[0] if likely else ""
