"""Theory tests: the bank's questions, tests, and each person's one sitting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from bihuan.theory.question import Kind
from bihuan.web.models.people import Person, Unit


class QuestionImport(models.Model):
    """One file that was read into an office's bank."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    added = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("更改")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "题库导入"

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A question as it was asked: it never changes; a corrected one takes its place.

    `options` are texts, `solution` the places of the right ones, from 0.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    topic = models.CharField("专题", max_length=100)
    kind = models.CharField("题型", max_length=10, choices=[(k.value, k.label) for k in Kind])
    text = models.CharField("题目", max_length=1000)
    options = models.JSONField()
    solution = models.JSONField()
    brought = models.ForeignKey(QuestionImport, models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["topic", "id"]
        verbose_name = "试题"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "topic", "text"],
                condition=Q(active=True),
                name="question_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class TheoryTest(models.Model):
    """A test of an office: so many questions of each topic, within a time, for those named."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField("测试批次", max_length=40)
    title = models.CharField("名称", max_length=100)
    topics = models.JSONField("专题")
    per_topic = models.PositiveIntegerField("每个专题题数")
    points = models.PositiveIntegerField("每题分值")
    minutes = models.PositiveIntegerField("答题时间（分钟）")
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        verbose_name = "理论测试"
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="test_code_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="test_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Sitting(models.Model):
    """One person's one attempt at a test.

    `paper` is a list of [question, [options' places as shown]], `answers` maps a place in it to
    the places chosen as shown, `marks` a topic to [right, asked].
    """

    test = models.ForeignKey(TheoryTest, models.CASCADE, related_name="sittings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sittings")
    person_code = models.CharField("人员编码", max_length=40)
    paper = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=dict)

    class Meta:
        ordering = ["person__name", "id"]
        verbose_name = "答卷"
        constraints = [
            models.UniqueConstraint(fields=["test", "person"], name="test_sat_once"),
            models.UniqueConstraint(fields=["test", "person_code"], name="test_code_sits_once"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | Q(started_at__isnull=False),
                name="sitting_handed_in_was_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test.code} {self.person_code}"

    @property
    def office(self) -> Unit:
        """The office whose test it is: where its events are seen."""
        office: Unit = self.test.office
        return office
