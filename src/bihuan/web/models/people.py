"""Units and people: the tree of organisations, and who does what in which of them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from tree_queries.models import TreeNode

from bihuan.rectification.roles import Role


class UnitKind(models.TextChoices):
    """What kind of organisation a unit is."""

    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"
    DEPARTMENT = "department", "站所部门"
    VILLAGE = "village", "村（社区）"


class Unit(TreeNode):  # type: ignore[misc]
    """An organisation: county, township, station or village; its parent is the one above it."""

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=12, choices=UnitKind.choices)
    code = models.CharField("编码", max_length=40, blank=True, help_text="业务台账里的单位编码")
    position = models.PositiveIntegerField("顺序", default=0)
    active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = "单位"
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_under_parent"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Someone who signs in. Names are Chinese and whole; first and last name stay unused."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=60, blank=True)
    code = models.CharField("人员编码", max_length=40, blank=True, help_text="业务台账里的人员编码")
    mobile = models.CharField("手机", max_length=20, blank=True)
    wants_digest = models.BooleanField("接收每日提醒邮件", default=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="工作单位"
    )

    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one unit; a person may hold several."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    role = models.CharField("角色", max_length=16, choices=[(r.value, r.label) for r in Role])

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role"], name="role_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.unit}{Role(self.role).label}"


class Token(models.Model):
    """A person's key to the API; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.name
