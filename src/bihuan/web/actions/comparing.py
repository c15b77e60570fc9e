"""What came is compared in the background; what was found is kept, and told to the ledger."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from bihuan.rectification.status import Status
from bihuan.web.actions.materials import tell_ledger
from bihuan.web.actions.recording import changing, created
from bihuan.web.actions.remarks import COPIED
from bihuan.web.comparing import Found, compared
from bihuan.web.copying import Copied, copied, due
from bihuan.web.materials import current, waiting_tasks
from bihuan.web.models import (
    AnswerComparison,
    CopiedAnswer,
    Finding,
    HandIn,
    MaterialTask,
    Overlap,
    Remark,
)

_log = logging.getLogger(__name__)


def compare_what_came() -> int:
    """Compares the tasks to which something has come; how many. One that fails hides no other."""
    done = 0
    for task in waiting_tasks():
        try:
            compare_task(task)
            done += 1
        # It is tried again at the next turn; the other tasks must not wait for it.
        except Exception:
            _log.exception("comparing task %s failed", task.pk)
    return done


def compare_task(task: MaterialTask) -> None:
    """Compares a task's materials and puts what was found in the place of what was known.

    What comes while it runs is compared at the next turn.
    """
    found = compared(task)
    with transaction.atomic():
        Overlap.objects.filter(hand_in__in=current(task)).delete()
        Overlap.objects.bulk_create(found.overlaps, batch_size=500)
        _keep_leftovers(found)
        # Not an event: the ledger's own says what it led to.
        MaterialTask.objects.filter(pk=task.pk).update(
            compared_to=task.changed_at, groups=found.groups
        )
        tell_ledger(task.obligations.all(), by=None)


def _keep_leftovers(found: Found) -> None:
    rows = HandIn.objects.filter(pk__in=found.leftovers)
    for row in rows:
        row.leftovers = found.leftovers[row.pk]
    HandIn.objects.bulk_update(rows, ["leftovers"], batch_size=500)


# Findings


def compare_answers() -> int:
    """Compares the answers that were handed in since the last turn; how many."""
    findings = due()
    if not findings:
        return 0
    told: dict[int, list[Copied]] = {finding.pk: [] for finding in findings}
    for copy in copied(findings):
        told[copy.late.finding.pk].append(copy)
    for finding in findings:
        _remark(finding, told[finding.pk])
    return len(findings)


def _remark(finding: Finding, copies: list[Copied]) -> None:
    """Keeps what was found as remarks, and lets those go that it doesn't hold of any more."""
    with transaction.atomic():
        _note_comparison(finding)
        if finding.status == Status.CLOSED:
            # Nobody answers for it any more; it is there for others to be compared with.
            return
        rows = finding.remarks.filter(cycle=finding.cycle, rule=COPIED)
        known = {row.message: row for row in rows}
        for copy in copies:
            row = known.pop(copy.message, None) or _new_remark(finding, copy)
            _set_gone(row, gone=False)
            CopiedAnswer.objects.update_or_create(remark=row, defaults=_shown(copy))
        for row in known.values():
            _set_gone(row, gone=True)


def _note_comparison(finding: Finding) -> None:
    assert finding.submitted_at
    AnswerComparison.objects.update_or_create(
        finding=finding, defaults={"submitted_at": finding.submitted_at}
    )


def _new_remark(finding: Finding, copy: Copied) -> Remark:
    row = Remark(
        finding=finding,
        cycle=finding.cycle,
        rule=COPIED,
        severity=copy.severity,
        message=copy.message,
    )
    return created(row, "remarked", by=None)


def _set_gone(remark: Remark, *, gone: bool) -> None:
    if gone is not (remark.gone_at is not None):
        with changing(remark, "remark_gone" if gone else "remarked", by=None) as row:
            row.gone_at = timezone.now() if gone else None


def _shown(copy: Copied) -> dict[str, object]:
    return {
        "kind": copy.late.kind,
        "other": copy.early.finding,
        "name": copy.late.name,
        "other_name": copy.early.name,
        "text": copy.late.text,
        "other_text": copy.early.text,
        "share": copy.share,
        "passages": copy.passages,
    }
