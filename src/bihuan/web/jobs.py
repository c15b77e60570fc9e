"""Background work: reminders, the ladder, reviews that are due."""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import close_old_connections, transaction
from django.utils import timezone

from bihuan.rectification.deadlines import Rung, reminders
from bihuan.rectification.status import Status
from bihuan.web.actions.findings import reopen_by_office
from bihuan.web.models import Finding, Membership, Notice, Person

_PAUSE = 15 * 60
_log = logging.getLogger(__name__)


def run_forever() -> None:
    """Does what is due, again and again, until the process ends."""
    pause = threading.Event()
    while True:
        try:
            close_old_connections()
            run_once(timezone.localdate())
        # The next round may succeed; the pages must go on.
        except Exception:
            _log.exception("background work failed")
        finally:
            close_old_connections()
        pause.wait(_PAUSE)


def run_once(today: date) -> int:
    """Makes the day's notices and reopens what must be reviewed; how many notices are new."""
    for finding in Finding.objects.filter(
        status=Status.CLOSED, standing=True, review_on__lte=today
    ):
        reopen_by_office(finding, reason="长期坚持的问题到了复查日期。")
    return sum(_remind(finding, today) for finding in _open_findings())


def _open_findings() -> list[Finding]:
    rows = Finding.objects.filter(status__in=[Status.DRAFT, Status.RECTIFYING], due__isnull=False)
    return list(rows.select_related("round__unit", "lead").prefetch_related("owners", "units"))


def _remind(finding: Finding, today: date) -> int:
    made = 0
    due = reminders(finding.due, Status(finding.status), today, is_workday)
    for reminder in due:
        for person in _told(finding, reminder.rung):
            with transaction.atomic():
                _, new = Notice.objects.get_or_create(
                    person=person,
                    finding=finding,
                    occasion=reminder.occasion,
                    defaults={"text": reminder.sentence, "made_on": today},
                )
            made += new
    return made


def _told(finding: Finding, rung: Rung) -> set[Person]:
    if rung is Rung.LEAD and finding.lead:
        return {finding.lead}
    owners = set(finding.owners.all())
    if rung is Rung.OWNER and owners:
        return owners
    units = list(finding.units.all()) if rung is Rung.OWNER else []
    units += list(finding.round.unit.ancestors(include_self=True)) if not units else []
    held = Membership.objects.filter(unit__in=units, role=rung.role).select_related("person")
    return {membership.person for membership in held}


def is_workday(day: date) -> bool:
    """Whether China works on a day; weekends decide in years that the calendar doesn't know yet."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
