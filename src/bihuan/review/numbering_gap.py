"""numbering-gap: printed list numbers that skip or repeat."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.model import Finding, Number, Remark
from bihuan.review.case import Case, Item, remark


def find(case: Case) -> Iterator[Remark]:
    """A remark on the first finding after each gap or repetition, level by level.

    A number follows the last one of its level. It may start again at 1 under a new heading and it
    may run on there too; anything else is a gap. The highest level may start anywhere: the chapters
    before it can be about other things.
    """
    last: dict[int, Number] = {}
    top = min((n.level for f in case.register.findings for n in f.numbers), default=0)
    fresh: set[int] = set()
    previous: Finding | None = None
    for item in case.items:
        restart = previous is None or _heading(previous) != _heading(item.finding)
        for number in sorted(item.finding.numbers, key=lambda n: n.level):
            before = last.get(number.level)
            if before is not None or number.level != top:
                free = restart or number.level in fresh
                yield from _told(item, before, number, free)
            last[number.level] = number
            fresh.discard(number.level)
            fresh.update(level for level in range(number.level + 1, 10))
        previous = item.finding


def _heading(finding: Finding) -> tuple[str | None, str | None]:
    return finding.area, finding.group


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
