"""Mechanisms: measures that are to be kept up, and the alarms when they fall silent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.rectification.mechanisms import Cadence
from bihuan.web.models.findings import Finding
from bihuan.web.models.people import Person, Unit


class Mechanism(models.Model):
    """A promised long-term measure: who keeps it up, how often, and which rows show that.

    Rows of `ledger` in `office` count that belong to `unit` or below it and whose columns have the
    values of `filters`, a mapping from a column's name to its value.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, related_name="mechanisms", verbose_name="来自问题"
    )
    title = models.CharField("制度或措施", max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="责任人")
    cadence = models.CharField("频次", max_length=12, choices=[(c.value, c.label) for c in Cadence])
    ledger = models.CharField("台账", max_length=63)
    filters = models.JSONField("只算", default=dict)
    starts_on = models.DateField("起算日期")
    ended_on = models.DateField("停止日期", null=True)
    ended_because = models.TextField("停止的理由", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        verbose_name = "长效机制"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_because="")
                | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="mechanism_ended_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.title[:60]


class Alarm(models.Model):
    """A mechanism that was silent after the day by which a trace was due, until it was heard."""

    mechanism = models.ForeignKey(Mechanism, models.PROTECT, related_name="alarms")
    due = models.DateField("应有记录的日期")
    raised_on = models.DateField("告警日期")
    heard_on = models.DateField("恢复日期", null=True)

    class Meta:
        ordering = ["-due"]
        verbose_name = "长效机制告警"
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "due"], name="alarm_once_a_date"),
        ]

    def __str__(self) -> str:
        return str(self.mechanism)

    @property
    def unit(self) -> Unit:
        """Whose alarm it is: where its events are seen."""
        unit: Unit = self.mechanism.unit
        return unit

    @property
    def finding(self) -> Finding | None:
        """The finding whose history tells of the alarm."""
        finding: Finding | None = self.mechanism.finding
        return finding
