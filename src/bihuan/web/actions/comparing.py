"""What came is compared in the background; what was found is kept, and told to the ledger."""

from __future__ import annotations

import logging

from django.db import transaction

from bihuan.web.actions.materials import tell_ledger
from bihuan.web.comparing import Found, compared
from bihuan.web.materials import current, waiting_tasks
from bihuan.web.models import HandIn, MaterialTask, Overlap

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
