"""Ledgers as an office keeps them: rows, and the versions that brought and ended each of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Blob


class LedgerVersion(models.Model):
    """One change of one ledger of an office; versions count from 1 and none is ever deleted."""

    class Kind(models.TextChoices):
        IMPORT = "import", "导入"
        ENTRY = "entry", "登记"
        CORRECTION = "correction", "更正"
        REMOVAL = "removal", "作废"
        RESTORED = "restored", "恢复到以前的版本"
        MATERIALS = "materials", "材料报送自动登记"

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    ledger = models.CharField("台账", max_length=63)
    number = models.PositiveIntegerField("版本")
    kind = models.CharField("方式", max_length=12, choices=Kind.choices)
    name = models.CharField("文件名", max_length=200, blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    reason = models.TextField("理由", blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("更改", default=0)
    removed = models.PositiveIntegerField("移出", default=0)
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        verbose_name = "台账版本"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "ledger", "number"], name="ledger_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger} 第{self.number}版"


class LedgerRow(models.Model):
    """One row as it stood from version `since` until version `until` (None: it stands now).

    `office` keeps the ledger; `unit` is whose row it is, the office itself where the row names no
    unit that there is. `key` is the primary key's values as a JSON list, `values` all columns by
    name as JSON (days and times as ISO text, decimals as text).
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=63)
    key = models.CharField(max_length=600)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    values = models.JSONField()
    since = models.ForeignKey(LedgerVersion, models.PROTECT, related_name="brought")
    until = models.ForeignKey(LedgerVersion, models.PROTECT, null=True, related_name="ended")

    class Meta:
        ordering = ["id"]
        verbose_name = "台账记录"
        indexes = [models.Index(fields=["office", "ledger", "until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "ledger", "key"],
                condition=Q(until=None),
                name="ledger_row_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.key}"


class RowPhoto(models.Model):
    """A photo that was handed in with a row; it stays with the row's key through corrections.

    `taken_at`, `latitude` and `longitude` are what the photo says, or the browser at its upload.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=63)
    key = models.CharField(max_length=600)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "台账照片"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "ledger", "key", "blob"], name="row_photo_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LedgerIntake(models.Model):
    """An uploaded file of ledgers, shown as a dry run until somebody accepts it.

    `summary` is a list, one entry a ledger: ledger, rows, added, changed, same, missing, problems.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    summary = models.JSONField(default=list)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = "台账导入"

    def __str__(self) -> str:
        return self.name
