"""What a text states about a finding: done, in progress, transferred; nothing it doesn't."""

from __future__ import annotations

import re
from datetime import date

from bihuan.model import Progress
from bihuan.reading.dates import find_dates, month_end, resolve_years

_STATED = (
    (Progress.MOSTLY_DONE, r"基本完成|基本整改|阶段性|基本到位|基本解决|部分完成"),
    (Progress.NOT_DONE, r"未完成|尚未|未整改|未启动|没有完成|未到位|未销号|^否$"),
    (
        Progress.IN_PROGRESS,
        r"正在|整改中|推进中|进行中|办理中|实施中|持续推进|持续整改|序时|按计划|未全部|部分整改",
    ),
    (Progress.DONE, r"完成|到位|办结|销号|已整改|整改完毕|已解决|^是$|整改结束|100%"),
    (Progress.TRANSFERRED, r"移交|移送|转交"),
    (Progress.LONG_TERM, r"长期|常态化|持续坚持|持续"),
)
_STATED_PATTERNS = tuple((status, re.compile(pattern)) for status, pattern in _STATED)
_RECTIFIED = r"(?:整改完成|完成整改|整改到位|整改完毕|整改落实到位|完成销号|整改销号)"
_OF_FINDING = re.compile(
    r"(?:该|此|本|上述|以上|这一|反馈)(?:项|类|个|条)?(?:具体)?(?:问题|事项|任务)[^。;,]{0,10}?已[^。;]{0,8}?"
    r"(?:整改|完成|到位|办结|销号|解决)|(?:整改任务|问题整改|整改工作|整改事项)(?:现|目前)?(?:已|均已)(?:经)?(?:全部|全面|按期)?(?:完成|到位|办结|销号)"
)
_NOW_DONE = re.compile(
    rf"(?:现|目前|现在|至此|截至目前)?,?(?:已|均已|已经)(?:全部|按期|如期|按时|全面)?{_RECTIFIED}"
)
_MOSTLY = re.compile(
    rf"(?:该|此|本|上述)?(?:问题|整改|任务|目前|现)[^。;,]{{0,6}}(?:已)?(?:基本(?:完成|整改到位|整改完成|到位|解决)|阶段性(?:完成|整改))|(?:已|取得)?阶段性(?:完成|成效|成果|{_RECTIFIED})|基本{_RECTIFIED}"
)
_LONG = re.compile(
    r"(?:该|此|本|上述)?(?:问题|整改|任务|事项)[^。;,]{0,8}(?:需|将|须|应|转入|纳入)?[^。;,]{0,4}(?:长期坚持|长期整改|常态化推进|持续整改|持续坚持)"
)
_NOT_DONE = re.compile(
    r"(?:该|此|本|上述)(?:项|类|个)?(?:问题|任务|事项)[^。;,]{0,8}(?:尚未|未|还没有)(?:整改|完成|解决|启动)"
)
_FINDING_IN_PROGRESS = re.compile(
    r"(?:该|此|本|上述)(?:项|类|个)?(?:问题|任务|事项)[^。;,]{0,6}(?:正在|仍在)|(?:目前)?正在整改"
)
UNFINISHED = re.compile(
    r"正在(?!全[县市国]|开展的)(?![^。;,]{0,6}(?:时期|阶段))|尚未|仍在|还在(?!于)|暂未|未能?(?:全部)?(?:完成|到位|追回|收回|清退|解决)|"
    r"(?:还有|仍有|尚有|剩余|其余|余下)[^。;]{0,24}(?:未|待|将|正|拟|需|计划|[底末日月年]前)|"
    r"限期[^。;]{0,12}(?:中|前)|"
    r"(?:办理|推进|施工|建设|协调|申请|走程序|追缴|核查|整改|进行|修复|招标|审批|公示)(?:工作)?(?:之)?中(?=[。;,]|$)|"
    r"(?:计划|拟|预计|力争|争取|确保)(?:于|在)?[^。;,]{0,10}(?:[年月日底末]前|[年月]底)|(?:预计|力争|争取)[^。;,]{0,14}完成"
)
_OF_THE_WHOLE = (
    (_MOSTLY, Progress.MOSTLY_DONE),
    (_OF_FINDING, Progress.DONE),
    (_NOT_DONE, Progress.NOT_DONE),
    (_FINDING_IN_PROGRESS, Progress.IN_PROGRESS),
)
_LIMIT = re.compile(r"^(?:上旬|中旬|下旬)?(?:底|末)?(?:之)?(?:以)?前")
_SETTLED_BEFORE = re.compile(r"(?:已|均|现)[^。;,]{0,4}$")
_TRANSFER = re.compile(
    r"(?<!及时)(?<!一律)(?:移交|移送|转交|转送)(?!的|机制|制度)(?:给|至|到|由)?[^。;,]{0,24}(?:纪|监|公安|检察|法院|司法|巡察|组织部|主管部门|有关部门|相关部门|局|委|办|处理|调查|查处)|"
    r"(?:线索|问题|案件)[^。;,]{0,16}(?<!及时)(?<!一律)(?:移交|移送|转交)(?!的|机制|制度)|"
    r"向[^。;,]{0,12}(?:纪|监|公安|检察|法院)[^。;,]{0,8}(?:移交|移送|转交)"
)


def status_of_label(folded: str) -> Progress | None:
    """What the words under a status label or in a status column state; None for nothing."""
    for status, pattern in _STATED_PATTERNS:
        if pattern.search(folded):
            return status
    return None


def status_of_answer(folded: str, report_date: date | None) -> Progress:
    """What an answer states about its finding as a whole.

    The first plain statement about the finding counts; then something plainly unfinished, then a
    weaker statement that it is done, then a transfer.
    """
    stated = [
        (match.start(), order, status)
        for order, (pattern, status) in enumerate(_OF_THE_WHOLE)
        if (match := pattern.search(folded))
    ]
    if stated:
        return min(stated)[2]
    if is_unfinished(folded, report_date):
        return Progress.IN_PROGRESS
    for pattern, status in (
        (_NOW_DONE, Progress.DONE),
        (_TRANSFER, Progress.TRANSFERRED),
        (_LONG, Progress.LONG_TERM),
    ):
        if pattern.search(folded):
            return status
    return Progress.UNSTATED


def is_unfinished(folded: str, report_date: date | None) -> bool:
    """Whether an answer says that something is still to come."""
    return UNFINISHED.search(folded) is not None or any(
        limit > report_date for limit in limits_in(folded) if report_date
    )


def limits_in(folded: str) -> list[date]:
    """The dates by which an answer says that something will be done; forecasts (预计) are none."""
    limits: list[date] = []
    # Most answers set no limit: their dates need not be looked for.
    if "前" not in folded and "截" not in folded:
        return limits
    for mention in resolve_years(find_dates(folded)):
        start, end = mention.span
        before = folded[max(0, start - 8) : start]
        if not _LIMIT.match(folded[end : end + 5]) and not re.search(r"截[止至](?:到)?$", before):
            continue
        if re.search(
            r"(?:预计|有望|预期|原定|要求)(?:于|在|到)?$", before
        ) or _SETTLED_BEFORE.search(before):
            continue
        if mention.year and mention.month and 1 <= mention.month <= 12:
            exact = mention.exact() if mention.day else month_end(mention.year, mention.month)
            limits += [exact] if exact else []
    return limits
