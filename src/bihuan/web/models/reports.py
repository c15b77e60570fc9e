"""Reports: drafts, what is withheld from them, what was issued, and objections to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.rectification.objections import CaseStatus
from bihuan.reports.disclosure import Reason
from bihuan.reports.kinds import Audience, ReportKind
from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Blob, Round

_KINDS = [(kind.value, kind.label) for kind in ReportKind]
_AUDIENCES = [(audience.value, audience.label) for audience in Audience]


class ReportTemplate(models.Model):
    """An office's own Word template for a kind of document; the latest that stands is used."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="report_templates")
    kind = models.CharField("文种", max_length=12, choices=_KINDS)
    name = models.CharField("文件名", max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "报告模板"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(retired_at=None),
                name="one_template_for_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """A document about a round that is being prepared; what it says is computed when it is shown.

    `approved_digest` is the SHA-256 of the text that was approved: another text isn't.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    kind = models.CharField("文种", max_length=12, choices=_KINDS)
    audience = models.CharField("公开范围", max_length=10, choices=_AUDIENCES)
    title = models.CharField("标题", max_length=200, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    addressee = models.CharField("主送", max_length=120, blank=True)
    signed_by = models.CharField("落款", max_length=120, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    copies_to = models.CharField("抄送", max_length=200, blank=True)
    shown_from = models.DateField("公开自", null=True, blank=True)
    shown_until = models.DateField("公开至", null=True, blank=True)
    contact = models.CharField("联系方式", max_length=200, blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        verbose_name = "报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_from=None)
                | Q(shown_until=None)
                | Q(shown_until__gte=F("shown_from")),
                name="report_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None, approved_digest="")
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_digest="")
                ),
                name="report_approved_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")),
                name="report_not_approved_by_its_preparer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.get_audience_display()}）"


class Withholding(models.Model):
    """A passage that a report's readers may not see, with one of the permitted reasons."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="withheld")
    text = models.TextField("段落")
    reason = models.CharField("理由", max_length=20, choices=[(r.value, r.label) for r in Reason])
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "不予公开的段落"
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in Reason]), name="withheld_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Unmasking(models.Model):
    """A string that looks like personal data and isn't, as somebody decided with a reason."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="unmasked")
    text = models.CharField("文字", max_length=200)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "不遮蔽的文字"
        constraints = [
            models.UniqueConstraint(fields=["report", "text"], name="unmasked_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="unmasked_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.text


class Issue(models.Model):
    """A version of a report as it left the office: written once; only its withdrawal is added.

    `changes` are the replacements between the approved and the published text, `remarks` what the
    review objected to, `body` the text as a fragment of HTML for the public page.
    """

    LONG = ("approved_text", "published_text", "changes", "remarks", "body")
    """What a list of versions leaves in the database."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField("版次")
    kind = models.CharField("文种", max_length=12, choices=_KINDS)
    audience = models.CharField("公开范围", max_length=10, choices=_AUDIENCES)
    title = models.CharField("标题", max_length=300)
    approved_text = models.TextField()
    published_text = models.TextField()
    changes = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    reason = models.TextField("仍要印发的原因", blank=True)
    body = models.TextField()
    slug = models.CharField(max_length=20, unique=True, null=True)
    shown_from = models.DateField("公开自", null=True)
    shown_until = models.DateField("公开至", null=True)
    contact = models.CharField("联系方式", max_length=200, blank=True)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "印发的报告"
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="issue_number_once"),
            models.CheckConstraint(
                condition=Q(audience=Audience.INTERNAL.value)
                | (Q(approved_by__isnull=False, approved_at__isnull=False)),
                name="issue_for_others_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="issue_not_approved_by_its_preparer",
            ),
            models.CheckConstraint(
                condition=(
                    Q(audience=Audience.PUBLIC.value)
                    & Q(slug__isnull=False, shown_from__isnull=False, shown_until__isnull=False)
                )
                | (~Q(audience=Audience.PUBLIC.value) & Q(slug=None)),
                name="issue_has_an_address_where_public",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="issue_withdrawn_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"


class IssuedFile(models.Model):
    """One file of an issued version; the blob's digest is its SHA-256."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="files")
    format = models.CharField(max_length=5)
    name = models.CharField("文件名", max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "format"], name="issued_once_in_a_format"),
        ]

    def __str__(self) -> str:
        return self.name


class Objection(models.Model):
    """What somebody objects to in a public notice, and its life as a case.

    `objector` and `reach` are personal data, which the handler alone sees; `ticket` is what the
    objector looks the answer up with, `origin` a keyed hash of the sender's address, kept for
    limits alone.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="objections")
    ticket = models.CharField("查询码", max_length=20, unique=True)
    objection = models.TextField("异议内容")
    objector = models.CharField("称呼", max_length=40, blank=True)
    reach = models.CharField("联系方式", max_length=80, blank=True)
    origin = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, s.label) for s in CaseStatus],
        default=CaseStatus.RECEIVED.value,
    )
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    decided_at = models.DateTimeField("告知时间", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answer = models.TextField("答复", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        verbose_name = "公开异议"
        constraints = [
            models.CheckConstraint(
                condition=Q(status=CaseStatus.RECEIVED.value, decided_at=None)
                | (
                    ~Q(status=CaseStatus.RECEIVED.value)
                    & Q(handler__isnull=False, decided_at__isnull=False)
                ),
                name="objection_decided_by_its_handler",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[CaseStatus.RECEIVED.value, CaseStatus.ACCEPTED.value], answer=""
                )
                | (
                    Q(status__in=[CaseStatus.DECLINED.value, CaseStatus.ANSWERED.value])
                    & ~Q(answer="")
                    & Q(answered_at__isnull=False)
                ),
                name="objection_answered_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"公开异议第{self.pk}号"
