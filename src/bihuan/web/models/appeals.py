"""Appeals: what is kept of a petition's or talk-hall matter's life beside its ledger's row."""

from __future__ import annotations

from django.db import models

from bihuan.web.models.people import Person, Unit


class Appeal(models.Model):
    """Who handles a row of the ledger of petitions or the talk hall, and what came of it.

    Dates, category and who brought it stand in the ledger's row of this key alone. `follows` is the
    earlier one that this one repeats.
    """

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=63)
    key = models.CharField(max_length=600)
    number = models.CharField("编号", max_length=200)
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeated_by", verbose_name="重复的是"
    )
    reply = models.TextField("答复", blank=True)
    satisfied = models.BooleanField("是否满意", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        verbose_name = "群众事项"
        constraints = [
            models.UniqueConstraint(fields=["office", "ledger", "key"], name="appeal_once"),
            models.CheckConstraint(
                condition=models.Q(satisfied=None) | ~models.Q(reply=""),
                name="appeal_judged_after_its_reply",
            ),
        ]

    def __str__(self) -> str:
        return self.number
