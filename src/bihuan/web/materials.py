"""Materials that an office collects: who sees which, and what the ledger says of each.

A person sees the materials of the units that they see, and those that they owe themselves. Of a
text that theirs is like and that they don't see they are shown the shared passages alone, and not
whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from bihuan.model import LeftoverKind
from bihuan.rectification.permissions import PERMISSIONS, Action
from bihuan.web.ledgers import kept, known_ledgers
from bihuan.web.models import (
    HandIn,
    MaterialTask,
    Obligation,
    Overlap,
    Person,
    Reference,
    Unit,
    UnitKind,
)
from bihuan.web.queries import actor_of, allowed, visible_units

LEDGER = "material_submission"
Status = Obligation.Status
_ELSEWHERE = {LeftoverKind.FOREIGN_PLACE, LeftoverKind.FOREIGN_UNIT}
REVIEWED = {Status.HANDED_IN: "待审", Status.RETURNED: "退回", Status.APPROVED: "通过"}


def kinds() -> tuple[str, ...]:
    """The kinds of material that the ledger knows."""
    return known_ledgers()[LEDGER].column("kind").constraints.enum


# What someone sees


def visible_obligations(person: Person) -> QuerySet[Obligation]:
    """The materials someone may see: of the units they see, and their own."""
    return Obligation.objects.filter(Q(unit__in=visible_units(person)) | Q(person=person))


def visible_tasks(person: Person) -> QuerySet[MaterialTask]:
    """The tasks of the offices someone sees, and those in which something is theirs."""
    mine = visible_obligations(person).values("task")
    return MaterialTask.objects.filter(Q(office__in=visible_units(person)) | Q(pk__in=mine))


def get_task_for(person: Person, pk: int) -> MaterialTask:
    """A task that the person may see; Http404 otherwise."""
    task = visible_tasks(person).select_related("office", "made_by").filter(pk=pk).first()
    if task is None:
        raise Http404("没有这项报送任务，或者您无权查看。")
    return task


def get_obligation_for(person: Person, pk: int) -> Obligation:
    """A material that the person may see, with its task; Http404 otherwise."""
    rows = visible_obligations(person).select_related("task__office", "unit", "person")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份材料，或者您无权查看。")
    return found


def sees_whole(person: Person, task: MaterialTask) -> bool:
    """Whether all of a task is someone's to see: who has handed in, and who is like whom."""
    return visible_units(person).filter(pk=task.office_id).exists()


def seen_whole(person: Person, overlaps: Iterable[Overlap]) -> set[int]:
    """The overlaps, by their number, of which the other text is someone's to see as a whole."""
    rows = list(overlaps)
    owed = {row.other.obligation_id for row in rows if row.other}
    offices = {row.reference.office_id for row in rows if row.reference}
    seen = visible_obligations(person).filter(pk__in=owed)
    theirs = set(seen.values_list("pk", flat=True))
    open_ = set(visible_units(person).filter(pk__in=offices).values_list("pk", flat=True))
    return {
        row.pk
        for row in rows
        if (row.other and row.other.obligation_id in theirs)
        or (row.reference and row.reference.office_id in open_)
    }


def source_name(overlap: Overlap, *, whole: bool) -> str:
    """What the other text is called: by its name where it is seen, else by where it comes from."""
    if overlap.reference:
        return f"{overlap.reference.get_kind_display()}《{overlap.reference.title}》"
    assert overlap.other
    other, task = overlap.other.obligation, overlap.hand_in.obligation.task
    if whole:
        return f"{other.who}《{other.task.title}》"
    if other.task_id == task.pk:
        return "本次报送的另一份材料"
    if other.task.office_id == task.office_id:
        return "本单位收过的另一份材料"
    return "其他乡镇的一份材料"


# What someone does


def may_collect(person: Person, task: MaterialTask) -> bool:
    """Whether someone judges what is handed in for a task, and changes who owes it."""
    return allowed(person, Action.COLLECT, task.office)


def may_hand_in(person: Person, obligation: Obligation) -> bool:
    """Whether someone hands a material in: for their unit, or because it is their own."""
    return obligation.person_id == person.pk or allowed(person, Action.HAND_IN, obligation.unit)


def offices_under(person: Person, action: Action) -> list[Unit]:
    """The counties and townships for which someone may do something."""
    offices = Unit.objects.filter(kind__in=[UnitKind.COUNTY, UnitKind.TOWNSHIP], active=True)
    found = offices.filter(pk__in=visible_units(person))
    return [unit for unit in found if allowed(person, action, unit)]


def owed_by(person: Person) -> QuerySet[Obligation]:
    """What waits for someone to hand in, as an owner of the unit or by their own name."""
    grants = actor_of(person).grants
    units = {grant.unit[-1] for grant in grants if grant.role in PERMISSIONS[Action.HAND_IN]}
    rows = Obligation.objects.filter(status__in=[Status.OWED, Status.RETURNED])
    mine = rows.filter(Q(person=person) | Q(person=None, unit__in=units))
    return mine.select_related("task", "unit", "person").order_by("task__due", "number")


def to_judge(person: Person) -> QuerySet[Obligation]:
    """What was handed in to the offices for which someone collects."""
    offices = [unit.pk for unit in offices_under(person, Action.COLLECT)]
    rows = Obligation.objects.filter(status=Status.HANDED_IN, task__office__in=offices)
    return rows.select_related("task", "unit", "person").order_by("handed_in_at")


# Versions, and what they are like


def with_versions(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Materials with their versions and what these are like, in a fixed number of queries."""
    overlaps = Overlap.objects.select_related(
        "other__obligation__task", "other__obligation__unit", "other__obligation__person",
        "reference",
    ).defer("passages")  # fmt: skip
    versions = HandIn.objects.select_related("handed_in_by", "judged_by", "blob__read")
    return obligations.select_related("task", "unit", "person").prefetch_related(
        Prefetch("hand_ins", versions.prefetch_related(Prefetch("overlaps", overlaps)))
    )


def latest(obligation: Obligation) -> HandIn | None:
    """The version that counts."""
    versions = list(obligation.hand_ins.all())
    return versions[-1] if versions else None


def nearest(hand_in: HandIn | None) -> Overlap | None:
    """What a version is most like, of what counts."""
    overlaps = hand_in.overlaps.all() if hand_in else ()
    return next((overlap for overlap in overlaps if overlap.counts), None)


def is_late(obligation: Obligation, today: date) -> bool:
    """Whether a material came after its day, or is missing now that the day is over."""
    came = obligation.handed_in_at
    return (timezone.localdate(came) if came else today) > obligation.task.due


# The ledger


def ledger_values(obligation: Obligation) -> dict[str, Any]:
    """What the ledger says of a material, but for the person's code, which the office writes.

    The similarity is the greatest share of the material's characters that one other text holds.
    The day it was handed in is the first one, for a returned material isn't late by being returned.
    """
    version = latest(obligation)
    like = nearest(version)
    came, back = obligation.handed_in_at, obligation.returned_at
    compared = version is not None and version.leftovers is not None
    hits = version.leftovers or () if version else ()
    values = {
        "material_id": obligation.code,
        "unit_code": obligation.unit.code or obligation.unit.name,
        "kind": obligation.task.kind,
        "due_date": obligation.task.due,
        "submit_date": timezone.localdate(came) if came else None,
        "review_result": REVIEWED.get(Status(obligation.status)),
        "return_date": timezone.localdate(back) if back else None,
        "return_count": obligation.returns if came else None,
        "similarity": _percent(like.share if like else 0) if compared else None,
        "similar_to": source_code(like) if like else None,
        "foreign_place_hits": sum(h["kind"] in _ELSEWHERE for h in hits) if compared else None,
    }
    return {name: kept(value) for name, value in values.items()}


def _percent(share: float) -> Decimal:
    # Down, so that what falls short of a check's limit isn't rounded up to it.
    return Decimal(share * 100).quantize(Decimal("0.1"), ROUND_DOWN)


def source_code(overlap: Overlap) -> str:
    """How the ledger names the text that a material is like."""
    if overlap.reference:
        return overlap.reference.code
    assert overlap.other
    return overlap.other.obligation.code


# What is compared with what


def waiting_tasks() -> QuerySet[MaterialTask]:
    """The tasks to which something has come since their last comparison."""
    due = MaterialTask.objects.exclude(changed_at=None).exclude(compared_to=F("changed_at"))
    return due.select_related("office").order_by("changed_at")


def current(task: MaterialTask) -> list[HandIn]:
    """The versions of a task's materials that count, in the order in which they came."""
    return _latest(HandIn.objects.filter(obligation__task=task))


def elsewhere(task: MaterialTask) -> list[HandIn]:
    """The versions that count of the same kind of material in the whole county, of any year."""
    county = task.office.ancestors(include_self=True).first()
    below = county.descendants(include_self=True)
    rows = HandIn.objects.filter(
        obligation__task__kind=task.kind, obligation__task__office__in=below
    )
    return _latest(rows.exclude(obligation__task=task))


def _latest(rows: QuerySet[HandIn]) -> list[HandIn]:
    found = {row.obligation_id: row for row in rows.select_related("blob").order_by("number")}
    return sorted(found.values(), key=lambda row: (row.handed_in_at, row.pk))


def references_for(office: Unit) -> list[Reference]:
    """The reference texts of an office and of those above it."""
    above = office.ancestors(include_self=True)
    rows = Reference.objects.filter(office__in=above, withdrawn_at=None)
    return list(rows.select_related("blob").order_by("pk"))
