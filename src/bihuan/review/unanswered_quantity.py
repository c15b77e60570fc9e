"""unanswered-quantity: a quantity of the problem that the answer nowhere accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Kind, Remark, Severity
from bihuan.review.amounts import (
    MONEY,
    PERSONS,
    SHARES,
    Amount,
    amounts,
    equal,
    is_measure,
    same_kind,
)
from bihuan.review.case import Case, Item, Text, remark
from bihuan.review.vague_response import is_vague

_DURATIONS = re.compile(r"年|个?月|天|日|周岁?|小时|分钟|岁|[学课]时|个工作日|级|届")
# 8个月 may be counted in 个: what follows the number decides.
_DURATION_AFTER = re.compile(r"^(?:多|余)?(?:月|工作日|小时|学时|星期|季度|年度|自然日)")
_BOUND = re.compile(r"(?:以上|以下|以内|以后|及以上|以前)$")
# What is required, planned or merely the stage of the problem is no defect to be put right.
_SETTING_BEFORE = re.compile(
    r"(?:每(?:个)?(?:年|月|季度?|周|天|半年)?(?:至少|不少于)?|至少|不?少于|不得少于|不足|不到|不低于|不得?低于|不超过|"
    r"不得?超过|应当?|须|规定|要求|标准为?|限额|上限|总投资(?:额)?|投资|总面积|占地|建筑面积|总人口|"
    r"人口|距离?[^,。;\d]{0,6}|海拔|下辖|辖|管辖|现有|共有|核定(?:编制)?|编制|注册资本|实施[^,。;\d]{0,6}|成立以来的?)(?:的|为|达|约|近|了|共|开展|召开)?$"
)
_REPEATED = frozenset(("次", "场", "场次", "期", "轮", "课时"))
_TOO_FEW = re.compile(r"(?:仅|只|才|未|不足|不到|少于|全年|共|组织|开展|召开)[^,。;]{0,8}$")
_FEW = re.compile(r"(?:仅|只|才|不足|不到|少于)[^,。;]{0,8}$")
# A sample is no defect where a part of it is told: 抽查20份记录,6份缺签字.
_SAMPLED = re.compile(
    r"(?:抽[查取阅看检]|随机|查阅|调阅|翻阅|走访|测试|抽样)(?!发现)[^,。;\d]{0,8}$|"
    r"(?:全[镇乡县局校院村市区系]|辖区|所属)(?:共|共?有)?$"
)
# Papers and acts of which a sum of money is told: 12笔支出23.5万元; 4次,金额3200元.
_ALL_OF = re.compile(r"[^,。;]{0,8}?(?:全部|均|都)")
_VOUCHERS = frozenset(("笔", "张", "份", "次", "件", "项", "宗", "本", "单"))
_AMOUNTING = re.compile(
    r"^[^。;,\d]{0,6}(?:,?[^。;,\d]{0,4}(?:金额|资金|共计?|合计|计)(?:为|达|约)?)?$"
)
_SUBSET = re.compile(r"^[^,。;]{0,14}?(?:中|里)(?![心小学央医药型])")

_ALL = (
    r"(?:全部|全额|全数|足额|悉数|均已?|都已|皆已|逐[户笔人](?:[^,。;]{0,4}已)?|"
    r"(?:上述|该(?:笔|款|项|批)|相关|涉及|涉案|违规|多[发收付领报]|超[发付标]|重复)[^,。;]{0,12}?已)"
)
_PAID = (
    r"(?:追[回缴]|追收|退[还回缴赔付]|清退|退出|上[缴交]|缴[回清纳至入存]|收[回缴]|补[缴交发齐]|归还|"
    r"归垫|扣[回除减]|核销|兑[付现]|发放|拨付|支付|偿还|结清|清[偿欠缴收]|入账|冲[销抵回]|划[转拨]|返还|调整账|整改到位)"
)
_MONEY_COVER = re.compile(
    rf"{_ALL}[^。;,]{{0,30}}?{_PAID}|{_PAID}[^。;,]{{0,30}}?(?:到位|完毕|全部|清零)"
)
_COVER = re.compile(
    r"(?:全部|全体|所有|均已|都已|皆已|均按|均完成|均得到|逐[一个户笔人项条份村处家件名本座所]|悉数|各自?均)"
)
# Longer runs of numbers sum to anything by chance.
_LONGEST_SUM = 6
_HAN_RUN = re.compile(r"[一-龥]+")
_NOUN_END = re.compile(r"[未没存在不有无均都已被从于仅只中为是与和及等的长]")


def find(case: Case) -> Iterator[Remark]:
    """One remark for each answered finding, listing what of its problem is not accounted for."""
    if case.register.kind is not Kind.REPORT:
        return
    for item in case.items:
        # An answer that says nothing is told by vague-response alone.
        if item.response is not None and not is_vague(item):
            missing = _missing(item, item.response)
            if missing:
                yield _told(item, missing)


def _missing(item: Item, response: Text) -> list[Amount]:
    counted = amounts(item, item.problem)
    asked = [
        a
        for a in counted
        if not _is_setting(a, item.problem) and not _is_sample(a, counted, item.problem)
    ]
    given = amounts(item, response)
    answered = {a.start for a in asked if _answered(a, asked, given, item.problem, response)}
    open_ = [a for a in asked if a.start not in answered]
    return [
        a
        for a in open_
        if not _carried(a, asked, answered, item.problem)
        and not _goes_along(a, asked, answered, item.problem, response)
    ]


def _is_setting(amount: Amount, problem: Text) -> bool:
    if _DURATIONS.fullmatch(amount.unit) or _DURATION_AFTER.match(problem.folded[amount.end :][:4]):
        return True
    if _BOUND.search(amount.text) or _BOUND.match(problem.folded[amount.end : amount.end + 2]):
        return True
    before = problem.folded[max(0, amount.start - 12) : amount.start]
    return bool(_SETTING_BEFORE.search(before))


def _is_sample(amount: Amount, counted: list[Amount], problem: Text) -> bool:
    end = problem.sentence_at(amount.start)[1]
    later = any(
        amount.start < a.start < end and same_kind(a.unit, amount.unit) and a.value < amount.value
        for a in counted
    )
    return later and bool(_SAMPLED.search(problem.folded[: amount.start][-20:]))


def _answered(
    amount: Amount, asked: list[Amount], given: list[Amount], problem: Text, response: Text
) -> bool:
    return (
        _stated(amount, given)
        or _adds_up(amount, given)
        or _inside_sum(amount, asked, given)
        or _reworked(amount, given, problem)
        or _covered(amount, given, problem, response)
        or _whole_settled(amount, given, problem, response)
    )


def _whole_settled(amount: Amount, given: list[Amount], problem: Text, response: Text) -> bool:
    """全镇23个村,有9个…: 23个村全部…."""
    start = problem.sentence_at(amount.start)[0]
    before = problem.folded[start : amount.start]
    return any(
        same_kind(g.unit, amount.unit)
        and g.value > amount.value
        and g.text in before
        and _ALL_OF.match(response.folded, g.end)
        for g in given
    )


def _stated(amount: Amount, given: list[Amount]) -> bool:
    return any(same_kind(amount.unit, g.unit) and equal(amount.value, g.value) for g in given)


def _adds_up(amount: Amount, given: list[Amount]) -> bool:
    """Parts of the answer that stand next to one another and sum up to the quantity."""
    parts = [g for g in given if same_kind(amount.unit, g.unit) and g.unit not in SHARES]
    return _run_sums_to(amount.value, [g.value for g in parts])


def _run_sums_to(total: float, values: list[float]) -> bool:
    for first in range(len(values)):
        for last in range(first + 2, min(first + _LONGEST_SUM, len(values)) + 1):
            if equal(sum(values[first:last]), total):
                return True
    return False


def _inside_sum(amount: Amount, asked: list[Amount], given: list[Amount]) -> bool:
    """Several quantities of the problem answered by their sum."""
    if amount.unit in SHARES:
        return False
    same = [a for a in asked if same_kind(a.unit, amount.unit)]
    at = same.index(amount)
    for first in range(max(0, at + 1 - _LONGEST_SUM), at + 1):
        for last in range(max(at + 1, first + 2), min(first + _LONGEST_SUM, len(same)) + 1):
            total = sum(a.value for a in same[first:last])
            if any(same_kind(amount.unit, g.unit) and equal(g.value, total) for g in given):
                return True
    return False


def _reworked(amount: Amount, given: list[Amount], problem: Text) -> bool:
    """A rate answered by a new rate, or too few meetings answered by how many there are now."""
    if amount.unit in SHARES:
        return any(g.unit in SHARES for g in given)
    clause = problem.folded[max(0, amount.start - 12) : amount.start]
    if amount.unit in _REPEATED:
        return bool(_TOO_FEW.search(clause)) and any(g.unit in _REPEATED for g in given)
    more = any(same_kind(g.unit, amount.unit) and g.value > amount.value for g in given)
    return more and bool(_FEW.search(clause))


def _covered(amount: Amount, given: list[Amount], problem: Text, response: Text) -> bool:
    if amount.unit == MONEY:
        return _money_covered(given, response)
    if amount.unit in _VOUCHERS and f"逐{amount.unit}" in response.folded:
        return True
    nouns = _nouns(amount, problem)
    if amount.value == 1 and any(f"该{noun}" in response.folded for noun in nouns):
        return True
    return any(_clause_covers(response.folded[s:e], nouns) for s, e in response.sentences)


def _money_covered(given: list[Amount], response: Text) -> bool:
    """Words that say all of the money is back, without naming another sum."""
    for start, end in response.sentences:
        if any(g.unit == MONEY and start <= g.start < end for g in given):
            continue
        if _MONEY_COVER.search(response.folded[start:end]):
            return True
    return False


def _clause_covers(sentence: str, nouns: set[str]) -> bool:
    for match in _COVER.finditer(sentence):
        near = sentence[max(0, match.start() - 14) : match.end() + 14]
        if any(noun in near for noun in nouns):
            return True
    return False


def _nouns(amount: Amount, problem: Text) -> set[str]:
    """Two-character pieces of what is counted: what follows the number, else what precedes it."""
    after = _counted(problem.folded[amount.end : amount.end + 8].removeprefix("的"))
    if not after:
        before = _HAN_RUN.findall(problem.folded[max(0, amount.start - 4) : amount.start])
        after = before[-1] if before else ""
    if len(after) == 1:
        return {f"{each}{after}" for each in ("各", "每个", "所有", "全部")}
    return {after[i : i + 2] for i in range(len(after) - 1)}


def _counted(text: str) -> str:
    run = _HAN_RUN.match(text)
    return _NOUN_END.split(run[0], maxsplit=1)[0] if run else ""


def _carried(amount: Amount, asked: list[Amount], answered: set[int], problem: Text) -> bool:
    """Whether an answered quantity of the same clause carries this one with it.

    18名组长中有7人…: the seven are what is wrong. 4个村有11名…未登记: the eleven are.
    """
    sentence = problem.sentence_at(amount.start)
    clause = problem.clause_at(amount.start)
    tail = problem.folded[amount.end : sentence[1]]
    later = [a for a in asked if a.start in answered and a.start > amount.start]
    if _SUBSET.match(tail) and any(a.start < sentence[1] for a in later):
        return True
    countable = not is_measure(amount.unit)
    return countable and any(a.start < clause[1] for a in later)


def _goes_along(
    amount: Amount, asked: list[Amount], answered: set[int], problem: Text, response: Text
) -> bool:
    """Whether vouchers are answered by their sum, or a sum by each of its vouchers."""
    at = asked.index(amount)
    if amount.unit == MONEY:
        vouchers = asked[at - 1] if at else None
        return (
            vouchers is not None
            and _sums_up(vouchers, amount, problem)
            and _covered(vouchers, [], problem, response)
        )
    if amount.unit in SHARES:
        end = problem.sentence_at(amount.start)[1]
        return any(amount.start < a.start < end and a.start in answered for a in asked)
    money = asked[at + 1] if at + 1 < len(asked) else None
    return money is not None and money.start in answered and _sums_up(amount, money, problem)


def _sums_up(vouchers: Amount, money: Amount, problem: Text) -> bool:
    between = problem.folded[vouchers.end : money.start]
    return (
        money.unit == MONEY and vouchers.unit in _VOUCHERS and bool(_AMOUNTING.fullmatch(between))
    )


def _told(item: Item, missing: list[Amount]) -> Remark:
    texts = list(dict.fromkeys(a.text for a in missing))
    listed = "、".join(f"“{text}”" for text in texts)
    spans = tuple(span for a in missing for span in item.problem.spans(a.start, a.end))
    message = f"问题中的{listed}在整改情况里没有交代，请写明{_asked_for(missing)}。"
    return remark("unanswered-quantity", item, message, spans, _severity(missing))


def _asked_for(missing: list[Amount]) -> str:
    if any(a.unit == MONEY for a in missing):
        return "这些资金的核实结果和追缴、退还或规范情况"
    if any(a.unit in PERSONS for a in missing):
        return "涉及人员的处理或整改结果"
    return "已整改多少、还剩多少及如何处理"


def _severity(missing: list[Amount]) -> Severity:
    heavy = any(a.unit == MONEY for a in missing)
    return Severity.HIGH if heavy else Severity.MEDIUM
