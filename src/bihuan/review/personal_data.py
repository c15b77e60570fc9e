"""personal-data: identity numbers, private phones, bank cards and home addresses.

Identity numbers have the form of GB 11643, bank cards that of ISO/IEC 7812. A message never
repeats the number that it objects to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.model import Remark, Span
from bihuan.review.case import Case, Item, Text, remark

# No check digit is asked for: a number with one wrong digit still points at a person.
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}(?P<birthday>(?:19|20)\d{6})"
    r"\d{3}[\dXx](?![\dA-Za-z])"
)
_CARD = re.compile(r"(?<![\d.A-Za-z])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.A-Za-z])")
_CARD_NAMED = re.compile(r"卡号|银行卡|储蓄卡|个人账[号户]|存折|一卡通|(?:银|商)行 ?$|信用社 ?$")
_OFFICE_ACCOUNT = re.compile(
    r"专户|对公|财政|单位账|基本户|国库|社会信用|许可证|票号|发票|编号|流水"
)
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_HOME = re.compile(
    r"(?:(?<!居)(?:居住地?(?:址)?|现住址?|家住|住址|家庭(?:住|地)址|户籍(?:地址|所在地)|住所|(?<![入居搬留吃常])住)(?:于|在|为|是|:)?|"
    r"(?:地址)(?:为|是|:)|家[中里]?\()"
    r"(?P<address>[^,。;()\n]{0,30}?(?:\d+|[一二三四五六七八九十]+)\s?(?:号|弄|栋|幢|单元|室|组\d+号|楼)"
    r"(?:[^,。;()\n]{0,12}?(?:号|栋|幢|单元|室|楼|户))*)"
)
# Only dwellings are numbered down to the staircase.
_FLAT = re.compile(
    r"(?P<address>[一-龥]{2,10}\d+(?:号楼?|楼|栋|幢)[^,。;()\n]{0,8}?\d+单元[^,。;()\n\d]{0,3}\d{2,4}(?:室|号|户)?)"
)
_OFFICE_LINE = re.compile(
    r"联系(?:电话|方式|人|邮箱)|监督(?:举报)?电话|举报电话|办公(?:电话|地址|室电话)|咨询电话|邮编|邮政编码|传真|"
    r"电子邮箱|邮寄地址|通[讯信]地址|来信|信箱|热线|值班"
)
_PRIVATE = re.compile(
    r"同志|身份证|某|本人|群众|村民|户主|村医|党员|干部|书记|主任|先生|女士|家|其|手机"
)
_OFFICE_PLACE = re.compile(r"办公|政府|委员会|局|公司|学校|医院|单位|机关|驻|服务中心|门店|注册")


@dataclass(frozen=True, slots=True)
class Leak:
    """One piece of personal data in a text: what it is, a masked form, and where it stands."""

    kind: str
    masked: str
    start: int
    end: int


def find(case: Case) -> Iterator[Remark]:
    """One remark for each finding with personal data, and one for the rest of the document."""
    for item in case.items:
        found = [(text, leak) for text in item.texts() for leak in leaks(text.folded)]
        if found:
            yield _told(item, [k for _, k in found], _spans(found))
    told: list[Leak] = []
    spans: list[Span] = []
    for start, end in case.outside:
        for leak in leaks(case.folded[start:end]):
            told.append(leak)
            spans.append((start + leak.start, start + leak.end))
    if told:
        yield _told(None, told, tuple(spans))


def leaks(folded: str) -> list[Leak]:
    """The personal data in a folded text, in order of kind."""
    homes = {leak.end: leak for leak in _homes(folded)}
    return [*_identities(folded), *_cards(folded), *_phones(folded), *homes.values()]


def _identities(folded: str) -> Iterator[Leak]:
    for match in _IDENTITY.finditer(folded):
        if _is_day(match["birthday"]):
            yield Leak("居民身份证号", f"{match[0][:4]}****{match[0][-2:]}", *match.span())


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _cards(folded: str) -> Iterator[Leak]:
    for match in _CARD.finditer(folded):
        digits = re.sub(r"\D", "", match[0])
        before = folded[max(0, match.start() - 12) : match.start()]
        identity = _IDENTITY.fullmatch(match[0])
        if identity and _is_day(identity["birthday"]):
            continue
        if _CARD_NAMED.search(before) or (
            digits[0] in "456" and _luhn(digits) and not _OFFICE_ACCOUNT.search(before)
        ):
            yield Leak("银行卡号", f"{digits[:4]}****{digits[-2:]}", *match.span())


def _luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812: every second digit from the right counts twice."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        counted = digit * 2 if place % 2 else digit
        total += counted - 9 if counted > 9 else counted
    return total % 10 == 0


def _phones(folded: str) -> Iterator[Leak]:
    for match in _MOBILE.finditer(folded):
        if on_office_line(folded, match.start()):
            continue
        digits = re.sub(r"\D", "", match[0])
        yield Leak("个人手机号", f"{digits[:3]}****{digits[-2:]}", *match.span())


def on_office_line(folded: str, offset: int) -> bool:
    """Whether what stands at an offset is how an office is reached, not one of its people."""
    start = max(0, folded.rfind("\n", 0, offset) + 1, offset - 30)
    before = folded[start:offset]
    on_duty = before[-12:].replace("值班手机", "").replace("值班室手机", "")
    return bool(_OFFICE_LINE.search(before)) and not _PRIVATE.search(on_duty)


def _homes(folded: str) -> Iterator[Leak]:
    for match in (*_HOME.finditer(folded), *_FLAT.finditer(folded)):
        address = match["address"]
        before = folded[max(0, match.start() - 12) : match.start()]
        if _OFFICE_LINE.search(before + match[0]) or _OFFICE_PLACE.search(address):
            continue
        if match[0].startswith("地址") and not _PRIVATE.search(before):
            continue
        yield Leak("个人住址", f"{address[:3]}…", *match.span("address"))


def _spans(found: list[tuple[Text, Leak]]) -> tuple[Span, ...]:
    return tuple(s for text, leak in found for s in text.spans(leak.start, leak.end))


def _told(item: Item | None, found: list[Leak], spans: tuple[Span, ...]) -> Remark:
    listed = "、".join(dict.fromkeys(f"{leak.kind}（{leak.masked}）" for leak in found))
    message = f"文中出现{listed}，请删除或遮蔽后再上报、公开。"
    return remark("personal-data", item, message, spans)
