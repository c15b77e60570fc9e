"""An office's ledgers: which there are, their rows for someone, and as tables for the checks."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404

from bihuan.ledgers import Column, Ledger, Loading, catalogue, create_tables
from bihuan.rectification.permissions import Action, visible_roots
from bihuan.web.models import Appeal, LedgerRow, LedgerVersion, Person, Unit, UnitKind
from bihuan.web.queries import actor_of, allowed, visible_units

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Values = dict[str, Any]
MASK = "•••"
APPEALS = frozenset({"petition", "talk_hall"})
"""The ledgers of what residents bring: who brought it is shown to its handler alone."""


def known_ledgers() -> dict[str, Ledger]:
    """The catalogue, with what the home folder adds."""
    return catalogue(settings.HOME.root)


def get_ledger(name: str) -> Ledger:
    """The ledger of this name; Http404 where there is none."""
    try:
        return known_ledgers()[name]
    except KeyError as error:
        raise Http404("没有这种台账。") from error


def offices_for(person: Person) -> QuerySet[Unit]:
    """The units that keep ledgers: those that someone sees, and the one above their own units.

    Of the latter they see the rows of their own units alone.
    """
    offices = Unit.objects.filter(kind__in=[UnitKind.COUNTY, UnitKind.TOWNSHIP], active=True)
    known = set(offices.values_list("pk", flat=True))
    nearest = {
        next((pk for pk in reversed(root) if pk in known), None)
        for root in visible_roots(actor_of(person))
    }
    found: QuerySet[Unit] = offices.filter(
        Q(pk__in=visible_units(person)) | Q(pk__in=nearest - {None})
    )
    return found


def get_office_for(person: Person, pk: int) -> Unit:
    """An office that someone sees; Http404 otherwise."""
    office = offices_for(person).filter(pk=pk).first()
    if office is None:
        raise Http404("没有这个单位，或者您无权查看。")
    return office


def standing_rows(office: Unit, ledger: str) -> QuerySet[LedgerRow]:
    """The rows of an office's ledger as they stand now."""
    return LedgerRow.objects.filter(office=office, ledger=ledger, until=None)


def text_of(column: str) -> Cast:
    """A column's value as text, for comparing days in the database."""
    # Without the cast Django compares as JSON. SQLite has 'null' for nothing, after every day.
    return Cast(KT(f"values__{column}"), TextField())


def rows_for(person: Person, office: Unit, ledger: str) -> QuerySet[LedgerRow]:
    """The standing rows of the units that someone sees."""
    return standing_rows(office, ledger).filter(unit__in=visible_units(person))


def matching(rows: QuerySet[LedgerRow], ledger: Ledger, words: str) -> QuerySet[LedgerRow]:
    """The rows in which these words stand: in a text that isn't sensitive, or the unit's name."""
    if not words:
        return rows
    found = Q(unit__name__icontains=words)
    for column in ledger.fields:
        # What is masked must not be found out by searching for it.
        if column.type == "string" and not column.sensitive:
            found |= Q(**{f"values__{column.name}__icontains": words})
    return rows.filter(found)


def may_see_sensitive(person: Person, row: LedgerRow) -> bool:
    """Whether somebody works on the row, so that its sensitive columns are theirs to see.

    An appeal's are its handler's alone, once it has one.
    """
    if row.ledger in APPEALS:
        appeal = Appeal.objects.filter(office=row.office_id, ledger=row.ledger, key=row.key).first()
        if appeal and appeal.handler_id:
            return appeal.handler_id == person.pk
    return allowed(person, Action.FILL_LEDGER, row.unit)


def shown_values(
    person: Person, ledger: Ledger, row: LedgerRow, *, listed: bool = False
) -> list[tuple[Column, str]]:
    """The row's values as someone may see them; in a list nobody sees who brought an appeal."""
    masked = any(column.sensitive for column in ledger.fields) and (
        (listed and ledger.name in APPEALS) or not may_see_sensitive(person, row)
    )
    return [
        (column, MASK if masked and column.sensitive else shown(row.values.get(column.name)))
        for column in ledger.fields
    ]


def shown(value: object) -> str:
    """A kept value as a person writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def data_at(office: Unit, names: Iterable[str]) -> datetime | None:
    """When any of these ledgers was last changed; None where none has ever been."""
    versions = LedgerVersion.objects.filter(office=office, ledger__in=names)
    moment: datetime | None = versions.aggregate(at=Max("made_at"))["at"]
    return moment


def tables(office: Unit, names: Iterable[str]) -> DuckDBPyConnection:
    """A table for every ledger; those named hold the office's standing rows.

    Each row's `_row` is its number among the LedgerRows.
    """
    known = known_ledgers()
    connection = create_tables(known)
    with tempfile.TemporaryDirectory(prefix="bihuan-") as folder:
        for name in names:
            if name in known:
                _fill(connection, known[name], office, Path(folder) / f"{name}.csv")
    return connection


def _fill(connection: DuckDBPyConnection, ledger: Ledger, office: Unit, path: Path) -> None:
    names = [column.name for column in ledger.fields]
    rows = standing_rows(office, ledger.name).values_list("pk", "values").iterator(5000)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([pk, *(values.get(name) for name in names)] for pk, values in rows)
    if path.stat().st_size == 0:
        return
    kinds = ", ".join(f"'{name}': 'VARCHAR'" for name in ("_row", *names))
    casts = ", ".join(f'CAST("{c.name}" AS {c.sql_type})' for c in ledger.fields)
    connection.execute(
        f"INSERT INTO {ledger.name} SELECT {casts}, 0, CAST(_row AS BIGINT) FROM read_csv($path,"
        f" columns={{{kinds}}}, auto_detect=false, header=false, delim=',', quote='\"',"
        " escape='\"', nullstr='')",
        {"path": str(path)},
    )


def loaded_rows(loading: Loading, ledger: Ledger) -> dict[str, Values]:
    """The rows of a loaded ledger by their key, as they are kept."""
    names = ", ".join(f'"{column.name}"' for column in ledger.fields)
    found = loading.connection.execute(f"SELECT {names} FROM {ledger.name} ORDER BY rowid")
    columns = [column.name for column in ledger.fields]
    rows = (
        {name: kept(value) for name, value in zip(columns, row, strict=True)}
        for row in found.fetchall()
    )
    return {key_of(ledger, values): values for values in rows}


def kept(value: object) -> object:
    """A value as it is kept: days, times and decimals as text."""
    match value:
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return value


def key_of(ledger: Ledger, values: Mapping[str, Any]) -> str:
    """The row's primary key as it is kept."""
    return json.dumps([values[name] for name in ledger.key], ensure_ascii=False)
