"""Materials that an office collects: tasks, who owes what, what came, and what is alike."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.model import Grade
from bihuan.web.models.findings import Finding, Remark
from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Blob


class FileText(models.Model):
    """A stored file's text, read once; `fault` is the sentence where it couldn't be read.

    `forms` are the spans of what a form prints, as [start, end].
    """

    blob = models.OneToOneField(Blob, models.CASCADE, primary_key=True, related_name="read")
    text = models.TextField(blank=True)
    forms = models.JSONField(default=list)
    fault = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.blob_id[:12]


class MaterialTask(models.Model):
    """One kind of material that an office asks of its units or people by a day.

    `changed_at` is when something last came that has to be compared, `compared_to` the `changed_at`
    that the last comparison saw: where they differ, a comparison is due. `groups` are passages that
    three or more share, each {"members": [hand-in, ...], "source": hand-in or None, "spans":
    [[hand-in, start, end], ...]}.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("材料类型", max_length=20)
    title = models.CharField("名称", max_length=120)
    due = models.DateField("报送期限")
    note = models.TextField("要求", blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)
    compared_to = models.DateTimeField(null=True)
    groups = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-due", "-id"]
        verbose_name = "报送任务"
        constraints = [
            models.UniqueConstraint(fields=["office", "title"], name="material_task_title_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def waiting(self) -> bool:
        """Whether something has come that wasn't compared yet."""
        return self.changed_at is not None and self.changed_at != self.compared_to


class Obligation(models.Model):
    """What one unit, or one person of it, owes for a task.

    `handed_in_at` is the first time, `returns` and `returned_at` tell of all times.
    """

    class Status(models.TextChoices):
        OWED = "owed", "待报"
        HANDED_IN = "handed_in", "待审"
        RETURNED = "returned", "退回"
        APPROVED = "approved", "通过"

    task = models.ForeignKey(MaterialTask, models.CASCADE, related_name="obligations")
    number = models.PositiveIntegerField("序号")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="报送单位")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="obligations", verbose_name="报送人"
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OWED)
    handed_in_at = models.DateTimeField(null=True)
    returns = models.PositiveIntegerField("退回次数", default=0)
    returned_at = models.DateTimeField("最近退回", null=True)

    class Meta:
        ordering = ["task", "number"]
        verbose_name = "应报材料"
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="obligation_number_once"),
            models.UniqueConstraint(
                fields=["task", "unit"], condition=Q(person=None), name="obligation_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["task", "person"],
                condition=Q(person__isnull=False),
                name="obligation_of_person_once",
            ),
            models.CheckConstraint(
                condition=Q(status="owed", handed_in_at=None)
                | (~Q(status="owed") & Q(handed_in_at__isnull=False)),
                name="obligation_handed_in_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(returns=0, returned_at=None)
                | Q(returns__gt=0, returned_at__isnull=False),
                name="obligation_returned_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}：{self.who}"

    @property
    def code(self) -> str:
        """The material's number in the ledger; it names nobody."""
        return f"CL{self.task_id}-{self.number:03}"

    @property
    def who(self) -> str:
        """Whose material it is."""
        return f"{self.unit.name} {self.person.name}" if self.person else self.unit.name


class HandIn(models.Model):
    """One version of a material; each is kept, and judged once.

    `leftovers` are what another text left behind in it: {"kind", "span", "text", "message"}, None
    before it was compared.
    """

    class Verdict(models.TextChoices):
        RETURNED = "returned", "退回"
        APPROVED = "approved", "通过"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="hand_ins")
    number = models.PositiveIntegerField("版本")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    handed_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(auto_now_add=True)
    leftovers = models.JSONField(null=True)
    verdict = models.CharField("审核", max_length=10, choices=Verdict.choices, blank=True)
    reason = models.TextField("意见", blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["obligation", "number"]
        verbose_name = "报送版本"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="hand_in_number_once"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None, judged_at=None)
                | (~Q(verdict="") & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="hand_in_judged_whole_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="returned", reason=""), name="hand_in_returned_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation}（第{self.number}版）"

    @property
    def unit(self) -> Unit:
        """Whose events it makes."""
        return self.obligation.unit


class Reference(models.Model):
    """A text that materials are compared with; withdrawn, never deleted."""

    class Kind(models.TextChoices):
        SUPERIOR = "superior", "上级来文"
        TEMPLATE = "template", "范文模板"
        FORM = "form", "下发的提纲、表格"

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    title = models.CharField("名称", max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "-added_at"]
        verbose_name = "对照文本"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "blob"],
                condition=Q(withdrawn_at=None),
                name="reference_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """How the ledger names it as a source."""
        return f"DZ{self.pk}"


class Overlap(models.Model):
    """What one hand-in shares with another, or with a reference text; a lead, not a verdict.

    `share` is the shared part of the hand-in's characters, `other_share` that of the other text's,
    0..1. `passages` are [start, end, start, end, rare, common, similarity] in the two texts, with
    how many of the hand-in's characters there tell of copying, and how many everybody writes.
    """

    hand_in = models.ForeignKey(HandIn, models.CASCADE, related_name="overlaps")
    other = models.ForeignKey(HandIn, models.CASCADE, null=True, related_name="+")
    reference = models.ForeignKey(Reference, models.CASCADE, null=True, related_name="+")
    share = models.FloatField()
    other_share = models.FloatField()
    grade = models.CharField(max_length=16, choices=[(g.value, g.value) for g in Grade])
    passages = models.JSONField(default=list)

    class Meta:
        ordering = ["-share", "id"]
        verbose_name = "相似"
        constraints = [
            models.CheckConstraint(
                condition=Q(other=None, reference__isnull=False)
                | Q(other__isnull=False, reference=None),
                name="overlap_with_one_text",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("hand_in")), name="overlap_not_with_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_in_id} {self.share:.0%}"

    @property
    def counts(self) -> bool:
        """Whether it tells of copying; a common source alone may be a text that both may use."""
        return self.grade != Grade.COMMON_SOURCE


class CopiedAnswer(models.Model):
    """What a remark on copied rectification shows: both texts as they were when compared."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "措施和成效"
        EVIDENCE = "evidence", "佐证材料"

    remark = models.OneToOneField(Remark, models.CASCADE, related_name="copied")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    other = models.ForeignKey(Finding, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    other_name = models.CharField(max_length=200)
    text = models.TextField()
    other_text = models.TextField()
    share = models.FloatField()
    passages = models.JSONField(default=list)

    class Meta:
        verbose_name = "雷同的整改"

    def __str__(self) -> str:
        return f"{self.remark_id} {self.other_id}"


class AnswerComparison(models.Model):
    """Which handing in of a finding's answer was last compared with others'."""

    finding = models.OneToOneField(Finding, models.CASCADE, related_name="+", primary_key=True)
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.finding_id)
