"""Joins lines, as a scan or a page layout breaks them, back to paragraphs."""

from __future__ import annotations

import re

_DIGITS = r"\d{1,4}|[０-９]{1,4}"
_PAGE_MARK = re.compile(
    rf"[-—–―－‐一]{{1,3}}\s*(?:{_DIGITS})\s*[-—–―－‐一]{{1,3}}"
    rf"|[·•]\s*(?:{_DIGITS})\s*[·•]"
    rf"|第\s*(?:{_DIGITS})\s*页\s*(?:[,，/／]?\s*共\s*(?:{_DIGITS})\s*页)?"
    r"|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_ENUMERATION = re.compile(
    r"[(（]\s*(?:[一二三四五六七八九十百]{1,4}|\d{1,3})\s*[)）]"
    r"|[一二三四五六七八九十百]{1,4}\s*[、.．]"
    r"|\d{1,3}\s*(?:[、．]|[.](?!\d)|[)）])"
    r"|[\u2460-\u2473\u3220-\u3229\u2474-\u2487]"
    r"|第[一二三四五六七八九十百]{1,4}[条章节部项]"
    r"|(?:反馈)?(?:问题|任务)[一二三四五六七八九十\d]{1,3}\s*[:：.．、]"
)
_LABEL = re.compile(r"[（(【]?[\u4e00-\u9fff]{2,14}[】]?[:：]|【[\u4e00-\u9fff]{2,14}】")
_SENTENCE_END = "。！？!?；;：:"
_CLOSING = "”’」』）)】》\"'"


def is_page_mark(line: str) -> bool:
    """Whether the line holds nothing but a printed page number: — 3 —, 第3页 共9页."""
    return len(line) < 40 and _PAGE_MARK.fullmatch(line.strip()) is not None


def starts_item(line: str) -> bool:
    """Whether the line starts with a list mark: 一、 (一) 1. ① 问题1："""
    return _ENUMERATION.match(line.lstrip()) is not None


def starts_label(line: str) -> bool:
    """Whether the line starts with a few words and a colon: 整改时限："""
    return _LABEL.match(line.lstrip()) is not None


def ends_sentence(line: str) -> bool:
    """Whether the line ends with a stop, a semicolon or a colon, inside closing quotes or not."""
    return line.rstrip().rstrip(_CLOSING).endswith(tuple(_SENTENCE_END))


def breaks_off(line: str) -> bool:
    """Whether the line stops in mid-sentence: it has clauses, but no end; a heading has none."""
    return not ends_sentence(line) and re.search("[，。；、,;]", line) is not None


def join(first: str, second: str) -> str:
    """Two halves of one line; a space only between two Latin words."""
    first, second = first.rstrip(), second.lstrip()
    if first and second and _latin(first[-1]) and _latin(second[0]):
        return f"{first} {second}"
    return first + second


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
