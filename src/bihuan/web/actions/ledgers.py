"""Ledgers: every change is a version that ends rows and brings others; none is ever lost."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bihuan.ledgers import Ledger, Loading, load
from bihuan.rectification.permissions import Action
from bihuan.web import storage
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.recording import Refused, created
from bihuan.web.ledgers import (
    Values,
    key_of,
    known_ledgers,
    loaded_rows,
    may_see_sensitive,
    standing_rows,
)
from bihuan.web.models import LedgerIntake, LedgerRow, LedgerVersion, Person, Unit
from bihuan.web.queries import allowed

Kind = LedgerVersion.Kind
_TOLD = 500
"""How many problems of a file are kept with its version."""


def begin_intake(*, by: Person, office: Unit, name: str, chunks: Iterable[bytes]) -> LedgerIntake:
    """Reads an uploaded file of ledgers; nothing of it counts until it is accepted."""
    _require(by, office)
    name = plain_name(name)
    blob = store_file(name, chunks)
    loading = _loaded(blob.digest, name)
    summary = [_summary(office, loading, report) for report in loading.reports]
    if not any(entry["ledger"] and entry["rows"] for entry in summary):
        told = next((p["message"] for entry in summary for p in entry["problems"]), "")
        raise Refused(f"“{name}”里没有读出台账的内容。{told}")
    intake = LedgerIntake(office=office, blob=blob, name=name, summary=summary, started_by=by)
    intake.save()
    return intake


def accept_intake(intake: LedgerIntake, *, by: Person, replace: bool) -> list[LedgerVersion]:
    """Brings a file in: rows are added or changed by their key; `replace` ends those it hasn't."""
    _require(by, intake.office)
    loading = _loaded(intake.blob_id, intake.name)
    with transaction.atomic():
        locked = LedgerIntake.objects.select_for_update().get(pk=intake.pk)
        if locked.accepted_at:
            raise Refused("这份文件已经导入过了。")
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
        versions = []
        for report in loading.reports:
            if report.ledger and report.rows:
                problems = [asdict(problem) for problem in report.problems[:_TOLD]]
                version = _version(intake.office, report.ledger, Kind.IMPORT, by=by)
                version.name, version.blob, version.problems = intake.name, intake.blob, problems
                rows = loaded_rows(loading, known_ledgers()[report.ledger])
                versions.append(_apply(version, rows, whole=replace, by=by))
    return versions


def enter_row(
    *, by: Person, office: Unit, ledger: Ledger, texts: Mapping[str, str]
) -> LedgerVersion:
    """Adds a row as somebody wrote it; Refused with what is wrong, or where its key stands."""
    values = read_row(ledger, texts)
    _require(by, unit_of(office, ledger, values))
    key = key_of(ledger, values)
    if standing_rows(office, ledger.name).filter(key=key).exists():
        raise Refused("已经有这个编号的记录；请打开那一条更正。")
    with transaction.atomic():
        version = _version(office, ledger.name, Kind.ENTRY, by=by)
        return _apply(version, {key: values}, whole=False, by=by)


def correct_row(row: LedgerRow, *, by: Person, texts: Mapping[str, str], reason: str) -> None:
    """Puts other values in a row's place; the earlier ones stay in its history."""
    ledger = known_ledgers()[row.ledger]
    values = read_row(ledger, texts)
    _require_own(by, row)
    _require(by, unit_of(row.office, ledger, values))
    if key_of(ledger, values) != row.key:
        raise Refused("编号不能改；请作废这一条，再登记新的。")
    with transaction.atomic():
        _require_standing(row)
        version = _version(row.office, row.ledger, Kind.CORRECTION, by=by)
        version.reason = reason.strip()
        _apply(version, {row.key: values}, whole=False, by=by)


def remove_row(row: LedgerRow, *, by: Person, reason: str) -> None:
    """Ends a row with a reason; it stays in the history."""
    _require_own(by, row)
    if not reason.strip():
        raise Refused("请写明作废的理由。")
    with transaction.atomic():
        _require_standing(row)
        version = _version(row.office, row.ledger, Kind.REMOVAL, by=by)
        version.reason, version.removed = reason.strip(), 1
        created(version, "ledger_changed", by=by, reason=version.reason)
        LedgerRow.objects.filter(pk=row.pk).update(until=version)


def keep_rows(
    kind: LedgerVersion.Kind,
    *,
    by: Person | None,
    office: Unit,
    ledger: str,
    rows: Iterable[Values],
    reason: str = "",
) -> LedgerVersion | None:
    """Brings rows that another part of the office keeps; None where they say nothing new.

    Columns that `rows` leave out stay as somebody wrote them. Rights are the caller's to ask.
    """
    definition = known_ledgers()[ledger]
    blank = dict.fromkeys(column.name for column in definition.fields)
    told = {key_of(definition, values): values for values in rows}
    with transaction.atomic():
        version = _version(office, ledger, kind, by=by)
        version.reason = reason
        now = dict(standing_rows(office, ledger).values_list("key", "values"))
        merged = {key: blank | now.get(key, {}) | values for key, values in told.items()}
        if all(now.get(key) == values for key, values in merged.items()):
            return None
        return _apply(version, merged, whole=False, by=by)


def end_rows(
    kind: LedgerVersion.Kind,
    *,
    by: Person,
    office: Unit,
    ledger: str,
    rows: Iterable[Values],
    reason: str,
) -> None:
    """Ends the rows that another part of the office kept; they stay in the history."""
    keys = [key_of(known_ledgers()[ledger], values) for values in rows]
    with transaction.atomic():
        version = _version(office, ledger, kind, by=by)
        standing = standing_rows(office, ledger).filter(key__in=keys)
        ended = list(standing.values_list("pk", flat=True))
        version.reason, version.removed = reason, len(ended)
        created(version, "ledger_changed", by=by, reason=reason)
        _end(ended, version)


def restore(version: LedgerVersion, *, by: Person) -> LedgerVersion:
    """Makes the ledger again what it was with this version, as a new version."""
    _require(by, version.office)
    rows = LedgerRow.objects.filter(
        office=version.office, ledger=version.ledger, since__number__lte=version.number
    ).exclude(until__number__lte=version.number)
    with transaction.atomic():
        new = _version(version.office, version.ledger, Kind.RESTORED, by=by)
        new.reason = f"恢复到第{version.number}版"
        return _apply(new, dict(rows.values_list("key", "values")), whole=True, by=by)


def read_row(ledger: Ledger, texts: Mapping[str, str]) -> Values:
    """The values that the texts stand for, read as a file's are; Refused with what is wrong."""
    return read_rows(ledger, [texts])[0]


def read_rows(ledger: Ledger, rows: Sequence[Mapping[str, str]]) -> list[Values]:
    """As `read_row`, for several at once: all of them, or Refused."""
    with tempfile.TemporaryDirectory(prefix="bihuan-") as folder:
        path = Path(folder) / f"{ledger.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.title for column in ledger.fields])
            writer.writerows(
                [texts.get(column.name, "") for column in ledger.fields] for texts in rows
            )
        loading = load([path], {ledger.name: ledger})
    read = list(loaded_rows(loading, ledger).values())
    problems = [p for report in loading.reports for p in report.problems]
    if problems:
        raise Refused("；".join(f"{p.column}：{_short(p.message)}" for p in problems[:5]) + "。")
    if len(read) < len(rows):
        raise Refused("这一行是空的，或者写的是合计、备注，不能登记。")
    return read


def _short(message: str) -> str:
    return message.rstrip("。").removesuffix("，这一行没有载入").removesuffix("，按空白处理")


def unit_of(office: Unit, ledger: Ledger, values: Mapping[str, Any]) -> Unit:
    """Whose row it is: the unit below the office with the row's code, else the office."""
    code = values.get(ledger.unit_column or "")
    return _units(office).get(str(code), office) if code else office


def _units(office: Unit) -> dict[str, Unit]:
    """By their code; a unit that nobody has given one is written by its name."""
    return {unit.code or unit.name: unit for unit in office.descendants(include_self=True)}


def _require(by: Person, unit: Unit) -> None:
    if not allowed(by, Action.FILL_LEDGER, unit):
        raise Refused(f"您没有为{unit}“{Action.FILL_LEDGER.label}”的权限。")


def _require_own(by: Person, row: LedgerRow) -> None:
    _require(by, row.unit)
    if not may_see_sensitive(by, row):
        raise Refused("这一件由经办人办理，只有经办人能改。")


def _require_standing(row: LedgerRow) -> None:
    if not LedgerRow.objects.select_for_update().filter(pk=row.pk, until=None).exists():
        raise Refused("这一条刚刚被别人改过，请刷新后再改。")


def _loaded(digest: str, name: str) -> Loading:
    """The stored file, loaded under the name that it was uploaded with."""
    with tempfile.TemporaryDirectory(prefix="bihuan-") as folder:
        path = Path(folder) / name
        path.symlink_to(storage.path_of(digest))
        return load([path], known_ledgers())


def _summary(office: Unit, loading: Loading, report: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ledger": report.ledger,
        "rows": report.rows,
        "problems": [asdict(problem) for problem in report.problems[:_TOLD]],
    }
    if report.ledger is None:
        return entry
    ledger = known_ledgers()[report.ledger]
    now = dict(standing_rows(office, ledger.name).values_list("key", "values"))
    read = loaded_rows(loading, ledger)
    changed = sum(key in now and now[key] != values for key, values in read.items())
    added = len(read.keys() - now.keys())
    return entry | {
        "title": ledger.title,
        "added": added,
        "changed": changed,
        "same": len(read) - added - changed,
        "missing": len(now.keys() - read.keys()),
    }


def _version(
    office: Unit, ledger: str, kind: LedgerVersion.Kind, *, by: Person | None
) -> LedgerVersion:
    """The ledger's next version; the office's row is locked, so that numbers follow each other."""
    Unit.objects.select_for_update().get(pk=office.pk)
    versions = LedgerVersion.objects.filter(office=office, ledger=ledger)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return LedgerVersion(office=office, ledger=ledger, number=number, kind=kind, made_by=by)


def _apply(
    version: LedgerVersion, rows: Mapping[str, Values], *, whole: bool, by: Person | None
) -> LedgerVersion:
    """Saves the version with what it adds, changes and, where `rows` are all, ends."""
    office, ledger = version.office, known_ledgers()[version.ledger]
    now = {row.key: row for row in _standing(office, ledger, None if whole else list(rows))}
    changed = [key for key, values in rows.items() if key in now and now[key].values != values]
    added = [key for key in rows if key not in now]
    ended = [key for key in now if key not in rows] if whole else []
    version.added, version.changed, version.removed = len(added), len(changed), len(ended)
    created(version, "ledger_changed", by=by, reason=version.reason)
    _end([now[key].pk for key in (*changed, *ended)], version)
    units = _units(office)
    LedgerRow.objects.bulk_create(
        (
            LedgerRow(
                office=office,
                ledger=ledger.name,
                key=key,
                unit=units.get(str(rows[key].get(ledger.unit_column or "")), office),
                values=rows[key],
                since=version,
            )
            for key in (*added, *changed)
        ),
        batch_size=1000,
    )
    return version


def _standing(office: Unit, ledger: Ledger, keys: list[str] | None) -> Iterator[LedgerRow]:
    """The standing rows of these keys, or all."""
    rows = standing_rows(office, ledger.name)
    if keys is None:
        yield from rows
        return
    for start in range(0, len(keys), 500):
        yield from rows.filter(key__in=keys[start : start + 500])


def _end(rows: list[int], version: LedgerVersion) -> None:
    for start in range(0, len(rows), 500):
        LedgerRow.objects.filter(pk__in=rows[start : start + 500]).update(until=version)
