"""Numbers with their measure words: 33.7万元 is 337000 元, 20余件 is 20 件, 三个 is 3 个."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bihuan.model import Part, Quantity, Span
from bihuan.reading.dates import find_dates
from bihuan.reading.document_numbers import find_document_numbers
from bihuan.reading.folding import fold
from bihuan.reading.numbering import COUNTED
from bihuan.reading.numerals import parse_numeral

# Longest first within one string of alternatives is arranged below.
_SHARED_MEASURES = (
    "人次 户次 场次 车次 班次 件次 台次 批次 家次 次数 个月 个 名 人 户 次 件 起 笔 份 条 处 "
    "座 台 套 辆 宗 间 所 场 家 "
    "项 种 类 批 位 支 本 部 篇 册 张 块 亩 吨 元 公里 平方米 立方米 "
    "平方公里 千米 公顷 公斤 岁 年 天 小时 倍 例 轮 "
    "盏 棵 株 头 只 口 眼 栋 幢 艘 架 队 组 "
    "卷 盒 袋 箱 瓶 桶 根 面 幅 枚 副 双 具 封 则 桩 节 堂 门 课时 学时 分钟 周"
)
_DIGIT_MEASURES = (
    "% 米 里 厘米 毫米 平方 立方 方 斤 千克 克 升 毫升 千瓦 千瓦时 "
    "兆瓦 千伏 度 分 秒 期 页 字 点 款 对 盘 片 层 排 列 "
    "科 句 段 床 桌 席 股 级 案 章 把 孔 颗 车 船 包 捆 "
    "羽 匹 尾 丛 尊 台套 台(套) 万次 角 美元 港元 港币 欧元 日 "
    "平方千米 公分 英寸 人天 人年 人日 工日 株次 亩次 站次 所次 条次 站 届 栏 期次 台班 艘次"
)
_MAGNITUDES = {
    "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
    "千万": 10_000_000, "亿": 100_000_000, "万亿": 10**12,
}  # fmt: skip


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SHARED = _alternatives(set(_SHARED_MEASURES.split()))
_ALL = _alternatives(set((_SHARED_MEASURES + " " + _DIGIT_MEASURES).split()))
_TAIL = r"(?:以上|以下|以内|余(?!额|款|量|下|数|热|粮|缺))?"
# Patterns begin with the class of characters that they look for, which re then finds fast; runs
# of digits are bounded, for no quantity has more and no text may take longer than its length.
_DIGITS = re.compile(
    r"(?P<number>\d(?<![\d.A-Za-z第-]\d)(?:\d{0,2}(?:,\d{3}){1,5}|\d{0,14})(?:\.\d{1,9})?)"
    rf" ?(?P<some>多|余|几)?(?P<magnitude>[十百千]万|万亿|[百千万亿])?(?:多|余|几)?"
    rf"(?P<unit>{_ALL}){_TAIL}"
)
_CHINESE = re.compile(
    r"(?P<number>[〇一二三四五六七八九十百千两]"
    r"(?<![〇一二三四五六七八九十百千万亿两第几数每][〇一二三四五六七八九十百千两])"
    r"[〇一二三四五六七八九十百千两]{0,11})(?P<some>多|余|几)?(?P<magnitude>万亿|[万亿])?(?:多|余|几)?"
    rf"(?P<unit>{_SHARED}){_TAIL}"
)
_PERCENT = re.compile(
    r"百分之(?P<number>[〇一二三四五六七八九十百]{1,9})(?:点(?P<fraction>[〇一二三四五六七八九]{1,9}))?"
    + _TAIL
)
_MAINLY = frozenset(
    "个次项家种类批场起面条年轮套堂周"
)  # 一个, 一次 ... more often idiom than count
_BEFORE_GROUP = ("村", "社区", "寨", "屯", "居委会")
# 二 before these is an ordinal: what is counted is 两.
_SECOND = frozenset("组队次类轮批期级")
_COUNTED_ONCE = frozenset("少开展行了度年月周季日天办取有仅只共过")
# 五级五长, 三会一课, 一事一结
_COMPOUND = re.compile(r"[一二三四五六七八九十两][^\W\d_是]([一二三四五六七八九十两])[^\W\d_]")
_SLOGANS = re.compile(
    r"四种形态|三重一大|[一二三四五六七八九十两]个(?:意识|自信|维护|确立|坚持|全面|责任|务必|结合|代表|清单|到位|带头|"
    r"百年|大局|一律|不变|不准|严禁|必须|必由之路|毫不动摇|区分|落实|规范|关键|一以贯之|不放过|从严|不摘|明确|对照|以学|聚焦)|"
    r"[六八]项(?:规定|纪律)|三类人群|三大攻坚|五大振兴|四大班子|两类案|三农|四下基层|一把手|一次性|一类病|一条线|"
    r"一盘棋|一张网|一张图|一本账|一件事|一张蓝图|一条龙|一家人|一家之言|一起(?!案|事|违|问|矛|纠|信|火|交|诈)|"
    r"十[三四五六]五|百年|千家万户|万众|千方百计|(?:一|两|三|首)(?:个)?(?:方面|阶段|步)"
)
_QUOTED = re.compile(r"“[^“”\n]{1,16}”")
_ADDRESS = re.compile(
    r"\d(?<!\d\d)\d{0,5}(?:号(?:楼|院)?\d{0,6}(?:幢|栋|楼|单元|层|室|座)?(?:\d{1,6}(?:单元|层|室)){0,4}"
    r"|(?:幢|栋|座)\d{1,6})"
)
# 1.7宗 at the head of a sentence is number 1 of a list and 7宗.
_LIST_MARK = re.compile(rf"\d(?<![^\n。;:!?]\d)\d?\.(?=\d{{1,9}}[{COUNTED}])")
_ORDINAL_TAIL = re.compile(r"(?:工程|项目|建设)")


def find_quantities(text: str, part: Part, offset: int | None = None) -> list[Quantity]:
    """Every number with its measure word in `text`, in order, each occurrence.

    Left out: dates, document numbers, ordinals, identity numbers, addresses and the number words
    of slogans (三会一课). `offset` is where `text` begins in the document, or None without one.
    """
    folded = _LIST_MARK.sub(lambda mark: " " * len(mark[0]), fold(text))
    digits, numerals = [*_DIGITS.finditer(folded)], [*_CHINESE.finditer(folded)]
    taken = _excluded(folded) if digits or numerals else set()
    found = [*_digit_quantities(folded, digits, taken), *_percentages(folded)]
    if numerals:
        found += _chinese_quantities(folded, numerals, taken | _sayings(folded))
    return [
        Quantity(
            text[start:end],
            value,
            unit,
            part,
            None if offset is None else (offset + start, offset + end),
        )
        for (start, end), value, unit in sorted(found)
    ]


_Found = tuple[Span, int | float, str]


def _excluded(folded: str) -> set[int]:
    """The positions of dates, document numbers and addresses."""
    spans = [mention.span for mention in find_dates(folded)]
    spans += [span for span, _ in find_document_numbers(folded)]
    spans += [match.span() for match in _ADDRESS.finditer(folded)]
    return _positions(spans)


def _sayings(folded: str) -> set[int]:
    """The positions of slogans and the like."""
    patterns = (_SLOGANS, _COMPOUND, _QUOTED)
    return _positions(m.span() for pattern in patterns for m in pattern.finditer(folded))


def _positions(spans: Iterable[Span]) -> set[int]:
    return {position for span in spans for position in range(*span)}


def _span(folded: str, match: re.Match[str]) -> Span:
    """A quantity's span, with the 近 before it."""
    start, end = match.span()
    return (start - 1 if folded.startswith("近", start - 1) and start else start), end


def _is_free(span: Span, taken: set[int]) -> bool:
    return taken.isdisjoint(range(*span))


def _digit_quantities(
    folded: str, matches: Iterable[re.Match[str]], taken: set[int]
) -> list[_Found]:
    found: list[_Found] = []
    for match in matches:
        unit = match["unit"]
        year = unit == "年" and len(match["number"]) == 4 and not match["some"]
        ordinal = unit in "期批" and _ORDINAL_TAIL.match(folded, match.end())
        span = _span(folded, match)
        if year or ordinal or not _is_free(span, taken):
            continue
        value = float(match["number"].replace(",", "")) * _MAGNITUDES.get(match["magnitude"], 1)
        found.append((span, _exact(value), unit))
    return found


def _chinese_quantities(
    folded: str, matches: Iterable[re.Match[str]], taken: set[int]
) -> list[_Found]:
    found: list[_Found] = []
    for match in matches:
        value = parse_numeral(match["number"])
        span = _span(folded, match)
        if value is None or not _is_free(span, taken) or not _counts(folded, span[0], match):
            continue
        found.append((span, value * _MAGNITUDES.get(match["magnitude"], 1), match["unit"]))
    return found


def _percentages(folded: str) -> list[_Found]:
    return [(match.span(), _percent(match), "%") for match in _PERCENT.finditer(folded)]


def _counts(folded: str, start: int, match: re.Match[str]) -> bool:
    """Whether Chinese numerals count: 三个 does; 千吨万人水厂, 村二组 and 二次整改 don't."""
    number, unit = match["number"], match["unit"]
    if number == "一":
        return _counts_one(folded[max(0, start - 1) : start], match["unit"])
    if unit == "组" and folded.endswith(_BEFORE_GROUP, 0, start):
        return False
    if number == "二":
        return unit not in _SECOND
    return number[0] not in "百千" or match["some"] is not None


def _counts_one(before: str, unit: str) -> bool:
    """Whether 一 counts behind a character: 一名干部 does, 一个时期 and 新的一批 don't."""
    if unit not in _MAINLY:
        return before != "同"
    return unit in "次场个轮" and before in _COUNTED_ONCE


def _percent(match: re.Match[str]) -> int | float:
    whole = parse_numeral(match["number"]) or 0
    if not match["fraction"]:
        return whole
    digits = "".join(str(parse_numeral(c) or 0) for c in match["fraction"])
    return float(f"{whole}.{digits}")


def _exact(value: float) -> int | float:
    """Whole numbers as int, and no binary residue: 33.7 × 10000 is 337000."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
