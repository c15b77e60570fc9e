"""Reports as they stand: what they say, what their readers see of it, what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bihuan.errors import UserError
from bihuan.model import CheckResult, CheckStatus, Register, Remark, Severity
from bihuan.rectification.publishing import Draft
from bihuan.rectification.ranking import ranking
from bihuan.rectification.snapshot import Level, Snapshot
from bihuan.register.load import own_document
from bihuan.reports import Audience, Letterhead, RankLine, ReportContext, ReportKind, build, render
from bihuan.reports.disclosure import Disclosed, Reason, Withheld, disclose, officials_of
from bihuan.reports.personal import personal
from bihuan.reports.proof import Proof, Unproved, prove
from bihuan.reports.written import written_proof
from bihuan.review import review
from bihuan.web import progress, storage
from bihuan.web.export import register
from bihuan.web.models import Finding, Report, ReportTemplate, Round, Unit
from bihuan.web.progress import NOBODY
from bihuan.web.queries import snapshot_of, unit_paths, whole
from bihuan.web.templatetags.bihuan import percent

OWN_KINDS = (ReportKind.PLAN, ReportKind.PROGRESS, ReportKind.REPORT, ReportKind.NOTICE,
             ReportKind.RANKING, ReportKind.REGISTER)  # fmt: skip
"""What is prepared as a report of a round; the others belong to one finding each."""
FOR_OTHERS = (ReportKind.NOTICE, ReportKind.REPORT, ReportKind.PROGRESS)
"""What may be prepared for Party members or for the public."""


@dataclass(frozen=True)
class Prepared:
    """A report with everything that is computed of it, each once."""

    report: Report
    findings: Sequence[Finding]

    @property
    def audience(self) -> Audience:
        """Who reads it."""
        return Audience(self.report.audience)

    @property
    def leaves_office(self) -> bool:
        """Whether others than the superior read it, so that the gate applies."""
        return self.audience is not Audience.INTERNAL

    @cached_property
    def register(self) -> Register:
        """The round's findings as they stand; names of files and notes stay in the office."""
        told = register(self.findings)
        if not self.leaves_office:
            return told
        plain = (replace(finding, evidence=None, note=None) for finding in told.findings)
        return replace(told, findings=tuple(plain))

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What an inspector would object to."""
        return review(*own_document(self.register, "整改台账"))

    @property
    def high_remarks(self) -> int:
        """How many of the remarks are high."""
        return sum(remark.severity is Severity.HIGH for remark in self.remarks)

    @cached_property
    def context(self) -> ReportContext:
        """The whole text, as the office knows it."""
        # Others see neither what the review objects to nor what the checks found.
        inside = not self.leaves_office
        return build(
            replace(self.register, title=None),
            kind=ReportKind(self.report.kind),
            audience=self.audience,
            results=_results(self.findings) if inside else (),
            records=_records(self.findings),
            remarks=self.remarks if inside else (),
            ranking=_ranking(self.report.round) if self.report.kind == ReportKind.RANKING else (),
            letterhead=_letterhead(self.report),
        )

    @cached_property
    def disclosed(self) -> Disclosed[ReportContext]:
        """What its readers see, with the proof; the superior sees everything.

        UserError where a withheld passage is gone.
        """
        if not self.leaves_office:
            return Disclosed(self.context, self.context, prove([], [], []))
        return disclose(
            self.context,
            withheld=[
                Withheld(one.text, Reason(one.reason), str(one.by))
                for one in self.report.withheld.select_related("by")
            ],
            officials=officials_of(self.register) | _leading(self.report.round),
            kept=[one.text for one in self.report.unmasked.all()] + _contact(self.report),
        )

    @cached_property
    def proof(self) -> Proof:
        """What differs between the finished documents of the office and of its readers.

        UserError where a template writes the two otherwise than by the replacements.
        """
        try:
            return written_proof(self.context, self.disclosed, self.template)
        except Unproved as error:
            raise UserError(
                "审批稿和公开稿除了列出的替换还有别的不同，不能公开；请检查本单位的模板。"
            ) from error

    @cached_property
    def template(self) -> bytes | None:
        """The office's own template, if there is one."""
        return template_of(self.report)

    @property
    def shown(self) -> ReportContext:
        """The text as it leaves the office."""
        return self.disclosed.value

    @cached_property
    def draft(self) -> Draft:
        """The report as the rules see it."""
        row = self.report
        prepared = {row.created_by_id, row.edited_by_id}
        prepared |= {one.by_id for one in row.withheld.all()}
        prepared |= {one.by_id for one in row.unmasked.all()}
        return Draft(
            unit=unit_paths()[row.round.unit_id],
            leaves_office=self.leaves_office,
            public=self.audience is Audience.PUBLIC,
            digest=self.disclosed.proof.published_digest if self.leaves_office else "",
            prepared_by=frozenset(pk for pk in prepared if pk),
            approved_by=row.approved_by_id,
            approved_digest=row.approved_digest,
            has_period=bool(row.shown_from and row.shown_until),
            high_remarks=self.high_remarks,
        )

    def written(self, format: str) -> bytes:
        """The document in a format, from the office's own template where it has one."""
        return render(self.shown, format, template=self.template)


def prepared(report: Report) -> Prepared:
    """A report with its round's findings, in a fixed number of queries."""
    return Prepared(report, list(whole(Finding.objects.filter(round=report.round_id))))


def finding_paper(findings: Sequence[Finding], number: str, kind: ReportKind) -> ReportContext:
    """A finding's closure application or whole file, told among the findings that are given."""
    return build(
        replace(register(findings), title=None),
        kind=kind,
        records=_records(findings),
        results=_results([finding for finding in findings if finding.number == number]),
        only=[number],
    )


def template_of(report: Report) -> bytes | None:
    """The Word template that the round's unit or one above it has for the kind; None for none."""
    units = report.round.unit.ancestors(include_self=True).values("pk")
    standing = ReportTemplate.objects.filter(unit__in=units, kind=report.kind, retired_at=None)
    nearest = {row.unit_id: row for row in standing}
    for unit in reversed(unit_paths()[report.round.unit_id]):
        if unit in nearest:
            return storage.path_of(nearest[unit].blob_id).read_bytes()
    return None


def _letterhead(report: Report) -> Letterhead:
    return Letterhead(
        title=report.title,
        number=report.number,
        addressee=report.addressee,
        signed_by=report.signed_by,
        signed_on=report.signed_on,
        copies_to=report.copies_to,
        period=period_of(report),
        contact=report.contact,
    )


def period_of(report: Report) -> str:
    """The period of disclosure in words; empty where it isn't set."""
    if not report.shown_from or not report.shown_until:
        return ""
    begin, end = report.shown_from, report.shown_until
    return f"{begin.year}年{begin.month}月{begin.day}日至{end.year}年{end.month}月{end.day}日"


def _contact(report: Report) -> list[str]:
    """What looks like personal data in the way in which the office itself asks to be reached."""
    (found,) = personal([report.contact])
    return [report.contact[piece.start : piece.end] for piece in found]


def _records(findings: Sequence[Finding]) -> Mapping[str, Snapshot]:
    paths = unit_paths()
    return {finding.number: snapshot_of(finding, paths) for finding in findings}


def _results(findings: Sequence[Finding]) -> tuple[CheckResult, ...]:
    """The latest verdicts of the checks that are bound to the findings."""
    bound = {
        binding.check_name: binding.outcome
        for finding in findings
        for binding in finding.bindings.all()
        if binding.outcome
    }
    return tuple(
        CheckResult(
            check=name,
            title=outcome.title,
            severity=Severity(outcome.severity),
            status=CheckStatus(outcome.status),
            row_count=outcome.row_count,
            message=outcome.message or None,
            reason=outcome.reason or None,
        )
        for name, outcome in sorted(bound.items())
    )


def _leading(round_: Round) -> frozenset[str]:
    """The people of the round's unit: who answers for it acts in office."""
    below = round_.unit.descendants(include_self=True).values("pk")
    staff = Unit.objects.filter(pk__in=below).values_list("staff__name", flat=True)
    return frozenset(name for name in staff if name)


def _ranking(round_: Round) -> list[RankLine]:
    """The round's responsible units in the order of the ranking; nobody's findings stand last."""
    findings = Finding.objects.filter(round=round_)
    # The two levels are never added up; a round has mostly one of them.
    levels = progress.level_counts(findings)
    level = next((level for level in Level if levels.get(level)), Level.TOWNSHIP)
    groups = progress.by_responsible(findings.filter(level=level))
    named = {int(group.key): group for group in groups if group.key != NOBODY}
    ranks = ranking({(pk,): group.tally for pk, group in named.items()})
    return [
        RankLine(
            rank=str(rank.place),
            unit=(group := named[rank.unit[0]]).name,
            findings=str(group.total),
            done=str(group.completed),
            rate=percent(group.tally.completion_rate),
            returned=str(group.returns),
            reopened=str(group.reopenings),
        )
        for rank in ranks
    ]
