"""Printed list numbers of every form that the corpus uses."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

MARKS = {
    "一、": "{chinese}、",
    "（一）": "（{chinese}）",
    "(一)": "({chinese})",
    "1.": "{digits}.",
    "1．": "{digits}．",
    "1、": "{digits}、",
    "（1）": "（{digits}）",
    "(1)": "({digits})",
    "1)": "{digits})",
    "1）": "{digits}）",
    "①": "{circled}",
    "一是": "{chinese}是",
    "第一，": "第{chinese}，",
    "问题1：": "问题{digits}：",
    "问题一：": "问题{chinese}：",
    "反馈问题一：": "反馈问题{chinese}：",
    "反馈问题1：": "反馈问题{digits}：",
    "整改任务：": "整改任务：",
}


def chinese(number: int) -> str:
    """1..99 -> 一..九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def printed(mark: str, number: int) -> str:
    """The number as the form `mark` prints it; circled numbers end at 20."""
    circled = _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"
    return MARKS[mark].format(chinese=chinese(number), digits=number, circled=circled)
