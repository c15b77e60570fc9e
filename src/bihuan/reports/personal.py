"""Personal data in a document's texts: where it stands, and what stands there in public.

Numbers and addresses are those that the review objects to (`review.personal_data`), and what else
points at one person. A mask says nothing of what it hides: neither length nor a single digit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bihuan.reading.folding import fold
from bihuan.reports.names import Name, private_names, surname_of
from bihuan.review.personal_data import leaks, on_office_line

MASK = "×××"
"""What stands for a number or an address."""

_LABEL_END = r"(?:号码?)?\s?(?:[:为是]|\((?!\d))?\s?"
_CODE = r"(?P<value>[A-Za-z0-9(\[][A-Za-z0-9()\[\]第字*-]{3,29})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("居民身份证号", re.compile(rf"身份证(?:件)?{_LABEL_END}(?P<value>[\dXx*][\dXx* -]{{5,24}})")),
    (
        "银行账号",
        re.compile(r"(?:账|帐|卡)(?:号|户)\s?(?:[:为是]|\()?\s?(?P<value>\d(?:[ -]?\d){7,27})"),
    ),
    (
        "户编码、证件号",
        re.compile(
            r"(?:户编[号码]|户号|户主编[号码]|农户编[号码]|家庭编[号码]|人员编[号码]|低保证|残疾人?证|医保[卡证]?|社保[卡证]?|"
            r"学籍|住院|病历|门诊|准考证|护照|驾驶证|户口[簿本]|房产证|不动产权?证|土地证|宅基地证|退役军人证|学号|工号)"
            + _LABEL_END
            + _CODE
        ),
    ),
    (
        "车牌号",
        re.compile(
            r"(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\s-]?"
            r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
        ),
    ),
    (
        "微信号、QQ号",
        re.compile(r"(?:微信|QQ|qq)号?码?\s?[:为是]\s?(?P<value>[A-Za-z0-9_-]{5,20})"),
    ),
    (
        "家庭电话",
        re.compile(
            r"(?:家庭|家中|家里|住宅|宅|本人|个人)电话(?:号码)?\s?(?:[:为是]|\()?\s?"
            r"(?P<value>\d[\d -]{5,16}\d)"
        ),
    ),
    (
        "家庭住址",
        re.compile(
            r"(?:家住|现住址|家庭(?:住|地)址|户籍(?:所在地|地址)|(?<!单位)(?<!公司)住址|居住地址?(?=[:为是]))"
            r"(?:于|在|为|是|:)?\s?(?P<value>[^,。;()、的\n×]{3,40})"
        ),
    ),
    (
        "家庭住址",
        re.compile(
            r"(?<![入搬留吃常居])住(?![址所房户院宿建])(?:在|于)?(?P<value>[^,。;()、\n×]{2,20}?(?:村|社区|镇|街道)[^,。;()、\n]{0,10}?"
            r"[\d一二三四五六七八九十]+(?:组|社|号|队|栋|室))"
        ),
    ),
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_OFFICE_ACCOUNT = re.compile(r"专户|对公|财政|单位|基本户|国库|公司|合作社|村集体|代管")


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data: what it is, where it stands, and what stands there in public."""

    kind: str
    start: int
    end: int
    mask: str


def personal(texts: Sequence[str], officials: Collection[str] = ()) -> list[list[Personal]]:
    """The personal data in each of the texts, in order and without overlaps.

    `officials` are names of people who act in office. Offsets are code points of each text.
    """
    folded = [fold(text) for text in texts]
    named = private_names(folded, officials)
    return [
        _without_overlaps([*_numbers(text), *map(_masked, names)])
        for text, names in zip(folded, named, strict=True)
    ]


def _masked(name: Name) -> Personal:
    return Personal("姓名", name.start, name.end, f"{surname_of(name.text)}某某")


def _numbers(text: str) -> Iterator[Personal]:
    for leak in leaks(text):
        yield Personal(leak.kind, leak.start, leak.end, MASK)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind == "银行账号" and _is_office_account(text, match.start()):
                continue
            yield Personal(kind, *match.span("value"), MASK)
    for match in _EMAIL.finditer(text):
        if not on_office_line(text, match.start()):
            yield Personal("电子邮箱", *match.span(), MASK)


def _is_office_account(text: str, start: int) -> bool:
    return _OFFICE_ACCOUNT.search(text, max(0, start - 12), start) is not None


def _without_overlaps(found: Sequence[Personal]) -> list[Personal]:
    """What is left where pieces overlap: the one that begins first, of these the longest."""
    kept: list[Personal] = []
    for piece in sorted(found, key=lambda piece: (piece.start, -piece.end)):
        if kept and piece.start < kept[-1].end:
            if piece.end > kept[-1].end:
                kept[-1] = Personal(kept[-1].kind, kept[-1].start, piece.end, MASK)
            continue
        kept.append(piece)
    return kept
