"""Registers to write reports of: those of all examples, and random ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from bihuan.model import Kind, Register
from bihuan.reading.draft import Draft
from bihuan.reading.finish import Moment, finish
from bihuan.register import load
from tests.reading.build_examples import HERE, examples
from tests.register.strategies import without_spans

_SHARED = HERE.parents[2] / "shared" / "examples" / "reading"


@cache
def example_registers() -> dict[str, Register]:
    """Every example with findings, by name; the shared ones too where they are there."""
    with TemporaryDirectory() as folder:
        return dict(_loaded(Path(folder)))


def _loaded(folder: Path) -> Iterator[tuple[str, Register]]:
    for example in examples():
        path = folder / Path(example.name).name
        path.write_bytes(example.content)
        yield from _with_findings(example.name, path)
    for path in sorted(_SHARED.glob("*")):
        if path.suffix in (".txt", ".docx", ".xlsx", ".html"):
            yield from _with_findings(path.name, path)


def _with_findings(name: str, path: Path) -> Iterator[tuple[str, Register]]:
    register = load(path)[1]
    if register.findings:
        yield name, without_spans(register)


# Random registers: any levels, answers and particulars, in the words of such documents.

_SUBJECTS = ("台账登记", "资金使用", "会议记录", "项目验收", "车辆管理", "档案整理", "环境整治")
_FAULTS = (
    "不及时，{n}笔支出没有凭证",
    "不规范，涉及{n}个村",
    "流于形式",
    "有{n}.5万元未清理",
    "责任不清",
)
_ACTIONS = (
    "召开专题会议研究部署",
    "追回{n}.6万元",
    "修订管理办法（青发〔2024〕{n}号）",
    "约谈{n}人",
)
_DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
_COUNTS = st.integers(1, 99)


def _sentence(wordings: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda subject, words, count: f"{subject}{words.format(n=count)}。",
        st.sampled_from(_SUBJECTS),
        st.sampled_from(wordings),
        _COUNTS,
    )


_PROBLEMS = st.lists(_sentence(_FAULTS), min_size=1, max_size=3).map("".join)
_STEPS = st.lists(st.sampled_from(_ACTIONS), min_size=1, max_size=3)
_ANSWERS = st.builds(
    lambda steps, count: "".join(
        f"{number}是{step.format(n=count)}。" for number, step in zip("一二三", steps, strict=False)
    ),
    _STEPS,
    _COUNTS,
)
_TITLES = st.builds(
    lambda subject, fault: f"{subject}{fault}",
    st.sampled_from(_SUBJECTS),
    st.sampled_from(("不规范", "不到位", "流于形式", "有短板")),
)
_AREAS = st.sampled_from(("聚焦政治责任方面", "聚焦群众身边的问题方面", "聚焦基层党组织建设方面"))
_LIMITS = st.sampled_from((None, "2025年6月底前", "立行立改", "长期坚持", "2024年9月30日"))
_STATES = st.sampled_from((None, "已完成", "基本完成", "整改中", "未完成", "长期坚持", "已移交"))
_NAMES = st.sampled_from((None, "张明远", "镇党委书记、镇长"))
_UNITS = st.sampled_from((None, "党政办", "财政所、纪委"))


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A register as reading gives one: with or without areas and groups, of every kind."""
    kind = draw(st.sampled_from((Kind.REPORT, Kind.PLAN, Kind.FEEDBACK)))
    answered = kind is not Kind.FEEDBACK
    dated = kind is not Kind.FEEDBACK
    begun, ended = sorted((draw(_DAYS), draw(_DAYS)))
    head: dict[str, Any] = {
        "title": draw(st.sampled_from((None, f"中共云岭县青石镇委员会{_CALLED[kind]}"))),
        "unit": "中共云岭县青石镇委员会",
        "inspector": draw(st.sampled_from((None, "县委第二巡察组"))),
        "inspected_from": begun,
        "inspected_to": ended,
        "feedback_date": draw(st.none() | _DAYS),
        "report_date": draw(_DAYS) if dated else None,
    }
    moment = Moment(head["feedback_date"], head["report_date"], planned=kind is Kind.PLAN)
    findings = []
    for identity, area, group in draw(_places()):
        text, draft = draw(_drafts(answered=answered))
        draft.id, draft.area, draft.group = identity, area, group
        findings.append(finish(draft, text, moment))
    return without_spans(Register(kind=kind, findings=tuple(findings), **head))


_CALLED = {
    Kind.REPORT: "关于巡察整改情况的报告",
    Kind.PLAN: "关于巡察反馈意见的整改方案",
    Kind.FEEDBACK: "巡察反馈问题清单",
}


@st.composite
def _places(draw: st.DrawFn) -> list[tuple[str, str | None, str | None]]:
    areas = draw(st.lists(_AREAS, min_size=1, max_size=3, unique=True))
    areas = areas if draw(st.booleans()) else [""]
    grouped = draw(st.booleans())
    found: list[tuple[str, str | None, str | None]] = []
    for a, area in enumerate(areas, 1):
        above = [a] if area else []
        count = draw(st.integers(1, 3))
        for g in range(1, count + 1) if area else range(len(found) + 1, len(found) + count + 1):
            group = draw(_TITLES) if grouped else None
            items = draw(st.integers(0, 2)) if group else 0
            ids = [[*above, g, i] for i in range(1, items + 1)] or [[*above, g]]
            found += [(".".join(map(str, one)), area or None, group) for one in ids]
    return found


@st.composite
def _drafts(draw: st.DrawFn, *, answered: bool) -> tuple[str, Draft]:
    texts = [draw(_PROBLEMS)]
    if answered and draw(st.booleans()):
        texts += draw(st.lists(_ANSWERS, min_size=1, max_size=2))
    spans, end = [], 0
    for text in texts:
        spans.append((end, end + len(text)))
        end += len(text) + 1
    split = draw(st.booleans()) and len(spans) > 2
    return "\n".join(texts), Draft(
        id="",
        problem=spans[:1],
        response=spans[1:2] if split else spans[1:],
        outcome=spans[2:] if split else [],
        status=draw(_STATES) if answered else None,
        deadline=draw(_LIMITS) if answered else None,
        leaders=draw(_NAMES) if answered else None,
        units=draw(_UNITS) if answered else None,
    )


def bare(register: Register) -> Register:
    """The register without what belongs to one document."""
    return replace(without_spans(register), unread=())
