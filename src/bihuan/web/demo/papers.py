"""A round's documents as an office would hand them in: the feedback (text) and the plan (Word)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

from bihuan.web.demo.townships import Case, Township, chinese

_CHINESE = "一二三四五六七八九十"


def feedback(town: Township, today: date) -> bytes:
    """The inspection's feedback: every finding, no measure yet; UTF-8 text."""
    return "\n".join(_feedback(town, today)).encode()


def _feedback(town: Township, today: date) -> Iterator[str]:
    inspector = town.round["inspector"]
    begun, ended, told = _days(town, today)
    yield f"{inspector}关于巡察中共云岭县{town.unit}委员会的反馈意见"
    yield (
        f"　　根据县委统一部署，{begun}至{ended}，{inspector}对中共云岭县{town.unit}委员会"
        f"进行了巡察，{told}反馈意见如下。"
    )
    yield "　　一、巡察发现的主要问题"
    yield from (line for line, _ in _outline(town))
    yield "　　二、意见建议"
    yield from (f"　　{n}.{text}" for n, text in enumerate(town.suggestions, 1))
    yield f"　　　　　　　　　　　　　　　　{inspector}"
    yield f"　　　　　　　　　　　　　　　　{told}"


def plan(town: Township, today: date) -> bytes:
    """The township's plan: measures, people and dates for each finding; a Word document."""
    from docx import Document

    paper = Document()
    for line in _plan(town, today):
        paper.add_paragraph(line)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _plan(town: Township, today: date) -> Iterator[str]:
    begun, ended, told = _days(town, today)
    yield f"中共云岭县{town.unit}委员会关于巡察反馈意见的整改方案"
    yield (
        f"　　{begun}至{ended}，{town.round['inspector']}对{town.unit}党委进行了巡察，"
        f"{told}反馈了巡察意见。为抓好整改落实，制定本方案。"
    )
    yield "　　一、整改任务及措施"
    for line, case in _outline(town):
        yield line
        if case:
            yield from _promised(case, today)
    yield f"　　　　　　　　　　　　　　　　中共云岭县{town.unit}委员会"


def _promised(case: Case, today: date) -> Iterator[str]:
    yield f"　　整改目标：{case.goal}"
    marks = map(chr, range(ord("①"), ord("⑳")))
    measures = "".join(mark + text for mark, text in zip(marks, case.measures, strict=False))
    yield f"　　整改措施：{measures}"
    if case.lead:
        yield f"　　责任领导：{case.lead}"
    yield f"　　责任单位：{'、'.join(case.units)}"
    if case.due:
        yield f"　　整改时限：{chinese(today + timedelta(days=case.due))}前"


def _outline(town: Township) -> Iterator[tuple[str, Case | None]]:
    """The numbered lines of a document; a finding's line comes with its case."""
    for place, (area, groups) in enumerate(town.areas.items()):
        yield f"　　（{_CHINESE[place]}）{area}", None
        for number, group in enumerate(groups, 1):
            yield f"　　{number}.关于“{group.name}”的问题。", None
            for n, case in enumerate(group.cases, 1):
                mark = f"({n})" if len(group.cases) > 1 else ""
                yield f"　　{mark}{case.problem}", case


def _days(town: Township, today: date) -> tuple[str, str, str]:
    """When the inspection began, when it ended, and when it told what it had found."""
    days = town.round["days"]
    begun, ended, told = (
        chinese(today + timedelta(days=days[name]))
        for name in ("inspected_from", "inspected_to", "feedback_date")
    )
    return begun, ended, told
