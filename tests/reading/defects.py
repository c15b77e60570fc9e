"""Planted defects: a sound finding -> the same finding with one thing wrong, and its remark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.reading import pools
from tests.reading.story import Flaw, Item
from tests.reading.templates import Times

Planter = Callable[[Item, Random, Times], Item]


def missing(item: Item, rng: Random, times: Times) -> Item:
    return _flawed(replace(item, response=None, outcome=None, status="unstated", due=None),
                   "missing-response")  # fmt: skip


def unanswered(item: Item, rng: Random, times: Times) -> Item:
    """Another, concrete answer that leaves every number of the problem open."""
    changed = replace(item, response=item.evasion, outcome=None, status="unstated", due=None)
    return _flawed(changed, "unanswered-quantity")


def vague(item: Item, rng: Random, times: Times) -> Item:
    text = rng.choice(pools.VAGUE)
    return _flawed(replace(item, response=text, outcome=None, status="unstated"), "vague-response")


def exceeding(item: Item, rng: Random, times: Times) -> Item:
    whole = rng.randint(20, 60)
    first = rng.randint(whole // 2, whole - 4)
    second = whole - first + rng.randint(2, 5)
    problem, response = rng.choice(_PARTS)
    text = response.format(w=whole, a=first, b=second)
    changed = replace(item, problem=problem, response=text, outcome=None, status="unstated")
    return _flawed(changed, "part-exceeds-whole")


def adding_up(item: Item, rng: Random, times: Times) -> Item:
    """The same sentences with parts that make the whole: a control, not a defect."""
    whole = rng.randint(20, 60)
    first = rng.randint(whole // 2, whole - 4)
    problem, response = rng.choice(_PARTS)
    text = response.format(w=whole, a=first, b=whole - first)
    return replace(item, problem=problem, response=text, outcome=None, status="unstated", due=None)


_PARTS = (
    ("辖区企业安全生产排查整治不彻底。",
     "对辖区{{{w}家}}企业逐一排查，{{{w}家}}企业中，{{{a}家}}手续齐全，{{{b}家}}经整改后达标。"),
    ("村级财务公开不及时、不全面。",
     "抽查村级账目{{{w}本}}，其中{{{a}本}}公开及时，{{{b}本}}已补充公开。"),
    ("违规领取的补助清退不及时。",
     "应清退补助{{{w}万元={w}0000元}}，其中已退回财政{{{a}万元={a}0000元}}，"
     "从绩效中抵扣{{{b}万元={b}0000元}}。"),
    ("危房改造对象核查不细致。",
     "入户核查{{{w}户}}，其中符合条件的{{{a}户}}继续实施，不符合条件的{{{b}户}}取消资格。"),
    ("台账登记内容与实际不符。",
     "随机抽查台账{{{w}份}}，合格{{{a}份}}，不合格{{{b}份}}，不合格的已重新填写。"),
    ("隐患排查治理不彻底。",
     "对{{{w}处}}隐患逐一整治，已完成{{{a}处}}，另外{{{b}处}}由包片干部督促完成。"),
    ("集体合同管理不规范。",
     "清理集体合同{{{w}份}}，分别为续签{{{a}份}}、终止{{{b}份}}。"),
)  # fmt: skip


def drifting(item: Item, rng: Random, times: Times) -> Item:
    right, wrong = rng.choice(pools.TERMS)
    return _flawed(_about_term(item, rng, right, wrong), "term-drift")


def steady(item: Item, rng: Random, times: Times) -> Item:
    """The term written one way: a control."""
    term = rng.choice(("红石三队", "一廊三园", "青石夜校"))
    return _about_term(item, rng, term, term)


def _about_term(item: Item, rng: Random, first: str, second: str) -> Item:
    return replace(
        item,
        problem=rng.choice(pools.TERM_SENTENCES).format(first),
        response=rng.choice(pools.TERM_ANSWERS).format(second) + _spent(rng),
        outcome=None, status="unstated", due=None,
    )  # fmt: skip


def _spent(rng: Random) -> str:
    amount = rng.randint(2, 9)
    return f"投入维护资金{{{amount}万元={amount}0000元}}。"


def foreign(item: Item, rng: Random, times: Times) -> Item:
    return _flawed(_appended(item, rng.choice(pools.FOREIGN)), "foreign-place")


def personal(item: Item, rng: Random, times: Times) -> Item:
    sentence = rng.choice(pools.PERSONAL).format(name=rng.choice(pools.NAMES))
    return _flawed(_appended(item, "；" + sentence), "personal-data")


def open_claim(item: Item, rng: Random, times: Times) -> Item:
    return _flawed(_claimed(item, rng, times, pools.OPEN_ENDS), "open-claim")


def shut_claim(item: Item, rng: Random, times: Times) -> Item:
    """A claim with an end that only sounds open: a control."""
    return _claimed(item, rng, times, pools.SHUT_ENDS)


def _claimed(item: Item, rng: Random, times: Times, ends: tuple[str, ...]) -> Item:
    limit = times.after(rng)
    tail = rng.choice(ends).format(f"{limit.year}年{limit.month}月")
    response = _appended(item, "。" + tail).response or ""
    text = rng.choice(pools.DONE) + response.replace("<m>", "")
    return replace(item, response=text, outcome=None, status="done")


def transferred(item: Item, rng: Random, times: Times) -> Item:
    text = rng.choice(pools.TRANSFERS)
    return _flawed(replace(item, response=text, outcome=None, status="transferred", due=None),
                   "transferred-without-outcome")  # fmt: skip


def settled(item: Item, rng: Random, times: Times) -> Item:
    """A transfer with a result, or of something else than a case: a control."""
    text, status = rng.choice(pools.SETTLED_TRANSFERS)
    return replace(item, response=text, outcome=None, status=status, due=None)


def abroad(item: Item, rng: Random, times: Times) -> Item:
    """Another place named rightly: a control."""
    return _appended(item, rng.choice(pools.ABROAD))


def public(item: Item, rng: Random, times: Times) -> Item:
    """An office's own number: a control."""
    return _appended(item, "；" + rng.choice(pools.PUBLIC))


def bygone(item: Item, rng: Random, times: Times) -> Item:
    """A date before the feedback of what isn't a measure: a control."""
    early = times.feedback - timedelta(rng.randint(250, 500))
    month = f"{early.year}年{early.month}月"
    return _appended(item, rng.choice((
        f"，同时终止{month}签订的协议", f"，并核对{month}以来的全部单据",
        f"，按{month}印发的规定执行", f"，{month}形成的遗留事项一并处理",
    )))  # fmt: skip


def contrasted(item: Item, rng: Random, times: Times) -> Item:
    """Two terms that differ by more than a slip: a control."""
    first, second = rng.choice(pools.CONTRASTS)
    return _about_term(item, rng, first, second)


def misdated(item: Item, rng: Random, times: Times) -> Item:
    early = times.feedback - timedelta(rng.randint(250, 500))
    day, month = f"{early.year}年{early.month}月{early.day}日", f"{early.year}年{early.month}月"
    impossible = rng.choice(("2月30日", "4月31日", "11月31日", "9月31日"))
    return _flawed(_appended(item, rng.choice((
        f"，{day}召开巡察整改专题会议进行了研究", f"，已于{month}将整改方案印发各支部",
        f"。{day}，对相关责任人进行了约谈", f"，{times.report.year}年{impossible}完成复查",
        f"，并于{times.report.year}年{impossible}前组织了验收",
    ))), "date-order")  # fmt: skip


def misnumbered(item: Item, rng: Random, times: Times) -> Item:
    left, right = rng.choice(("【】", "[]", "【】", "［］"))
    office = rng.choice(("云办发", "云纪发", "云财农"))
    number = f"{office}{left}{times.feedback.year}{right}{rng.randint(3, 60)}号"
    return _flawed(
        _appended(item, f"，并转发《整改工作指引》（[[{number}]]）"), "document-number-form"
    )


def copied(first: Item, second: Item, offset: int, rng: Random) -> tuple[Item, Item]:
    """Both answered by the same text; the remark stands on the second, or on the first."""
    text = (
        f"召开专题会议{{{rng.randint(2, 4)}次}}分析原因，开展{{}}检查{{{rng.randint(2, 5)}轮}}，"
        f"发现并整改问题{{{rng.randint(11, 40)}个}}，修订工作制度{{{rng.randint(2, 6)}项}}，"
        "对作风拖沓的{2名}经办人给予批评教育。"
    )
    one, two = (
        replace(item, outcome=None, status="unstated", due=None) for item in (first, second)
    )
    return (
        replace(one, response=text.replace("{}", "专项")),
        replace(two, response=text.replace("{}", "日常"),
                flaws=(Flaw("copied-response", also=(-offset,)),)),
    )  # fmt: skip


def _appended(item: Item, text: str) -> Item:
    """The response with `text` before its final stop."""
    return replace(item, response=(item.response or "").rstrip("。") + text + "。")


def _flawed(item: Item, rule: str) -> Item:
    return replace(item, flaws=(Flaw(rule),))


# Which defects a finding can carry: one whose problem has numbers, and one whose problem has none.
COUNTED: tuple[Planter, ...] = (
    missing, unanswered, unanswered, unanswered, foreign, personal, open_claim, misdated,
    misnumbered,
)  # fmt: skip
PLAIN: tuple[Planter, ...] = (
    missing, vague, vague, exceeding, exceeding, drifting, drifting, foreign, personal, open_claim,
    transferred, transferred, misdated, misnumbered,
)  # fmt: skip
CONTROLS: tuple[Planter, ...] = (
    adding_up, steady, shut_claim, settled, abroad, public, bygone, contrasted,
)  # fmt: skip
# A document that repeats one defect is easy; and a term that drifts twice is one defect, not two.
MOST = dict.fromkeys((*COUNTED, *PLAIN, *CONTROLS), 2) | dict.fromkeys(
    (drifting, steady, contrasted, settled), 1
)
