"""What is to leave the office: a queue of digests, one a day for each person and each robot.

The queue's rows are their own record of what was sent when; only what people do with robots leaves
events.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from bihuan.rectification.permissions import Action
from bihuan.web.actions.recording import Refused, changing, created, record, state
from bihuan.web.delivery import robots
from bihuan.web.delivery.digest import Digest, for_person, for_unit
from bihuan.web.models import Channel, Finding, Message, Notice, Person, Unit
from bihuan.web.queries import allowed, decision_on

_LEASE = timedelta(minutes=10)
_FIRST_PAUSE = timedelta(minutes=15)
_MOST_TRIES = 6
_log = logging.getLogger(__name__)


# The queue


def compose(now: datetime) -> int:
    """Puts the day's digests into the queue, each once; how many are new."""
    today = timezone.localdate(now)
    return sum(
        Message.objects.get_or_create(
            **receiver,
            day=today,
            defaults={"title": digest.title, "text": digest.text, "next_try_at": now},
        )[1]
        for receiver, digest in _digests(today)
    )


def _digests(today: date) -> Iterator[tuple[dict[str, Person | Channel], Digest]]:
    people = Person.objects.filter(is_active=True, wants_digest=True).exclude(email="")
    if settings.EMAIL_HOST:
        for person in people.exclude(messages__day=today).prefetch_related("memberships"):
            if digest := for_person(person, today):
                yield {"person": person}, digest
    channels = Channel.objects.filter(active=True).exclude(messages__day=today)
    for channel in channels.select_related("unit"):
        if digest := for_unit(channel.unit, today):
            yield {"channel": channel}, digest


def send_due(now: datetime) -> int:
    """Sends what is due; how many were taken.

    A row is claimed by one update that only one process can win. Where the process dies between
    sending and noting it, the message goes once more after the lease: twice rather than never.
    """
    due = Message.objects.filter(sent_at=None, next_try_at__lte=now).order_by("id")
    return sum(_sent(message, now) for message in due.select_related("person", "channel__unit"))


def _sent(message: Message, now: datetime) -> bool:
    mine = Message.objects.filter(pk=message.pk, sent_at=None, next_try_at=message.next_try_at)
    if not mine.update(next_try_at=now + _LEASE, tries=F("tries") + 1):
        return False
    row = Message.objects.filter(pk=message.pk)
    try:
        _send(message, now)
    # Whatever a mail server or a robot does must not keep the next message back.
    except Exception as error:
        _log.warning("message %s wasn't sent: %s", message.pk, error)
        row.update(error=str(error)[:300], next_try_at=_next_try(message.tries + 1, now))
        return False
    row.update(sent_at=now, next_try_at=None, error="")
    return True


def _next_try(tries: int, now: datetime) -> datetime | None:
    """Each pause is twice the one before; none after the last."""
    return now + _FIRST_PAUSE * 2 ** (tries - 1) if tries < _MOST_TRIES else None


def _send(message: Message, now: datetime) -> None:
    if message.channel:
        robots.send(message.channel, message.title, message.text, now.timestamp())
        return
    assert message.person
    mail = EmailMultiAlternatives(message.title, message.text, to=[message.person.email])
    page = render_to_string("delivery/digest.html", {"lines": message.text.splitlines()})
    mail.attach_alternative(page, "text/html")
    mail.send()


# A person's own word


def remind(finding: Finding, *, by: Person, today: date) -> int:
    """Asks those who answer for a finding to hurry, once a day from each person; how many."""
    answer = decision_on(by, Action.REMIND, finding)
    if not answer.allowed:
        raise Refused("".join(block.message for block in answer.blocks))
    told = [*finding.owners.all()] or [person for person in [finding.lead] if person]
    if not told:
        raise Refused("还没有责任人，催不到人；请先确定责任人。")
    due = f"，时限{finding.due.month}月{finding.due.day}日" if finding.due else ""
    with transaction.atomic():
        made = [
            Notice.objects.get_or_create(
                person=person,
                finding=finding,
                occasion=f"word:{by.pk}:{today}",
                defaults={"text": f"{by}催办{due}，请尽快处理。", "made_on": today},
            )[1]
            for person in told
        ]
        if not any(made):
            raise Refused("今天已经催办过了。")
        before = state(finding)
        record(finding, "reminded", by=by, before=before, reason="、".join(map(str, told)))
    return sum(made)


# One's own


def read_notices(person: Person, now: datetime) -> int:
    """Takes the notices that a person has read off their page; how many."""
    return person.notices.filter(read_at=None).update(read_at=now)


def set_digest(person: Person, *, email: str, wanted: bool) -> None:
    """A person's own address, and whether the daily digest goes there."""
    with changing(person, "digest_set", by=person) as row:
        row.email, row.wants_digest = email.strip(), wanted


# Robots


def _require(by: Person, unit: Unit) -> None:
    if not allowed(by, Action.MANAGE_UNITS, unit):
        raise Refused(f"您没有管理{unit}的权限。")


def add_channel(*, by: Person, unit: Unit, kind: str, url: str, secret: str) -> Channel:
    """A group robot of a unit; Refused where the address isn't the vendor's."""
    _require(by, unit)
    if kind not in Channel.Kind.values:
        raise Refused("请选择机器人的类型。")
    robots.check_address(kind, url.strip())
    channel = Channel(unit=unit, kind=kind, url=url.strip(), secret=secret.strip())
    return created(channel, "channel_added", by=by)


def switch_channel(channel: Channel, *, by: Person) -> None:
    """Switches a robot off, or on again."""
    _require(by, channel.unit)
    with changing(channel, "channel_switched", by=by) as row:
        row.active = not row.active


def try_channel(channel: Channel, *, by: Person, now: datetime) -> None:
    """Sends a word to see whether the robot takes it; NotSent with the reason where it doesn't."""
    _require(by, channel.unit)
    robots.send(channel, "闭环", f"{channel.unit}的整改提醒会发到这个群。", now.timestamp())


def troubled(units: list[Unit]) -> list[Message]:
    """Messages of some units that weren't taken, the latest first."""
    theirs = Q(channel__unit__in=units) | Q(person__unit__in=units)
    rows = Message.objects.filter(theirs, sent_at=None).exclude(error="")
    return list(rows.select_related("person", "channel__unit").order_by("-day", "-id")[:30])
