"""What stands in the cells of a register's sheet: a row of texts for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.documents.builder import clean
from bihuan.model import Finding, Progress, Register
from bihuan.reading.categories import IMMEDIATE, LIMITED, STANDING, category_of
from bihuan.reading.own import DEFAULT_TITLE
from bihuan.reading.tables.states import is_blank

Value = str | date | None
Holds = Literal["number", "words", "day", "prose"]

STATUS_WORDS = {
    Progress.DONE: "已完成",
    Progress.MOSTLY_DONE: "基本完成",
    Progress.IN_PROGRESS: "整改中",
    Progress.NOT_DONE: "未完成",
    Progress.LONG_TERM: "长期坚持",
    Progress.TRANSFERRED: "已移交",
}
CATEGORIES = (IMMEDIATE, LIMITED, STANDING)
CLOSED_WORDS = ("是", "否")
NONE = "—"
"""Says below a title that the finding stands under none of that level."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, its width in characters, what its cells hold, and its usual words.

    A column with a `widest` grows to that width by how much it has to hold.
    """

    name: str
    width: float
    holds: Holds = "words"
    widest: float = 0
    choices: tuple[str, ...] = ()


HEADINGS = (
    Heading("序号", 7, "number"),
    Heading("方面", 11),
    Heading("问题", 14),
    Heading("具体表现", 22, "prose", widest=56),
    Heading("整改目标", 9, "prose", widest=24),
    Heading("整改措施", 24, "prose", widest=64),
    Heading("责任领导", 10),
    Heading("责任单位", 11),
    Heading("整改时限", 12, "day"),
    Heading("整改类型", 10, choices=CATEGORIES),
    Heading("完成情况", 10, choices=tuple(STATUS_WORDS.values())),
    Heading("整改成效", 18, "prose", widest=56),
    Heading("佐证材料", 9, "prose", widest=22),
    Heading("是否销号", 6, choices=CLOSED_WORDS),
    Heading("销号时间", 12, "day"),
    Heading("备注", 8, "prose", widest=22),
)
NUMBER, AREA, GROUP = 0, 1, 2
STATUS = 10


def title_of(register: Register) -> str:
    """The title as printed; one that fills its place where the document has none."""
    return line(register.title) or DEFAULT_TITLE


def head_of(register: Register) -> list[tuple[str, str]]:
    """The labels below the title with their values, empty where the document doesn't say."""
    return [
        ("被巡察单位", line(register.unit)),
        ("巡察机构", line(register.inspector)),
        ("巡察时间", _range(register.inspected_from, register.inspected_to)),
        ("反馈时间", _chinese(register.feedback_date)),
        ("报告时间", _chinese(register.report_date)),
    ]


def rows_of(findings: Sequence[Finding]) -> list[list[Value]]:
    """A row for each finding, one value for each of HEADINGS."""
    rows = []
    above = Finding(id="", problem="")
    for finding in findings:
        rows.append(_row(finding, above))
        above = finding
    return rows


def line(text: str | None) -> str:
    """A text on one line, without what prints nothing."""
    return clean(text or "").replace("\n", "").strip()


def _row(finding: Finding, above: Finding) -> list[Value]:
    measures, outcome = _answer(finding)
    return [
        finding.id,
        _title(finding.area, above.area),
        _title(finding.group, above.group),
        _words(finding.problem),
        _words(finding.goal),
        measures,
        _words("、".join(finding.leaders)),
        _words("、".join(finding.units)),
        _limit(finding),
        _category(finding),
        STATUS_WORDS.get(finding.status),
        outcome,
        _words(finding.evidence),
        _words(finding.closed),
        _words(finding.closed_on),
        _words(finding.note),
    ]


def _words(text: str | None) -> str | None:
    """The text as a cell can hold it: a tab would stand for the border of a cell."""
    return clean(text or "").replace("\t", " ").strip() or None


def _title(title: str | None, above: str | None) -> str | None:
    return _words(title) or (NONE if above else None)


def _answer(finding: Finding) -> tuple[str | None, str | None]:
    """The response as measures and outcome."""
    response, outcome = finding.response or "", finding.outcome or ""
    if not outcome or not response.endswith(outcome):
        return _words(response), None
    return _words(response.removesuffix(outcome)), _words(outcome)


def _limit(finding: Finding) -> Value:
    """The day; the words 立行立改 and 长期坚持 too where the column beside can't say them."""
    flags = category_of(immediate=finding.immediate, standing=finding.standing, dated=False)
    if finding.deadline is None or flags is None:
        return finding.deadline or flags
    return f"{_chinese(finding.deadline)}，{flags}" if finding.category else finding.deadline


def _category(finding: Finding) -> str | None:
    """What the original says, else what its time limit amounts to."""
    return _words(finding.category) or category_of(
        immediate=finding.immediate,
        standing=finding.standing,
        dated=finding.deadline is not None,
    )


def _range(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{_chinese(first)}至{_chinese(last)}"
    return _chinese(first) or (f"截至{_chinese(last)}" if last else "")


def _chinese(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def is_same_title(value: Value, above: Value) -> bool:
    """Whether a title's cell is one with the cell above it."""
    return isinstance(value, str) and value == above and not is_blank(value)
