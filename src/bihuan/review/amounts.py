"""Quantities where they stand in a text, and which units count the same things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.model import Quantity
from bihuan.review.case import Item, Text

MONEY = "元"
PERSONS = frozenset("人 名 位".split())
SHARES = frozenset(("%", "％", "‰", "个百分点", "成"))
# Classifiers that are used for one another; 个 stands for any of them.
_KIN = (
    PERSONS,
    frozenset("件 起 宗 例 桩 项 条".split()),
    frozenset("笔 份 张 单".split()),
    frozenset("份 本 册 卷 篇".split()),
    frozenset("户 家".split()),
    frozenset("所 家 间 处 座 栋".split()),
    frozenset(("人次", "人")),
    frozenset(("次", "场", "场次", "期", "轮")),
)
_MEASURES = frozenset(
    "公里 千米 里 米 平方米 平方公里 立方米 亩 公顷 吨 公斤 千克 斤 度 千瓦 千瓦时 升 倍".split()
)
_LONGER = re.compile(r"\d[.,，]?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at `start:end` of the text that it stands in."""

    quantity: Quantity
    start: int
    end: int

    @property
    def value(self) -> float:
        """The quantity's number."""
        return self.quantity.value

    @property
    def unit(self) -> str:
        """The quantity's unit."""
        return self.quantity.unit

    @property
    def text(self) -> str:
        """The quantity as printed."""
        return self.quantity.text


def amounts(item: Item, text: Text) -> list[Amount]:
    """The quantities of one of the finding's texts, in order, with their places."""
    placed, cursor = [], 0
    for quantity in item.finding.quantities:
        if quantity.part is not text.part:
            continue
        start = _place(text.raw, quantity.text, cursor)
        if start >= 0:
            cursor = start + len(quantity.text)
            placed.append(Amount(quantity, start, cursor))
    return placed


def _place(raw: str, printed: str, cursor: int) -> int:
    """The next place of a quantity that isn't the tail of a longer number."""
    start = raw.find(printed, cursor)
    while start > 0 and printed[0].isdigit() and _LONGER.search(raw[:start][-2:]):
        start = raw.find(printed, start + 1)
    return start


def same_kind(one: str, other: str) -> bool:
    """Whether two units can count the same things."""
    if one == other:
        return True
    if is_measure(one) or is_measure(other):
        return False
    if "个" in (one, other):
        return True
    return any(one in kin and other in kin for kin in _KIN)


def is_measure(unit: str) -> bool:
    """Whether a unit measures (money, shares, length, area, weight) rather than counts."""
    return unit == MONEY or unit in SHARES or unit in _MEASURES


def equal(one: float, other: float) -> bool:
    """Equality of printed values: rounding of 万 and 亿 is no difference."""
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))
