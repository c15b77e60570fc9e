"""Shared reads. Whatever loads an object for someone authorises it in the same call."""

from __future__ import annotations

from typing import TypeVar


from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from bihuan.rectification.permissions import MAY, Act, Actor, Office, Role, UnitPath, may, visible_roots
from bihuan.rectification.policies import Block, blocks, is_own
from bihuan.rectification.snapshot import FindingState, MeasureState
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.models import Event, Evidence, Finding, Person, Round, Unit


Row = TypeVar("Row", bound=Model)


def unit_path(unit: Unit) -> UnitPath:
    """A unit's place in the tree, from the root down to itself."""
    path: UnitPath = tuple(Unit.objects.with_tree_fields().get(pk=unit.pk).tree_path)
    return path


def unit_paths() -> dict[int, UnitPath]:
    """Every unit's place in the tree, in one query."""
    return {unit.pk: tuple(unit.tree_path) for unit in Unit.objects.with_tree_fields()}


def actor_of(person: Person) -> Actor:
    """A person as decisions see them; kept on the person for the rest of the request."""
    known: Actor | None = getattr(person, "_actor", None)
    if known is None:
        held = list(person.memberships.values_list("role", "unit_id"))
        paths = unit_paths() if held else {}
        known = Actor(person.pk, tuple(Office(Role(role), paths[unit]) for role, unit in held))
        person._actor = known  # type: ignore[attr-defined]
    return known


# What someone may see


def visible_units(person: Person) -> QuerySet[Unit]:
    """The units whose rounds and people someone may see: their own and all below."""
    roots = visible_roots(actor_of(person).offices)
    paths = unit_paths() if roots else {}
    seen = [pk for pk, path in paths.items() if any(path[: len(r)] == r for r in roots)]
    return Unit.objects.filter(pk__in=seen)


def visible_rounds(person: Person) -> QuerySet[Round]:
    """The rounds someone may see: of the units they see, and those with a finding of their own."""
    return Round.objects.filter(
        Q(unit__in=visible_units(person))
        | Q(findings__owners=person)
        | Q(findings__lead=person)
        | Q(findings__units__in=visible_units(person))
    ).distinct()


def visible_findings(person: Person) -> QuerySet[Finding]:
    """The findings someone may see: of the units that they see, or their own."""
    units = visible_units(person)
    return Finding.objects.filter(
        Q(round__unit__in=units) | Q(units__in=units) | Q(owners=person) | Q(lead=person)
    ).distinct()


def visible_evidence(person: Person) -> QuerySet[Evidence]:
    """The evidence of the findings that someone may see."""
    return Evidence.objects.filter(finding__in=visible_findings(person))


def visible_events(person: Person) -> QuerySet[Event]:
    """The history of the rounds that someone may see."""
    return Event.objects.filter(
        Q(round_id__in=visible_rounds(person).values("pk"))
        | Q(unit_id__in=visible_units(person).values("pk"))
    )


# Loading one object for someone: it isn't there where they may not see it


def get_round_for(person: Person, pk: int) -> Round:
    """A round that the person may see; Http404 otherwise."""
    return _one(visible_rounds(person).select_related("unit"), pk)


def get_finding_for(person: Person, pk: int) -> Finding:
    """A finding that the person may see, with its round and people; Http404 otherwise."""
    findings = visible_findings(person).select_related("round__unit", "lead")
    return _one(findings.prefetch_related("units", "owners", "measures", "waivers"), pk)


def get_evidence_for(person: Person, pk: int) -> Evidence:
    """A piece of evidence that the person may see; Http404 otherwise."""
    return _one(visible_evidence(person).select_related("finding__round__unit", "blob"), pk)


def _one(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这一条，或者您无权查看。")
    return found


# What someone may do


def allowed(person: Person, act: Act, unit: Unit) -> bool:
    """Whether someone may do something for a unit's rounds."""
    return may(actor_of(person), act, unit_path(unit))


def allowed_on(person: Person, act: Act, finding: Finding) -> bool:
    """Whether someone may do something with a finding, which may be their own."""
    snapshot = snapshot_of(finding)
    actor = actor_of(person)
    return may(actor, act, snapshot.unit, own=is_own(snapshot, actor))


def blocks_of(step: Step, finding: Finding, person: Person, reason: str = "") -> tuple[Block, ...]:
    """What stands between a person and a step."""
    today = timezone.localdate()
    return blocks(step, snapshot_of(finding), actor_of(person), reason=reason, today=today)


def snapshot_of(finding: Finding) -> FindingState:
    """The frozen value that the core decides on."""
    paths = unit_paths()
    return FindingState(
        status=Status(finding.status),
        degree=Degree(finding.degree),
        unit=paths[finding.round.unit_id],
        units=tuple(paths[unit.pk] for unit in finding.units.all()),
        owners=frozenset(person.pk for person in finding.owners.all()),
        lead=finding.lead_id,
        measures=tuple(
            MeasureState(bool(m.outcome), m.reported_at) for m in finding.measures.all()
        ),
        evidence=finding.evidence.filter(cycle=finding.cycle, withdrawn_at=None).count(),
        submitter=finding.submitted_by_id,
        verifier=finding.verified_by_id,
        standing=finding.standing,
        review_on=finding.review_on,
        transferred_to=finding.transferred_to,
        transfer_outcome=finding.transfer_outcome,
        waived=frozenset(w.gate for w in finding.waivers.all() if w.cycle == finding.cycle),
    )


# Each person's work


def own_findings(person: Person) -> QuerySet[Finding]:
    """The findings that are a person's to act on: owned, led, or of a unit of theirs."""
    own = Q(owners=person) | Q(lead=person)
    units = [office.unit[-1] for office in actor_of(person).offices if office.role is Role.OWNER]
    return Finding.objects.filter(own | Q(units__in=units)).distinct()


def findings_under(person: Person, act: Act) -> QuerySet[Finding]:
    """The findings of the units over which a person's offices allow something."""
    paths = unit_paths()
    roots = [office.unit for office in actor_of(person).offices if act in MAY[office.role]]
    units = [pk for pk, path in paths.items() if any(path[: len(r)] == r for r in roots)]
    return Finding.objects.filter(round__unit__in=units)
