"""Shared reads. Whatever loads an object for someone authorises it in the same call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from bihuan.model import Severity
from bihuan.rectification import snapshot as core
from bihuan.rectification.gates import Decision, Gate
from bihuan.rectification.permissions import (
    PERMISSIONS,
    Action,
    Deed,
    allowed_at,
    visible_roots,
)
from bihuan.rectification.policies import POSSIBLE_IN, may, may_do
from bihuan.rectification.roles import Role
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step
from bihuan.web.models import (
    CheckBinding,
    Event,
    Evidence,
    Extension,
    Finding,
    Issue,
    Measure,
    Objection,
    Person,
    Remark,
    Report,
    Round,
    Unit,
    Waiver,
)

Row = TypeVar("Row", bound=Model)
Kept = TypeVar("Kept")


def unit_paths() -> dict[int, core.UnitPath]:
    """Every unit's place in the tree, in one query."""
    # Every page needs them all, and a recursive query takes ten times as long as this one.
    parents = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    return {pk: _path(pk, parents) for pk in parents}


def _path(pk: int | None, parents: Mapping[int, int | None]) -> core.UnitPath:
    return (*_path(parents[pk], parents), pk) if pk else ()


def paths_for(person: Person) -> dict[int, core.UnitPath]:
    """Every unit's place in the tree, read once for as long as the person's object lives."""
    return _kept(person, "_paths", unit_paths)


def actor_of(person: Person) -> core.Person:
    """A person as decisions see them; kept on the object for as long as it lives."""
    return _kept(person, "_actor", lambda: _actor(person, paths_for(person)))


def _kept(person: Person, name: str, read: Callable[[], Kept]) -> Kept:
    """What is read once a request; it lives on the request's person, so that none of it is old."""
    if not hasattr(person, name):
        setattr(person, name, read())
    kept: Kept = getattr(person, name)
    return kept


def actors(people: Iterable[Person]) -> list[core.Person]:
    """People as decisions see them."""
    paths = unit_paths()
    return [_actor(person, paths) for person in people]


def _actor(person: Person, paths: dict[int, core.UnitPath]) -> core.Person:
    grants = frozenset(
        core.Grant(Role(held.role), paths[held.unit_id]) for held in person.memberships.all()
    )
    deepest = max((grant.unit for grant in grants), key=len, default=())
    return core.Person(person.pk, paths.get(person.unit_id or 0, deepest), grants)


# What someone may see


def sees_all(person: Person) -> bool:
    """Whether the whole tree is someone's to see, so that nothing needs to be filtered."""
    return len(_visible_unit_ids(person)) == len(paths_for(person))


def visible_units(person: Person) -> QuerySet[Unit]:
    """The units whose rounds and people someone may see: their own and all below."""
    units: QuerySet[Unit] = Unit.objects.all()
    return units if sees_all(person) else units.filter(pk__in=_visible_unit_ids(person))


def _visible_unit_ids(person: Person) -> list[int]:
    return _kept(person, "_sees", lambda: _below(person, visible_roots(actor_of(person))))


def _below(person: Person, roots: Collection[core.UnitPath]) -> list[int]:
    paths = paths_for(person)
    return [pk for pk, path in paths.items() if any(core.is_within(path, r) for r in roots)]


def visible_rounds(person: Person) -> QuerySet[Round]:
    """The rounds someone may see: of the units they see, and those with a finding of theirs."""
    if sees_all(person):
        return Round.objects.all()
    mine = visible_findings(person).values("round")
    return Round.objects.filter(Q(unit__in=_visible_unit_ids(person)) | Q(pk__in=mine))


def visible_findings(person: Person) -> QuerySet[Finding]:
    """The findings someone may see: of the units that they see, or their own."""
    if sees_all(person):
        return Finding.objects.all()
    units = _visible_unit_ids(person)
    rounds = Round.objects.filter(unit__in=units).values("pk")
    # Subqueries that an index answers each, for joins would give a finding of two units twice.
    return Finding.objects.filter(Q(round__in=rounds) | Q(lead=person) | _named(person, units))


def _named(person: Person, units: Collection[int]) -> Q:
    """What names the person as owner, or one of the units."""
    of_units = Finding.units.through.objects.filter(unit__in=units).values("finding")
    of_person = Finding.owners.through.objects.filter(person=person).values("finding")
    return Q(pk__in=of_units) | Q(pk__in=of_person)


def visible_evidence(person: Person) -> QuerySet[Evidence]:
    """The evidence of the findings that someone may see."""
    return Evidence.objects.filter(finding__in=visible_findings(person))


def visible_events(person: Person) -> QuerySet[Event]:
    """The history of what someone may see."""
    return Event.objects.filter(
        Q(finding_id__in=visible_findings(person).values("pk"))
        | Q(finding_id=None, unit_id__in=visible_units(person).values("pk"))
    )


# Loading one object for someone: it isn't there where they may not see it


def get_round_for(person: Person, pk: int) -> Round:
    """A round that the person may see; Http404 otherwise."""
    return _one(visible_rounds(person).select_related("unit"), pk)


def get_finding_for(person: Person, pk: int) -> Finding:
    """A finding that the person may see, with what decisions and its page need; else Http404."""
    found = listed(visible_findings(person)).select_related(
        "submitted_by", "verified_by", "closed_by"
    )
    found = found.prefetch_related(
        "owners",
        Prefetch("measures", Measure.objects.select_related("reported_by")),
        Prefetch("waivers", Waiver.objects.select_related("given_by")),
        Prefetch("extensions", Extension.objects.select_related("asked_by", "answered_by")),
        Prefetch(
            "evidence",
            Evidence.objects.select_related(
                "blob", "added_by", "withdrawn_by", "replaces", "replaced_by"
            ),
        ),
        Prefetch("remarks", Remark.objects.select_related("answered_by", "copied")),
    )
    return _one(found, pk)


def get_evidence_for(person: Person, pk: int) -> Evidence:
    """A piece of evidence that the person may see; Http404 otherwise."""
    return _one(visible_evidence(person).select_related("finding__round__unit", "blob"), pk)


def visible_reports(person: Person) -> QuerySet[Report]:
    """The reports about the rounds of units that someone sees whole."""
    return Report.objects.filter(round__unit__in=visible_units(person)).select_related(
        "round__unit", "created_by", "approved_by"
    )


def get_report_for(person: Person, pk: int) -> Report:
    """A report that the person may see; Http404 otherwise."""
    return _one(visible_reports(person), pk)


def get_issue_for(person: Person, pk: int) -> Issue:
    """An issued version that the person may see; Http404 otherwise."""
    found = Issue.objects.filter(report__in=visible_reports(person).values("pk"))
    return _one(
        found.select_related(
            "report__round__unit", "prepared_by", "approved_by", "issued_by", "withdrawn_by"
        ),
        pk,
    )


def handled_objections(person: Person) -> QuerySet[Objection]:
    """The objections to notices of the units whose cases are someone's to handle."""
    grants = actor_of(person).grants
    roots = [grant.unit for grant in grants if grant.role in PERMISSIONS[Action.HANDLE_OBJECTION]]
    rows = Objection.objects.filter(issue__report__round__unit__in=_below(person, roots))
    rows = rows.select_related("issue__report__round__unit", "handler")
    return rows.defer(*(f"issue__{name}" for name in Issue.LONG))


def get_objection_for(person: Person, pk: int) -> Objection:
    """An objection that is someone's to handle; Http404 otherwise."""
    return _one(handled_objections(person), pk)


def public_issues() -> QuerySet[Issue]:
    """What anybody may read, today or on another day; never what was withdrawn."""
    return Issue.objects.filter(slug__isnull=False, withdrawn_at=None)


def get_public_issue(slug: str) -> Issue:
    """The public notice at an address, for anybody; Http404 where there is none."""
    found = public_issues().filter(slug=slug).select_related("report__round__unit").first()
    if found is None:
        raise Http404("没有这份公开信息，或者已经撤下。")
    return found


def listed(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with what a row of a list shows of them: the round's unit, the lead, the units."""
    return findings.select_related("round__unit", "lead").prefetch_related("units")


def whole(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with all that `snapshot_of` needs, in a fixed number of queries."""
    return listed(findings).prefetch_related(
        "owners", "measures", "waivers", "extensions", "evidence", "remarks", "bindings__outcome"
    )


def _one(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这一条，或者您无权查看。")
    return found


def last_change() -> int:
    """The number of the latest event: whatever was computed before it may have changed since."""
    return Event.objects.values_list("id", flat=True).first() or 0


# What someone may do


def allowed(person: Person, deed: Deed, unit: Unit) -> bool:
    """Whether someone may do something that concerns a unit as a whole."""
    # A unit that was added since the tree was read isn't in it.
    path = paths_for(person).get(unit.pk) or unit_paths()[unit.pk]
    return allowed_at(actor_of(person), deed, path)


def editable_in_rows(person: Person, findings: Iterable[Finding]) -> set[int]:
    """The findings whose rows someone may edit, as far as their roles and the status say.

    What else stands in the way is told when they try.
    """
    open_ = [finding for finding in findings if finding.status in POSSIBLE_IN[Action.EDIT]]
    units = {finding.round.unit for finding in open_}
    theirs = {unit.pk for unit in units if allowed(person, Action.EDIT, unit)}
    return {finding.pk for finding in open_ if finding.round.unit_id in theirs}


def decision(person: Person, step: Step, finding: Finding, reason: str = "") -> Decision:
    """What stands between a person and a step."""
    today = timezone.localdate()
    told = snapshot_of(finding, paths_for(person))
    return may(step, told, actor_of(person), today=today, reason=reason)


def decision_on(person: Person, action: Action, finding: Finding) -> Decision:
    """Whether a person may do something beside the steps, as the finding stands now."""
    return may_do(action, snapshot_of(finding, paths_for(person)), actor_of(person))


def possible(person: Person, finding: Finding) -> dict[Action, bool]:
    """Which actions a person may do as the finding stands now: all of them from one snapshot."""
    told, actor = snapshot_of(finding, paths_for(person)), actor_of(person)
    return {action: may_do(action, told, actor).allowed for action in Action}


def steps_from(person: Person, finding: Finding) -> dict[Step, Decision]:
    """What stands between a person and each step that leaves the finding's status."""
    told, actor, today = (
        snapshot_of(finding, paths_for(person)),
        actor_of(person),
        timezone.localdate(),
    )
    steps = [step for step in Step if told.status in TRANSITIONS[step].sources]
    return {step: may(step, told, actor, today=today) for step in steps}


def snapshot_of(finding: Finding, paths: dict[int, core.UnitPath] | None = None) -> core.Snapshot:
    """The frozen value that the core decides on; `paths` where they are at hand."""
    paths = paths or unit_paths()
    return core.Snapshot(
        id=finding.pk,
        level=core.Level(finding.level),
        inspected=paths[finding.round.unit_id],
        round=_dates(finding.round),
        responsible_units=tuple(paths[unit.pk] for unit in finding.units.all()),
        responsible_people=frozenset(person.pk for person in finding.owners.all()),
        lead=finding.lead_id,
        status=Status(finding.status),
        degree=Degree(finding.degree),
        cycle=finding.cycle,
        measures=tuple(map(_measure, finding.measures.all())),
        evidence_count=_evidence_count(finding),
        checks=tuple(map(_bound, finding.bindings.all())),
        unanswered_high_remarks=_standing_remarks(finding),
        submitter=finding.submitted_by_id,
        verifier=finding.verified_by_id,
        closer=finding.closed_by_id,
        closed_at=finding.closed_at,
        standing=finding.standing,
        next_review_on=finding.review_on,
        immediate=finding.immediate,
        transfer=_transfer(finding),
        deadline=finding.due,
        extensions=tuple(
            core.Extension(
                e.until, e.reason, e.asked_by_id, e.asked_at, e.cycle, e.granted,
                e.answered_by_id, e.answered_at, e.answer,
            )
            for e in finding.extensions.all()
        ),
        waivers=tuple(
            core.Waiver(Gate(w.gate), w.reason, w.given_by_id, w.given_at, w.cycle, w.subject)
            for w in finding.waivers.all()
        ),
    )  # fmt: skip


def _bound(binding: CheckBinding) -> core.BoundCheck:
    outcome = binding.outcome
    if outcome is None:
        return core.BoundCheck(binding.check_name, binding.title)
    status = core.CheckStatus(outcome.status)
    return core.BoundCheck(
        binding.check_name, binding.title, status, binding.shows, outcome.examined
    )


def _dates(round_: Round) -> core.RoundDates:
    return core.RoundDates(
        plan_due=round_.plan_due,
        immediate_until=round_.immediate_until,
        concentrated_until=round_.concentrated_until,
        report_due=round_.report_due,
    )


def _measure(row: Measure) -> core.Measure:
    outcomes: tuple[core.Outcome, ...] = ()
    if row.outcome:
        kind = core.OutcomeKind(row.outcome_type or core.OutcomeKind.OTHER)
        outcomes = (core.Outcome(kind, row.amount, row.outcome),)
    return core.Measure(row.pk, row.text, row.cycle, row.reported_at, outcomes)


def _evidence_count(finding: Finding) -> int:
    return sum(e.cycle == finding.cycle and e.withdrawn_at is None for e in finding.evidence.all())


def _standing_remarks(finding: Finding) -> int:
    here = (remark for remark in finding.remarks.all() if remark.cycle == finding.cycle)
    return sum(remark.stands and remark.severity == Severity.HIGH for remark in here)


def _transfer(finding: Finding) -> core.Transfer | None:
    if not finding.transferred_to:
        return None
    return core.Transfer(finding.transferred_to, finding.transfer_outcome)


# Each person's work


def own_findings(person: Person) -> QuerySet[Finding]:
    """The findings that are a person's to act on: named as owner, or of a unit they answer for."""
    grants = actor_of(person).grants
    units = [grant.unit[-1] for grant in grants if grant.role is Role.OWNER]
    return Finding.objects.filter(_named(person, units))


def findings_under(person: Person, deed: Deed) -> QuerySet[Finding]:
    """The findings of the rounds over which a person's roles allow something."""
    grants = actor_of(person).grants
    roots = [grant.unit for grant in grants if grant.role in PERMISSIONS[deed]]
    return Finding.objects.filter(round__unit__in=_below(person, roots))
