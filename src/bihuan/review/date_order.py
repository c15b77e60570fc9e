"""date-order: dates that don't exist or can't be in the order told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bihuan.model import Kind, Remark, Severity
from bihuan.reading.dates import DateMention, find_dates, month_end, resolve_years
from bihuan.review.case import Case, Item, Text, remark

# A leap year: a day without a year is only impossible where no year has it.
_ANY_YEAR = 2024
_HISTORY = re.compile(
    r"以来|以前|之前|以后|起|期间|至今|《|〔|文件|历年|往年|原|此前|曾|拖欠|欠[缴款付]|形成|发生|签订的|购[买置]的|建成的|"
    r"聘用的|反馈(?!问题|意见整改)|巡[察视](?!整改|反馈问题整改)|年度|任期|合同|出生|入党|参加工作|成立|遗留|截[至止]|第[一二三四]季度|上半年|下半年|当年|"
    r"时任|期限|印发的|出台的|制定的|发放的|收取的|多[发付]|产生|会议精神|讲话|重要指示"
)
_ACTED = re.compile(
    r"已|完成|召开|开展|印发|制[定订]|修[订改]|追[回缴]|退[回还缴赔]|清退|上缴|收回|补[签录登交缴齐发办]|清理|安装|更换|维修|"
    r"约谈|谈话|诫勉|处分|批评|培训|学习|公示|登记|归[还档]|办结|移交|整改|整理|审批|盘点|检查|排查|发放|拨付|组织"
)
_AT_ONCE = re.compile(r"立行立改|即知即改|立知立改|边巡边改|边查边改|巡察(?:期间|组)|进驻")
# 2024年2月至4月的考勤: a date that only tells which.
_ATTRIBUTE = re.compile(r"(?:[至到-][\d年月日]+)?(?:底|初|[上中下]旬|期间)?的")
_DEALT_WITH = re.compile(
    r"(?:追[缴回收]|收[回缴]|清[退理]|退[还回]|补[缴发录]|核[查对]|重新审核)(?:[\d年月日]+[至到-])?$"
)
# After 已于 the date is that of the act, whatever its object once was.
_ALREADY = re.compile(r"已经?[于在]$")
_OBJECTS = re.compile(r"拖欠|欠[缴款付]|多[发付]|产生|遗留|历年|往年")
_FINISHED = re.compile(
    r"进行了|[一-龥]了[一-龥]|(?:已经?|均已|现已|都已)(?:于|在)?|(?:^|[,。;])(?:于|在)"
)
_TO_COME = re.compile(
    r"前|底|预计|计划|拟|力争|争取|限|到期|期限|截[至止]|合同|租期|有效|规划|下一步|《"
)

# Without 已, 将 speaks of a time to come; with it, it only marks the object: 已于…将款项退回.
_INTENDED = re.compile(r"^(?!.*已).*将")


def find(case: Case) -> Iterator[Remark]:
    """At most one remark for each finding, and those on the document's own dates."""
    yield from _head(case)
    yield from _impossible_outside(case)
    for item in case.items:
        told = next(_of_item(case, item), None)
        if told is not None:
            yield told


def _head(case: Case) -> Iterator[Remark]:
    register = case.register
    pairs = (
        (register.inspected_from, register.inspected_to, "巡察结束日期", "巡察开始日期"),
        (register.inspected_to, register.feedback_date, "反馈日期", "巡察结束日期"),
        (register.feedback_date, _written(case), "报告日期", "反馈日期"),
    )
    for earlier, later, what, than in pairs:
        if earlier is not None and later is not None and later < earlier:
            message = f"{what}{_cn(later)}早于{than}{_cn(earlier)}，请核对并更正。"
            yield remark("date-order", None, message)


def _written(case: Case) -> date | None:
    """The document's date where it comes after the feedback; a feedback is dated by itself."""
    return None if case.register.kind is Kind.FEEDBACK else case.register.report_date


def _impossible_outside(case: Case) -> Iterator[Remark]:
    for start, end in case.outside:
        for mention in find_dates(case.folded[start:end]):
            if is_impossible(mention):
                span = (start + mention.span[0], start + mention.span[1])
                printed = case.document.text[slice(*span)]
                yield remark("date-order", None, _no_such_day(printed), (span,))


def _of_item(case: Case, item: Item) -> Iterator[Remark]:
    for text in item.texts():
        for mention in find_dates(text.folded):
            if is_impossible(mention):
                printed = text.raw[slice(*mention.span)]
                yield remark("date-order", item, _no_such_day(printed), text.spans(*mention.span))
    yield from _limit(case, item)
    if item.response is not None:
        yield from _measures(case, item, item.response)


def is_impossible(mention: DateMention) -> bool:
    """Whether no calendar has this day: month 13, 30 February, 31 June."""
    if mention.month is None or mention.day is None:
        return mention.year is not None and mention.month is not None and _no_month(mention.month)
    if mention.year is None and _no_month(mention.month):
        return False
    return mention.exact(_ANY_YEAR) is None


def _no_month(month: int) -> bool:
    return not 1 <= month <= 12


def _no_such_day(printed: str) -> str:
    return f"日期“{printed}”不存在，请核对并更正。"


def _limit(case: Case, item: Item) -> Iterator[Remark]:
    feedback, deadline = case.register.feedback_date, item.finding.deadline
    if feedback is not None and deadline is not None and deadline < feedback:
        message = f"整改时限{_cn(deadline)}早于反馈日期{_cn(feedback)}，请核对并更正。"
        yield remark("date-order", item, message, item.problem.whole())


def _measures(case: Case, item: Item, response: Text) -> Iterator[Remark]:
    for mention in resolve_years(find_dates(response.folded)):
        latest = _latest(mention)
        clause = _said(response, mention)
        if latest is None or _tells_which(response, mention):
            continue
        if _is_before_feedback(case, item, latest, clause):
            yield _early(case, item, response, mention, latest)
        elif _is_after_report(case, mention, clause):
            yield _late(case, item, response, mention)


def _tells_which(response: Text, mention: DateMention) -> bool:
    """Whether a date belongs to what is dealt with: 收回2019年8月出借的资金."""
    start, end = mention.span
    before = response.folded[max(0, start - 18) : start]
    return bool(_ATTRIBUTE.match(response.folded, end) or _DEALT_WITH.search(before))


def _said(response: Text, mention: DateMention) -> str:
    """What is told of a date: its clause, and the next one where the date stands alone in it."""
    start, end = response.clause_at(mention.span[0])
    if response.folded[start:end].strip(" ,") == response.folded[slice(*mention.span)]:
        end = response.clause_at(min(end + 1, len(response.folded) - 1))[1]
    clause = response.folded[start:end]
    done = _ALREADY.search(response.folded[start : mention.span[0]])
    return _OBJECTS.sub("", clause) if done else clause


def _latest(mention: DateMention) -> date | None:
    """The last day that a mention can mean, or None where it names no month of a year."""
    if mention.year is None or mention.month is None or _no_month(mention.month):
        return None
    if mention.day is None:
        return month_end(mention.year, mention.month)
    return mention.exact()


def _is_before_feedback(case: Case, item: Item, latest: date, clause: str) -> bool:
    feedback = case.register.feedback_date
    if feedback is None or latest >= feedback:
        return False
    if _HISTORY.search(clause) or not _ACTED.search(clause):
        return False
    start = case.register.inspected_from
    at_once = item.finding.immediate or any(_AT_ONCE.search(t.folded) for t in item.texts())
    return not (at_once and start is not None and latest >= start)


def _early(case: Case, item: Item, response: Text, mention: DateMention, latest: date) -> Remark:
    feedback = case.register.feedback_date
    assert feedback is not None
    printed = response.raw[slice(*mention.span)]
    start = case.register.inspected_from
    during = start is not None and latest >= start
    message = (
        f"整改措施的日期“{printed}”早于反馈日期{_cn(feedback)}，请核对；"
        "确属反馈前立行立改的，请注明。"
    )
    severity = Severity.MEDIUM if during else Severity.HIGH
    return remark("date-order", item, message, response.spans(*mention.span), severity)


def _is_after_report(case: Case, mention: DateMention, clause: str) -> bool:
    report = case.report_date
    if report is None or mention.year is None or mention.month is None:
        return False
    first = mention.exact() or date(mention.year, mention.month, 1)
    if first <= report:
        return False
    if re.search(rf"已经?[于在]{mention.year}年{mention.month}月", clause):
        return True
    if _TO_COME.search(clause):
        return False
    return bool(_FINISHED.search(clause)) and not _INTENDED.search(clause)


def _late(case: Case, item: Item, response: Text, mention: DateMention) -> Remark:
    report = case.report_date
    assert report is not None
    printed = response.raw[slice(*mention.span)]
    message = f"文中说“{printed}”已经办理，但报告日期是{_cn(report)}，请核对并更正。"
    return remark("date-order", item, message, response.spans(*mention.span))


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
