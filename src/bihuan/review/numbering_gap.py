"""numbering-gap: printed list numbers that skip or repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bihuan.model import Finding, Number, Remark
from bihuan.review.case import Case, Item, remark


def find(case: Case) -> Iterator[Remark]:
    """A remark on the first finding after each gap or repetition, level by level.

    A number follows the last one of its level. It may start again at 1 under a new heading and it
    may run on there too; anything else is a gap. The highest level may start anywhere: the chapters
    before it can be about other things.
    """
    findings = case.register.findings
    top = min((n.level for f in findings for n in f.numbers), default=0)
    leaves = _leaf_levels(findings)
    last: dict[int, Number] = {}
    fresh: set[int] = set()
    previous: Finding | None = None
    for item in case.items:
        for number in sorted(item.finding.numbers, key=lambda n: n.level):
            before = last.get(number.level)
            if before is not None or number.level != top:
                free = number.level in fresh or _restarts(previous, item.finding, number, leaves)
                yield from _told(item, before, number, free)
            last[number.level] = number
            fresh.discard(number.level)
            fresh.update(level for level in range(number.level + 1, 10))
        previous = item.finding


def _leaf_levels(findings: Sequence[Finding]) -> set[int]:
    """Levels that number findings within a group, not the groups themselves."""
    return {
        number.level
        for before, after in pairwise(findings)
        if (before.area, before.group) == (after.area, after.group)
        for number in after.numbers
        if number.level in {n.level for n in before.numbers}
    }


def _restarts(previous: Finding | None, finding: Finding, number: Number, leaves: set[int]) -> bool:
    """Whether an unnumbered heading stands before the number."""
    if previous is None or previous.area != finding.area:
        return True
    return number.level in leaves and previous.group != finding.group


def _told(item: Item, before: Number | None, number: Number, free: bool) -> Iterator[Remark]:
    defect = _defect(before, number, free)
    if defect is not None:
        spans = (number.span,) if before is None else (before.span, number.span)
        message = f"{defect}，请核对是否漏写问题，并更正序号。"
        yield remark("numbering-gap", item, message, spans)


def _defect(before: Number | None, number: Number, free: bool) -> str | None:
    if before is not None and number.value == before.value + 1:
        return None
    if before is None or free:
        return None if number.value == 1 else f"序号从“{number.text}”开始，前面缺少第1项"
    if number.value == before.value:
        return f"序号“{number.text}”重复"
    if number.value > before.value:
        return f"序号从“{before.text}”跳到“{number.text}”"
    return f"序号“{before.text}”之后是“{number.text}”，次序倒退"
