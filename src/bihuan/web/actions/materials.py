"""Materials: asked for, handed in, returned with a reason, handed in again, approved.

Every version is kept. Each change tells the ledger `material_submission`, and what came is compared
in the background.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from bihuan.rectification.permissions import Action
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.ledgers import end_rows, keep_rows
from bihuan.web.actions.recording import Conflict, Refused, changing, created, record, state
from bihuan.web.bell import ring
from bihuan.web.materials import (
    LEDGER,
    kinds,
    latest,
    ledger_values,
    may_collect,
    may_hand_in,
    with_versions,
)
from bihuan.web.models import (
    Blob,
    HandIn,
    LedgerVersion,
    MaterialTask,
    Obligation,
    Person,
    Reference,
    Unit,
)
from bihuan.web.queries import allowed

Status, Verdict = Obligation.Status, HandIn.Verdict
Owed = tuple[Unit, Person | None]
"""Who owes something: a unit, or one person of it."""


# Tasks


def make_task(
    *, by: Person, office: Unit, kind: str, title: str, due: date, note: str, owed: Iterable[Owed]
) -> MaterialTask:
    """Asks units or people for a kind of material by a day."""
    _require(by, Action.COLLECT, office)
    if kind not in kinds():
        raise Refused("请选择材料类型。")
    title = _title(office, title)
    task = MaterialTask(
        office=office, kind=kind, title=title, due=due, note=note.strip(), made_by=by
    )
    with transaction.atomic():
        created(task, "material_asked", by=by)
        add_obligations(task, by=by, owed=owed)
    return task


def edit_task(
    task: MaterialTask, *, by: Person, title: str, due: date, note: str, seen: int | None = None
) -> None:
    """Changes a task's name, day and words."""
    _require_collector(by, task)
    if title.strip() != task.title:
        title = _title(task.office, title)
    with transaction.atomic():
        with changing(task, "material_task_edited", by=by, seen=seen) as row:
            row.title, row.due, row.note = title.strip(), due, note.strip()
        tell_ledger(task.obligations.all(), by=by)


def _title(office: Unit, title: str) -> str:
    if not title.strip():
        raise Refused("请写明任务的名称。")
    if MaterialTask.objects.filter(office=office, title=title.strip()).exists():
        raise Refused(f"{office}已有名为“{title.strip()}”的报送任务，请换一个名称。")
    return title.strip()


def add_obligations(task: MaterialTask, *, by: Person, owed: Iterable[Owed]) -> None:
    """Has more units or people owe a task's material; those who do already are passed over."""
    _require_collector(by, task)
    below = set(task.office.descendants(include_self=True).values_list("pk", flat=True))
    with transaction.atomic():
        MaterialTask.objects.select_for_update().get(pk=task.pk)
        known = {
            _owing(o.unit, o.person) for o in task.obligations.select_related("unit", "person")
        }
        number = task.obligations.aggregate(last=Max("number"))["last"] or 0
        for unit, person in owed:
            if unit.pk not in below:
                raise Refused(f"{unit}不是{task.office}或其下级单位。")
            if _owing(unit, person) in known:
                continue
            known.add(_owing(unit, person))
            number += 1
            row = Obligation(task=task, number=number, unit=unit, person=person)
            created(row, "material_owed", by=by)
        if not number:
            raise Refused("请选择报送的单位或人员。")
        tell_ledger(task.obligations.all(), by=by)


def _owing(unit: Unit, person: Person | None) -> tuple[str, int]:
    return ("person", person.pk) if person else ("unit", unit.pk)


def drop_obligation(obligation: Obligation, *, by: Person) -> None:
    """Takes a material that nothing was handed in for off the task."""
    _require_collector(by, obligation.task)
    with transaction.atomic():
        row = Obligation.objects.select_for_update().get(pk=obligation.pk)
        if row.status != Status.OWED:
            raise Refused("已经报送过的材料不能移出，可以退回。")
        record(row, "material_dropped", by=by, before=state(row))
        end_rows(
            LedgerVersion.Kind.MATERIALS,
            by=by,
            office=row.task.office,
            ledger=LEDGER,
            rows=[ledger_values(row)],
            reason="不再报送",
        )
        row.delete()


# What is handed in, and what becomes of it


def hand_in(obligation: Obligation, *, by: Person, name: str, chunks: Iterable[bytes]) -> HandIn:
    """Keeps a file as the material's next version.

    Refused for a file of a kind that isn't taken, the same file as before, and once approved.
    """
    if not may_hand_in(by, obligation):
        raise Refused("这份材料不由您报送。")
    name = plain_name(name)
    blob = store_file(name, chunks)
    with transaction.atomic():
        with changing(obligation, "material_handed_in", by=by) as row:
            version = _next_version(row, by=by, name=name, blob=blob)
            row.status = Status.HANDED_IN
            row.handed_in_at = row.handed_in_at or version.handed_in_at
        _compare_anew(MaterialTask.objects.filter(pk=obligation.task_id))
        tell_ledger(Obligation.objects.filter(pk=obligation.pk), by=by)
    return version


def _next_version(obligation: Obligation, *, by: Person, name: str, blob: Blob) -> HandIn:
    if obligation.status == Status.APPROVED:
        raise Refused("这份材料已经通过，不能再报。")
    before = latest(obligation)
    if before and before.blob_id == blob.pk:
        raise Refused(f"“{name}”和上一版是同一个文件，没有收下。")
    number = before.number + 1 if before else 1
    version = HandIn(obligation=obligation, number=number, blob=blob, name=name, handed_in_by=by)
    return created(version, "material_version", by=by)


def give_back(version: HandIn, *, by: Person, reason: str) -> None:
    """Returns a material with the reason, to be handed in again."""
    if not reason.strip():
        raise Refused("请写明退回的理由。")
    _judge(version, Verdict.RETURNED, by=by, reason=reason.strip())


def approve(version: HandIn, *, by: Person, reason: str = "") -> None:
    """Takes a material as it is."""
    _judge(version, Verdict.APPROVED, by=by, reason=reason.strip())


def _judge(version: HandIn, verdict: HandIn.Verdict, *, by: Person, reason: str) -> None:
    obligation = version.obligation
    _require_collector(by, obligation.task)
    if obligation.person_id == by.pk:
        raise Refused("自己的材料请由别人审核。")
    verb = "material_returned" if verdict == Verdict.RETURNED else "material_approved"
    with transaction.atomic():
        with changing(obligation, verb, by=by, reason=reason) as row:
            last = latest(row)
            if last is None or last.pk != version.pk:
                raise Conflict("对方刚刚报了新的一版，请看过新的再审。")
            if row.status != Status.HANDED_IN:
                raise Conflict("这一版已经审核过了，请刷新页面。")
            row.status = Status(verdict.value)
            if verdict == Verdict.RETURNED:
                row.returns, row.returned_at = row.returns + 1, timezone.now()
        HandIn.objects.filter(pk=version.pk).update(
            verdict=verdict, reason=reason, judged_by=by, judged_at=timezone.now()
        )
        tell_ledger(Obligation.objects.filter(pk=obligation.pk), by=by)


def tell_ledger(obligations: QuerySet[Obligation], *, by: Person | None) -> None:
    """Writes a task's materials into the ledger as they stand now."""
    rows = list(with_versions(obligations))
    if rows:
        kind, office = LedgerVersion.Kind.MATERIALS, rows[0].task.office
        values = map(ledger_values, rows)
        keep_rows(kind, by=by, office=office, ledger=LEDGER, rows=values)


# What materials are compared with


def add_reference(
    *, by: Person, office: Unit, kind: str, title: str, name: str, chunks: Iterable[bytes]
) -> Reference:
    """Adds a text from above, a model text or a form that was handed out."""
    _require(by, Action.KEEP_REFERENCES, office)
    if kind not in Reference.Kind.values:
        raise Refused("请选择对照文本的类别。")
    name = plain_name(name)
    blob = store_file(name, chunks)
    title = title.strip() or name.rpartition(".")[0] or name
    known = Reference.objects.filter(office=office, kind=kind, blob=blob, withdrawn_at=None)
    if known.exists():
        raise Refused(f"“{name}”已经在里面了。")
    reference = Reference(office=office, kind=kind, title=title, blob=blob, added_by=by)
    with transaction.atomic():
        created(reference, "reference_added", by=by)
        _compare_anew(_under_way(office))
    return reference


def withdraw_reference(reference: Reference, *, by: Person) -> None:
    """Compares nothing more with a text; what was found stays until the next comparison."""
    _require(by, Action.KEEP_REFERENCES, reference.office)
    with changing(reference, "reference_withdrawn", by=by) as row:
        if row.withdrawn_at:
            raise Refused("这份文本已经停用了。")
        row.withdrawn_at = timezone.now()
        _compare_anew(_under_way(row.office))


def _under_way(office: Unit) -> QuerySet[MaterialTask]:
    """The tasks of an office and below in which something waits to be judged or done again."""
    at_work = Obligation.objects.filter(status__in=[Status.HANDED_IN, Status.RETURNED])
    below = office.descendants(include_self=True)
    return MaterialTask.objects.filter(office__in=below, pk__in=at_work.values("task"))


def _compare_anew(tasks: QuerySet[MaterialTask]) -> None:
    # Not an event: what it leads to is told by what came.
    tasks.update(changed_at=timezone.now())
    ring()


def _require(by: Person, action: Action, unit: Unit) -> None:
    if not allowed(by, action, unit):
        raise Refused(f"您没有为{unit}“{action.label}”的权限。")


def _require_collector(by: Person, task: MaterialTask) -> None:
    if not may_collect(by, task):
        raise Refused(f"您没有为{task.office}“{Action.COLLECT.label}”的权限。")
