"""What comes back from units that have no account: workbooks that they filled in."""

from __future__ import annotations

from django.db import models

from bihuan.web.models.people import Person, Unit
from bihuan.web.models.rounds import Blob, Round


class Reply(models.Model):
    """A unit's filled-in workbook; nothing of it is in the register until it is accepted."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="replies")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="replies")
    blob = models.ForeignKey(Blob, models.PROTECT)
    name = models.CharField("文件名", max_length=200)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "单位填报"

    def __str__(self) -> str:
        return self.name
