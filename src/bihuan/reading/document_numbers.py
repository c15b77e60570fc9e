"""Numbers of official documents: 绥发〔2022〕3号, whatever brackets are printed."""

from __future__ import annotations

import re

from bihuan.model import Span

_NUMBER = re.compile(
    r"[〔【\[(〈<{]\s?(?P<year>(?:19|20)\d\d)年?\s?[〕】\])〉>}]\s?"
    r"(?P<ordinal>第?)\s?(?P<count>\d{1,5})\s?号"
)
_LONGEST_CODE = 14
# Words that end before a document's code when no bracket or quotation mark does. The code itself is
# made of abbreviations (绥政办发), so none of these occurs in one.
_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|参照|对照|执行|落实|贯彻|学习|传达|印发|下发|转发|制发|出台|制定|修订|"
    r"违反|符合|收到|通知|文件|规定|要求|精神|[的了以将把对与和及按照见到在为由即如])(?=.{2})"
)


def find_document_numbers(folded: str) -> list[tuple[Span, str]]:
    """Where document numbers stand in folded text, and each in 〔〕 form."""
    found: list[tuple[Span, str]] = []
    after = 0
    for match in _NUMBER.finditer(folded):
        start, end = _code_before(folded, after, match.start())
        if end - start > 1:
            code = folded[start:end]
            number = f"{code}〔{match['year']}〕{match['ordinal']}{match['count']}号"
            found.append(((start, match.end()), number))
        after = match.end()
    return found


def _code_before(folded: str, first: int, end: int) -> Span:
    """The organisation's code that ends before a bracket; it doesn't begin before `first`."""
    if end > first and folded[end - 1].isspace():
        end -= 1
    start = end
    while start > max(first, end - _LONGEST_CODE) and folded[start - 1].isalpha():
        start -= 1
    lead = _BEFORE.match(folded[start:end])
    return (start + lead.end() if lead else start, end)
