"""open-claim: a finding called rectified whose text says that something is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bihuan.model import Progress, Remark, Span
from bihuan.reading.dates import find_dates, month_end, resolve_years
from bihuan.review.case import Case, Item, Text, remark

_OPEN = re.compile(
    r"正在|正(?:抓紧|积极|有序|加紧|逐步|按程序|按计划|进行|办理|协调|协商|洽谈|筹措|申请|推进)|尚未|尚[需待有在]|仍[未在需有]|还[未需在没](?!有)|还有[^,。;]{0,10}[未没]|"
    r"暂未|暂时无法|未能|未完成|未整改|未到位|未[追退收缴支还付][回还缴付清]|等待|届时|待[一-龥]{2,10}[后时](?:再|进行|办理|完成|予以)?|"
    r"(?:剩余|其余|余下|余款|尾款|另有)[^,。;]{0,14}|限期|预计(?!可|受益|节|增[收加]|带动|惠及|产值|每?年(?:均|产|收|增|可|节))|计划(?:于|在|到|年|\d|分|近期|下|明年|今年)|拟(?:于|在|\d|定于)|将(?:于|在)(?:\d|近期|下|明年|年底|年内|本月|月底)|"
    r"力争|争取(?:在|于|\d|年底)|(?:推进|办理|施工|进行|建设|协商|审批|追缴|催收|走程序|整改|核查|调查|征求意见|试运行|公示|评审|招标|论证|清算|审理|设计)(?:之)?中(?=[,。;]|$)"
)
# What is said about a remainder or a limit is settled by a completion in what follows.
_SETTLED = re.compile(r"已|均|全部|完成|完毕|到位|办结|按期|如期|了[,。;]|免予|不再")
_HANDLED = re.compile(r"[收追退]回|补[缴交办签登录]|缴清|清退|取消|注销|予以|通报|约谈|改为|调整")
_UNSETTLED = re.compile(
    r"正在|尚[未需待]|仍|还[在需未没]|暂[未时停]|未(?:完成|落实|到位|[动开]工|[追退收缴])|预计|计划|限期|将[于在]|力争|"
    r"拟|待|逐步|分期|陆续|尽快|分批|继续"
)
_DONE_AFTER = re.compile(r"[^,。;]*?(?:已|均|全部)")
_ATTRIBUTE = re.compile(r"^[^,。;]{0,12}的(?!还|尚|仍|有)[一-龥\d]")
_NEXT = re.compile(r"(?:下一步|将对|拟对|计划|继续|准备|后续)[^,。;]{0,6}$")
_ABOUT_PAST = re.compile(
    r"(?:此前|之前|原(?=$)|原来|原先|以往|过去|当时|曾|对|将|把|针对|凡|如|若|对于|督促|防止|避免|建立|公开|统计)[^,。;]{0,6}$"
)
_FORECAST = re.compile(r"前|底|内|预计|计划|将|拟|力争|争取|完成|到位|竣工|时限|试运行|推迟|延期")
_TERM = re.compile(r"合同|租期|租赁|有效期|期限[为至]|规划|任期|协议|服务期|《|承包|年度计划|质保")
# A sentence longer than this has lost its marks of punctuation.
_REACH = 200
_REMAINDERS = ("剩余", "其余", "余下", "余款", "尾款", "另有")
_PLANNED_HABIT = re.compile(r"计划(?:生育|外|内|经济)")


def find(case: Case) -> Iterator[Remark]:
    """One remark for each finding stated to be done in whose answer something is open."""
    for item in case.items:
        if item.finding.status is Progress.DONE and item.response is not None:
            spans = _open_places(item.response, case.report_date)
            if spans:
                yield _told(item, item.response, spans)


def _open_places(response: Text, report: date | None) -> list[Span]:
    places = [m.span() for m in _OPEN.finditer(response.folded) if _is_open(response, m)]
    if not places and report is not None:
        places = list(_later_dates(response, report))
    return places


def _is_open(response: Text, match: re.Match[str]) -> bool:
    text = response.folded
    start, end = response.sentence_at(match.start())
    tail = text[match.end() : min(end, match.end() + _REACH)]
    word = match[0]
    settled = word == "正在" or _SETTLED.search(tail) or _HANDLED.search(tail)
    if _ATTRIBUTE.match(tail) and settled:
        return False
    clause_start = max(response.clause_at(match.start())[0], start, match.start() - _REACH)
    before = text[clause_start : match.start()]
    if word.startswith(_REMAINDERS) and _NEXT.search(before):
        return True
    if _ABOUT_PAST.search(before):
        return False
    if word.startswith("未") and _DONE_AFTER.match(tail):
        return False
    if word.startswith((*_REMAINDERS, "限期", "暂")):
        rest = word + tail
        if word.startswith("限期"):
            return not _SETTLED.search(text, match.end())
        return bool(_UNSETTLED.search(rest))
    return not _PLANNED_HABIT.match(text, match.start())


def _later_dates(response: Text, report: date) -> Iterator[Span]:
    """Dates after the report that the text gives as a time to come."""
    for mention in resolve_years(find_dates(response.folded)):
        if mention.year is None or mention.month is None or not 1 <= mention.month <= 12:
            continue
        first = mention.exact() or month_end(mention.year, mention.month)
        clause = response.folded[slice(*response.clause_at(mention.span[0]))]
        forecast = _FORECAST.search(clause) and not _TERM.search(clause) and "已" not in clause
        if first > report and forecast:
            yield mention.span


def _told(item: Item, response: Text, places: list[Span]) -> Remark:
    start, end = response.clause_at(places[0][0])
    quoted = response.raw[start:end].strip()
    quoted = quoted if len(quoted) <= 40 else quoted[:40] + "…"
    spans = tuple(s for place in places for s in response.spans(*response.clause_at(place[0])))
    message = (
        f"此问题称已完成整改，但文中还写“{quoted}”，尚有未了事项，"
        "请核实后改为正在整改，或补充最终结果。"
    )
    return remark("open-claim", item, message, spans)
