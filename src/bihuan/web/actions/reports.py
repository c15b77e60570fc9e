"""Reports: prepared, withheld from, approved, issued for good, and taken out of sight again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bihuan.errors import UserError
from bihuan.rectification.gates import Decision
from bihuan.rectification.permissions import Action
from bihuan.rectification.publishing import may_approve, may_issue
from bihuan.reports import FORMATS, Audience, ReportKind
from bihuan.reports.disclosure import Reason
from bihuan.reports.exposure import exposed
from bihuan.reports.templates import MAX_TEMPLATE, check
from bihuan.web import storage
from bihuan.web.actions.evidence import plain_name, store_file
from bihuan.web.actions.recording import Refused, changing, created
from bihuan.web.models import (
    Blob,
    Issue,
    IssuedFile,
    Person,
    Report,
    ReportTemplate,
    Round,
    Unit,
    Unmasking,
    Withholding,
)
from bihuan.web.papers import fragment
from bihuan.web.publishing import FOR_OTHERS, OWN_KINDS, Prepared, prepared
from bihuan.web.queries import actor_of, allowed

EDITABLE = ("title", "number", "addressee", "signed_by", "signed_on", "copies_to", "shown_from",
            "shown_until", "contact")  # fmt: skip
"""What somebody decides about a report; everything else it says is computed."""
_MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
}


def _require(by: Person, action: Action, unit: Unit) -> None:
    if not allowed(by, action, unit):
        raise Refused(f"您没有为{unit}“{action.label}”的权限。")


def _ask(decision: Decision) -> None:
    if not decision.allowed:
        raise Refused("".join(block.message for block in decision.blocks))


def prepare(*, by: Person, round_: Round, kind: ReportKind, audience: Audience) -> Report:
    """Begins a report about a round."""
    _require(by, Action.PREPARE_REPORT, round_.unit)
    if kind not in OWN_KINDS:
        raise Refused(f"“{kind.label}”按单个问题出，请从问题页面下载。")
    if audience is not Audience.INTERNAL and kind not in FOR_OTHERS:
        raise Refused(f"“{kind.label}”只供内部使用，不能选“{audience.label}”。")
    report = Report(round=round_, kind=kind.value, audience=audience.value, created_by=by)
    return created(report, "report_prepared", by=by)


def edit(report: Report, *, by: Person, seen: int | None = None, **values: Any) -> None:
    """Changes what somebody decides about a report (EDITABLE); an approval then lapses."""
    _require(by, Action.PREPARE_REPORT, report.round.unit)
    unknown = values.keys() - set(EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {unknown}")
    begin, end = (values.get(name, getattr(report, name)) for name in ("shown_from", "shown_until"))
    if begin and end and end < begin:
        raise Refused("公开的截止日期不能早于起始日期。")
    with changing(report, "report_edited", by=by, seen=seen) as row:
        for name, value in values.items():
            setattr(row, name, value)
        _unapprove(row, by)


def _unapprove(row: Report, by: Person) -> None:
    """Whoever edits has prepared it; what was approved was another text."""
    row.edited_by = by
    row.approved_by, row.approved_at, row.approved_digest = None, None, ""


def withhold(report: Report, *, by: Person, text: str, reason: Reason) -> Withholding:
    """Takes a passage out of what a report's readers see; Refused where it isn't in the text."""
    _require(by, Action.PREPARE_REPORT, report.round.unit)
    if Audience(report.audience) is Audience.INTERNAL:
        raise Refused("内部报告不用选定不予公开的段落。")
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("请填写不予公开的段落，可以从预览里复制。")
    with transaction.atomic():
        row = Withholding(report=report, text=text, reason=reason.value, by=by)
        created(row, "passage_withheld", by=by, reason=reason.label)
        _touch(report, by)
        _computed(report)
    return row


def unwithhold(row: Withholding, *, by: Person) -> None:
    """Shows a withheld passage again; the history keeps that it was withheld."""
    _require(by, Action.PREPARE_REPORT, row.report.round.unit)
    _forget(row, "passage_shown", by)


def unmask(report: Report, *, by: Person, text: str, reason: str) -> Unmasking:
    """Leaves a string as it is that looks like personal data and isn't, with a reason."""
    _require(by, Action.PREPARE_REPORT, report.round.unit)
    if not reason.strip():
        raise Refused("请写明为什么不用遮蔽，例如“企业名称，不是人名”。")
    masked = {change.before for change in prepared(report).disclosed.proof.replacements}
    if text not in masked:
        raise Refused("这段文字现在没有被遮蔽，请刷新后再看。")
    row = Unmasking(report=report, text=text, reason=reason.strip(), by=by)
    with transaction.atomic():
        created(row, "unmasked", by=by, reason=row.reason)
        _touch(report, by)
    return row


def mask_again(row: Unmasking, *, by: Person) -> None:
    """Masks again what was left as it is."""
    _require(by, Action.PREPARE_REPORT, row.report.round.unit)
    _forget(row, "masked_again", by)


def _forget(row: Withholding | Unmasking, verb: str, by: Person) -> None:
    report = row.report
    with transaction.atomic():
        with changing(report, verb, by=by, reason=row.text[:200]) as locked:
            _unapprove(locked, by)
            locked.version += 1
        row.delete()


def _touch(report: Report, by: Person) -> None:
    with changing(report, "report_edited", by=by) as row:
        _unapprove(row, by)


def _computed(report: Report) -> Prepared:
    """The report computed anew; UserError where what is to be withheld isn't in it."""
    made = prepared(report)
    _ = made.disclosed
    return made


def approve(report: Report, *, by: Person, digest: str) -> None:
    """Approves the text that somebody has seen, as its `digest` says; no other."""
    with transaction.atomic():
        draft = prepared(report).draft
        _ask(may_approve(draft, actor_of(by)))
        if digest != draft.digest:
            raise Refused("文稿在您查看以后有改动，请重新看过再审批。")
        with changing(report, "report_approved", by=by) as row:
            row.approved_by, row.approved_at = by, timezone.now()
            row.approved_digest = draft.digest


def issue(report: Report, *, by: Person, reason: str = "") -> tuple[Issue, list[str]]:
    """Issues the report as it stands, as a version that never changes.

    Gives also the sentences of the formats that can't be made here (no font for a PDF). Refused
    where a file would hold what is masked or withheld, in whatever part.
    """
    made = prepared(report)
    _ask(may_issue(made.draft, actor_of(by), reason))
    written, missing = _written(made)
    with transaction.atomic():
        row = created(_issue(made, by, reason.strip(), written), "report_issued", by=by)
        for format, content in written.items():
            name = plain_name(f"{row.title}{format}")
            IssuedFile.objects.create(
                issue=row, format=format, name=name, blob=_kept(format, content)
            )
    return row, missing


def _written(made: Prepared) -> tuple[dict[str, bytes], list[str]]:
    written, missing = {}, []
    for format in FORMATS:
        try:
            written[format] = made.written(format)
        except UserError as error:
            missing.append(str(error))
    if ".docx" not in written:
        raise Refused(missing[0])
    for content in written.values():
        _require_clean(made, content)
    return written, missing


def _require_clean(made: Prepared, content: bytes) -> None:
    """Whatever a template adds, what is hidden is in no part of what others get."""
    # Of the texts alone: what a template says in its own words isn't published by right. What also
    # stands in them unmasked (an official of the same name) is no secret.
    proof = made.disclosed.proof
    hidden = {change.before for change in proof.replacements} - {""}
    found = exposed(content, {text for text in hidden if text not in proof.published})
    if found:
        raise Refused(f"生成的文件里还有{len(found)}处应当遮蔽的内容，没有印发；请检查模板。")


def _issue(made: Prepared, by: Person, reason: str, written: dict[str, bytes]) -> Issue:
    report, public = made.report, made.audience is Audience.PUBLIC
    proof = made.proof
    last = report.issues.aggregate(last=Max("number"))["last"] or 0
    return Issue(
        report=report,
        number=last + 1,
        kind=report.kind,
        audience=report.audience,
        title=made.shown.title,
        approved_text=proof.approved,
        published_text=proof.published,
        changes=[asdict(change) for change in proof.replacements],
        remarks=[
            {"severity": r.severity.value, "finding": r.finding, "message": r.message}
            for r in made.remarks
        ],
        reason=reason if made.high_remarks else "",
        body=fragment(written[".docx"]),
        slug=secrets.token_hex(6) if public else None,
        shown_from=report.shown_from if public else None,
        shown_until=report.shown_until if public else None,
        contact=report.contact,
        prepared_by=report.edited_by or report.created_by,
        approved_by=report.approved_by if made.leaves_office else None,
        approved_at=report.approved_at if made.leaves_office else None,
        issued_by=by,
    )


def _kept(format: str, content: bytes) -> Blob:
    digest, size = storage.store([content])
    kind = {"size": size, "media_type": _MEDIA[format]}
    return Blob.objects.get_or_create(digest=digest, defaults=kind)[0]


def withdraw(row: Issue, *, by: Person, reason: str) -> None:
    """Takes what was issued out of the public's sight; the version and its reason stay."""
    _require(by, Action.ISSUE_REPORT, row.report.round.unit)
    if not reason.strip():
        raise Refused("请写明撤下的原因。")
    with changing(row, "issue_withdrawn", by=by, reason=reason.strip()) as locked:
        if locked.withdrawn_at:
            raise Refused("这一版已经撤下了。")
        locked.withdrawn_by, locked.withdrawn_at = by, timezone.now()
        locked.withdrawn_because = reason.strip()


# Templates


def add_template(
    *, by: Person, unit: Unit, kind: ReportKind, name: str, chunks: Iterable[bytes]
) -> ReportTemplate:
    """Keeps an office's own Word template in place of the earlier one; Refused for a faulty one."""
    _require(by, Action.PREPARE_REPORT, unit)
    name = plain_name(name)
    content = _read(chunks)
    check(content)
    blob = store_file(name, [content])
    with transaction.atomic():
        for earlier in ReportTemplate.objects.filter(unit=unit, kind=kind, retired_at=None):
            _retire(earlier, by)
        row = ReportTemplate(unit=unit, kind=kind.value, name=name, blob=blob, uploaded_by=by)
        return created(row, "template_added", by=by)


def _read(chunks: Iterable[bytes]) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_TEMPLATE:
            raise Refused(f"模板超过{MAX_TEMPLATE // 2**20} MB，请去掉里面的图片再上传。")
    return bytes(content)


def retire_template(row: ReportTemplate, *, by: Person) -> None:
    """Goes back to the built-in template."""
    _require(by, Action.PREPARE_REPORT, row.unit)
    _retire(row, by)


def _retire(row: ReportTemplate, by: Person) -> None:
    with changing(row, "template_retired", by=by) as locked:
        locked.retired_at = timezone.now()
