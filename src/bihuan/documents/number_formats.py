"""Values of spreadsheet cells as text, by the number format of the cell.

Covers what offices use: decimals, thousands, percentages, leading zeros, literal units (0"户").
Fractions, powers, conditions and colours are shown as plain numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

Value = str | int | float | bool | date | datetime | time | timedelta

_MONTH = 'yyyy"年"m"月"'
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 17: _MONTH, 27: _MONTH,
    36: _MONTH, 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 50: _MONTH, 52: _MONTH,
    57: _MONTH,
}  # fmt: skip
"""Number formats that files name by id only, the dates as Chinese Excel prints them.

Source: [ECMA-376] 18.8.30, table for zh-cn. Dates that need no format of their own are left out.
"""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|[_*].|(?P<bracket>\[[^\]]*\])|(?P<number>[0#?][0#?.,]*)'
    r"|(?P<percent>[%％])|(?P<plain>General|G/通用格式|@)|(?P<literal>.)",
    re.S,
)
_MAX_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One section of a number format; `digits` is None where it is a plain number."""

    before: str
    digits: str | None
    after: str
    percent: bool


def shown(value: Value, code: str = "") -> str:
    """The cell's value as a reader of the sheet sees it; `code` is its number format.

    Dates come out in ISO form, or as 2025年6月 where the format prints no day; true and false as
    是 and 否.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, code)
    if isinstance(value, date):
        return _date(value, code)
    if isinstance(value, time):
        return _clock(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    return _clock(value)


def _date(value: date, code: str) -> str:
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.lower())
    if "y" in letters and "m" in letters and "d" not in letters and "h" not in letters:
        return f"{value.year}年{value.month}月"
    if not isinstance(value, datetime) or value.time() == time():
        return f"{value:%Y-%m-%d}" if value.year >= 1000 else value.isoformat()[:10]
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _clock(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    text = f"{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def _number(value: float, code: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    sections = _sections(code)
    if value < 0 and len(sections) > 1:
        return _filled(sections[1], abs(value), "")
    return _filled(sections[0], abs(value), "-" if value < 0 else "")


def _filled(pattern: _Pattern, value: float, sign: str) -> str:
    if pattern.digits is None:
        text = _plain(value * 100 if pattern.percent else value)
    else:
        text = _by_digits(value, pattern.digits, percent=pattern.percent)
    return pattern.before + sign + text + pattern.after


def _plain(value: float) -> str:
    """The shortest text of the number: Excel keeps fifteen digits and so do we."""
    return f"{Decimal(f'{value:.15g}').normalize():f}" if abs(value) < 1e30 else f"{value:.15g}"


def _by_digits(value: float, digits: str, *, percent: bool) -> str:
    if abs(value) >= 1e25:
        return _plain(value)
    # Each comma at the end divides by a thousand.
    scale = len(digits) - len(digits.rstrip(","))
    whole, _, fraction = digits.rstrip(",").partition(".")
    most = min(sum(char in "0#?" for char in fraction), _MAX_DECIMALS)
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(f"{value:.15g}") * (100 if percent else 1) / 1000**scale
        text = f"{exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    front, _, back = text.partition(".")
    back = back[: fraction.count("0")] + back[fraction.count("0") :].rstrip("0")
    front = front.zfill(whole.count("0")) if whole.count("0") else front
    if "," in whole:
        front = f"{int(front):,}"
    return f"{front}.{back}" if back else front


@lru_cache(maxsize=512)
def _sections(code: str) -> list[_Pattern]:
    """The patterns for positive and for negative numbers; plain ones where the code is too rare."""
    patterns = [_pattern(section) for section in _split(code)[:2]]
    return patterns or [_Pattern("", None, "", percent=False)]


def _split(code: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code[:255], re.S)


def _pattern(section: str) -> _Pattern:
    plain = _Pattern("", None, "", percent=False)
    texts, digits, percent = ["", ""], [], False
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "bracket" and text[1:2] in "<>=":
            return plain
        if kind in ("number", "plain"):
            digits.append(text if kind == "number" else None)
        elif kind == "literal" and text.isascii() and (text.isalpha() or text == "/"):
            return plain
        elif kind != "bracket" and kind is not None:
            percent = percent or kind == "percent"
            texts[bool(digits)] += text
    if len(digits) != 1:
        return plain
    return _Pattern(texts[0].strip(), digits[0], texts[1].strip(), percent)
