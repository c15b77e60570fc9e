"""One spelling of characters for pattern matching, at unchanged offsets."""

from __future__ import annotations

import re
import unicodedata

HAN = r"[^\W\d_a-zA-Z]"
"""A Chinese character, for patterns: re takes a millisecond to compile their range, none for this.

In folded text it also takes in what else counts as a letter or numeral, such as 〇 and ①.
"""
_SAME_LENGTH = {
    chr(code): folded
    for code in (*range(0xFF01, 0xFF5F), *range(0xFE50, 0xFE6C))
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
}
_FOLDED = _SAME_LENGTH | {
    character: folded
    for characters, folded in {
        "\u3000\u00a0\u2002\u2003\t\u200b": " ",
        "「『〝＂": "“",
        "」』〞": "”",
        "○Ｏ◯零": "〇",
        "︰∶": ":",
        "﹝［": "[",
        "﹞］": "]",
        "–—―─－": "-",
        "～〜": "~",
    }.items()
    for character in characters
}
# Four times as fast as str.translate, which looks up every character.
_OTHERS = re.compile(f"[{re.escape(''.join(_FOLDED))}]")


def fold(text: str) -> str:
    """The text with full-width forms, quotes, dashes and blanks in one spelling, length unchanged.

    Line breaks stay; every offset of the result is the same offset of `text`.
    """
    return _OTHERS.sub(lambda match: _FOLDED[match[0]], text)
