"""Evidence, history, and what was sent to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bihuan.web.models.findings import Finding
from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Blob


class Evidence(models.Model):
    """A file that proves a finding's rectification; withdrawn with a reason, never deleted."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    cycle = models.PositiveIntegerField(default=1)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="evidence")
    name = models.CharField("文件名", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = "佐证材料"
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "cycle", "blob"],
                condition=Q(withdrawn_at=None),
                name="evidence_once_in_cycle",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="evidence_withdrawn_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One change: who, when, what, before and after; no foreign keys, so that it outlives all."""

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    round_id = models.BigIntegerField(null=True, db_index=True)
    finding_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = "记录"
        indexes = [models.Index(fields=["finding_id", "id"])]

    def __str__(self) -> str:
        return f"{self.person_name} {self.verb} {self.label}"


class SavedView(models.Model):
    """Filters of the register page that a person keeps under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A reminder or a step of the ladder, made once for a person, a finding and an occasion."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="notices")
    occasion = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    made_on = models.DateField()
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "finding", "occasion"], name="notice_once_per_occasion"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Channel(models.Model):
    """A group robot that a unit's messages go to."""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"
        FEISHU = "feishu", "飞书"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="channels")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    url = models.URLField("地址", max_length=500)
    secret = models.CharField("加签密钥", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "群机器人"

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"


class Message(models.Model):
    """A digest in the queue: for a person by e-mail, or for a unit's group by its robot."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="messages")
    channel = models.ForeignKey(Channel, models.CASCADE, null=True, related_name="messages")
    day = models.DateField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day"),
            models.UniqueConstraint(fields=["channel", "day"], name="robot_digest_once_a_day"),
            models.CheckConstraint(
                condition=Q(person=None, channel__isnull=False)
                | Q(person__isnull=False, channel=None),
                name="message_has_one_receiver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person or self.channel}"
