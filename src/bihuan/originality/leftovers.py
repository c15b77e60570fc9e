"""What another text left behind: places and units elsewhere, XX, another year's dates.

Most of what a text names it names rightly, so each kind speaks up only where the words stand as if
they were the author's own: the aim of the work, an authority, a title, a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from bihuan.model import Leftover, LeftoverKind, Span

_HEAD_LINES = 3
_TAIL_LINES = 4
_LONGEST_SIGNATURE = 40
_CHINESE = "一-龥"
_UNIT = "省|市|县|区|镇|乡|街道|村|社区|局|委|办|站|所|中心|学校|医院|公司|单位"
_CROSSES = "X{2,}|x{2,}|×{2,}"
_BLANK = re.compile(
    rf"(?<=[{_CHINESE}])(?:{_CROSSES})(?![A-Za-z0-9])|(?<![A-Za-z0-9])(?:{_CROSSES})(?=[{_CHINESE}])|"
    rf"某某(?:{_UNIT})?|某(?:{_UNIT})(?:[{_CHINESE}]{{2,8}}?(?:局|委员会|办公室|中心|政府))?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:度)?")
_DATED = re.compile(r"^\s*((?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?\s*$")
_OF_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年度?(?:工作|整改|述职|学习|安全|重点)?(?:计划|总结|方案|预案|要点|述职|报告|打算)"
)
_LEVELS = {
    "省": "省", "市": "市", "县": "县", "区": "县", "旗": "县",
    "镇": "乡镇", "乡": "乡镇", "街道": "乡镇", "村": "村", "社区": "村",
}  # fmt: skip
_PIECE = re.compile(rf"([{_CHINESE}]{{2,6}}?)(省|市|县|社区|区|旗|镇|乡|街道|村)")
_SIGNED = re.compile(
    rf"^\s*[{_CHINESE}()]{{4,}}(?:委员会|政府|局|村委会|支部|总支|党委|办公室|中心|站|所|学校|医院|公司)\s*$"
)
_BEFORE = "在由经向对按到与和及将"
_TOWN = re.compile(
    rf"(?:(?<![{_CHINESE}])|(?<=[{_BEFORE}]))(?![{_BEFORE}])([{_CHINESE}]{{2,3}}(?:镇|乡))"
    r"(?=党委|人民政府|政府|纪委|人大)"
)
_ANY_TOWN = re.compile(r"^(?:[各全本我该两]|乡镇|城镇|村镇|集镇|小城|以下)")


def leftovers(
    text: str, *, unit: str | None = None, year: int | None = None
) -> tuple[Leftover, ...]:
    """What another text left behind in this one, in the order of the text.

    `unit` names the author's unit with what lies above it (云岭县青石镇), `year` the year that the
    text is about; without them what needs them isn't told. Spans index `text`.
    """
    from bihuan.reading.folding import fold

    folded = fold(text)
    found = [*_places(folded, unit), *_blanks(folded)]
    if unit:
        found += [*_signatures(folded, unit), *_towns(folded, unit)]
    if year:
        found += _years(folded, year)
    found.sort(key=lambda leftover: (leftover.span[0], -leftover.span[1]))
    reach = accumulate((leftover.span[1] for leftover in found), max, initial=0)
    return tuple(one for one, end in zip(found, reach, strict=False) if one.span[1] > end)


def _told(kind: LeftoverKind, text: str, span: Span, message: str) -> Leftover:
    words = text[slice(*span)]
    return Leftover(kind, span, words, message.format(words))


def _places(text: str, unit: str | None) -> Iterator[Leftover]:
    from bihuan.review.foreign_place import foreign, stated_in

    for mention in foreign(text, stated_in(unit or "")):
        if unit is None or mention.name not in unit:
            message = "“{}”不是本地地名，像是套用外地材料留下的；确有其事的，写明与外地的关系。"
            yield _told(LeftoverKind.FOREIGN_PLACE, text, mention.span, message)


def _blanks(text: str) -> Iterator[Leftover]:
    for match in _BLANK.finditer(text):
        message = "“{}”没有填实，像是模板里留下的；请写明是哪里、什么、多少。"
        yield _told(LeftoverKind.BLANK, text, match.span(), message)


def _years(text: str, year: int) -> Iterator[Leftover]:
    """Years that a title, a signature or the name of a plan states, other than the text's own.

    A text about a year may be signed in the next.
    """
    lines = list(_lines(text))
    for start, line in lines[:_HEAD_LINES]:
        stated = [] if line.endswith("。") or _DATED.match(line) else list(_YEAR.finditer(line))
        if all(int(match[1]) != year for match in stated):
            yield from (_year(text, start, match) for match in stated)
    for start, line in lines[-_TAIL_LINES:]:
        dated = _DATED.match(line)
        if dated and int(dated[1]) not in (year, year + 1):
            yield _year(text, start, dated)
    for match in _OF_YEAR.finditer(text):
        if abs(int(match[1]) - year) > 1:
            yield _year(text, 0, match)


def _year(text: str, start: int, match: re.Match[str]) -> Leftover:
    span = start + match.start(1), start + match.end(1) + 1
    message = "“{}”不是这份材料的年份，像是旧材料留下的；请核对。"
    return _told(LeftoverKind.OTHER_YEAR, text, span, message)


def _signatures(text: str, unit: str) -> Iterator[Leftover]:
    """Signatures in which a county, town or village is another than the author's."""
    own = dict(_pieces(unit))
    for start, line in list(_lines(text))[-_TAIL_LINES:]:
        if len(line) <= _LONGEST_SIGNATURE and _SIGNED.match(line):
            named = dict(_pieces(line.strip()))
            if any(not _same(name, own.get(level, name)) for level, name in named.items()):
                first = start + len(line) - len(line.lstrip())
                message = "落款“{}”不是本单位，像是套用别处材料留下的；请改正。"
                span = first, first + len(line.strip())
                yield _told(LeftoverKind.FOREIGN_UNIT, text, span, message)


def _towns(text: str, unit: str) -> Iterator[Leftover]:
    """Authorities of another town than the author's."""
    town = dict(_pieces(unit)).get("乡镇")
    if town is None:
        return
    for match in _TOWN.finditer(text):
        if not _same(match[1], town) and not _ANY_TOWN.match(match[1]):
            message = "“{}”不是本乡镇，像是套用别处材料留下的；确有其事的，写明与它的关系。"
            yield _told(LeftoverKind.FOREIGN_UNIT, text, match.span(1), message)


def _pieces(unit: str) -> Iterator[tuple[str, str]]:
    """The levels that a unit's name states, each with its name: 县 云岭县, 乡镇 青石镇."""
    for match in _PIECE.finditer(unit):
        yield _LEVELS[match[2]], match[0]


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1
