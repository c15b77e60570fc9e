"""Appeals: received, told, assigned, answered. Dates go into the ledger, as entries of pages do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone

from bihuan.ledgers import Ledger
from bihuan.rectification.appeals import MOST_EXTENSION_DAYS, Stage
from bihuan.rectification.permissions import Action
from bihuan.web.actions.ledgers import correct_row, enter_row
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.appeals import (
    CLOSED,
    PETITION,
    REFUSED,
    TALK_HALL,
    Matter,
    matters,
    possible_handlers,
    same_person_and_matter,
)
from bihuan.web.ledgers import get_ledger, may_see_sensitive, shown, standing_rows
from bihuan.web.models import Appeal, LedgerRow, Person, Unit
from bihuan.web.queries import allowed


def receive(*, by: Person, office: Unit, ledger: Ledger, texts: Mapping[str, str]) -> LedgerRow:
    """Registers an appeal, whose handler is whoever registers it until it is assigned.

    A petition of the same petitioner over the same matter is tied to the latest one before it.
    """
    with transaction.atomic():
        version = enter_row(by=by, office=office, ledger=ledger, texts=texts)
        row = version.brought.get()
        appeal = _kept(row, by=by)
        with changing(appeal, "appeal_received", by=by) as kept:
            kept.handler = by
            kept.follows = next(
                (_kept(one, by=by) for one in same_person_and_matter(row)), kept.follows
            )
    return row


def _kept(row: LedgerRow, *, by: Person) -> Appeal:
    """What is kept beside a row; begun now where there is nothing yet."""
    place = {"office": row.office, "ledger": row.ledger, "key": row.key}
    found = Appeal.objects.filter(**place).first()
    number = matters([row], timezone.localdate())[0].number
    return found or created(Appeal(**place, number=number[:200]), "appeal_begun", by=by)


def assign(matter: Matter, *, by: Person, handler: int) -> None:
    """Gives an appeal to somebody of the unit that owes the answer: its handler from now on."""
    row = matter.row
    if not allowed(by, Action.ASSIGN_APPEAL, row.unit):
        raise Refused(f"您没有为{row.unit}“{Action.ASSIGN_APPEAL.label}”的权限。")
    chosen = next((one for one in possible_handlers(row.unit) if one.pk == handler), None)
    if chosen is None:
        raise Refused("经办人要是承办单位能填报台账的人，请重新选择。")
    with (
        transaction.atomic(),
        changing(_kept(row, by=by), "appeal_assigned", by=by) as appeal,
    ):
        appeal.handler = chosen


def notify(matter: Matter, *, by: Person, on: date, accepted: bool) -> LedgerRow:
    """Notes that the petitioner was told in writing, and whether the petition is accepted."""
    if matter.row.ledger != PETITION or matter.row.values.get("notify_date"):
        raise Refused("已经告知过了；写错了请在台账里更正。")
    told = {"notify_date": on.isoformat()}
    if accepted:
        told["accept_date"] = on.isoformat()
    return _write(matter, told, by=by, on=on, reason="告知受理" if accepted else "告知不予受理")


def extend(matter: Matter, *, by: Person, days: int, approver: str) -> LedgerRow:
    """Notes an approved extension of the time to close."""
    if matter.row.ledger != PETITION or matter.standing.stage is not Stage.HANDLING:
        raise Refused("受理以后、办结以前的信访才能延期。")
    if matter.row.values.get("extended"):
        raise Refused("已经延期过一次。")
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        raise Refused(f"延期最多{MOST_EXTENSION_DAYS}天。")
    if not approver.strip():
        raise Refused("请写明批准人；没有批准的延期不算数。")
    texts = {"extended": "是", "extension_days": str(days), "extension_approver": approver.strip()}
    return _write(matter, texts, by=by, on=timezone.localdate(), reason=f"批准延期{days}天")


def promise(matter: Matter, *, by: Person, on: date) -> LedgerRow:
    """Notes by when a talk-hall matter was promised to be settled."""
    if matter.row.ledger != TALK_HALL or not matter.is_open:
        raise Refused("办理中的说事堂事项才能承诺期限。")
    if matter.row.values.get("promised_date"):
        raise Refused("已经承诺过期限；写错了请在台账里更正。")
    if on < matter.received:
        raise Refused("承诺的日期不能早于提出的日期。")
    texts = {"promised_date": on.isoformat(), "status": "办理中"}
    return _write(matter, texts, by=by, on=matter.received, reason="承诺办结期限")


def refuse(matter: Matter, *, by: Person, reason: str) -> LedgerRow:
    """Notes that a talk-hall matter isn't one for the talk hall, and why."""
    if matter.row.ledger != TALK_HALL or not matter.is_open:
        raise Refused("办理中的说事堂事项才能不予受理。")
    if not reason.strip():
        raise Refused("请写明不予受理的理由。")
    today = timezone.localdate()
    return _write(
        matter, {"status": REFUSED}, by=by, on=today, reason=f"不予受理：{reason.strip()}"
    )


def answer(matter: Matter, *, by: Person, on: date, reply: str) -> LedgerRow:
    """Answers an appeal, which closes it."""
    if matter.standing.stage is not Stage.HANDLING:
        raise Refused("先告知受理，才能答复办结。")
    if not reply.strip():
        raise Refused("请写明怎么办的、怎么答复的。")
    texts = {CLOSED[matter.row.ledger]: on.isoformat()}
    if matter.row.ledger == TALK_HALL:
        texts["status"] = "办结"
    with transaction.atomic():
        row = _write(matter, texts, by=by, on=on, reason="答复办结")
        with _own(matter, "appeal_answered", by=by) as appeal:
            appeal.reply = reply.strip()
    return row


def judge(matter: Matter, *, by: Person, satisfied: bool) -> None:
    """Notes what whoever brought it thinks of the answer."""
    if matter.appeal is None or not matter.appeal.reply:
        raise Refused("答复以后才能登记是否满意。")
    with _own(matter, "appeal_judged", by=by) as appeal:
        appeal.satisfied = satisfied


def tie(matter: Matter, *, by: Person, number: str) -> None:
    """Ties an appeal to the earlier one that it repeats."""
    numbered = {
        one.number: one
        for one in matters(
            standing_rows(matter.row.office, matter.row.ledger).filter(unit=matter.row.unit),
            timezone.localdate(),
        )
    }
    earlier = numbered.get(number.strip())
    if earlier is None or earlier.row.key == matter.row.key:
        raise Refused(f"这个单位没有编号为“{number.strip()}”的另一件。")
    if earlier.received > matter.received:
        raise Refused("重复的是更早的那一件，请填它的编号。")
    with transaction.atomic():
        before = _kept(earlier.row, by=by)
        with _own(matter, "appeal_tied", by=by) as appeal:
            appeal.follows = before


@contextmanager
def _own(matter: Matter, verb: str, *, by: Person) -> Iterator[Appeal]:
    """What is kept beside an appeal, for its handler to change."""
    if not may_see_sensitive(by, matter.row):
        raise Refused("这一件由经办人办理。")
    with changing(_kept(matter.row, by=by), verb, by=by) as appeal:
        yield appeal


def _write(
    matter: Matter, texts: Mapping[str, str], *, by: Person, on: date, reason: str
) -> LedgerRow:
    """Puts dates into the ledger's row; gives the row as it stands then."""
    if not matter.received <= on <= timezone.localdate():
        raise Refused("日期要在收到之后，不能晚于今天。")
    row, ledger = matter.row, get_ledger(matter.row.ledger)
    standing = {column.name: shown(row.values.get(column.name)) for column in ledger.fields}
    correct_row(row, by=by, texts={**standing, **texts}, reason=reason)
    return standing_rows(row.office, row.ledger).get(key=row.key)
