"""Appeals: what residents bring (信访、说事堂), and by when the unit that owes an answer must act.

《信访工作条例》（2022）第二十三条: told in writing within 15 days whether it is accepted, unless
who brought it can't be told; 第三十四条: closed within 60 days of acceptance, extended by at most
30 with an approval. For talk-hall matters no national rule is known: what was promised counts,
else the 30 days that the check petitions-talkhall-overdue uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.rectification.labels import Labelled

NOTIFY_DAYS = 15
CLOSE_DAYS = 60
MOST_EXTENSION_DAYS = 30
TALK_DAYS = 30


class Stage(Labelled):
    """Where an appeal stands."""

    RECEIVED = "received", "待告知受理"
    HANDLING = "handling", "办理中"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "不予受理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """A petition's dates. `named`: whether its petitioner is known, so that they can be told."""

    received: date
    named: bool
    notified: date | None = None
    accepted: date | None = None
    extension_days: int = 0
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkHallMatter:
    """A talk-hall matter's dates; `refused` where it isn't one for the talk hall."""

    raised: date
    promised: date | None = None
    closed: date | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an appeal stands on a day: what is owed next, by when, and how many days are left.

    `due` and `left` are None where nothing runs; `left` is negative once it is overdue. `late` says
    whether something was done too late, or is overdue.
    """

    stage: Stage
    due: date | None
    left: int | None
    late: bool

    @property
    def overdue_days(self) -> int:
        """By how many calendar days what is owed is overdue."""
        return max(0, -self.left) if self.left is not None else 0


def petition_standing(petition: Petition, today: date) -> Standing:
    """A petition's standing; what lies after today hasn't happened yet."""
    notified, accepted, closed = (
        _by(day, today) for day in (petition.notified, petition.accepted, petition.closed)
    )
    told_by = petition.received + timedelta(days=NOTIFY_DAYS) if petition.named else None
    close_by = accepted and accepted + timedelta(days=CLOSE_DAYS + _granted(petition))
    told_late = told_by is not None and (notified or today) > told_by
    close_late = close_by is not None and (closed or today) > close_by
    late = told_late or close_late
    if closed:
        return Standing(Stage.CLOSED, None, None, late)
    if accepted is None and notified:
        return Standing(Stage.REFUSED, None, None, late)
    # Whoever was accepted without being told is owed both: the nearer one comes first.
    owed = [due for due in (None if notified else told_by, close_by) if due]
    stage = Stage.HANDLING if accepted else Stage.RECEIVED
    return _running(stage, min(owed, default=None), today, late)


def talk_standing(matter: TalkHallMatter, today: date) -> Standing:
    """A talk-hall matter's standing."""
    due = matter.promised or matter.raised + timedelta(days=TALK_DAYS)
    closed = _by(matter.closed, today)
    if matter.refused:
        return Standing(Stage.REFUSED, None, None, late=False)
    if closed:
        return Standing(Stage.CLOSED, None, None, closed > due)
    return _running(Stage.HANDLING, due, today, today > due)


def _by(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None


def _granted(petition: Petition) -> int:
    return min(max(petition.extension_days, 0), MOST_EXTENSION_DAYS)


def _running(stage: Stage, due: date | None, today: date, late: bool) -> Standing:
    return Standing(stage, due, (due - today).days if due else None, late)
