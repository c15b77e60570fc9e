"""Registers as reading gives them, out of random texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from bihuan.documents.builder import clean
from bihuan.model import Kind, Register, Span
from bihuan.reading.draft import Draft
from bihuan.reading.finish import Moment, finish, split_names
from bihuan.reading.tables.states import is_blank

_FRAGMENTS = st.sampled_from(
    [
        "=1+1", "+86", "-2", "@SUM(A1)", "'", '"引号"', "“三会一课”", "<b>&amp;", "_x000D_",
        "_x0041_", "🏠", "𠮷", "é", "Ａ１", "/", "—", "1.10", "2024-05-01", "\u3000", "\n", "\n\n",
        "一是清查台账。", "二是追回3.2万元。", "①约谈5人。", "（云发〔2024〕3号）", "正在办理。",
        "该问题已完成整改。", "移交县纪委监委处理。", "计划2025年6月底前完成。", "  中间有空格  ",
        "序号", "1.", "（一）", "合计", "备注：", "问题：", "整改措施：", "https://example.invalid",
    ]
)  # fmt: skip
_PIECES = st.lists(_FRAGMENTS | st.text(max_size=8), min_size=1, max_size=6).map("".join)
DAYS = st.dates(date(2001, 1, 1), date(2058, 12, 31))


def _tidy(text: str) -> str:
    """As documents give texts: no tabs, nothing unseen, no white space at the ends."""
    return clean(text).replace("\t", " ").strip()


texts = _PIECES.map(_tidy).filter(bool)
lines = texts.map(lambda text: _tidy(text.replace("\n", ""))).filter(bool)
titles = lines.filter(lambda title: not is_blank(title))
names = st.lists(lines, max_size=3).map(lambda some: split_names("、".join(some)))
names = names.filter(lambda some: split_names("、".join(some)) == some)
_LIMITS = [
    "2025年6月底前",
    "立行立改",
    "长期坚持",
    "2024-08-31",
    "2024年9月底前，长期坚持",
    "立行立改，长期坚持",
]
_STATES = ["已完成", "基本完成", "整改中", "未完成", "长期坚持", "已移交"]


@st.composite
def placed(draw: st.DrawFn) -> list[tuple[str, str | None, str | None]]:
    """Ids by position with area and group: any levels, groups with and without items."""
    areas = draw(st.lists(titles, max_size=3)) if draw(st.booleans()) else [None]
    found: list[tuple[str, str | None, str | None]] = []
    for a, area in enumerate(areas, 1):
        groups = draw(
            st.lists(st.tuples(st.none() | titles, st.integers(0, 2)), min_size=1, max_size=3)
        )
        for g, (group, items) in enumerate(groups, 1):
            levels = [a, g] if area else [g]
            ids = [[*levels, i] for i in range(1, items + 1)] if group else []
            found += [(".".join(map(str, id_)), area, group) for id_ in ids or [levels]]
    return found


@st.composite
def drafts(
    draw: st.DrawFn, place: tuple[str, str | None, str | None], kind: Kind
) -> tuple[Draft, str]:
    """A draft and the text that it points into."""
    answered = kind is not Kind.FEEDBACK
    parts = [draw(texts), draw(texts) if answered and draw(st.booleans()) else ""]
    parts.append(draw(texts) if parts[1] and draw(st.booleans()) else "")
    spans: list[list[Span]] = []
    end = 0
    for part in parts:
        spans.append([(end, end + len(part))] if part else [])
        end += len(part) + 1
    optional: dict[str, Any] = {
        name: draw(st.none() | texts)
        for name in ("goal", "evidence", "closed", "closed_on", "note")
    }
    draft = Draft(
        id=place[0], area=place[1], group=place[2],
        problem=spans[0], response=spans[1], outcome=spans[2],
        status=draw(st.sampled_from([None, *_STATES])) if answered else None,
        deadline=draw(st.sampled_from([None, *_LIMITS]) | DAYS.map(str)),
        category=draw(st.sampled_from([None, None, "重点督办", "长期整改", "=类型"])),
        leaders="、".join(draw(names)) or None,
        units="、".join(draw(names)) or None,
        **optional,
    )  # fmt: skip
    return draft, "\n".join(parts)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Any register that reading may give, spans left out."""
    kind = draw(st.sampled_from(list(Kind)))
    head: dict[str, Any] = {
        "title": draw(st.none() | titles),
        "unit": draw(st.none() | lines),
        "inspector": draw(st.none() | lines),
        "inspected_from": draw(st.none() | DAYS),
        "feedback_date": draw(st.none() | DAYS),
        "report_date": draw(st.none() | DAYS),
    }
    head["inspected_to"] = draw(st.none() | DAYS) if head["inspected_from"] else None
    moment = Moment(head["feedback_date"], head["report_date"], planned=kind is Kind.PLAN)
    places = [] if kind in (Kind.AGGREGATE, Kind.OTHER) else draw(placed())
    made = [draw(drafts(place, kind)) for place in places]
    findings = tuple(finish(draft, text, moment) for draft, text in made)
    return without_spans(Register(kind=kind, findings=findings, **head))


def without_spans(register: Register) -> Register:
    """The register without what belongs to one document: spans, printed numbers, unread cells."""
    findings = tuple(
        replace(
            finding,
            problem_span=None,
            response_span=None,
            numbers=(),
            quantities=tuple(replace(quantity, span=None) for quantity in finding.quantities),
        )
        for finding in register.findings
    )
    return replace(register, findings=findings, unread=())
