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


def confusable(one: str, other: str) -> bool:
    """Whether two characters sound or look alike.

    Alike in sound is the same syllable in any tone. Alike in shape is the same four-corner code, or
    three of its four corners with the first and last component (薪 4492 TYDL, 蕲 4452 TCJL).
    """
    first, second = _codes(one), _codes(other)
    if first is None or second is None:
        return False
    if first[0] & second[0]:
        return True
    return _look_alike(first[1], second[1], first[2], second[2])


def _look_alike(corners: str, others: str, cangjie: str, code: str) -> bool:
    if "-" in (corners, others, cangjie, code):
        return False
    same = sum(a == b for a, b in zip(corners, others, strict=True))
    return same == 4 or (same == 3 and cangjie[0] == code[0] and cangjie[-1] == code[-1])
