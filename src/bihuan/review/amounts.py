"""Quantities where they stand in a text, and which units count the same things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.model import Quantity
from bihuan.review.case import Item, Text

MONEY = "元"
PERSONS = frozenset(("人", "名", "位"))
SHARES = frozenset(("%", "％", "‰", "个百分点", "成"))
# Classifiers that are used for one another; 个 stands for any of them.
_KIN = (
    PERSONS,
    frozenset("件起宗例桩项条"),
    frozenset("笔份张单"),
    frozenset("份本册卷篇"),
    frozenset("户家"),
    frozenset("所家间处座栋"),
    frozenset(("人次", "人")),
    frozenset(("次", "场", "场次", "期", "轮")),
)
_EVENTS = frozenset(("次", "场", "场次", "期", "轮", "人次", "课时"))
_MEASURES = re.compile(
    r"(?:公|千|平方|立方|平方公|毫|厘)?(?:里|米|斤|克|升|顷|分)|亩|吨|度|倍|千瓦时?|吨公里|万?千?伏"
)
# A finding that counts more than this is a table; its sums would be found by chance.
_MOST = 200
_LONGER = re.compile(r"\d[.,，]?$")
# 1.7宗案卷…: at the head of a paragraph the first number is a list mark.
_LIST_MARK = re.compile(r"(?:^|\n)[ \t　]*\d{1,2}[.．]$")


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
    placed: list[Amount] = []
    cursor = 0
    for quantity in item.finding.quantities:
        if quantity.part is not text.part or len(placed) >= _MOST:
            continue
        start = _place(text.raw, quantity.text, cursor)
        if start >= 0:
            cursor = start + len(quantity.text)
            placed.append(Amount(quantity, start, cursor))
    return placed


def _place(raw: str, printed: str, cursor: int) -> int:
    """The next place of a quantity that isn't the tail of a longer number."""
    start = raw.find(printed, cursor)
    while start > 0 and printed[0].isdigit() and _continues(raw[max(0, start - 8) : start]):
        start = raw.find(printed, start + 1)
    return start


def _continues(before: str) -> bool:
    return bool(_LONGER.search(before)) and not _LIST_MARK.search(before)


def same_kind(one: str, other: str) -> bool:
    """Whether two units can count the same things."""
    if one == other:
        return True
    if is_measure(one) or is_measure(other):
        return False
    if "个" in (one, other):
        return not _EVENTS & {one, other}
    return any(one in kin and other in kin for kin in _KIN)


def is_measure(unit: str) -> bool:
    """Whether a unit measures (money, shares, length, area, weight) rather than counts."""
    return unit == MONEY or unit in SHARES or bool(_MEASURES.fullmatch(unit))


def equal(one: float, other: float) -> bool:
    """Equality of printed values: rounding of 万 and 亿 is no difference."""
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))
