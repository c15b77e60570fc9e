"""The lines above and below a register's table: its title, and statements such as 填报单位：…"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bihuan.model import Span
from bihuan.reading.folding import fold

_PAIR = re.compile(
    r"(?:^|(?<=\s))(?P<label>[\u4e00-\u9fff()]{2,14}?) *: *"
    r"(?P<value>.*?)(?=\s+[\u4e00-\u9fff()]{2,14} *:|$)",
    re.S,
)
_LABEL_ALONE = re.compile(
    r"(?:被巡察|填报|报送|填表|制表|报告|编制|上报|反馈|进驻)(?:单位|党组织|时间|日期)(?:名称)?|"
    r"巡察(?:机构|时间|组)(?:名称)?"
)
_ATTACHMENT = re.compile(r"附(?:件|表) ?[\d一二三四五六七八九十]*[:.]?")
_SUBTITLE = re.compile(r"[(〔\[].*[)〕\]]", re.S)
_DATE_ALONE = re.compile(r"[(\[]? *\d{4} ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日? *[)\]]?")
_NOTE = re.compile(r"\([^()]*\)")
_TITLE_END = re.compile(r"(?:台账|清单|表|方案|报告|情况|意见|汇总|单|册)(?:[(].*[)])?$", re.S)
_FOOT = re.compile(
    r"(?:填表|填报|填写|制表|审核|审批|审签|复核|校对|备注|附注|说明|注|联系人|联系电话|联系方式|电话|单位负责人|主要负责人|"
    r"党组织负责人|报送|签字|签名|盖章|主要领导|分管领导|经办|日期|统计)[^:。]{0,12}:|注[:.、]"
)
_TOTAL = re.compile(r"(?:合 *计|总 *计|小 *计|共 *计|累 *计|总数)(?=数|问题|$|[^\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement beside the table; `label` is empty for a line that has none."""

    label: str
    value: str
    span: Span


@dataclass(slots=True)
class Captions:
    """What stands above a register's header: the title's lines and the labelled statements."""

    titles: list[tuple[str, Span]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def title(self) -> str | None:
        """The title; its printed lines, up to the one that ends as titles do, are joined."""
        lines = [text for text, _ in self.titles]
        ends = [n for n, text in enumerate(lines, 1) if _TITLE_END.search(fold(text))]
        return "".join(lines[: ends[0] if ends else 1]) or None


def pairs(text: str, span: Span) -> list[Statement]:
    """The labelled statements in a span: 填报单位：甲镇  反馈时间：2024年5月30日 gives two."""
    start, end = span
    folded = fold(text[start:end])
    found = []
    for match in _PAIR.finditer(folded):
        first, last = match.span("value")
        value = text[start + first : start + last].strip()
        label = _NOTE.sub("", match["label"]).strip()
        found.append(Statement(label, value, (start + first, start + last)))
    return found


def read_row(text: str, spans: Sequence[Span], captions: Captions) -> None:
    """Adds one line above the header, given as the spans of its cells or of its one paragraph."""
    waiting: str | None = None
    for span in spans:
        words = text[span[0] : span[1]].strip()
        folded = fold(words)
        found = pairs(text, span)
        if waiting is not None and not found:
            captions.statements.append(Statement(waiting, words, span))
            waiting = None
        elif found:
            waiting = found[-1].label if not found[-1].value else None
            captions.statements.extend(line for line in found if line.value)
        elif _LABEL_ALONE.fullmatch(folded.replace(" ", "")) and len(spans) > 1:
            waiting = folded.replace(" ", "")
        else:
            _read_plain(words, span, captions, alone=len(spans) == 1)


def _read_plain(words: str, span: Span, captions: Captions, *, alone: bool) -> None:
    folded = fold(words)
    if _ATTACHMENT.fullmatch(folded):
        return
    if _DATE_ALONE.fullmatch(folded):
        captions.statements.append(Statement("日期", words, span))
    elif not alone or _SUBTITLE.fullmatch(folded):
        captions.statements.append(Statement("", words, span))
    else:
        captions.titles.append(("".join(words.split("\n")), span))


def is_foot(cells: Iterable[str]) -> bool:
    """Whether every cell of a row is a statement such as 填表人：… or a note below the table."""
    return all(_FOOT.match(fold(words)) for words in cells)


def is_total(words: str) -> bool:
    """Whether a row's first cell says 合计, 小计 or the like."""
    return _TOTAL.match(fold(words)) is not None
