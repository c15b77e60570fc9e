"""Chinese numerals as numbers.

Written here rather than taken from cn2an, whose import alone costs half of the command's start-up
(see docs/adr/0003).
"""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "两": 2,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

NUMERAL = "〇零一二三四五六七八九十百千两"


def parse_numeral(text: str) -> int | None:
    """The value of 三, 十二, 一百〇五, 二〇二三 or 12; None where the text is no number."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _positional(text)


def _positional(text: str) -> int | None:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _MYRIADS:
            total += (section + digit or 1) * _MYRIADS[character]
            section = digit = 0
        else:
            return None
    return total + section + digit if text else None
