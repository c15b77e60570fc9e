"""Which characters are written for one another by mistake: by sound or by shape.

Data: `data/characters.tsv`, syllables and shape codes of the 8,105 characters in general use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data") / "characters.tsv"


@cache
def _table() -> str:
    return _DATA.read_text(encoding="utf-8")


@cache
def _codes(character: str) -> tuple[frozenset[str], str, str] | None:
    """Syllables, four-corner code and Cangjie code; None for a character out of general use."""
    table = _table()
    at = table.find(f"\n{character}\t")
    if at < 0:
        return None
    syllables, corners, cangjie = table[at + 3 : table.index("\n", at + 1)].split("\t")
    return frozenset(syllables.split(",")), corners, cangjie


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters share a syllable in any tone."""
    first, second = _codes(one), _codes(other)
    return first is not None and second is not None and bool(first[0] & second[0])


def look_alike(one: str, other: str) -> bool:
    """Whether two characters are drawn alike.

    That is the same four-corner code, three of its four corners with the same first and last
    component (薛 4474 THRJ, 薜 4464 TSRJ), or all components but one of at least four (岭 UOII,
    岑 UOIN).
    """
    first, second = _codes(one), _codes(other)
    if first is None or second is None or "-" in (*first[1:], *second[1:]):
        return False
    corners, cangjie = _same(first[1], second[1]), _same(first[2], second[2])
    if corners == 4 or (cangjie >= 3 and len(first[2]) == len(second[2]) == cangjie + 1):
        return True
    ends = first[2][0] == second[2][0] and first[2][-1] == second[2][-1]
    return corners == 3 and ends


def _same(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def confusable(one: str, other: str) -> bool:
    """Whether two characters sound or look alike."""
    return sound_alike(one, other) or look_alike(one, other)
