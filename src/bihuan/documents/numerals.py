"""Numbers as Word prints them in automatic numbering ([ECMA-376] 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(value: int, form: str) -> str:
    """`value` in Word's number format `form`; in plain digits where the format is unknown.

    A value that the format has no sign for (a circled 21) is printed in plain digits, as Word does.
    """
    write = _FORMS.get(form, str)
    return write(value) if 0 < value < 10_000 else str(value)


def _counted(value: int, digits: str, units: tuple[str, ...]) -> str:
    text, zero = "", False
    for place in reversed(range(len(str(value)))):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0] if zero else "") + digits[digit] + units[place]
        zero = not digit and bool(text)
    return text


def _chinese(value: int) -> str:
    text = _counted(value, _DIGITS, _UNITS)
    return text[1:] if 10 <= value < 20 else text


def _legal(value: int) -> str:
    return _counted(value, _LEGAL_DIGITS, _LEGAL_UNITS)


def _positional(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def _chinese_counting(value: int) -> str:
    return _chinese(value) if value < 100 else _positional(value)


def _letter(value: int) -> str:
    # Word goes on with aa, bb, cc after z.
    repeats, index = divmod(value - 1, 26)
    return chr(ord("a") + index) * (repeats + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _from(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


_circled = _from("".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260)])))

_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate(
        {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
    ),
    "decimalFullWidth2": lambda value: str(value).translate(
        {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
    ),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("".join(map(chr, range(0x2474, 0x2488)))),
    "decimalEnclosedFullstop": _from("".join(map(chr, range(0x2488, 0x249C)))),
    "ideographEnclosedCircle": _from("".join(map(chr, range(0x3280, 0x328A)))),
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
}
