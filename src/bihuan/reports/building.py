"""Register and results -> context: what a document says, nothing of it typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from bihuan.errors import UserError
from bihuan.model import CheckResult, CheckStatus, Finding, Kind, Register, Remark, Severity
from bihuan.rectification.snapshot import Snapshot
from bihuan.reports import wording
from bihuan.reports.context import Area, CheckLine, Entry, RankLine, RemarkLine, ReportContext
from bihuan.reports.entries import arranged, entry_of, unanswered
from bihuan.reports.kinds import Audience, ReportKind
from bihuan.reports.totals import count

_DEFAULT_KINDS = MappingProxyType(
    {
        Kind.REPORT: ReportKind.REPORT,
        Kind.PLAN: ReportKind.PLAN,
        Kind.FEEDBACK: ReportKind.PROBLEMS,
    }
)
_VERDICTS = MappingProxyType(
    {
        CheckStatus.PASS: "通过",
        CheckStatus.FAIL: "有问题",
        CheckStatus.NO_DATA: "无数据",
        CheckStatus.ERROR: "没有查成",
    }
)
_SEVERITIES = MappingProxyType({Severity.HIGH: "高", Severity.MEDIUM: "中", Severity.LOW: "低"})
_PLAN_LISTS = ("问题清单", "任务清单", "责任清单")
_LOOKING_AHEAD = "下一步工作打算"
_OPEN_SECTION = frozenset({ReportKind.REPORT, ReportKind.PROGRESS, ReportKind.NOTICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What an office decides about a document and no register can know; empty where it doesn't.

    `number` is the document number, `addressee` whom it goes to, `signed_on` the date of issue (the
    register's own report date where None), `copies_to` the 抄送, `period` the time of disclosure
    and `contact` how to object, both for the public.
    """

    title: str = ""
    number: str = ""
    addressee: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    copies_to: str = ""
    period: str = ""
    contact: str = ""


def build(
    register: Register,
    *,
    kind: ReportKind | None = None,
    audience: Audience = Audience.INTERNAL,
    results: Sequence[CheckResult] = (),
    records: Mapping[str, Snapshot] | None = None,
    events: Mapping[str, Sequence[str]] | None = None,
    remarks: Sequence[Remark] = (),
    ranking: Sequence[RankLine] = (),
    letterhead: Letterhead | None = None,
    only: Sequence[str] = (),
) -> ReportContext:
    """What the document says; `kind` defaults to the one that the register's own kind asks for.

    `records` are what an office knows of the findings beyond the register, by their ids: status,
    waivers, transfer; `events` are lines of their history, told in a finding's file. `only` names
    the findings that a closure application or a file is about. `remarks` are for the internal draft
    alone; else the context holds the whole text whatever the audience: what others may not see is
    taken out by `disclosure`. UserError where the register has no findings to write about.
    """
    kind = kind or _DEFAULT_KINDS.get(register.kind, ReportKind.REPORT)
    told = _remark_lines(remarks if audience is Audience.INTERNAL else ())
    known, past = records or {}, events or {}
    entries = [
        entry_of(finding, known.get(finding.id), told.get(finding.id, ()), past.get(finding.id, ()))
        for finding in _chosen(register, only)
    ]
    return ReportContext(
        kind=kind,
        audience=audience,
        checks=tuple(map(_check_line, results)),
        ranking=tuple(ranking),
        attachments=_PLAN_LISTS if kind is ReportKind.PLAN else (),
        remarks=told.get(None, ()),
        **_frame(register, kind, letterhead or Letterhead()),
        **_body(register, kind, entries),
    )


def _frame(register: Register, kind: ReportKind, letterhead: Letterhead) -> dict[str, Any]:
    """The fields around the text: title, head and signature."""
    # A plan made of a report is another document, and needs a title of its own.
    same = kind is _DEFAULT_KINDS.get(register.kind)
    given = wording.line(letterhead.title or (register.title if same else None))
    made = wording.line(wording.title(kind, register.unit))
    return {
        "title": given or made,
        "filled_title": made if same and not given else "",
        "number": letterhead.number,
        "addressee": letterhead.addressee,
        "unit": register.unit or "",
        "inspector": register.inspector or "",
        "inspected": wording.period(register.inspected_from, register.inspected_to),
        "feedback_date": wording.day(register.feedback_date),
        "signed_by": letterhead.signed_by or register.unit or "",
        "signed_on": wording.day(letterhead.signed_on or register.report_date),
        "copies_to": letterhead.copies_to,
        "period": letterhead.period,
        "contact": letterhead.contact,
    }


def _body(register: Register, kind: ReportKind, entries: Sequence[Entry]) -> dict[str, Any]:
    """The fields of the text itself: what opens it, the findings, and what remains of them."""
    if kind is ReportKind.PROBLEMS:
        entries = [unanswered(entry) for entry in entries]
    totals, areas = count(entries), arranged(entries)
    remaining = wording.remaining(entries) if kind in _OPEN_SECTION else ()
    return {
        "opening": wording.opening(register, kind, totals),
        "areas": areas,
        "totals": totals,
        "remaining_heading": _remaining_heading(areas) if remaining else "",
        "remaining": remaining,
    }


def _remaining_heading(areas: Sequence[Area]) -> str:
    """With the number after the last heading of the first level, if those have any."""
    headed = [area.heading for area in areas if area.heading]
    headed = headed or [group.heading for area in areas for group in area.groups if group.heading]
    return wording.section(len(headed) + 1, _LOOKING_AHEAD) if headed else _LOOKING_AHEAD


def _chosen(register: Register, only: Sequence[str]) -> list[Finding]:
    if not register.findings:
        raise UserError("没有逐条的问题，写不成报告：请给一份读得出问题的文件或台账。")
    known = {finding.id for finding in register.findings}
    if missing := [one for one in only if one not in known]:
        raise UserError(f"台账里没有编号为“{'、'.join(missing)}”的问题，请用台账里的序号。")
    return [finding for finding in register.findings if not only or finding.id in only]


def _remark_lines(remarks: Sequence[Remark]) -> dict[str | None, tuple[RemarkLine, ...]]:
    """The remarks by the finding that they are about, None for the whole document."""
    found: dict[str | None, tuple[RemarkLine, ...]] = {}
    for remark in remarks:
        one = RemarkLine(
            rule=remark.rule, severity=_SEVERITIES[remark.severity], message=remark.message
        )
        found[remark.finding] = (*found.get(remark.finding, ()), one)
    return found


def _check_line(result: CheckResult) -> CheckLine:
    return CheckLine(
        check=result.check,
        title=result.title,
        verdict=_VERDICTS[result.status],
        count=result.row_count,
        sentence=result.message or result.reason or "",
    )
