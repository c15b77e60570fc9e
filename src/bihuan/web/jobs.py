"""Background work: comparisons, reminders, the ladder, digests, what reopens by itself, months."""

from __future__ import annotations

import itertools
import logging
import threading
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.rectification.life import reason_to_reopen
from bihuan.rectification.reminders import Rung, Schedule, addressees, reminders_due
from bihuan.rectification.status import Status
from bihuan.web.actions.checks import run_checks
from bihuan.web.actions.comparing import compare_answers, compare_what_came
from bihuan.web.actions.delivery import compose, send_due
from bihuan.web.actions.findings import reopen_by_office
from bihuan.web.actions.mechanisms import watch
from bihuan.web.actions.months import keep_months
from bihuan.web.actions.theory import settle_tests
from bihuan.web.bell import wait
from bihuan.web.checks import changed_checks, known_checks, last_run
from bihuan.web.models import CheckRun, Finding, LedgerVersion, Notice, Person, Unit
from bihuan.web.queries import actors, snapshot_of, unit_paths, whole
from bihuan.web.workdays import is_workday

_MINUTES = 15
"""How often reminders, months, mechanisms and digests are looked at."""
_REVIEW_GRACE = timedelta(days=14)
SCHEDULE = Schedule(
    usual=(
        (Rung.OWNER, -7), (Rung.OWNER, -1), (Rung.OWNER, 1), (Rung.LEAD, 3), (Rung.OFFICE, 7),
        (Rung.INSPECTION, 15),
    ),
    immediate=((Rung.OWNER, -1), (Rung.OWNER, 1), (Rung.LEAD, 2), (Rung.OFFICE, 3)),
    review=((Rung.OFFICE, -7), (Rung.OFFICE, 0), (Rung.INSPECTION, 7)),
)  # fmt: skip
_log = logging.getLogger(__name__)


def run_forever() -> None:
    """Does what is due, again and again, until the process ends."""
    pause = threading.Event()
    for minute in itertools.count():
        try:
            close_old_connections()
            if minute % _MINUTES == 0:
                run_once(timezone.localdate())
                keep_months(timezone.localdate())
                watch(timezone.localdate())
                deliver(timezone.now())
            # Whoever mends a ledger, or hands in a paper, waits for these.
            settle_tests(timezone.now())
            check_offices(timezone.localdate())
        # The next round may succeed; the pages must go on.
        except Exception:
            _log.exception("background work failed")
        finally:
            close_old_connections()
        pause.wait(60)


def compare_forever() -> None:
    """Compares what comes, when the bell is rung for it, until the process ends.

    By itself, for scans are read for minutes, and reminders must not wait for them.
    """
    while True:
        left = False
        try:
            close_old_connections()
            left = compare_once()
        # The next turn may succeed; the pages must go on.
        except Exception:
            _log.exception("comparing failed")
        finally:
            close_old_connections()
        if not left:
            wait(_MINUTES * 60)


def compare_once() -> bool:
    """Compares materials, which people wait for, then a few answers; whether more may wait."""
    compare_what_came()
    return compare_answers() > 0


def deliver(now: datetime) -> int:
    """Sends the day's digests from the hour on that they leave; nothing on days off."""
    local = timezone.localtime(now)
    if local.hour < settings.DIGEST_HOUR or not is_workday(local.date()):
        return 0
    compose(now)
    return send_due(now)


def run_once(today: date) -> int:
    """Makes the day's notices and reopens what must be; how many notices are new."""
    paths = unit_paths()
    people = actors(Person.objects.filter(is_active=True).prefetch_related("memberships"))
    made = 0
    for finding in whole(Finding.objects.exclude(status__in=[Status.SUBMITTED, Status.VERIFIED])):
        snapshot = snapshot_of(finding, paths)
        if reason := reason_to_reopen(snapshot, today, _REVIEW_GRACE):
            reopen_by_office(finding, reason=reason)
            continue
        for reminder in reminders_due(snapshot, today, SCHEDULE, is_workday):
            told = addressees(reminder.rung, snapshot, people)
            made += _tell(finding, told, reminder.key, reminder.message, today)
    return made


def check_offices(today: date) -> int:
    """Runs each office's checks once a day, and those whose ledgers or parameters have changed.

    Gives how many offices' ran. One whose checks can't run hides no other.
    """
    ran = 0
    for office in Unit.objects.filter(pk__in=LedgerVersion.objects.values("office")):
        last = last_run(office)
        daily = last is None or last.as_of < today
        trigger = CheckRun.Trigger.NIGHTLY if daily else CheckRun.Trigger.IMPORT
        try:
            if changed := changed_checks(office, known_checks(office), today):
                run_checks(office, by=None, trigger=trigger, as_of=today, only=changed)
                ran += 1
        except UserError:
            _log.exception("checks of %s failed", office)
    return ran


def _tell(finding: Finding, told: tuple[int, ...], key: str, message: str, today: date) -> int:
    """Makes a notice for each person, once for each occasion."""
    with transaction.atomic():
        return sum(
            Notice.objects.get_or_create(
                person_id=person,
                finding=finding,
                occasion=key,
                defaults={"text": message, "made_on": today},
            )[1]
            for person in told
        )
