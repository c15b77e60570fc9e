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
    limit = times.after(rng)
    month = f"{limit.year}年{limit.month}月"
    tail = rng.choice((f"配套设施正在建设，预计{month}底前投入使用", "其余手续正在办理之中",
                       f"档案资料仍在补充，预计{month}底前归档"))  # fmt: skip
    changed = _appended(item, "。" + tail)
    changed = replace(changed, response=rng.choice(pools.DONE) + (changed.response or ""))
    if "<m>" in (item.response or ""):
        changed = replace(changed, response=(changed.response or "").replace("<m>", ""))
    return _flawed(replace(changed, status="done"), "open-claim")


def transferred(item: Item, rng: Random, times: Times) -> Item:
    text = rng.choice(pools.TRANSFERS)
    return _flawed(replace(item, response=text, outcome=None, status="transferred"),
                   "transferred-without-outcome")  # fmt: skip


def misdated(item: Item, rng: Random, times: Times) -> Item:
    early = times.feedback - timedelta(rng.randint(250, 500))
    impossible = rng.choice(("2月30日", "4月31日", "11月31日"))
    date = rng.choice(
        (f"{early.year}年{early.month}月{early.day}日", f"{times.report.year}年{impossible}")
    )
    return _flawed(_appended(item, f"，{date}召开巡察整改专题会议进行了研究"), "date-order")


def misnumbered(item: Item, rng: Random, times: Times) -> Item:
    left, right = rng.choice(("【】", "[]"))
    number = f"云办发{left}{times.feedback.year}{right}{rng.randint(3, 60)}号"
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
CONTROLS: tuple[Planter, ...] = (adding_up, steady)
# A document that repeats one defect is easy; and a term that drifts twice is one defect, not two.
MOST = dict.fromkeys((*COUNTED, *PLAIN, *CONTROLS), 2) | {drifting: 1, steady: 1}
