"""part-exceeds-whole: parts larger than their whole, or not adding up to it.

Only forms that name their whole are judged: 60家…中，41家…，25家…; 共12万元，其中…; 其余2名….
A list after 其中 may be incomplete and may overlap, so there an excess is told only of parts that
exclude one another, and a shortfall only as a question (severity low).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bihuan.model import Remark, Severity
from bihuan.review.amounts import MONEY, SHARES, Amount, amounts, equal, same_kind
from bihuan.review.case import Case, Item, Text, remark

_AMONG = re.compile(
    r"^[^,。;:、\d]{0,14}?(?<![其过之当集空途])(?:中|里|当中|之中)(?![心小学央医药型旬共午专等外队层])"
)
_OF_WHICH = re.compile(r"^[^。;]{0,30}?其中")
_COMPLETE = re.compile(r"^[^。;]{0,16}?(?:分别(?:为|是|在|位于|分布|安装|用于)|包括|具体为|即)")
_BARE = re.compile(r"^(?:[^\d]{1,6}\d+[^\d]{1,8}|(?:剩余|其余|余下|另外|另有).*)$")
_ENDS = re.compile(r"\d+[^\d]{1,4}$")
# What became of a sum is no part of where it came from.
_SPENT = re.compile(r"使用|支出|支付|拨付|投入")
_AGAIN = re.compile(r"同时|重复|交叉|兼有")
_COMPARED = re.compile(r"[比较][^,。;]{0,6}(?:增|减|下降|上升|提高)|同比|环比")
# The parts follow in clauses of their own.
_DIVIDED = re.compile(r"^[^,。;:、\d]{0,14}[,:]")
_REST = re.compile(r"(?:其余|剩余|余下|剩下|另外|尚有|还有|余)(?:的|有)?[^,。;\d]{0,6}$")
_PENDING = re.compile(r"正在|尚未|仍未|暂未|还未|未能|未[完整办追退]|仍在")
# One person can be several of these at once.
_OVERLAP = re.compile(
    r"党员|女|男|[岁龄]|学历|本科|大专|民族|干部身份|同时|也|(?<![退归偿返])还|均|其中|立行立改|重点|属于|移交|验收|审计|结算|累计|新增|新招|人次"
)
# States of which one thing can have only one; two of a pair make a list a partition.
_PAIRS = (
    (r"(?<!不)(?:合格|达标|规范|完好)", r"不(?:合格|达标|规范)|未达标|[经待]?整改|损坏|缺损"),
    (r"(?<!不)(?:符合|属实|满意|及格)", r"不(?:符合|属实|满意|及格)"),
    (r"了结|办结", r"立案|在办|正在"),
    (r"优秀|优等", r"良好|及格|一般|合格"),
    (r"男", r"女"),
    (
        r"已|完[成工]|办结|竣工|达标|公开",
        r"正在|在[建办]|尚未|[仍还]在?未|未[完办整退拆公]|剩余|其余|余下|另外|另有|继续|待",
    ),
    (r"新建|新增", r"维修|改建|改造|扩建|续建"),
    (r"水冲|卫生厕", r"旱厕"),
    (r"在用|使用", r"报废|闲置|停用"),
)
_DUE = re.compile(r"应(?:当)?(?:[退缴收交补到参]|清退|上缴|收缴|追缴|参加)")
_ACTUAL = re.compile(
    r"实(?:际)?(?:已)?(?:[退缴收交补到参]|清退|上缴|收缴|追缴|参加)|已(?:[退缴收交]|清退|上缴)"
)
_STAGE = re.compile(r"已?(?:开工|完工|竣工|完成|办结|整改到位|销号|启动|立项|签订|投[产用])")
_RECEIVED = re.compile(r"发现|排查|反馈|梳理|收到|摸排|查出|受理|接到|交办")
_SETTLED = re.compile(r"整改|办结|化解|完成|销号|处置|解决|追回|退还|清退|核实|整治")


def find(case: Case) -> Iterator[Remark]:
    """At most one remark for each finding: the first enumeration that is at odds with its whole."""
    for item in case.items:
        told = next(_of_item(item), None)
        if told is not None:
            yield told


def _of_item(item: Item) -> Iterator[Remark]:
    for text in item.texts():
        counted = [a for a in amounts(item, text) if a.unit not in SHARES and a.unit != "人次"]
        for start, end in text.sentences:
            inside = [a for a in counted if start <= a.start < end]
            yield from _of_sentence(item, text, inside, end)
    yield from _remainders(item)


def _of_sentence(item: Item, text: Text, inside: list[Amount], end: int) -> Iterator[Remark]:
    for index, whole in enumerate(inside):
        tail = text.folded[whole.end : min(end, whole.end + 60)]
        parts = _parts(whole, inside[index + 1 :], text, end)
        clause = text.folded[text.clause_at(whole.start)[0] : whole.start]
        if _AGAIN.search(text.folded[whole.end : end]) or _COMPARED.search(clause):
            continue
        if _AMONG.match(tail):
            yield from _judge_among(item, text, whole, parts)
        elif _OF_WHICH.match(tail):
            after = [p for p in parts if "其中" in text.folded[whole.end : p.start]]
            yield from _judge_of_which(item, text, whole, after)
        elif _COMPLETE.match(tail):
            if len(parts) > 1 and not _adds_up(whole, parts):
                yield _told(item, text, whole, parts)
        elif _DIVIDED.match(tail):
            yield from _judge_divided(item, text, whole, parts)
    for whole, part in pairwise(inside):
        if _overtaken(text, whole, part) or _overpaid(text, whole, part):
            yield _told(item, text, whole, [part])


def _is_partition(text: Text, parts: list[Amount]) -> bool:
    """Whether one thing can only be in one of the parts: 合格…, 不合格…."""
    said = [_nearby(text, part) for part in parts]
    return any(
        re.search(one, a) and re.search(other, b)
        for one, other in _PAIRS
        for index, first in enumerate(said)
        for second in said[index + 1 :]
        for a, b in ((first, second), (second, first))
    )


def _judge_divided(item: Item, text: Text, whole: Amount, parts: list[Amount]) -> Iterator[Remark]:
    """检查40份,合格25份,不合格18份: bare states, each less than the whole."""
    listed = [p for p in parts if p.unit == whole.unit and _BARE.match(_nearby(text, p))]
    if any(p.value > whole.value for p in listed) or not _is_partition(text, listed):
        return
    if _exceeds(whole, listed):
        yield _told(item, text, whole, listed)


def _nearby(text: Text, part: Amount) -> str:
    """The part's member of an enumeration: between two marks, 、 among them."""
    start, end = text.clause_at(part.start)
    left = text.folded.rfind("、", start, part.start)
    right = text.folded.find("、", part.end, end)
    return text.folded[left + 1 if left >= 0 else start : right if right >= 0 else end]


def _exceeds(whole: Amount, parts: list[Amount]) -> bool:
    return sum(part.value for part in parts) > whole.value and not _adds_up(whole, parts)


def _adds_up(whole: Amount, parts: list[Amount]) -> bool:
    return _about(sum(part.value for part in parts), whole)


def _parts(whole: Amount, later: list[Amount], text: Text, end: int) -> list[Amount]:
    """The amounts of the same kind that follow, up to the next whole or an aside."""
    parts: list[Amount] = []
    for amount in later:
        clause = text.folded[text.clause_at(amount.start)[0] : amount.start]
        if re.search(r"共|累计|合计|总计|新|另行|再", clause[-8:]):
            break
        if same_kind(whole.unit, amount.unit):
            if _AMONG.match(text.folded[amount.end : end]):
                break
            parts.append(amount)
    return parts


def _judge_among(item: Item, text: Text, whole: Amount, parts: list[Amount]) -> Iterator[Remark]:
    larger = [p for p in parts[:1] if p.value > whole.value and not _about(p.value, whole)]
    if larger:
        yield _told(item, text, whole, larger)
        return
    if len(parts) < 2 or any(equal(p.value, whole.value) for p in parts):
        return
    certain = _is_partition(text, parts) or (whole.unit == MONEY and not _successive(text, parts))
    if not certain and (_overlap(text, parts) or _successive(text, parts)):
        return
    if _exceeds(whole, parts):
        # 12 of 18 villages have built a square, 15 a library: no contradiction.
        closes = certain or _closes(text, parts[-1])
        yield _told(item, text, whole, parts, None if closes else Severity.LOW)
    elif not _adds_up(whole, parts) and _closes(text, parts[-1]):
        yield _told(item, text, whole, parts)


def _judge_of_which(item: Item, text: Text, whole: Amount, parts: list[Amount]) -> Iterator[Remark]:
    if not parts or parts[0].unit != whole.unit:
        return
    if parts[0].value > whole.value and not _about(parts[0].value, whole):
        yield _told(item, text, whole, parts[:1])
        return
    if len(parts) < 2 or _adds_up(whole, parts):
        return
    if not _is_partition(text, parts) and (_overlap(text, parts) or _successive(text, parts)):
        return
    if _exceeds(whole, parts):
        severity = None if _excludes(text, whole, parts) else Severity.LOW
        yield _told(item, text, whole, parts, severity)
    elif all(p.unit == whole.unit for p in parts):
        # Such a list need not be complete: worth a question, no more.
        yield _told(item, text, whole, parts, Severity.LOW)


def _excludes(text: Text, whole: Amount, parts: list[Amount]) -> bool:
    """Whether parts exclude one another: sums of money, 报废50件, but not 12个村公开财务."""
    bare = all(_ENDS.search(_nearby(text, part)) for part in parts)
    if whole.unit == MONEY:
        return not any(_SPENT.search(_nearby(text, part)) for part in parts)
    return bare or _is_partition(text, parts)


def _overlap(text: Text, parts: list[Amount]) -> bool:
    return any(_OVERLAP.search(_context(text, part).replace("其中", "")) for part in parts)


def _context(text: Text, amount: Amount) -> str:
    return text.folded[slice(*text.clause_at(amount.start))]


def _closes(text: Text, last: Amount) -> bool:
    """Whether the last part claims to be what remains: 其余2名, 2名正在…."""
    start, end = text.clause_at(last.start)
    before, after = text.folded[start : last.start], text.folded[last.end : end]
    return bool(_REST.search(before) or _PENDING.search(before) or _PENDING.search(after))


def _successive(text: Text, parts: list[Amount]) -> bool:
    """Whether a part is a later stage of another: 其中已开工15个，已完工12个."""
    stages = [bool(_STAGE.search(_context(text, part))) for part in parts]
    return sum(stages) > 1


def _overtaken(text: Text, whole: Amount, part: Amount) -> bool:
    """发现问题12个，整改14个: more settled than were found."""
    if whole.unit != part.unit or part.value <= whole.value or whole.unit == MONEY:
        return False
    first, second = text.clause_at(whole.start), text.clause_at(part.start)
    if first == second or first[1] + 1 != second[0]:
        return False
    subject = text.folded[slice(*first)]
    settled = text.folded[slice(*second)]
    nouns = ("问题", "隐患", "信访", "线索", "矛盾", "事项")
    return (
        bool(_RECEIVED.search(subject) and _SETTLED.search(settled))
        and any(noun in subject for noun in nouns)
        and not re.search(r"历年|以往|往年|累计|共", settled)
    )


def _overpaid(text: Text, due: Amount, actual: Amount) -> bool:
    """应退30人,实际退35人: more than was due."""
    if due.unit != actual.unit or actual.value <= due.value or _about(actual.value, due):
        return False
    said = _nearby(text, due), _nearby(text, actual)
    return bool(_DUE.search(said[0]) and _ACTUAL.search(said[1])) and said[0] != said[1]


def _remainders(item: Item) -> Iterator[Remark]:
    """A remainder in the answer that fits none of the totals of the finding."""
    if item.response is None:
        return
    given = amounts(item, item.response)
    asked = amounts(item, item.problem)
    for index, rest in enumerate(given):
        clause = item.response.clause_at(rest.start)[0]
        before = item.response.folded[clause : rest.start]
        if index == 0 or not re.search(r"(?:其余|剩余|余下|剩下)(?:的)?[^,。;\d]{0,6}$", before):
            continue
        done = [g for g in given[:index] if same_kind(g.unit, rest.unit)]
        wholes = [a for a in asked if same_kind(a.unit, rest.unit) and a.value > rest.value]
        if len(wholes) == 1 and done and not _fits(wholes[0], done, rest):
            yield _told(item, item.response, wholes[0], [done[-1], rest])


def _fits(whole: Amount, done: list[Amount], rest: Amount) -> bool:
    """Whether the remainder completes the whole, or a total that the answer itself names."""
    if any(g.value > whole.value for g in done):
        return True
    for first in range(len(done)):
        for last in range(first + 1, len(done) + 1):
            if _about(sum(g.value for g in done[first:last]) + rest.value, whole):
                return True
    return any(
        equal(one.value + rest.value, other.value) for one in done for other in done if one != other
    )


def _about(value: float, whole: Amount) -> bool:
    """Equality; money printed in 万 may be rounded, and 余 leaves room."""
    loose = "万" in whole.text or "余" in whole.text or "多" in whole.text
    return abs(value - whole.value) <= (0.02 if loose else 1e-6) * max(1.0, abs(whole.value))


def _told(
    item: Item, text: Text, whole: Amount, parts: list[Amount], severity: Severity | None = None
) -> Remark:
    listed = "、".join(part.text for part in parts)
    relation = "大于" if sum(p.value for p in parts) > whole.value else "相加不等于"
    if len(parts) > 1 and relation == "大于":
        relation = "相加大于"
    message = f"分项“{listed}”{relation}总数“{whole.text}”，请核对原始台账并更正。"
    spans = [s for part in parts for s in text.spans(part.start, part.end)]
    home = text if text.raw[whole.start : whole.end] == whole.text else item.problem
    places = (*home.spans(whole.start, whole.end), *spans)
    return remark("part-exceeds-whole", item, message, places, severity)
