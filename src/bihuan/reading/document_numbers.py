"""Numbers of official documents: 绥发〔2022〕3号, whatever brackets are printed."""

from __future__ import annotations

import re

from bihuan.model import Span

_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fffA-Za-z]{2,14})\s?[〔【\[(〈<{]\s?(?P<year>(?:19|20)\d\d)年?\s?[〕】\])〉>}]\s?"
    r"(?P<ordinal>第?)\s?(?P<count>\d{1,5})\s?号"
)
# Words that end before a document's code when no bracket or quotation mark does. The code itself is
# made of abbreviations (绥政办发), so none of these occurs in one.
_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|参照|对照|执行|落实|贯彻|学习|传达|印发|下发|转发|制发|出台|制定|修订|"
    r"违反|符合|收到|通知|文件|规定|要求|精神|[的了以将把对与和及按照见到在为由即如])(?=.{2})"
)


def find_document_numbers(folded: str) -> list[tuple[Span, str]]:
    """Where document numbers stand in folded text, and each in 〔〕 form."""
    return [_found(match) for match in _NUMBER.finditer(folded)]


def _found(match: re.Match[str]) -> tuple[Span, str]:
    code = match["code"]
    lead = _BEFORE.match(code)
    cut = lead.end() if lead else 0
    span = (match.start("code") + cut, match.end())
    return span, f"{code[cut:]}〔{match['year']}〕{match['ordinal']}{match['count']}号"
