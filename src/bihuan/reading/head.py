"""A document's head and foot: title, who was inspected, who inspected, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bihuan.model import Finding, Kind, Register, Unread
from bihuan.reading.dates import DateMention, find_dates, resolve_years
from bihuan.reading.folding import HAN
from bihuan.reading.outline import Line

_TITLE_END = re.compile(
    r"(?:报告|通报|公告|公示|方案|台账|清单|意见|情况|通知|计划|汇报|说明|函|纪要|要点|一览表|登记表|明细表|统计表)(?:[(].{1,12}[)])?$"
)
_ORGANISATION = re.compile(
    rf"^(?:中共|中国共产党|共青团)?(?:{HAN}|·){{2,40}}?(?:委员会|党组|党委|党支部|支部|党总支|总支|工委|党工委|领导小组|办公室|人民政府|"
    r"[局委院校所站馆厅办处社团会]|公司|集团|学校|街道|[镇乡村])(?:[(].{1,10}[)])?$"
)
_INSPECTOR = re.compile(
    rf"(?:中共)?(?:{HAN}{{0,12}}?(?:省|市|县|区|州|盟|旗|党|局|校|集团|公司)委|{HAN}{{2,6}}党组)"
    r"(?:第?[一二三四五六七八九十\d]{1,3}轮)?(?:提级|机动|联动|专项|常规|交叉|涉粮(?:问题)?(?:专项)?)?"
    r"(?:第?[一二三四五六七八九十\d]{0,3})?(?:巡察|巡视)(?:第?[一二三四五六七八九十\d]{1,3})?组"
)
_NUMBERED = re.compile(r"第[一二三四五六七八九十\d]+|[一二三四五六七八九十\d]+组")
_TO_UNIT = re.compile(
    rf"对(?P<unit>(?:{HAN}|[·(),“”、]){{2,40}}?)(?:进行了|开展了|进行|开展|实施了?|展开了?)(?:[^。]{{0,20}}?)(?:巡察|巡视|专项检查|政治监督)"
)
_LEAD_WORDS = re.compile(
    r"^.*(?:根据|按照|依据|年|月|日|经|由|在|于|的|统一部署|部署|安排|落实|关于|接受|配合|收到|针对|以来|向|至|,|对|和)"
)
_FROM_TITLE = re.compile(
    r"^(?P<unit>(?:中共|中国共产党)?[^《》“”,。\s]{2,36}?)(?:关于|党委巡察|巡察反馈|落实|整改)"
)
_CONTACT = re.compile(
    r"联系(?:电话|人|方式|地址)|监督电话|举报电话|邮(?:政)?编(?:码)?|电子(?:邮箱|邮件)|邮政信箱|通讯地址|通信地址|公示(?:期|时间)|抄送|主送|"
    r"此件|附件|欢迎(?:广大)?[^。]{0,16}监督|如有意见|意见建议[^。]{0,12}反映|特此|现予(?:以)?公[布示]|印发\s*$"
)
_DATE_LINE = re.compile(
    r"[(\[]?(?:日期|时间|成文日期|填报日期)?:? ?"
    r"(?:(?:19|20)\d\d ?[年.\-/] ?\d{1,2} ?[月.\-/] ?\d{1,2} ?日?"
    r"|[〇一二三四五六七八九十]{4}年[〇一二三四五六七八九十]{1,2}月[〇一二三四五六七八九十]{1,3}日"
    r"|(?:19|20)\d\d ?年 ?\d{1,2} ?月)[)\]]?"
)

_ATTACHED = re.compile(r"附(?:件|表) ?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?:?")
_FIRST_ATTACHMENT = re.compile(r"附件: ?1[.、]")
_FURTHER_ATTACHMENT = re.compile(r"\d{1,2}[.、]\D.{0,60}$")
_FOOT_LINES, _MOST_ATTACHMENTS = 8, 30


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and foot say; `body_from` and `body_to` are the lines between them."""

    title: str | None = None
    unit: str | None = None
    inspector: str | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_date: date | None = None
    report_date: date | None = None
    body_from: int = 0
    body_to: int = 0

    def register(
        self, kind: Kind, findings: tuple[Finding, ...], unread: tuple[Unread, ...] = ()
    ) -> Register:
        """The register that has this head."""
        return Register(
            kind=kind,
            title=self.title,
            unit=self.unit,
            inspector=self.inspector,
            inspected_from=self.inspected_from,
            inspected_to=self.inspected_to,
            feedback_date=self.feedback_date,
            report_date=self.report_date,
            findings=findings,
            unread=unread,
        )


def read_head(text: str, folded: str, lines: list[Line]) -> Head:
    """The head and foot of a running text given as its lines."""
    title, body_from = _title(text, folded, lines)
    head = Head(title=title, body_from=body_from, body_to=len(lines))
    head = _sign(text, folded, lines, head)
    head = _inspection(folded, lines, head)
    return replace(head, unit=head.unit or _named_unit(folded, lines, title))


def _words(folded: str, line: Line) -> str:
    return folded[line.start : line.end]


# Title


def _title(text: str, folded: str, lines: list[Line]) -> tuple[str | None, int]:
    """The title (several short lines are one) and the first line after it."""
    collected: list[str] = []
    for index, line in enumerate(lines[:8]):
        words = _words(folded, line)
        if line.heading == 0 and not collected:
            collected.append(text[line.start : line.end])
            if _TITLE_END.search(words):
                return collected[0], index + 1
            continue
        if len(words) > 60 or words[-1] in "。;:,!" or _DATE_LINE.fullmatch(words):
            break
        if index == 0 and _is_preamble(words):
            continue
        if re.match(r"[一二三四五六七八九十]{1,2}、|[(]|\d+[.、]|关于“", words) and not collected:
            break
        collected.append(text[line.start : line.end])
        if _TITLE_END.search(words):
            return "".join(collected), index + 1
        if len(collected) == 3:
            break
    if collected and not _ORGANISATION.match(collected[0]):
        return collected[0], 1
    return None, 0


def _is_preamble(words: str) -> bool:
    """Lines that stand above a title: 附件1, 机密, a document number."""
    return bool(re.match(r"附件|附\d|秘密|机密|内部|\S{1,10}〔\d{4}〕", words)) or words.isdigit()


# Signature


def _sign(text: str, folded: str, lines: list[Line], head: Head) -> Head:
    """The signing organisation and date at the end, and where the foot begins."""
    end = last = _attached_from(folded, lines, head.body_from)
    unit: str | None = None
    signed: date | None = None
    while last > head.body_from:
        words = _words(folded, lines[last - 1])
        if signed is None and _DATE_LINE.fullmatch(words):
            signed = next((m.exact() for m in find_dates(words) if m.exact()), None)
        elif unit is None and len(words) <= 40 and _ORGANISATION.match(words.replace(" ", "")):
            unit = text[lines[last - 1].start : lines[last - 1].end]
        elif not unit and (joined := _sign_in_one_line(words)):
            unit, signed = joined
        elif listed := _attachments(folded, lines[:last]):
            last -= listed - 1
        elif not _is_foot(words) or end - last > 12:
            break
        last -= 1
    if unit is None and signed is None:
        last = _without_contacts(folded, lines[:end], head.body_from)
    return replace(head, unit=_spaced(unit), report_date=signed, body_to=last)


def _attached_from(folded: str, lines: list[Line], first: int) -> int:
    """Where what is attached begins: at 附件1 alone on a line, below the date of the signature."""
    for index in range(first + 1, len(lines)):
        if _ATTACHED.fullmatch(_words(folded, lines[index])):
            above = lines[max(first, index - _FOOT_LINES) : index]
            if any(_DATE_LINE.fullmatch(_words(folded, line)) for line in above):
                return index
    return len(lines)


def _attachments(folded: str, lines: list[Line]) -> int:
    """How many of the last lines list attachments below one another: 附件：1.… 2.…, or 0."""
    for count, line in enumerate(reversed(lines[-_MOST_ATTACHMENTS:]), 1):
        words = _words(folded, line)
        if _FIRST_ATTACHMENT.match(words):
            return count if count > 1 else 0
        if not _FURTHER_ATTACHMENT.match(words):
            return 0
    return 0


def _sign_in_one_line(words: str) -> tuple[str, date] | None:
    """中共青石镇委员会 2024年6月12日 on one line."""
    mentions = find_dates(words)
    if len(mentions) != 1 or len(words) > 60 or mentions[0].span[1] < len(words.rstrip(" )")):
        return None
    unit, day = words[: mentions[0].span[0]].strip(" ("), mentions[0].exact()
    return (unit, day) if day and _ORGANISATION.match(unit.replace(" ", "")) else None


def _is_foot(words: str) -> bool:
    return len(words) <= 160 and _CONTACT.search(words) is not None


def _without_contacts(folded: str, lines: list[Line], first: int) -> int:
    last = len(lines)
    while last > first and _is_foot(_words(folded, lines[last - 1])):
        last -= 1
    return last


def _spaced(unit: str | None) -> str | None:
    return re.sub(r"\s+", "", unit) if unit else None


# Dates and names in the opening sentences


def _inspection(folded: str, lines: list[Line], head: Head) -> Head:
    """Inspector and dates from the opening sentences, each date by the words around it."""
    for line in lines[head.body_from : head.body_from + 12]:
        words = _words(folded, line)
        if not re.search(r"巡察|巡视", words):
            continue
        mentions = resolve_years(find_dates(words))
        head = _opening(words, mentions, head)
        if head.inspected_from or head.feedback_date:
            break
    return replace(head, inspector=head.inspector or _inspector(folded, lines))


def _opening(words: str, mentions: list[DateMention], head: Head) -> Head:
    inspected: list[DateMention] = []
    feedback: date | None = None
    for index, mention in enumerate(mentions):
        after = words[mention.span[1] :]
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if not inspected and following and _joins(words, mention, following):
            inspected = [mention, following]
        elif feedback is None and _is_feedback(words, mention, after):
            feedback = mention.exact()
    start, end = (m.exact() for m in inspected) if inspected else (None, None)
    return replace(
        head,
        inspected_from=head.inspected_from or start,
        inspected_to=head.inspected_to or end,
        feedback_date=head.feedback_date or feedback,
    )


def _joins(words: str, first: DateMention, second: DateMention) -> bool:
    """Whether two dates are a range, and the range is the inspection's."""
    between = words[first.span[1] : second.span[0]]
    return bool(re.fullmatch(r" ?(?:至|到|-{1,2}|~|起至) ?", between)) and bool(
        re.search(r"巡察|巡视", words[second.span[1] : second.span[1] + 80])
    )


def _is_feedback(words: str, mention: DateMention, after: str) -> bool:
    clause = re.split(r"[。;]", after)[0]
    before = words[: mention.span[0]]
    return (
        bool(re.match(r"[^。;]{0,60}?反馈", clause))
        and not re.match(r" ?(?:至|到|-|~)", after)
        and not re.search(r"[至到~-] ?$", before)
    )


def _inspector(folded: str, lines: list[Line]) -> str | None:
    """The inspection team as the text names it, preferably with its number."""
    opening = "\n".join(_words(folded, line) for line in lines[:15])
    names = [_trimmed(match[0]) for match in _INSPECTOR.finditer(opening)]
    numbered = [name for name in names if _NUMBERED.search(name)]
    return next(iter(numbered or names), None)


def _trimmed(name: str) -> str:
    lead = _LEAD_WORDS.match(name[: max(0, name.rfind("委"))])
    return name[lead.end() :] if lead else name


def _named_unit(folded: str, lines: list[Line], title: str | None) -> str | None:
    if named := unit_of_title(title):
        return named
    opening = "\n".join(_words(folded, line) for line in lines[:10])
    match = _TO_UNIT.search(opening)
    return match["unit"].strip("“”,、") if match else None


def unit_of_title(title: str | None) -> str | None:
    """The organisation that a title begins with: 中共青石镇委员会关于…的报告."""
    match = _FROM_TITLE.match(title) if title else None
    if (
        match
        and not re.search(r"县委巡察|市委巡察|区委巡察", match["unit"])
        and _ORGANISATION.match(match["unit"])
    ):
        return match["unit"]
    return None
