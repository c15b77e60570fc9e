"""An office's checks: with its own parameters, and what someone may see of their results."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404

from bihuan.checks import Check, catalogue
from bihuan.checks.catalogue import tune
from bihuan.web.ledgers import APPEALS, MASK, known_ledgers, shown
from bihuan.web.ledgers import rows_for as ledger_rows
from bihuan.web.models import CheckOutcome, CheckRun, CheckSetting, LedgerVersion, Person, Unit
from bihuan.web.queries import visible_units

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class UnitFaults:
    """How many checks fail in a unit, with how many rows."""

    unit: Unit
    checks: int
    rows: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many checks stood how after a run: its own results, and earlier ones of all others."""

    run: CheckRun
    failing: int
    passing: int
    without_data: int


UNITS = ("unit_code", "from_unit")
"""The columns that say whose row a result's row is."""


def known_checks(office: Unit | None = None) -> dict[str, Check]:
    """The catalogue, with what the home folder adds and the office's own parameters."""
    checks = catalogue(settings.HOME.root)
    if office is None:
        return checks
    own = CheckSetting.objects.filter(office=office, check_name__in=checks)
    return tune(checks, {setting.check_name: valued(setting.params) for setting in own})


def valued(texts: Mapping[str, str]) -> dict[str, int | Decimal | str]:
    """Parameters as somebody wrote them: whole numbers, numbers, else texts."""
    return {name: _value(text) for name, text in texts.items()}


def _value(text: str) -> int | Decimal | str:
    if not _NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)


def get_check(office: Unit, name: str) -> Check:
    """The office's check of this name; Http404 where there is none."""
    try:
        return known_checks(office)[name]
    except KeyError as error:
        raise Http404("没有这项检查。") from error


def last_run(office: Unit) -> CheckRun | None:
    """The office's latest run."""
    return CheckRun.objects.filter(office=office).first()


def latest_outcomes(office: Unit, names: Iterable[str]) -> dict[str, CheckOutcome]:
    """The latest outcome of each check in the office."""
    return {row.check_name: row for row in _latest(office, names).select_related("run")}


def _latest(office: Unit, names: Iterable[str]) -> QuerySet[CheckOutcome]:
    rows = CheckOutcome.objects.filter(run__office=office, check_name__in=list(names))
    last = rows.order_by().values("check_name").annotate(last=Max("pk")).values("last")
    return CheckOutcome.objects.filter(pk__in=last)


def changed_checks(office: Unit, checks: Mapping[str, Check], today: date) -> list[str]:
    """The names of the checks whose latest outcome may not hold any more.

    Since then one of their ledgers or parameters has changed, or a day has passed. What the home
    folder changes in a check's query shows on the next day.
    """
    ledgers = ledger_changes(office)
    own = CheckSetting.objects.filter(office=office).values_list("check_name", "changed_at")
    tuned = dict(own)
    rows = _latest(office, checks).filter(run__as_of__gte=today)
    known = {
        name: (data_at, started_at)
        for name, data_at, started_at in rows.values_list(
            "check_name", "data_at", "run__started_at"
        )
    }

    def holds(check: Check) -> bool:
        if check.id not in known:
            return False
        data_at, started_at = known[check.id]
        changes = [ledgers[name] for name in check.ledgers if name in ledgers]
        if check.id in tuned and tuned[check.id] > started_at:
            return False
        return not changes or (data_at is not None and max(changes) <= data_at)

    return [name for name, check in checks.items() if not holds(check)]


def ledger_changes(office: Unit) -> dict[str, datetime]:
    """When each of the office's ledgers has last changed."""
    versions = LedgerVersion.objects.filter(office=office).order_by()
    return dict(versions.values_list("ledger").annotate(at=Max("made_at")))


def trend(office: Unit, names: Iterable[str], count: int) -> list[Standing]:
    """How the named checks stood after each of the office's latest runs, the newest first."""
    runs = list(CheckRun.objects.filter(office=office).order_by("-id")[:count])[::-1]
    if not runs:
        return []
    outcomes = CheckOutcome.objects.filter(run__office=office, check_name__in=list(names))
    earlier = outcomes.filter(run__lt=runs[0]).order_by().values("check_name")
    last = outcomes.filter(pk__in=earlier.annotate(last=Max("pk")).values("last"))
    stands = dict(last.values_list("check_name", "status"))
    of_run: dict[int, dict[str, str]] = {run.pk: {} for run in runs}
    made = outcomes.filter(run__in=runs).values_list("run_id", "check_name", "status")
    for number, name, status in made:
        of_run[number][name] = status
    found = []
    for run in runs:
        stands |= of_run[run.pk]
        counts = Counter(stands.values())
        found.append(Standing(run, counts["fail"], counts["pass"], counts["no_data"]))
    return found[::-1]


def by_unit(person: Person, office: Unit, outcomes: Iterable[CheckOutcome]) -> list[UnitFaults]:
    """The units that failing checks name, of those that someone sees, the most named first.

    Counted over the rows that are kept of each result.
    """
    visible = (
        visible_units(person).exclude(code="").filter(pk__in=office.descendants(include_self=True))
    )
    units = {unit.code: unit for unit in visible}
    rows: Counter[str] = Counter()
    checks: dict[str, set[str]] = {}
    for outcome in outcomes:
        place = _unit_place(outcome)
        if place is None:
            continue
        for row in outcome.rows:
            if row[place] in units:
                rows[row[place]] += 1
                checks.setdefault(row[place], set()).add(outcome.check_name)
    found = [UnitFaults(units[code], len(checks[code]), rows[code]) for code in rows]
    return sorted(found, key=lambda one: (-one.rows, one.unit.pk))


def _unit_place(outcome: CheckOutcome) -> int | None:
    return next((outcome.columns.index(name) for name in UNITS if name in outcome.columns), None)


def ledger_row_ids(
    person: Person, office: Unit, check: Check, outcome: CheckOutcome
) -> dict[int, int]:
    """The standing ledger rows that the outcome's rows are about, by place, of those seen.

    Where a check's key isn't a ledger's key (it is about several rows), there are none.
    """
    known = known_ledgers()
    home = next(
        (known[n] for n in check.ledgers if n in known and set(known[n].key) <= set(check.keys)),
        None,
    )
    if home is None or not outcome.rows:
        return {}
    places = [outcome.columns.index(name) for name in home.key]
    keys = {
        json.dumps([row[at] for at in places], ensure_ascii=False): number
        for number, row in enumerate(outcome.rows)
    }
    rows = ledger_rows(person, office, home.name).filter(key__in=list(keys))
    return {keys[key]: pk for key, pk in rows.values_list("key", "pk")}


def outcomes_of(office: Unit, name: str) -> QuerySet[CheckOutcome]:
    """A check's outcomes in the office, newest first."""
    return CheckOutcome.objects.filter(run__office=office, check_name=name).order_by("-run_id")


def sensitive_columns(check: Check, ledgers: frozenset[str] | None = None) -> frozenset[str]:
    """The names of the sensitive columns of the check's ledgers, or of those of them named."""
    known = known_ledgers()
    return frozenset(
        column.name
        for name in check.ledgers
        if name in known and (ledgers is None or name in ledgers)
        for column in known[name].fields
        if column.sensitive
    )


def rows_for(
    person: Person, office: Unit, outcome: CheckOutcome, check: Check, *, unmasked: bool
) -> list[tuple[int, list[str]]]:
    """The outcome's rows as someone may see them: of the units they see, sensitive values masked.

    Each stands with its place in the outcome.

    Someone who doesn't see the whole office sees only rows that name a unit of theirs.
    """
    # Who brought an appeal is listed for nobody.
    masked = sensitive_columns(check, APPEALS if unmasked else None)
    seen = _seen_codes(person, office)
    place = _unit_place(outcome)
    return [
        (number, _masked(outcome, row, masked))
        for number, row in enumerate(outcome.rows)
        if seen is None or (place is not None and row[place] in seen)
    ]


def _masked(outcome: CheckOutcome, row: list[Any], masked: frozenset[str]) -> list[str]:
    return [
        MASK if name in masked and value is not None else shown(value)
        for name, value in zip(outcome.columns, row, strict=True)
    ]


def _seen_codes(person: Person, office: Unit) -> set[Any] | None:
    """The codes of the units below the office that someone sees; None where they see it all."""
    visible = visible_units(person)
    if visible.filter(pk=office.pk).exists():
        return None
    return set(visible.exclude(code="").values_list("code", flat=True))
