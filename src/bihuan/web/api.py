"""The API: the same reads, actions and permissions as the pages, with a token a person."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, ModelSchema, NinjaAPI, Schema
from ninja.files import UploadedFile
from ninja.pagination import LimitOffsetPagination, paginate
from ninja.security import HttpBearer

from bihuan.errors import UserError
from bihuan.rectification.status import Degree, Step
from bihuan.web.actions import findings as actions
from bihuan.web.actions.evidence import add_evidence
from bihuan.web.actions.recording import Conflict
from bihuan.web.ledger_api import router as ledgers_and_checks
from bihuan.web.models import Event, Evidence, Finding, Person, Round, Token, Unit
from bihuan.web.queries import (
    get_finding_for,
    get_round_for,
    visible_events,
    visible_evidence,
    visible_findings,
    visible_rounds,
    visible_units,
)


class TokenAuth(HttpBearer):
    """Authorization: Bearer KEY, the key made on the account page."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The person whose key it is, or None, which is answered with 401."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        found = Token.objects.select_related("person").filter(digest=digest).first()
        if found is None or not found.person.is_active:
            return None
        Token.objects.filter(pk=found.pk).update(used_at=timezone.now())
        request.user = found.person
        return found.person


api = NinjaAPI(title="闭环", version="1", auth=TokenAuth(), docs_url=None)


@api.exception_handler(UserError)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """What a person can mend, as one sentence."""
    status = 409 if isinstance(error, Conflict) else 400
    return api.create_response(request, {"detail": str(error)}, status=status)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


class UnitOut(ModelSchema):
    """A unit."""

    parent_id: int | None

    class Meta:
        model = Unit
        fields = ["id", "name", "kind", "active"]


class RoundOut(ModelSchema):
    """A round."""

    unit_id: int

    class Meta:
        model = Round
        fields = ["id", "name", "inspector", "inspected_from", "inspected_to", "feedback_date",
                  "plan_due", "concentrated_until", "report_due", "version"]  # fmt: skip


class MeasureOut(Schema):
    """A measure with its outcome."""

    id: int
    text: str
    outcome: str
    outcome_type: str
    amount: float | None


class FindingOut(ModelSchema):
    """A finding in its current cycle."""

    round_id: int
    lead_id: int | None
    unit_ids: list[int]
    owner_ids: list[int]
    measures: list[MeasureOut]

    class Meta:
        model = Finding
        fields = ["id", "number", "area", "group", "problem", "response", "goal", "level",
                  "category", "status", "degree", "cycle", "immediate", "standing", "review_on",
                  "due", "transferred_to", "transfer_outcome", "submitted_at", "verified_at",
                  "closed_at", "returns", "version"]  # fmt: skip

    @staticmethod
    def resolve_unit_ids(row: Finding) -> list[int]:
        """The responsible units."""
        return [unit.pk for unit in row.units.all()]

    @staticmethod
    def resolve_owner_ids(row: Finding) -> list[int]:
        """The responsible people."""
        return [person.pk for person in row.owners.all()]


class EvidenceOut(ModelSchema):
    """A piece of evidence; the digest is the file's SHA-256."""

    finding_id: int
    digest: str
    size: int

    class Meta:
        model = Evidence
        fields = ["id", "cycle", "name", "note", "added_at", "taken_at", "withdrawn_at",
                  "withdrawn_because"]  # fmt: skip

    @staticmethod
    def resolve_digest(row: Evidence) -> str:
        """The stored file's name."""
        return row.blob_id

    @staticmethod
    def resolve_size(row: Evidence) -> int:
        """Bytes."""
        return row.blob.size


class EventOut(ModelSchema):
    """One change."""

    class Meta:
        model = Event
        fields = ["id", "at", "verb", "person_id", "person_name", "unit_id", "round_id",
                  "finding_id", "subject", "subject_id", "label", "reason", "before",
                  "after"]  # fmt: skip


@api.get("/units", response=list[UnitOut])
@paginate(LimitOffsetPagination)
def units(request: HttpRequest) -> QuerySet[Unit]:
    """The units that the person may see."""
    return visible_units(_person(request)).order_by("pk")


@api.get("/rounds", response=list[RoundOut])
@paginate(LimitOffsetPagination)
def rounds(request: HttpRequest) -> QuerySet[Round]:
    """The rounds that the person may see."""
    return visible_rounds(_person(request)).order_by("pk")


@api.get("/rounds/{pk}", response=RoundOut)
def one_round(request: HttpRequest, pk: int) -> Round:
    """One round."""
    return get_round_for(_person(request), pk)


def _whole(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.prefetch_related("units", "owners", "measures")


@api.get("/findings", response=list[FindingOut])
@paginate(LimitOffsetPagination)
def findings(
    request: HttpRequest, round: int | None = None, status: str | None = None
) -> QuerySet[Finding]:
    """The findings that the person may see, of a round or state if given."""
    rows = visible_findings(_person(request))
    rows = rows.filter(round_id=round) if round is not None else rows
    rows = rows.filter(status=status) if status is not None else rows
    return _whole(rows).order_by("pk")


@api.get("/findings/{pk}", response=FindingOut)
def one_finding(request: HttpRequest, pk: int) -> Finding:
    """One finding."""
    return get_finding_for(_person(request), pk)


class StepIn(Schema):
    """A step: assign, submit, verify, return, close or reopen."""

    step: Step
    reason: str = ""
    version: int | None = None


@api.post("/findings/{pk}/steps", response=FindingOut)
def take_step(request: HttpRequest, pk: int, payload: StepIn) -> Finding:
    """Takes a step of the finding's life."""
    row = get_finding_for(_person(request), pk)
    actions.take_step(
        row, payload.step, by=_person(request), reason=payload.reason, seen=payload.version
    )
    return get_finding_for(_person(request), pk)


class ProgressIn(Schema):
    """How far the rectification has come."""

    degree: Degree
    version: int | None = None


@api.post("/findings/{pk}/progress", response=FindingOut)
def progress(request: HttpRequest, pk: int, payload: ProgressIn) -> Finding:
    """Notes how far the rectification has come."""
    row = get_finding_for(_person(request), pk)
    actions.report_progress(row, by=_person(request), degree=payload.degree, seen=payload.version)
    return get_finding_for(_person(request), pk)


@api.get("/findings/{pk}/evidence", response=list[EvidenceOut])
def evidence(request: HttpRequest, pk: int) -> QuerySet[Evidence]:
    """A finding's evidence."""
    finding = get_finding_for(_person(request), pk)
    return finding.evidence.select_related("blob").order_by("pk")


@api.post("/findings/{pk}/evidence", response={201: EvidenceOut})
def hand_in(
    request: HttpRequest, pk: int, file: File[UploadedFile], note: str = ""
) -> tuple[int, Evidence]:
    """Hands in a file as evidence."""
    finding = get_finding_for(_person(request), pk)
    piece = add_evidence(
        finding, by=_person(request), name=file.name or "", chunks=file.chunks(), note=note
    )
    return 201, piece


@api.get("/evidence/{pk}", response=EvidenceOut)
def one_evidence(request: HttpRequest, pk: int) -> Evidence:
    """One piece of evidence."""
    row = visible_evidence(_person(request)).filter(pk=pk).select_related("blob").first()
    if row is None:
        raise Http404
    return row


@api.get("/events", response=list[EventOut])
@paginate(LimitOffsetPagination)
def events(request: HttpRequest, after: int = 0) -> QuerySet[Event]:
    """The history that the person may see, oldest first, from an id on."""
    return visible_events(_person(request)).filter(pk__gt=after).order_by("pk")


api.add_router("", ledgers_and_checks)
