"""Objections to a public notice: received from anybody, handled by one, answered by a day."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bihuan.rectification.objections import (
    CASE_STEPS,
    CaseStatus,
    CaseStep,
    what_stands_in_the_way,
)
from bihuan.rectification.permissions import Action
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.models import Issue, Objection, Person
from bihuan.web.queries import allowed

_WINDOW = timedelta(hours=1)
MOST_OF_ONE, MOST_OF_ALL = 3, 60
"""How many objections are taken in an hour: of one sender, and to one notice."""
SHORTEST, LONGEST = 5, 2000


def receive(
    issue: Issue, *, address: str, objection: str, objector: str = "", reach: str = ""
) -> Objection:
    """Takes an objection in from somebody who isn't signed in; `address` is their network one.

    Refused outside the period of disclosure, for texts that are too short or too long, and for too
    many at once.
    """
    if not is_open(issue):
        raise Refused("公开期已过，不能在这里提出异议；请按公开信上的联系方式反映。")
    objection = objection.strip()
    if not SHORTEST <= len(objection) <= LONGEST:
        raise Refused(f"异议内容请写{SHORTEST}到{LONGEST}个字，现在有{len(objection)}个字。")
    origin = _origin(address)
    _require_calm(issue, origin)
    row = Objection(
        issue=issue,
        ticket=secrets.token_hex(5).upper(),
        objection=objection,
        objector=objector.strip()[:40],
        reach=reach.strip()[:80],
        origin=origin,
    )
    return created(row, "objection_received", by=None)


def is_open(issue: Issue) -> bool:
    """Whether a notice is shown today, so that its text is and objections are taken."""
    today = timezone.localdate()
    begin, end = issue.shown_from, issue.shown_until
    return bool(issue.slug and begin and end and begin <= today <= end and not issue.withdrawn_at)


def _origin(address: str) -> str:
    """A sender's address as a hash that this office's key alone makes."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()


def _require_calm(issue: Issue, origin: str) -> None:
    lately = Objection.objects.filter(received_at__gte=timezone.now() - _WINDOW)
    mine = lately.filter(origin=origin).count() >= MOST_OF_ONE
    if mine or lately.filter(issue=issue).count() >= MOST_OF_ALL:
        raise Refused("提交得太频繁了，请过一小时再试，或者按公开信上的联系方式反映。")


def take(row: Objection, *, by: Person) -> None:
    """Takes a case on: from then on its handler alone sees who objected."""
    _require(by, row)
    with changing(row, "objection_taken", by=by) as locked:
        if locked.handler_id:
            raise Refused(f"这件异议已由{locked.handler}办理。")
        locked.handler = by


def take_case_step(
    row: Objection, step: CaseStep, *, by: Person, said: str = "", seen: int | None = None
) -> None:
    """Moves a case on; only its handler may, and what they say is told to the objector."""
    _require(by, row)
    with changing(row, f"objection_{step.value}", by=by, seen=seen) as locked:
        if locked.handler_id != by.pk:
            raise Refused("这件异议由经办人办理；请先“接办”，或者请经办人办理。")
        if sentence := what_stands_in_the_way(step, CaseStatus(locked.status), said):
            raise Refused(sentence)
        _move(locked, step, said.strip())


def _move(locked: Objection, step: CaseStep, said: str) -> None:
    now = timezone.now()
    locked.status = CASE_STEPS[step].target.value
    if step is not CaseStep.ANSWER:
        locked.decided_at = now
    if CASE_STEPS[step].says:
        locked.answer, locked.answered_at = said, now


def _require(by: Person, row: Objection) -> None:
    unit = row.issue.report.round.unit
    if not allowed(by, Action.HANDLE_OBJECTION, unit):
        raise Refused(f"您没有为{unit}“{Action.HANDLE_OBJECTION.label}”的权限。")
