"""Rounds: one inspection of one unit, with its documents and its own deadlines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.web.models.people import Person, Unit


class Blob(models.Model):
    """A stored file, named by the SHA-256 of its content: a file that comes twice is one file."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class Round(models.Model):
    """One inspection of one unit, from the feedback to the report."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name="被巡察单位")
    name = models.CharField("名称", max_length=120)
    inspector = models.CharField("巡察机构", max_length=120, blank=True)
    inspected_from = models.DateField("巡察开始", null=True, blank=True)
    inspected_to = models.DateField("巡察结束", null=True, blank=True)
    feedback_date = models.DateField("反馈日期", null=True, blank=True)
    plan_due = models.DateField("整改方案报送期限", null=True, blank=True)
    immediate_until = models.DateField("立行立改截止", null=True, blank=True)
    concentrated_until = models.DateField("集中整改截止", null=True, blank=True)
    report_due = models.DateField("整改报告报送期限", null=True, blank=True)
    leading_group = models.CharField("领导小组", max_length=300, blank=True)
    leading_office = models.CharField("领导小组办公室", max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-feedback_date", "-id"]
        verbose_name = "整改轮次"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="round_name_once_in_unit"),
            models.CheckConstraint(
                condition=Q(inspected_from=None)
                | Q(inspected_to=None)
                | Q(inspected_to__gte=F("inspected_from")),
                name="round_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MonthlyFigures(models.Model):
    """A round's figures at the end of a month that is over; written once, never changed."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="months")
    month = models.CharField(max_length=7)
    figures = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["month"]
        verbose_name = "月度数据"
        constraints = [
            models.UniqueConstraint(fields=["round", "month"], name="month_kept_once"),
        ]

    def __str__(self) -> str:
        return self.month


class SourceDocument(models.Model):
    """A document that a round was imported from: its file, its text and what was understood."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="documents")
    blob = models.ForeignKey(Blob, models.PROTECT)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=12)
    text = models.TextField()
    register = models.JSONField()
    imported_by = models.ForeignKey(Person, models.PROTECT)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["imported_at"]
        verbose_name = "来源文件"

    def __str__(self) -> str:
        return self.name


class Intake(models.Model):
    """An import that is still looked at: nothing of it is in the register until it is accepted."""

    blob = models.ForeignKey(Blob, models.PROTECT)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.CASCADE)
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True)
    text = models.TextField()
    register = models.JSONField()
    started_by = models.ForeignKey(Person, models.CASCADE)
    started_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
