"""Ledgers and checks in the API: the same rows, masks and permissions as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.pagination import LimitOffsetPagination, paginate

from bihuan.rectification.permissions import Action
from bihuan.web.actions.ledgers import accept_intake, begin_intake
from bihuan.web.checks import get_check, known_checks, latest_outcomes, outcomes_of, rows_for
from bihuan.web.ledgers import (
    get_ledger,
    get_office_for,
    known_ledgers,
    matching,
    offices_for,
    shown_values,
)
from bihuan.web.ledgers import rows_for as ledger_rows
from bihuan.web.models import CheckOutcome, LedgerIntake, LedgerRow, LedgerVersion, Person
from bihuan.web.queries import allowed

router = Router(tags=["ledgers and checks"])


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


class ColumnOut(Schema):
    """A ledger's column; sensitive ones are masked for whoever doesn't work on the row."""

    name: str
    title: str
    type: str
    unit: str | None
    required: bool
    enum: list[str]
    sensitive: bool


class LedgerOut(Schema):
    """A ledger as the office defines it."""

    name: str
    title: str
    description: str
    kind: str
    key: list[str]
    columns: list[ColumnOut]


class RowOut(Schema):
    """A row as it stands now; `values` as on the page, "•••" where the person may not see one."""

    id: int
    unit_id: int
    version: int
    values: dict[str, str]


class VersionOut(Schema):
    """One change of a ledger."""

    number: int
    kind: str
    name: str
    reason: str
    made_at: datetime
    added: int
    changed: int
    removed: int


class IntakeOut(Schema):
    """A file's dry run: by ledger what it would add, change and leave, and what wasn't read."""

    id: int
    name: str
    accepted_at: datetime | None
    summary: list[dict[str, Any]]


class OutcomeOut(Schema):
    """A check with its latest result; `status` is None where it never ran."""

    check: str
    title: str
    severity: str
    status: str | None = None
    row_count: int = 0
    message: str = ""
    reason: str = ""
    as_of: date | None = None
    run_at: datetime | None = None


class ResultOut(OutcomeOut):
    """A check's latest result with its rows, masked as on the page."""

    columns: list[str] = []
    rows: list[list[str]] = []


@router.get("/offices", response=list[dict[str, Any]], summary="Units that keep ledgers")
def offices(request: HttpRequest) -> list[dict[str, Any]]:
    """The units whose ledgers the person sees, as id and name."""
    return [{"id": unit.pk, "name": unit.name} for unit in offices_for(_person(request))]


@router.get("/ledgers", response=list[LedgerOut])
# ninja takes the request by this name.
def ledgers(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """All ledgers that there are."""
    return [
        {
            "name": ledger.name,
            "title": ledger.title,
            "description": ledger.description,
            "kind": ledger.kind,
            "key": list(ledger.key),
            "columns": [
                {
                    "name": column.name,
                    "title": column.title,
                    "type": column.type,
                    "unit": column.unit,
                    "required": column.constraints.required,
                    "enum": list(column.constraints.enum),
                    "sensitive": column.sensitive,
                }
                for column in ledger.fields
            ],
        }
        for ledger in known_ledgers().values()
    ]


class Page(LimitOffsetPagination):
    """Limit and offset; a page's rows are masked for the person who asks."""

    def paginate_queryset(
        self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any
    ) -> Any:
        """The page's rows, each as the person may see it."""
        found = super().paginate_queryset(queryset, pagination, request=request, **params)
        found["items"] = [_row(_person(request), row) for row in found["items"]]
        return found


def _row(person: Person, row: LedgerRow) -> dict[str, Any]:
    values = shown_values(person, get_ledger(row.ledger), row, listed=True)
    return {
        "id": row.pk,
        "unit_id": row.unit_id,
        "version": row.since.number,
        "values": {column.name: value for column, value in values},
    }


@router.get("/offices/{office}/ledgers/{name}/rows", response=list[RowOut])
@paginate(Page)
def rows(request: HttpRequest, office: int, name: str, q: str = "") -> QuerySet[LedgerRow]:
    """The standing rows of the units that the person sees; `q` searches what isn't sensitive."""
    person = _person(request)
    ledger = get_ledger(name)
    found = ledger_rows(person, get_office_for(person, office), name)
    return matching(found, ledger, q).select_related("unit", "since").order_by("pk")


@router.get("/offices/{office}/ledgers/{name}/versions", response=list[VersionOut])
@paginate(LimitOffsetPagination)
def versions(request: HttpRequest, office: int, name: str) -> QuerySet[LedgerVersion]:
    """A ledger's versions, the latest first."""
    get_ledger(name)
    unit = get_office_for(_person(request), office)
    return LedgerVersion.objects.filter(office=unit, ledger=name)


@router.post("/offices/{office}/intakes", response={201: IntakeOut})
def hand_in(
    request: HttpRequest, office: int, file: File[UploadedFile]
) -> tuple[int, LedgerIntake]:
    """Reads a file of ledgers as a dry run; nothing of it counts until it is accepted."""
    person = _person(request)
    unit = get_office_for(person, office)
    return 201, begin_intake(by=person, office=unit, name=file.name or "", chunks=file.chunks())


class AcceptIn(Schema):
    """`replace`: the file is all there is, and rows that it lacks end."""

    replace: bool = False


@router.post("/intakes/{pk}/accept", response=list[VersionOut])
def accept(request: HttpRequest, pk: int, payload: AcceptIn) -> list[LedgerVersion]:
    """Brings a file in after its dry run; gives the versions that it made."""
    person = _person(request)
    found = LedgerIntake.objects.filter(pk=pk, office__in=offices_for(person)).first()
    if found is None or not allowed(person, Action.FILL_LEDGER, found.office):
        raise Http404("没有这份文件，或者您无权查看。")
    return accept_intake(found, by=person, replace=payload.replace)


@router.get("/offices/{office}/checks", response=list[OutcomeOut])
def checks(request: HttpRequest, office: int, status: str | None = None) -> list[dict[str, Any]]:
    """Every check with its latest result in the office, of one status if given."""
    unit = get_office_for(_person(request), office)
    known = known_checks(unit)
    latest = latest_outcomes(unit, known)
    found = [
        {"check": name, "title": check.title, "severity": check.severity, **_result(latest[name])}
        if name in latest
        else {"check": name, "title": check.title, "severity": check.severity}
        for name, check in known.items()
    ]
    return [one for one in found if status in (None, one.get("status"))]


def _result(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "row_count": outcome.row_count,
        "message": outcome.message,
        "reason": outcome.reason,
        "as_of": outcome.run.as_of,
        "run_at": outcome.run.started_at,
    }


@router.get("/offices/{office}/checks/{name}", response=ResultOut)
def one_check(request: HttpRequest, office: int, name: str) -> dict[str, Any]:
    """One check's latest result with the rows that the person may see, 500 at most."""
    person = _person(request)
    unit = get_office_for(person, office)
    check = get_check(unit, name)
    told = {"check": name, "title": check.title, "severity": check.severity}
    outcome = outcomes_of(unit, name).select_related("run").first()
    if outcome is None:
        return told
    unmasked = allowed(person, Action.RUN_CHECKS, unit)
    shown = rows_for(person, unit, outcome, check, unmasked=unmasked)
    return told | _result(outcome) | {"columns": outcome.columns, "rows": [row for _, row in shown]}
