"""Findings as the office works on them, with their measures, cycles, extensions and waivers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.model import Severity
from bihuan.rectification.gates import WAIVABLE, Gate
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status
from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Round

_SUBMITTED = Q(status__in=[Status.SUBMITTED, Status.VERIFIED, Status.CLOSED])
_VERIFIED = Q(status__in=[Status.VERIFIED, Status.CLOSED])
_CLOSED = Q(status=Status.CLOSED)


class Finding(models.Model):
    """One finding of a round, in its current cycle; what earlier cycles were stands in Cycle."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="findings")
    number = models.CharField("序号", max_length=20)
    position = models.PositiveIntegerField()
    area = models.CharField("方面", max_length=300, blank=True)
    group = models.CharField("问题", max_length=500, blank=True)
    problem = models.TextField("具体表现")
    response = models.TextField("整改情况", blank=True)
    goal = models.TextField("整改目标", blank=True)
    note = models.TextField("备注", blank=True)
    level = models.CharField(
        "层级",
        max_length=10,
        choices=[(x.value, x.label) for x in Level],
        default=Level.TOWNSHIP,
    )
    category = models.CharField("整改类型", max_length=60, blank=True)

    status = models.CharField("状态", max_length=12, choices=[(s.value, s.label) for s in Status])
    degree = models.CharField(
        "完成程度", max_length=12, choices=[(d.value, d.label) for d in Degree]
    )
    cycle = models.PositiveIntegerField("轮次", default=1)
    immediate = models.BooleanField("立行立改", default=False)
    standing = models.BooleanField("长期坚持", default=False)
    review_on = models.DateField("复查日期", null=True, blank=True)
    due = models.DateField("整改时限", null=True, blank=True)
    transferred_to = models.CharField("移交", max_length=120, blank=True)
    transfer_outcome = models.TextField("移交结果", blank=True)

    lead = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="led", verbose_name="责任领导"
    )
    lead_name = models.CharField("责任领导（文件所写）", max_length=120, blank=True)
    owners = models.ManyToManyField(Person, blank=True, related_name="owned", verbose_name="责任人")
    units = models.ManyToManyField(
        Unit, blank=True, related_name="findings", verbose_name="责任单位"
    )
    unit_names = models.CharField("责任单位（文件所写）", max_length=300, blank=True)

    assigned_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveIntegerField("退回次数", default=0)
    earlier_returns = models.PositiveIntegerField("以往各轮退回次数", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "position"]
        verbose_name = "问题"
        indexes = [
            models.Index(fields=["round", "status"]),
            models.Index(fields=["status", "due"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="finding_status_known"
            ),
            models.CheckConstraint(
                condition=(_SUBMITTED & Q(submitted_by__isnull=False, submitted_at__isnull=False))
                | (~_SUBMITTED & Q(submitted_by=None, submitted_at=None)),
                name="finding_submitted_whole_or_not",
            ),
            models.CheckConstraint(
                condition=(_VERIFIED & Q(verified_by__isnull=False, verified_at__isnull=False))
                | (~_VERIFIED & Q(verified_by=None, verified_at=None)),
                name="finding_verified_whole_or_not",
            ),
            models.CheckConstraint(
                condition=(_CLOSED & Q(closed_by__isnull=False, closed_at__isnull=False))
                | (~_CLOSED & Q(closed_by=None, closed_at=None)),
                name="finding_closed_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("submitted_by")),
                name="finding_verifier_is_not_submitter",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None)
                | (~Q(closed_by=F("verified_by")) & ~Q(closed_by=F("submitted_by"))),
                name="finding_closer_is_neither",
            ),
            models.CheckConstraint(
                condition=~(_CLOSED & Q(standing=True, review_on=None)),
                name="finding_standing_closes_with_review",
            ),
            models.CheckConstraint(
                condition=Q(transfer_outcome="") | ~Q(transferred_to=""),
                name="finding_outcome_needs_transfer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.problem[:30]}"


class Measure(models.Model):
    """One step of a finding's rectification, with what it brought about."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="measures")
    cycle = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField()
    text = models.TextField("整改措施")
    outcome = models.TextField("成效", blank=True)
    outcome_type = models.CharField(
        "成效类型", max_length=16, choices=[(k.value, k.label) for k in OutcomeKind], blank=True
    )
    amount = models.DecimalField("数量", max_digits=14, decimal_places=4, null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "整改措施"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="measure_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", reported_at=None, reported_by=None)
                | (~Q(outcome="") & Q(reported_at__isnull=False, reported_by__isnull=False)),
                name="measure_reported_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Cycle(models.Model):
    """A finished cycle of a finding as it was; rows are written once, when it is reopened."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField()
    degree = models.CharField(max_length=12)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    verified_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    returns = models.PositiveIntegerField()
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="cycle_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding.number} 第{self.number}轮"


class Extension(models.Model):
    """A later date asked for, and the answer."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="extensions")
    cycle = models.PositiveIntegerField(default=1)
    until = models.DateField("延期至")
    reason = models.TextField("理由")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField("答复", blank=True)
    due_before = models.DateField(null=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = "延期"
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(granted=None), name="one_open_extension"
            ),
            models.CheckConstraint(
                condition=Q(granted=None, answered_by=None, answered_at=None)
                | Q(granted__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="extension_answered_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="extension_not_granted_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.number} 延期至 {self.until}"


class Waiver(models.Model):
    """A gate that was waived for a finding's cycle, with the reason; it stays visible."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="waivers")
    cycle = models.PositiveIntegerField()
    gate = models.CharField(max_length=20, choices=[(g.value, g.label) for g in Gate])
    subject = models.CharField(max_length=60, blank=True)
    reason = models.TextField("理由")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["given_at"]
        verbose_name = "免除"
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "cycle", "gate", "subject"], name="gate_waived_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
            models.CheckConstraint(
                condition=Q(gate__in=sorted(WAIVABLE)), name="waiver_of_a_waivable_gate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.number} {self.gate}"


class Remark(models.Model):
    """What the review objects to in a finding's answer: answered with a reason, or gone again."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="remarks")
    cycle = models.PositiveIntegerField()
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=6, choices=[(s.value, s.value) for s in Severity])
    message = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name = "体检意见"
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "cycle", "rule", "message"], name="remark_made_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="remark_answered_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.number} {self.message[:60]}"

    @property
    def stands(self) -> bool:
        """Whether it was still found at the last review and nobody has answered it."""
        return self.gone_at is None and not self.answer
