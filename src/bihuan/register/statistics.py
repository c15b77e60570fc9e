"""The second sheet: how many findings of each area stand in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.model import Finding, Progress
from bihuan.register.sheet import STATUS_WORDS, line

_STATES = tuple(STATUS_WORDS)
HEADINGS = ("方面", "问题数", *STATUS_WORDS.values(), "未写明")


@dataclass(frozen=True, slots=True)
class Total:
    """One row: the area's name, how its findings' ids begin, and its counts beside HEADINGS."""

    name: str
    prefix: str
    counts: tuple[int, ...]


def totals(findings: Sequence[Finding]) -> list[Total]:
    """A row for each area in order, and one for all findings (prefix empty) at the end."""
    areas: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.area:
            prefix = finding.id.partition(".")[0] + "."
            areas.setdefault((line(finding.area), prefix), []).append(finding)
    rows = [Total(name, prefix, _counts(some)) for (name, prefix), some in areas.items()]
    return [*rows, Total("合计", "", _counts(findings))]


def _counts(findings: Sequence[Finding]) -> tuple[int, ...]:
    counted = Counter(finding.status for finding in findings)
    stated = [counted[state] for state in _STATES]
    return (len(findings), *stated, counted[Progress.UNSTATED])
