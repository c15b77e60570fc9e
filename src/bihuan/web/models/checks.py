"""Checks as an office runs them: runs, outcomes, violations over time, and bindings."""

from __future__ import annotations

from django.db import models

from bihuan.model import Severity
from bihuan.rectification.snapshot import CheckStatus
from bihuan.web.models.findings import Finding
from bihuan.web.models.people import Person, Unit


class CheckRun(models.Model):
    """An office's checks, all or some, run once over its ledgers as they stood at that moment."""

    class Trigger(models.TextChoices):
        MANUAL = "manual", "手动"
        NIGHTLY = "nightly", "每夜"
        IMPORT = "import", "台账更新后"

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    as_of = models.DateField("检查日")
    trigger = models.CharField("起因", max_length=10, choices=Trigger.choices)
    started_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "检查"

    def __str__(self) -> str:
        return f"{self.office_id} {self.as_of}"


class CheckOutcome(models.Model):
    """One check's result in a run; `rows` are at most the first few hundred of `row_count`.

    `columns` are those of the rows, `data_at` the moment of the last change of the ledgers read,
    `examined` how many of their rows there were.
    """

    run = models.ForeignKey(CheckRun, models.CASCADE, related_name="outcomes")
    check_name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    severity = models.CharField(max_length=6, choices=[(s.value, s.value) for s in Severity])
    status = models.CharField(max_length=8, choices=[(s.value, s.label) for s in CheckStatus])
    row_count = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    message = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    data_at = models.DateTimeField(null=True)
    examined = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["check_name"]
        verbose_name = "检查结果"
        constraints = [
            models.UniqueConstraint(fields=["run", "check_name"], name="check_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.status}"


class Violation(models.Model):
    """A key that a check returned: the same key again, after it had gone, is a recurrence."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=80)
    key = models.CharField(max_length=600)
    first_seen = models.DateField()
    last_seen = models.DateField()
    gone_on = models.DateField(null=True)
    times = models.PositiveIntegerField("第几次", default=1)

    class Meta:
        ordering = ["check_name", "key"]
        verbose_name = "违反记录"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "check_name", "key"], name="violation_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} {self.key}"


class CheckBinding(models.Model):
    """A check that would have found a finding, and has to pass before it closes.

    `outcome` is its latest in the finding's office. A pass proves the state of `shows`, the moment
    of the ledgers' last change; a failure the moment of the run.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="bindings")
    check_name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    outcome = models.ForeignKey(CheckOutcome, models.SET_NULL, null=True, related_name="bindings")
    shows = models.DateTimeField(null=True)
    bound_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    bound_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["check_name"]
        verbose_name = "关联检查项"
        constraints = [
            models.UniqueConstraint(fields=["finding", "check_name"], name="check_bound_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.check_name}"


class Recurrence(models.Model):
    """A bound check that failed again after its finding had been closed, and so reopened it.

    `days_clean` from the closing to the run, `rows` violating now, `same_keys` of them returned
    before the finding was closed.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="recurrences")
    cycle = models.PositiveIntegerField()
    check_name = models.CharField(max_length=80)
    run = models.ForeignKey(CheckRun, models.PROTECT, related_name="+")
    days_clean = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    same_keys = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]
        verbose_name = "反弹"

    def __str__(self) -> str:
        return f"{self.finding_id} {self.check_name}"


class CheckSetting(models.Model):
    """An office's own values for a check's parameters, by name."""

    office = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    check_name = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "检查项参数"
        constraints = [
            models.UniqueConstraint(fields=["office", "check_name"], name="check_setting_once"),
        ]

    def __str__(self) -> str:
        return self.check_name
