"""Tells what kind of document a text is: report, feedback, plan, aggregate or other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.model import Kind
from bihuan.reading.draft import Draft
from bihuan.reading.outline import Node
from bihuan.reading.titles import is_about

_MANY_ORGANISATIONS = re.compile(
    # Begins at a number's first character only: a long run of figures is looked at once.
    r"[\d一二三四五六七八九十两百](?<![\d一二三四五六七八九十两百]{2})[\d一二三四五六七八九十两百]{0,7}"
    r" ?(?:个|家)(?:[^。,;]{0,8})?"
    r"(?:单位|党组织|部门|乡镇|镇街|党委|党组|村(?:级)?党组织|企业|学校)"
)
_TITLE_KINDS = (
    (
        Kind.OTHER,
        re.compile(
            r"(?:通知|讲话|致辞|简报|总结|要点|纪要|办法|制度|规定|规则|推进会|动员会|公约|倡议书?)$"
        ),
    ),
    (Kind.REPORT, re.compile(r"整改.*(?:报告|通报|公告|公示|情况|台账|进展|汇报)")),
    (Kind.PLAN, re.compile(r"整改.*(?:方案|计划|措施|清单)|(?:任务|责任|问题|措施)清单")),
    (Kind.FEEDBACK, re.compile(r"反馈(?:意见|情况|问题)|巡察(?:反馈|意见|情况)")),
)
_OPENING_KINDS = (
    (
        Kind.PLAN,
        re.compile(
            r"(?:制定|制订|提出|形成)(?:本|如下|以下|了本)[^。]{0,12}(?:方案|计划|措施)|方案如下"
        ),
    ),
    (
        Kind.REPORT,
        re.compile(
            r"整改[^。]{0,40}(?:报告|通报|公布|公示|汇报|公开|如下)|(?:报告|通报|公布|汇报)如下"
        ),
    ),
    (Kind.FEEDBACK, re.compile(r"(?:反馈|提出)[^。]{0,24}(?:如下|以下)|反馈意见")),
)


def kind_by_title(title: str | None, opening: str) -> Kind | None:
    """The kind that a document calls itself by in title or opening, or None where it doesn't."""
    for words, kinds in ((title or "", _TITLE_KINDS), (opening, _OPENING_KINDS)):
        for kind, pattern in kinds:
            if pattern.search(words):
                return kind
    return None


def is_survey(folded: str, root: Node, opening: str) -> bool:
    """Whether a text with headings tells of many organisations, and of no finding by name."""
    if not _MANY_ORGANISATIONS.search(opening):
        return False
    return not any(
        node.answered or is_about(folded[node.title[0] : node.title[1]]) for node in root.walk()
    )


def kind_of(drafts: Sequence[Draft]) -> Kind:
    """The kind that findings amount to where the document doesn't say what it is."""
    return Kind.REPORT if any(d.response or d.outcome for d in drafts) else Kind.FEEDBACK


def kind_without_findings(folded: str, called: Kind | None) -> Kind:
    """AGGREGATE for a text on inspections of many organisations, else OTHER."""
    many = _MANY_ORGANISATIONS.search(folded) is not None
    return Kind.AGGREGATE if called is not None and many else Kind.OTHER
