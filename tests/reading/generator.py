"""Random fictional inspections: a seed -> a story and a style, as varied as real documents are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.reading import pools
from tests.reading.defects import CONTROLS, COUNTED, MOST, PLAIN, copied
from tests.reading.layout import Style
from tests.reading.markup import Marked, parse
from tests.reading.story import Area, Flaw, Group, Head, Item, Story
from tests.reading.templates import Times, fill, load

_COUNTED, _PLAIN = load("templates.txt"), load("plain.txt")
_GENERAL = (
    ("落实上级决策部署有差距", "履行主体责任不够到位", "推动高质量发展办法不多"),
    ("执行中央八项规定精神不严格", "群众身边不正之风仍有发生", "财经纪律执行不严"),
    ("基层党建工作抓得不实", "干部队伍管理宽松软", "组织生活质量不高"),
)
_OUTCOMES = (
    "相关工作逐步规范，未再发生同类问题。",
    "群众满意度明显提升。",
    "管理漏洞得到堵塞，责任链条更加清晰。",
    "{$}项制度已落地见效。",
)
_STATES = (
    ("已完成", "done"), ("已整改到位", "done"), ("基本完成", "mostly_done"),
    ("正在推进", "in_progress"), ("阶段性完成，长期坚持", "mostly_done"),
    ("长期坚持", "long_term"), ("已完成整改", "done"),
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One random document, before it is printed."""

    story: Story
    style: Style


def sample(seed: int, kind: str | None = None) -> Sample:
    """The same seed gives the same document."""
    rng = Random(seed)
    kind = kind or rng.choices(("report", "feedback", "plan"), (86, 7, 7))[0]
    times = _times(rng)
    head, prefix = _head(rng, kind, times)
    style = _style(rng, head, kind)
    areas = _areas(rng, times, prefix, style, kind)
    flaws: tuple[Flaw, ...] = ()
    if kind == "report" and style.signed and rng.random() < 0.05:
        early = times.feedback - timedelta(rng.randint(20, 300))
        head, flaws = replace(head, report_date=early.isoformat()), (Flaw("date-order"),)
    return Sample(_localised(Story(head, areas, flaws), rng, style), style)


def _times(rng: Random) -> Times:
    start = date(rng.randint(2020, 2024), 1, 1) + timedelta(rng.randint(20, 340))
    feedback = start + timedelta(rng.randint(90, 150))
    return Times(feedback, feedback + timedelta(rng.randint(90, 240)))


def _head(rng: Random, kind: str, times: Times) -> tuple[Head, str]:
    unit, short, prefix, inspector = rng.choice(pools.UNITS[:3])
    start = times.feedback - timedelta(rng.randint(70, 89))
    titles: tuple[str | None, ...] = (
        None,
        f"{unit}关于巡察整改进展情况的通报",
        f"{unit}关于县委巡察反馈意见整改情况的报告",
        f"关于{inspector}巡察反馈意见整改落实情况的报告",
    )
    title = rng.choice(titles)
    if kind == "feedback":
        title = f"{inspector}关于巡察{unit}的反馈意见"
    if kind == "plan":
        title = f"{unit}关于巡察反馈意见的整改方案"
    return Head(
        unit=unit, short=short, inspector=inspector, title=title, kind=kind,
        inspected_from=start.isoformat(),
        inspected_to=(start + timedelta(rng.randint(35, 60))).isoformat(),
        feedback_date=times.feedback.isoformat(),
        report_date=None if kind == "feedback" else times.report.isoformat(),
    ), prefix  # fmt: skip


_FORMS = ("paragraph", "quoted", "title", "run-in", "inline", "labelled")
_LABELS = (
    ("采取的措施及取得的成效：",), ("整改情况：",), ("整改落实情况：",), ("整改进展情况：",),
    ("整改措施及成效：",), ("【整改情况】",), ("整改措施：", "整改成效："),
    ("整改措施：", "整改进展："), ("整改举措：", "整改结果："),
)  # fmt: skip
_TITLES = (
    "关于“{}”的问题。", "关于“{}”的问题", "关于“{}”问题的整改情况", "关于“{}”问题。",
    "针对“{}”的问题：", "关于“{}”方面的问题。", "关于{}的问题。",
)  # fmt: skip


def _style(rng: Random, head: Head, kind: str) -> Style:
    form = rng.choices(_FORMS, (45, 8, 16, 10, 8, 13))[0]
    if kind != "report":
        form = rng.choice(("paragraph", "labelled"))
    area, group, item = _marks(rng, form)
    title = _TITLES[0] if form == "run-in" else rng.choice(_TITLES[: 6 if form == "title" else 7])
    labels = _labels(rng, form, kind)
    enumeration = rng.choices(("一是", "①", "第一，", "1)", ""), (60, 14, 8, 10, 8))[0]
    if enumeration.strip("()（）") in {
        item.strip("()（）"),
        "1)".strip(")") if "1" in item else "",
    }:
        enumeration = "一是"
    named = head.title is not None and head.unit in head.title
    return Style(
        form=form, area_mark=area, group_mark=group, item_mark=item, group_title=title,
        labels=labels, enumeration=enumeration,
        problem_label=rng.choice(("", "", "具体问题：")) if form == "inline" else "",
        label_alone=form != "inline" and rng.random() < 0.12,
        spread=form != "inline" and enumeration in ("一是", "第一，") and rng.random() < 0.2,
        runs_on=rng.random() < 0.25,
        state_label=_maybe(rng, 0.22, "完成情况：", "整改状态：") if form != "run-in" else "",
        goal_label="整改目标：" if kind == "plan" or rng.random() < 0.1 else "",
        duties=_duties(rng, form, kind),
        head=rng.randint(0, 5),
        total=_total(rng) if kind == "report" else None,
        organisation=_some(rng, pools.ORGANISATION, single=area == "一、"),
        next_steps=_some(rng, pools.NEXT_STEPS),
        contact=_maybe(rng, 0.25, pools.CONTACT) if kind == "report" else "",
        salutation=_maybe(rng, 0.2, "县委巡察工作领导小组：") if head.title else "",
        signed=kind != "feedback" and (not named or rng.random() < 0.85),
        chinese_date=rng.random() < 0.12,
        gap=_gap(rng, group),
        half_width=rng.random() < 0.25,
        ocr=group == "1." and rng.random() < 0.1,
    )  # fmt: skip


def _marks(rng: Random, form: str) -> tuple[str | None, str, str]:
    area = rng.choices(("（一）", "(一)", "一、", None), (45, 15, 20, 20))[0]
    groups = ["1.", "1.", "1、", "1．"]
    if area in ("一、", None):
        groups += ["（一）", "(一)"]
    group = rng.choice(groups)
    if form == "labelled":
        group = rng.choice(("问题1：", "问题一：", "反馈问题一：", "反馈问题1：", "整改任务："))
    items = ["(1)", "（1）", "①", "1)"]
    if group in ("（一）", "(一)"):
        items += ["1.", "1、"]
    return area, group, rng.choice(items)


def _labels(rng: Random, form: str, kind: str) -> tuple[str, ...]:
    if kind == "plan":
        return ("整改措施：",)
    if form == "run-in" or (form == "title" and rng.random() < 0.4):
        return ()
    if form == "labelled":
        return rng.choice(_LABELS[6:])
    return rng.choice(_LABELS[:5] if form == "inline" else _LABELS)


def _duties(rng: Random, form: str, kind: str) -> str:
    if kind == "plan":
        return rng.choice(("lines", "line", "brackets"))
    if kind == "feedback" or form in ("run-in", "inline"):
        return ""
    return _maybe(rng, 0.2, "lines", "line", "brackets")


def _maybe(rng: Random, chance: float, *choices: str) -> str:
    return rng.choice(choices) if rng.random() < chance else ""


def _some(rng: Random, pool: tuple[str, ...], *, single: bool = False) -> tuple[str, ...]:
    """One paragraph of running text, or (unless `single`) the numbered ones, or none."""
    return rng.choice((pool[:1], pool[:1] if single else pool[-2:], ()))


def _total(rng: Random) -> int | None:
    return rng.choices((None, 0, 1, -1), (70, 20, 5, 5))[0]


def _gap(rng: Random, group_mark: str) -> tuple[int, int] | None:
    if group_mark == "整改任务：" or rng.random() > 0.15:
        return None
    return rng.randint(1, 2), rng.choice((1, 1, -1))


def _areas(rng: Random, times: Times, prefix: str, style: Style, kind: str) -> tuple[Area, ...]:
    areas = []
    planted: Counter[str] = Counter()
    for number in range(rng.randint(2, 3)):
        counted = rng.sample(_COUNTED.areas[number].groups, rng.randint(2, 5))
        plain = rng.sample(_PLAIN.areas[number].groups, rng.randint(1, 4))
        groups = [(g.title, fill(g.items[0], rng, times, prefix)) for g in (*counted, *plain)]
        kinds = [True] * len(counted) + [False] * len(plain)
        order = rng.sample(range(len(groups)), len(groups))
        items = [_dressed(groups[i][1], kinds[i], rng, times, style, kind, planted) for i in order]
        titles = [groups[i][0] for i in order]
        items = _with_copies(items, [kinds[i] for i in order], rng, kind)
        areas.append(Area(_COUNTED.areas[number].title, _grouped(titles, items, number, rng)))
    return tuple(areas)


def _grouped(titles: list[str], items: list[Item], number: int, rng: Random) -> tuple[Group, ...]:
    """Findings alone under their own title, or two or three under a general one."""
    groups, general, at = [], list(_GENERAL[number]), 0
    while at < len(items):
        size = rng.choice((1, 1, 2, 3)) if general else 1
        size = min(size, len(items) - at)
        title = general.pop(rng.randrange(len(general))) if size > 1 else titles[at]
        groups.append(Group(title, tuple(items[at : at + size])))
        at += size
    return tuple(groups)


def _with_copies(items: list[Item], counted: list[bool], rng: Random, kind: str) -> list[Item]:
    free = [i for i, item in enumerate(items) if not counted[i] and not item.flaws]
    if kind != "report" or len(free) < 2 or rng.random() > 0.25:
        return items
    first, second = free[0], free[1]
    items[first], items[second] = copied(items[first], items[second], second - first, rng)
    return items


def _dressed(
    item: Item, counted: bool, rng: Random, times: Times, style: Style, kind: str,
    planted: Counter[str],
) -> Item:  # fmt: skip
    """A template's finding with its outcome, state and duties, and perhaps a defect."""
    if kind == "feedback":
        return Item(item.problem)
    item = _planned(item, rng) if kind == "plan" else _finished(item, rng, style)
    planters = COUNTED if counted else PLAIN
    if not counted and rng.random() < 0.15:
        planters = CONTROLS
    elif rng.random() > 0.3:
        planters = ()
    if kind == "report" and planters:
        planter = rng.choice(planters)
        item = planter(item, rng, times) if planted[planter.__name__] < MOST[planter] else item
        planted[planter.__name__] += 1
    return _with_state(_with_duties(item, rng, times), rng, style)


def _finished(item: Item, rng: Random, style: Style) -> Item:
    """Adds an outcome, or a sentence that says how far the finding is done."""
    if len(style.labels) > 1:
        outcome = (
            rng.choice(_OUTCOMES)
            .replace("{$}", f"{{{rng.randint(2, 6)}项}}")
            .replace("}项制", "}制")
        )
        item = replace(item, outcome=outcome)
    chance = rng.random()
    if item.status != "unstated" or style.state_label or chance > 0.25:
        return item
    pool, status = (pools.DONE, "done") if chance < 0.2 else (pools.MOSTLY, "mostly_done")
    if item.outcome:
        return replace(item, outcome=item.outcome + rng.choice(pool), status=status)
    return replace(item, response=(item.response or "") + rng.choice(pool), status=status)


def _planned(item: Item, rng: Random) -> Item:
    """Measures still to be taken, that name what the problem counts."""
    rounds, month = rng.randint(2, 5), rng.randint(2, 11)
    steps = [
        f"对{_subject(item)}情况开展全面排查，建立问题清单。",
        f"修订{_subject(item)}方面的制度，明确责任岗位和办理流程。",
        f"组织业务培训{{{rounds}期}}，由分管领导授课。",
        f"每年{month}月开展{_subject(item)}专项检查，检查结果在全镇通报。",
    ]
    chosen = rng.sample(steps, rng.randint(1, 3))
    named = _renamed(parse(item.problem))
    if named:
        chosen.insert(0, f"对反馈指出的{named}等情况逐一核查，建立台账。")
    text = "".join(f"<m>{step}" for step in chosen) if len(chosen) > 1 else chosen[0]
    goal = "问题彻底解决，制度健全完善。"
    return replace(item, response=text, evasion=None, status="unstated", due=None, goal=goal)


def _subject(item: Item) -> str:
    """The problem's first words, as far as they count nothing."""
    run = re.match(r"[一-龥]{2,10}", parse(item.problem).text)
    return f"“{run[0]}”" if run else "上述"


def _renamed(problem: Marked) -> str:
    return "、".join(f"{{{text}={value}{unit}}}" for text, value, unit in problem.quantities)


def _with_state(item: Item, rng: Random, style: Style) -> Item:
    if not style.state_label:
        return item
    if item.response is None:
        return replace(item, state=("未完成", "not_done"))
    if any(flaw.rule == "open-claim" for flaw in item.flaws):
        return replace(item, state=("已完成", "done"))
    if item.status in ("in_progress", "transferred"):
        return replace(item, state=("正在推进", "in_progress"))
    return replace(item, state=rng.choice(_STATES))


def _with_duties(item: Item, rng: Random, times: Times) -> Item:
    return replace(
        item,
        leaders=tuple(rng.sample(pools.LEADERS, rng.choice((1, 1, 2)))),
        units=tuple(rng.sample(pools.OFFICES, rng.choice((1, 1, 2, 3)))),
        limit=_limit_of(item.due) if item.due else _limit(rng, times),
        goal=item.goal or "制度机制健全，责任落实到位。",
    )


def _limit_of(due: str) -> tuple[str, str]:
    return f"{due[:4]}年{int(due[5:7])}月底前", due


def _limit(rng: Random, times: Times) -> tuple[str, str | None]:
    day = times.feedback + timedelta(rng.randint(30, 300))
    last = (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    month = f"{day.year}年{day.month}月"
    return rng.choice((
        (f"{month}底前", last.isoformat()),
        (f"{month}{day.day}日前", day.isoformat()),
        (f"{month}{day.day}日", day.isoformat()),
        (f"{month}底前完成，长期坚持", last.isoformat()),
        ("立行立改", None), ("长期坚持", None), ("立行立改，长期坚持", None),
    ))  # fmt: skip


def _localised(story: Story, rng: Random, style: Style) -> Story:
    """A 乡 has no 镇党委."""
    if not story.head.short.endswith("乡党委"):
        return story
    return replace(story, areas=tuple(
        Area(a.title, tuple(Group(_in_xiang(g.title), tuple(_item_in_xiang(g.items)))
                            for g in a.groups)) for a in story.areas
    ))  # fmt: skip


def _item_in_xiang(items: Iterable[Item]) -> Iterable[Item]:
    for item in items:
        yield replace(
            item,
            problem=_in_xiang(item.problem),
            response=_in_xiang(item.response) if item.response else None,
        )


def _in_xiang(text: str) -> str:
    for word in ("镇党委", "镇纪委", "全镇", "镇卫生院", "镇村", "镇党建办", "镇干部", "镇河长办"):
        text = text.replace(word, "乡" + word[1:] if word[0] == "镇" else "全乡")
    return text
