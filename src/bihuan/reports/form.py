"""The form of official documents, GB/T 9704-2012: page, fonts and the style of each paragraph.

One table serves Word, PDF and web page. Sizes are in points, distances on the page in millimetres,
distances in a paragraph in characters of the body (1 is 三号, 16 pt) or in lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""The margins around the type area of 156 x 225 mm (5.2.1)."""
LINES, CHARACTERS = 22, 28
"""How many lines a page has, and a line characters (5.2.3)."""
BODY_SIZE = 16.0
NUMBER_SIZE = 14.0
NUMBER_DISTANCE = 7
"""How far below the type area the page number stands, in millimetres (7.5)."""
POINTS_PER_MM = 72 / 25.4
LINE_PITCH = (PAGE_HEIGHT - TOP - BOTTOM) * POINTS_PER_MM / LINES
CHARACTER_PITCH = (PAGE_WIDTH - LEFT - RIGHT) * POINTS_PER_MM / CHARACTERS


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its margins, in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


def page(*, landscape: bool) -> Page:
    """The page; where it is turned for a table, its binding edge is at the top."""
    if landscape:
        return Page(PAGE_HEIGHT, PAGE_WIDTH, LEFT, RIGHT, BOTTOM, TOP)
    return Page(PAGE_WIDTH, PAGE_HEIGHT, TOP, BOTTOM, LEFT, RIGHT)


Face = Literal["title", "body", "kai", "hei", "song"]


@dataclass(frozen=True, slots=True)
class Font:
    """An official font: its name in Word, the families that are it, and those that stand in for it.

    Each list has the best first.
    """

    name: str
    families: tuple[str, ...]
    substitutes: tuple[str, ...] = ()


_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "思源宋体", "AR PL UMing CN")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "思源黑体", "WenQuanYi Zen Hei")
_SONG = ("SimSun", "宋体", "NSimSun", "STSong", "华文宋体", "FZShuSong-Z01", "方正书宋_GBK")
_OTHER_FANG = ("STFangsong", "华文仿宋", "FZFangSong-Z02", "方正仿宋_GBK", "FandolFang")
_OTHER_KAI = ("STKaiti", "华文楷体", "FZKai-Z03", "方正楷体_GBK", "FandolKai", "AR PL UKai CN")
_OTHER_HEI = ("STHeiti", "华文黑体", "FZHei-B01", "方正黑体_GBK")
_FANG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋")
_KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体")
_HEI = ("SimHei", "黑体")
_XIAOBIAO = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK")
FONTS: Mapping[Face, Font] = MappingProxyType(
    {
        "title": Font("方正小标宋简体", _XIAOBIAO, (*_SONG, *_SERIF, *_SANS)),
        "body": Font("仿宋_GB2312", _FANG, (*_OTHER_FANG, *_SONG, *_SERIF, *_SANS)),
        "kai": Font("楷体_GB2312", _KAI, (*_OTHER_KAI, *_FANG, *_SONG, *_SERIF, *_SANS)),
        "hei": Font("黑体", _HEI, (*_OTHER_HEI, *_SANS, *_SONG, *_SERIF)),
        "song": Font("宋体", _SONG[:3], (*_SONG[3:], *_SERIF, *_SANS)),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a kind of paragraph is set.

    `id` is Word's name for it in files, `align` both, center, left or right. `first` indents the
    first line, `left` all, in characters; `before` and `after` are blank lines. `outline` is the
    heading level, 0 for the title.
    """

    id: str
    face: Face = "body"
    size: float = BODY_SIZE
    align: Literal["both", "center", "left", "right"] = "both"
    first: float = 2
    left: float = 0
    before: float = 0
    after: float = 0
    outline: int | None = None
    bold: bool = False
    keep: bool = False
    table: bool = False


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "正文": Style(id="Normal"),
        "标题": Style(
            id="Title",
            face="title",
            size=22,
            align="center",
            first=0,
            after=1,
            outline=0,
            keep=True,
        ),
        "一级标题": Style(id="Heading1", face="hei", outline=1, keep=True),
        "二级标题": Style(id="Heading2", face="kai", outline=2, keep=True),
        "三级标题": Style(id="Heading3", outline=3, keep=True),
        "四级标题": Style(id="Heading4", outline=4, keep=True),
        "发文字号": Style(id="DocumentNumber", align="center", first=0, after=1),
        "主送机关": Style(id="Addressee", first=0),
        "附件说明": Style(id="Attachments", left=2, first=0, before=1),
        "附件续行": Style(id="MoreAttachments", left=2, first=0),
        "署名": Style(id="SignedBy", align="right", first=0, before=1, keep=True),
        "成文日期": Style(id="SignedOn", align="right", first=0),
        "附注": Style(id="Supplement"),
        "版记": Style(id="Imprint", size=14, first=0, left=1, before=1),
        "附件序号": Style(id="AttachmentNumber", face="hei", first=0, keep=True),
        "附件标题": Style(
            id="AttachmentTitle", face="title", size=22, align="center", first=0, after=1, keep=True
        ),
        "表头": Style(
            id="TableHeading", face="hei", size=12, align="center", first=0, table=True, keep=True
        ),
        "表文": Style(id="TableText", size=12, align="left", first=0, table=True),
        "表中": Style(id="TableCentred", size=12, align="center", first=0, table=True),
    }
)
"""Every style by the name that a layout and Word's list of styles give it."""


def signature_indents(unit: str, signed_on: str) -> tuple[float, float]:
    """How far the unit's name and the date end before the right margin, in characters.

    For documents that bear a seal (7.3.5.1): the date ends four characters before the margin and
    the name is centred over it; a name too long for that stays within the type area.
    """
    name, day = width(unit), width(signed_on)
    indent = 4 + (day - name) / 2
    return (indent, 4.0) if indent >= 0 else (0.0, (name - day) / 2)


def width(text: str) -> float:
    """A text's width in characters; figures and Latin letters take half of one."""
    return sum(0.5 if char.isascii() else 1 for char in text)


_TITLE_CHARACTERS = 20
"""How many characters of 二号 a line holds."""
_BREAKS = re.compile(r"(?=关于|落实|贯彻|反馈|整改|县委|市委|区委|巡察)")


def broken_title(title: str) -> str:
    """The title in lines of about one length, broken at words and so that none is split (7.3.1).

    A title that fits on one line, or can't be broken well, stays as it is.
    """
    total = width(title)
    if total <= _TITLE_CHARACTERS:
        return title
    places = [found.start() for found in _BREAKS.finditer(title) if found.start()]
    fitting = [
        place
        for place in places
        if max(width(title[:place]), width(title[place:])) <= _TITLE_CHARACTERS
    ]
    if not fitting:
        return title
    # 关于 begins what the title is about: it is the best place of all.
    best = min(
        fitting,
        key=lambda place: (
            not title.startswith("关于", place),
            abs(width(title[:place]) - total / 2),
        ),
    )
    return f"{title[:best]}\n{title[best:]}"
