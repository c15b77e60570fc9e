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
# re takes a millisecond to compile the range of Chinese characters, and none for this.
_HAN = r"[^\W\d_a-zA-Z]"
_LABEL = re.compile(rf"[（(【]?{_HAN}{{2,14}}[】]?[:：]|【{_HAN}{{2,14}}】")
# The kinds of official papers (《党政机关公文处理工作条例》 and what offices write besides) and the
# words that headings and signatures end with: these are complete without a stop.
_HEADING_END = re.compile(
    r"(?:报告|方案|通报|公告|公示|通知|意见|汇报|说明|函|总结|计划|清单|台账|问题|方面|情况|工作|委员会|党组|支部)$"
)
# An e-mail or web address on either side of the break, which \0 marks.
_ADDRESS = re.compile(r"[@/][!-~]*\0|\0[!-~]*[@/]")
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


def ends_heading(line: str) -> bool:
    """Whether the line is, by its last words, a whole title, heading or signature."""
    return _HEADING_END.search(line.rstrip()) is not None


def breaks_off(line: str) -> bool:
    """Whether the line stops in mid-sentence: it has clauses, but no end; a heading has none."""
    text = _ENUMERATION.sub("", line.lstrip(), count=1)
    return not ends_sentence(text) and re.search("[，。；、,;]", text) is not None


def join(first: str, second: str) -> str:
    """Two halves of one line; a space only between two Latin words, not within an address."""
    first, second = first.rstrip(), second.lstrip()
    words = first and second and _latin(first[-1]) and _latin(second[0])
    if words and not _ADDRESS.search(f"{first[-80:]}\0{second[:80]}"):
        return f"{first} {second}"
    return first + second


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
