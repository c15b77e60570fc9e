"""How every write happens: one transaction, one row locked, one Event with what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.web.models import Event, Person

Row = TypeVar("Row", bound=models.Model)
State = dict[str, Any]

# Says nothing to a reader of the history, or says what the event itself says.
_UNTOLD = frozenset(
    {"id", "version", "password", "last_login", "groups", "user_permissions", "secret", "url",
     "solution",
     # Who objects is for the case's handler alone; the texts of what was issued stand in its row.
     "objector", "reach", "objection", "origin", "ticket",
     "approved_text", "published_text", "body", "changes"}
)  # fmt: skip


class Refused(UserError):
    """What someone may not do, or not yet."""


class Conflict(UserError):
    """Someone else has changed the row since it was shown."""


@contextmanager
def changing(
    row: Row, verb: str, *, by: Person | None, reason: str = "", seen: int | None = None
) -> Iterator[Row]:
    """Locks and yields the row as it is now; what the block changes is saved with its Event.

    `seen` is the version that the person had before them: Conflict where the row has moved on.
    `by` is None for what the office itself does. Nothing is written where the block raises, or
    changes nothing.
    """
    with transaction.atomic():
        locked = _locked(row)
        if seen is not None and getattr(locked, "version", seen) != seen:
            raise Conflict("别人刚刚改过这一条，您的修改没有保存；请看过最新内容后再改。")
        before = state(locked)
        yield locked
        after = state(locked)
        if after != before:
            _save(locked)
            # Saving changes nothing but the row's own fields.
            record(locked, verb, by=by, reason=reason, before=before, after=after | _own(locked))
    row.refresh_from_db()


def _save(row: models.Model) -> None:
    if hasattr(row, "version"):
        row.version += 1
    _fit(row)
    row.save()


def created(row: Row, verb: str, *, by: Person | None, reason: str = "") -> Row:
    """Saves a new row with its Event; to be called inside a transaction or alone."""
    _fit(row)
    with transaction.atomic():
        row.save(force_insert=True)
        record(row, verb, by=by, reason=reason, before={})
    return row


def record(
    row: models.Model,
    verb: str,
    *,
    by: Person | None,
    reason: str = "",
    before: State,
    after: State | None = None,
    more: Mapping[str, Any] | None = None,
) -> Event:
    """The Event of a change that has just been saved; `more` adds what the row's fields don't say.

    `after` is the row's state where it is at hand. Must run in the transaction of the change.
    """
    after = state(row) if after is None else after
    changed = sorted(name for name in after if before.get(name) != after[name])
    place = _place(row)
    return Event.objects.create(
        at=timezone.now(),
        verb=verb,
        person_id=by.pk if by else None,
        person_name=str(by) if by else "系统",
        subject=row._meta.model_name or "",
        subject_id=str(row.pk),
        label=str(row)[:200],
        reason=reason,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed} | dict(more or {}),
        **place,
    )


def state(row: models.Model) -> State:
    """A row's own fields as JSON values, and the rows it names as their ids and names."""
    return _own(row) | {
        field.name: [
            {"id": it.pk, "name": str(it)} for it in getattr(row, field.name).order_by("pk")
        ]
        for field in row._meta.many_to_many
        if field.name not in _UNTOLD
    }


def _own(row: models.Model) -> State:
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in _UNTOLD
    }


def _fit(row: models.Model) -> None:
    """Refuses texts that are too long for their field; SQLite would keep them, PostgreSQL not."""
    for field in row._meta.concrete_fields:
        longest = getattr(field, "max_length", None)
        value = getattr(row, field.attname)
        if longest and isinstance(value, str) and len(value) > longest:
            raise Refused(f"{field.verbose_name}太长了：最多{longest}个字，现在有{len(value)}个。")


def _locked(row: Row) -> Row:
    manager = type(row)._default_manager
    try:
        return manager.select_for_update(of=("self",)).get(pk=row.pk)
    except type(row).DoesNotExist as error:  # type: ignore[attr-defined]
        raise Conflict("这一条已经不在了，请刷新页面。") from error


def _place(row: models.Model) -> dict[str, int | None]:
    """Where an event is seen: by unit, round and finding."""
    finding = row if row._meta.model_name == "finding" else getattr(row, "finding", None)
    about = finding or getattr(getattr(row, "issue", row), "report", None) or row
    round_ = row if row._meta.model_name == "round" else getattr(about, "round", None)
    unit = row.pk if row._meta.model_name == "unit" else getattr(round_ or row, "unit_id", None)
    return {
        "finding_id": finding.pk if finding else None,
        "round_id": round_.pk if round_ else None,
        "unit_id": unit or getattr(row, "office_id", None),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value
