"""What a step leaves behind, and what reopens a closed finding without anybody asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bihuan.rectification.checking import fails_since
from bihuan.rectification.snapshot import Snapshot
from bihuan.rectification.status import TRANSITIONS, Degree, Status, Step


def after(
    step: Step, finding: Snapshot, by: int | None, at: datetime, *, deadline: date | None = None
) -> Snapshot:
    """The finding once `by` has taken `step` at `at`; whether they may is asked before.

    `by` is None only where a check or a passed review reopens it by itself. A return clears who
    submitted and verified, and reopening begins a new cycle with nothing proved and `deadline` as
    its date, without which it has none: those who keep events keep the history.
    """
    moved = replace(finding, status=TRANSITIONS[step].target)
    if step is Step.SUBMIT:
        return replace(moved, submitter=by)
    if step is Step.VERIFY:
        return replace(moved, verifier=by)
    if step is Step.CLOSE:
        return replace(moved, closer=by, closed_at=at)
    if step is Step.RETURN:
        return replace(moved, submitter=None, verifier=None)
    return _next_cycle(moved, deadline) if step is Step.REOPEN else moved


def _next_cycle(finding: Snapshot, deadline: date | None) -> Snapshot:
    return replace(
        finding,
        cycle=finding.cycle + 1,
        degree=Degree.NOT_DONE,
        evidence_count=0,
        submitter=None,
        verifier=None,
        closer=None,
        closed_at=None,
        next_review_on=None,
        deadline=deadline,
    )


def review_is_due(finding: Snapshot, today: date) -> bool:
    """Whether a closed standing finding's review date has come, so that somebody must look."""
    return (
        finding.status is Status.CLOSED
        and finding.standing
        and finding.next_review_on is not None
        and finding.next_review_on <= today
    )


def reason_to_reopen(finding: Snapshot, today: date, review_grace: timedelta) -> str | None:
    """Why a closed finding must be reopened by itself, as a sentence for its history, else None.

    A bound check that finds something in data newer than the closure reopens; so does a review date
    that passed more than `review_grace` ago without a review.
    """
    if finding.status is not Status.CLOSED:
        return None
    for check in finding.checks:
        if fails_since(check, finding.closed_at):
            return f"检查项“{check.title}”在销号之后的数据中又查出问题，自动重新整改。"
    due = finding.next_review_on
    if due is not None and review_is_due(finding, today) and today - due > review_grace:
        return f"应于{due.year}年{due.month}月{due.day}日复查，逾期没有复查，自动重新整改。"
    return None
