"""Printed list numbers at the head of a line: 一、 (一) 1. (1) ① 问题1: and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.reading.folding import HAN
from bihuan.reading.numerals import NUMERAL, parse_numeral

_CN = f"[{NUMERAL}]{{1,4}}"
_PROBLEM_WORD = (
    r"(?:整改|反馈|巡察|巡视|具体|存在|突出|主要|第)?(?:的)?"
    r"(?:问题|意见|任务|事项|问题清单|整改任务)"
)
# Measure words that count whole things: a number with a fraction before one is a list number.
COUNTED = "个名户家人次件起笔份条处座台项种类批位支本部张块宗间所场辆篇"
_MEASURED = "%万亿元亩吨公年月日岁" + COUNTED
_MARKS: dict[str, str] = {
    # 问题1: 反馈问题一: 整改任务(一) 第1个问题: 【问题1】
    "named": rf"[【\[]?{_PROBLEM_WORD} ?(?:编号|序号)? ?[(之]?(?P<named>{_CN}|\d{{1,3}})[)]?[】\]]?"
    r"(?: ?[:、.,]| (?=\S)|(?=\n|$)|(?<=[】\])]))",
    "nth": rf"第(?P<nth>{_CN}|\d{{1,3}})(?:个|条|项)(?:具体)?(?:问题|意见|任务)[:、.,。]?",
    "section": rf"(?P<section>{_CN}) ?[、.．]",
    "section_parenthesis": rf"[(〈<](?P<section_parenthesis>{_CN})[)〉>][、.]?",
    "ordinal": rf"第(?P<ordinal>{_CN}|\d{{1,2}})[、,:]",
    "dotted": rf"(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[.、 ]|(?=[^\d.\s{_MEASURED}]))",
    # OCR reads 1 as l, I or |
    "decimal": r"(?P<decimal>(?:\d|[lI|](?=[\d.、])){1,3})"
    rf"(?: ?(?:、|\.(?!\d)|\.(?=(?:19|20)\d\d年|\d+[{COUNTED}]))"
    rf"| {{1,4}}(?=(?:{HAN}|[《“]){{4}}))",
    "parenthesis": r"[(〈](?P<parenthesis>\d{1,3}|[lI|])[)〉][、.]?",
    "half_parenthesis": r"(?P<half_parenthesis>\d{1,3}|[lI|])[)][、.]?",
    "circle": r"(?P<circle>[①-⑳㉑-㉟㊱-㊿❶-❿⓵-⓾])[、.]?",
    "boxed": r"(?P<boxed>[⑴-⒇㈠-㈩⒈-⒛])",
}
_MARK = re.compile(
    r"[ ]*(?:[-*·•●■◆★▲►➤□◇○] *)?(?:"
    + "|".join(f"(?:{pattern})" for pattern in _MARKS.values())
    + ")"
)
_ONES = str.maketrans("lI|", "111")
_CIRCLED = {
    chr(start + index): index + first
    for start, first, count in ((0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15),
                                (0x2776, 1, 10), (0x24F5, 1, 10), (0x2474, 1, 20),
                                (0x3220, 1, 10), (0x2488, 1, 20))
    for index in range(count)
}  # fmt: skip
_BOXED_FORMS = ((0x2474, "parenthesis"), (0x3220, "section_parenthesis"), (0x2488, "decimal"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A list number: its form (the kind of mark), its value, and where the words after it begin."""

    form: str
    value: int
    start: int
    end: int


def read_mark(folded: str, start: int, end: int) -> Mark | None:
    """The list number at the head of folded text between `start` and `end`, or None.

    Measures enumerated in words (一是) are none.
    """
    match = _MARK.match(folded, start, end)
    if match is None or match.lastgroup is None:
        return None
    form, printed = match.lastgroup, match[match.lastgroup]
    if form == "boxed":
        form = _boxed_form(printed)
    value = _value(printed)
    if value is None or value == 0:
        return None
    after = match.end()
    while after < end and folded[after] == " ":
        after += 1
    begin = start + len(match[0]) - len(match[0].lstrip(" "))
    return Mark(form, value, begin, after)


def _boxed_form(character: str) -> str:
    return next(form for first, form in _BOXED_FORMS if first <= ord(character) < first + 20)


def _value(printed: str) -> int | None:
    if printed in _CIRCLED:
        return _CIRCLED[printed]
    return parse_numeral(printed.translate(_ONES).rsplit(".", 1)[-1])
