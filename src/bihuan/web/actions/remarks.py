"""What the review objects to in a finding's answer, kept beside it until it is answered."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from bihuan.model import Remark as Made
from bihuan.rectification.permissions import Action
from bihuan.register.load import own_document
from bihuan.review import review
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.export import register
from bihuan.web.models import Finding, Person, Remark
from bihuan.web.queries import decision_on, whole

COPIED = "copied-rectification"
"""The rule of remarks that come from comparing with other rounds, in the background."""


def review_answer(finding: Finding) -> None:
    """Reviews a finding's answer among those of its round: new remarks are kept, mended ones go.

    To be called in the transaction of what changed the answer.
    """
    made = _made(finding)
    known = {(r.rule, r.message): r for r in _reviewed(finding)}
    for remark in made:
        earlier = known.pop((remark.rule, remark.message), None)
        if earlier is None:
            _keep(finding, remark)
        elif earlier.gone_at:
            with changing(earlier, "remarked", by=None) as row:
                row.gone_at = None
    for mended in known.values():
        if mended.gone_at is None:
            with changing(mended, "remark_gone", by=None) as row:
                row.gone_at = timezone.now()


def _reviewed(finding: Finding) -> QuerySet[Remark]:
    return finding.remarks.filter(cycle=finding.cycle).exclude(rule=COPIED)


def _made(finding: Finding) -> list[Made]:
    """The review's remarks on a finding: it sees the register that the office would hand in."""
    told = register(whole(Finding.objects.filter(round=finding.round_id)))
    remarks = review(*own_document(told, "整改台账"))
    found = {(r.rule, r.message): r for r in remarks if r.finding == finding.number}
    return list(found.values())


def _keep(finding: Finding, made: Made) -> None:
    remark = Remark(
        finding=finding,
        cycle=finding.cycle,
        rule=made.rule,
        severity=made.severity,
        message=made.message,
    )
    created(remark, "remarked", by=None)


def answer_remark(remark: Remark, *, by: Person, answer: str) -> None:
    """Tells why a remark doesn't hold, or what was done about it; an empty answer is refused."""
    allowed = decision_on(by, Action.ANSWER_REMARK, remark.finding)
    if not allowed.allowed:
        raise Refused("".join(block.message for block in allowed.blocks))
    if not answer.strip():
        raise Refused("请写明答复。")
    with changing(remark, "remark_answered", by=by) as row:
        row.answer = answer.strip()
        row.answered_by, row.answered_at = by, timezone.now()
