"""Mechanisms: promised, ended, and told about when they fall silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bihuan.rectification.mechanisms import Cadence
from bihuan.rectification.permissions import Action
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.ledgers import known_ledgers
from bihuan.web.mechanisms import watched
from bihuan.web.models import Alarm, Finding, Mechanism, Person, Unit
from bihuan.web.queries import allowed


def _require(by: Person, unit: Unit) -> None:
    if not allowed(by, Action.KEEP_MECHANISMS, unit):
        raise Refused(f"您没有为{unit}“{Action.KEEP_MECHANISMS.label}”的权限。")


def promise(
    *,
    by: Person,
    office: Unit,
    unit: Unit,
    title: str,
    owner: Person,
    cadence: Cadence,
    ledger: str,
    starts_on: date,
    filters: Mapping[str, str] | None = None,
    finding: Finding | None = None,
) -> Mechanism:
    """A mechanism that counts from a day on; Refused where its ledger can't show it."""
    _require(by, unit)
    known = known_ledgers().get(ledger)
    if known is None:
        raise Refused("没有这种台账。")
    for name, value in (filters or {}).items():
        column = next((c for c in known.fields if c.name == name), None)
        if column is None or value not in column.constraints.enum:
            raise Refused(f"{known.title}里没有这样的类别，请重新选择。")
    mechanism = Mechanism(
        office=office,
        unit=unit,
        finding=finding,
        title=title.strip(),
        owner=owner,
        cadence=cadence,
        ledger=ledger,
        filters=dict(filters or {}),
        starts_on=starts_on,
    )
    return created(mechanism, "mechanism_promised", by=by)


def end(mechanism: Mechanism, *, by: Person, on: date, reason: str) -> None:
    """Ends a mechanism, with a reason; it isn't watched any more."""
    _require(by, mechanism.unit)
    if not reason.strip():
        raise Refused("请写明停止的理由。")
    with changing(mechanism, "mechanism_ended", by=by, reason=reason.strip()) as row:
        if row.ended_on:
            raise Refused("这项机制已经停止了。")
        row.ended_on, row.ended_because = on, reason.strip()


def watch(today: date) -> int:
    """Raises the alarm over what fell silent, and notes what was heard again; how many alarms."""
    raised = 0
    for one in watched(Mechanism.objects.filter(ended_on=None).select_related("unit"), today):
        _note_heard(one.mechanism, one.pulse.due, today)
        known = one.mechanism.alarms.filter(due=one.pulse.due).exists()
        if one.pulse.is_silent and not known:
            alarm = Alarm(mechanism=one.mechanism, due=one.pulse.due, raised_on=today)
            created(alarm, "mechanism_silent", by=None)
            raised += 1
    return raised


def _note_heard(mechanism: Mechanism, due: date, today: date) -> None:
    for alarm in mechanism.alarms.filter(heard_on=None).exclude(due=due):
        with changing(alarm, "mechanism_heard", by=None) as row:
            row.heard_on = today
