"""Answers and evidence of findings as texts, and which pairs of them are worth a remark.

Within one round the review's own rule tells of answers that are alike; here they are compared with
other rounds, so with other units and years. Evidence is compared within a round too, where the
findings are of different units. Of two, the one that was handed in later is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from bihuan.model import Grade, Pair, Severity, Text
from bihuan.originality import compare
from bihuan.rectification.status import Status
from bihuan.web.models import AnswerComparison, CopiedAnswer, Evidence, Finding
from bihuan.web.queries import whole
from bihuan.web.sides import Kept, kept_passage, turned
from bihuan.web.texts import text_of

Kind = CopiedAnswer.Kind
HANDED_IN = (Status.SUBMITTED, Status.VERIFIED, Status.CLOSED)
# Their evidence may be scans, which are read for minutes; what comes meanwhile has to wait.
_AT_ONCE = 5
_LEAST_RARE = 60
_LEAST_SHARE = 0.3
# A remark of this kind bars the closure until it is answered: nearly all of a long answer, in
# another's words.
_HIGH_RARE = 120
_HIGH_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """A finding's answer, or one piece of its evidence, as a text."""

    finding: Finding
    kind: CopiedAnswer.Kind
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Copied:
    """What is told of one finding: its text, the earlier one, and the pair seen from the later."""

    late: Told
    early: Told
    share: float
    grade: Grade
    passages: list[Kept]
    rare: int

    @property
    def severity(self) -> Severity:
        """High only for an answer that is another's nearly as a whole."""
        whole_answer = self.share >= _HIGH_SHARE and self.rare >= _HIGH_RARE
        high = self.late.kind is Kind.ANSWER and whole_answer
        return Severity.HIGH if high else Severity.MEDIUM

    @property
    def message(self) -> str:
        """What the remark says; another unit isn't named to those who may not see it."""
        share = f"{self.share:.0%}"
        what = "措施和成效" if self.late.kind is Kind.ANSWER else f"佐证材料“{self.late.name}”"
        ask = "请核实是否照搬，写明本问题实际做了什么、结果如何。"
        return f"{what}约{share}与{self._where()}相同，{ask}"

    def _where(self) -> str:
        early, late = self.early.finding, self.late.finding
        if early.round.unit_id != late.round.unit_id:
            return "其他单位较早的一个问题"
        if early.round_id != late.round_id:
            return f"“{early.round.name}”的问题{early.number}"
        return f"问题{early.number}"


def due() -> list[Finding]:
    """The findings that were handed in since their answer was last compared, oldest first."""
    seen = AnswerComparison.objects.filter(finding=OuterRef("pk")).values("submitted_at")
    rows = Finding.objects.filter(status__in=HANDED_IN).annotate(seen=Subquery(seen))
    new = rows.filter(Q(seen=None) | ~Q(seen=F("submitted_at"))).order_by("submitted_at")
    return list(whole(new)[:_AT_ONCE])


def copied(findings: list[Finding]) -> list[Copied]:
    """What of these findings is another's, for each finding and kind the nearest alone."""
    known = [finding.pk for finding in findings]
    new = Finding.objects.filter(pk__in=known)
    for piece in _evidence(new):
        text_of(piece.blob, piece.name)
    mine = {f"a{n}": one for n, one in enumerate(_texts(new))}
    others = _handed_in(findings).exclude(pk__in=known)
    theirs = {f"b{n}": one for n, one in enumerate(_texts(others))}
    found = compare(_plain(mine), against=_plain(theirs))
    told = mine | theirs
    ways = (way for pair in found.pairs for way in _ways(pair, told[pair.a], told[pair.b]))
    return _nearest(way for way in ways if _tells(way) and way.late.finding.pk in known)


def _handed_in(findings: list[Finding]) -> QuerySet[Finding]:
    """All findings that were handed in, in the counties of these."""
    roots = {finding.round.unit.ancestors(include_self=True).first() for finding in findings}
    units = [unit.pk for root in roots for unit in root.descendants(include_self=True)]
    return Finding.objects.filter(status__in=HANDED_IN, round__unit__in=units)


def _texts(findings: QuerySet[Finding]) -> Iterator[Told]:
    """The answers, and the evidence as far as it was read: each is when its finding comes."""
    rows = {finding.pk: finding for finding in whole(findings)}
    for finding in rows.values():
        assert finding.submitted_at
        answer = _answer(finding)
        yield Told(finding, Kind.ANSWER, f"问题{finding.number}", answer, finding.submitted_at)
    for piece in _evidence(findings).exclude(blob__read=None).exclude(blob__read__text=""):
        finding = rows[piece.finding_id]
        assert finding.submitted_at
        text = piece.blob.read.text
        yield Told(finding, Kind.EVIDENCE, piece.name, text, finding.submitted_at)


def _evidence(findings: QuerySet[Finding]) -> QuerySet[Evidence]:
    """The documents of the present cycles; a photo proves by what it shows, not by words."""
    pieces = Evidence.objects.filter(
        finding__in=findings, cycle=F("finding__cycle"), withdrawn_at=None
    )
    return pieces.exclude(blob__media_type__startswith="image/").select_related("blob__read")


def _answer(finding: Finding) -> str:
    measures = [m for m in finding.measures.all() if m.cycle == finding.cycle]
    return "\n".join(f"{measure.text}\n{measure.outcome}" for measure in measures)


def _plain(texts: Mapping[str, Told]) -> list[Text]:
    return [Text(name, told.text, written=told.at) for name, told in texts.items()]


def _ways(pair: Pair, a: Told, b: Told) -> Iterator[Copied]:
    """The pair as seen from the text that was handed in later."""
    kept = [kept_passage(passage) for passage in pair.passages]
    if (b.at, b.finding.pk) < (a.at, a.finding.pk):
        yield Copied(a, b, pair.a_share, pair.grade, kept, pair.rare)
    else:
        yield Copied(b, a, pair.b_share, pair.grade, turned(kept), pair.rare)


def _tells(way: Copied) -> bool:
    """Whether a pair is worth a remark: much of a text, in rare words, and from somewhere else."""
    late, early = way.late, way.early
    much = way.share >= _LEAST_SHARE and way.rare >= _LEAST_RARE
    close = way.grade in (Grade.VERBATIM, Grade.EDITED)
    return much and close and late.kind is early.kind and _apart(late, early)


def _apart(late: Told, early: Told) -> bool:
    if late.finding.round_id != early.finding.round_id:
        return True
    units = {unit.pk for unit in late.finding.units.all()}
    others = {unit.pk for unit in early.finding.units.all()}
    strangers = bool(units and others) and not units & others
    return late.kind is Kind.EVIDENCE and strangers


def _nearest(ways: Iterable[Copied]) -> list[Copied]:
    best: dict[tuple[int, str], Copied] = {}
    for way in ways:
        key = (way.late.finding.pk, way.late.kind)
        if key not in best or way.share > best[key].share:
            best[key] = way
    return list(best.values())
