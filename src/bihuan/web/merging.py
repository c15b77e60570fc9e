"""Which finding of a round a document speaks of, and what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.model import Finding as Read
from bihuan.web.models import Finding

# Where the number is the same, so much of the text must be: a plan words a problem anew, but seldom
# by more than a third.
_ALIKE = 65.0
_FIELDS = {
    "goal": "整改目标",
    "response": "整改情况",
    "due": "时限",
    "area": "方面",
    "group": "问题",
}
_READ_AS = {"due": "deadline"}
COMPLETED = ("response", "goal", "due")
"""What an import fills in where it is empty; nothing else of a known finding is touched."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document says otherwise of a known finding, and whether an import takes it over."""

    label: str
    now: Any
    read: Any
    taken: bool


def matched(findings: Iterable[Finding], reads: Sequence[Read]) -> list[Finding | None]:
    """For each finding that was read, the one in the round that it is, or None; each at most once.

    It is the one of the same text, else the one of the same number with the same group or a
    text that is much alike.
    """
    left = list(findings)
    by_text = {_key(finding.problem): finding for finding in left}
    found: list[Finding | None] = []
    for read in reads:
        match = by_text.pop(_key(read.problem), None)
        found.append(match)
        if match:
            left.remove(match)
    for place, read in enumerate(reads):
        if found[place] is None:
            match = next((f for f in left if _same_by_number(f, read)), None)
            found[place] = match
            if match:
                left.remove(match)
    return found


def _key(text: str) -> str:
    return "".join(text.split())


def _same_by_number(finding: Finding, read: Read) -> bool:
    from rapidfuzz.fuzz import ratio

    if finding.number != read.id:
        return False
    same_group = bool(read.group) and _key(finding.group) == _key(read.group or "")
    return same_group or ratio(_key(finding.problem), _key(read.problem)) >= _ALIKE


def differences(finding: Finding, read: Read) -> list[Difference]:
    """Field by field; what the document leaves empty is no difference."""
    pairs = [
        (name, label, getattr(finding, name), getattr(read, _READ_AS.get(name, name)))
        for name, label in _FIELDS.items()
    ]
    told = [
        Difference(label, now, said, taken=name in COMPLETED and not now)
        for name, label, now, said in pairs
        if said and said != now
    ]
    if _key(read.problem) != _key(finding.problem):
        told.insert(0, Difference("具体表现", finding.problem, read.problem, taken=False))
    if read.measures and not finding.measures.all():
        told.append(Difference("整改措施", "", "\n".join(read.measures), taken=True))
    return told


def gaps(finding: Finding, read: Read) -> dict[str, Any]:
    """The fields that an import fills in, with their values."""
    said = {name: getattr(read, _READ_AS.get(name, name)) for name in COMPLETED}
    return {name: value for name, value in said.items() if value and not getattr(finding, name)}
