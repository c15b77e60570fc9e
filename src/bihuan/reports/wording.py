"""The sentences that a document adds to the register's own: each says what the register says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bihuan.documents.builder import clean
from bihuan.documents.numerals import numeral
from bihuan.model import Register
from bihuan.reports.context import Entry, Totals
from bihuan.reports.kinds import ReportKind

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?[”）]?")
_TITLES = {
    ReportKind.PROBLEMS: "巡察反馈问题清单",
    ReportKind.PLAN: "关于巡察反馈意见的整改方案",
    ReportKind.PROGRESS: "关于巡察整改进展情况的报告",
    ReportKind.REPORT: "关于巡察整改情况的报告",
    ReportKind.NOTICE: "关于巡察整改情况的通报",
    ReportKind.CLOSURE: "巡察反馈问题整改销号申请表",
    ReportKind.RANKING: "巡察整改情况排名通报",
    ReportKind.FILE: "巡察反馈问题整改档案",
    ReportKind.REGISTER: "巡察反馈问题整改台账",
}
_ANNOUNCEMENTS = {
    ReportKind.PROBLEMS: "现将反馈的问题列出如下。",
    ReportKind.PLAN: "现制定整改方案如下。",
    ReportKind.PROGRESS: "现将整改进展情况报告如下。",
    ReportKind.REPORT: "现将整改情况报告如下。",
    ReportKind.NOTICE: "现将整改情况通报如下。",
}
_COUNTS = (
    ("done", "已完成"),
    ("mostly_done", "基本完成"),
    ("in_progress", "整改中"),
    ("not_done", "未完成"),
    ("unstated", "未写明完成情况"),
)
OPEN = frozenset({"整改中", "未完成", "基本完成"})
"""The words of the statuses in which something remains to be done."""
_APART = (("standing", "长期坚持"), ("transferred", "已移交"))


def line(text: str | None) -> str:
    """A text on one line, without what prints nothing."""
    return " ".join(clean(text or "").split())


def day(value: date | None) -> str:
    """2026年3月5日: Arabic numerals without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def period(first: date | None, last: date | None) -> str:
    """From a day to another, or the one that is known."""
    return "至".join(part for part in (day(first), day(last)) if part)


def sentences(text: str) -> Iterator[str]:
    """The sentences and clauses of a text, each with the mark that ends it."""
    return (found[0] for found in _SENTENCE.finditer(text))


def section(position: int, title: str) -> str:
    """一、聚焦…方面."""
    return heading(1, position, title)


def heading(level: int, position: int, title: str) -> str:
    """A heading with the number of its level (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1））."""
    count = numeral(position, "chineseCounting")
    number = (f"{count}、", f"（{count}）", f"{position}.", f"（{position}）")[level - 1]
    return number + title


def about(title: str) -> str:
    """关于“…”的问题: how a group of findings is named."""
    return f"关于“{title}”的问题"


def title(kind: ReportKind, unit: str | None) -> str:
    """The title of a document whose register has none."""
    return f"{unit or ''}{_TITLES[kind]}"


def opening(register: Register, kind: ReportKind, totals: Totals) -> tuple[str, ...]:
    """Who inspected whom and when, as far as the register says it, and how many findings."""
    return tuple(
        paragraph for paragraph in (_inspection(register, kind), _totals(kind, totals)) if paragraph
    )


def _inspection(register: Register, kind: ReportKind) -> str:
    when = period(register.inspected_from, register.inspected_to)
    inspector, unit = register.inspector or "", register.unit or "本单位"
    told = f"{inspector}对{unit}开展巡察。" if inspector else f"{unit}接受巡察。"
    inspected = (f"{when}，" if when else "") + told if when or inspector else ""
    feedback = day(register.feedback_date)
    returned = f"{feedback}，{inspector}反馈了巡察意见。" if feedback else ""
    return inspected + returned + _ANNOUNCEMENTS.get(kind, "")


def _totals(kind: ReportKind, totals: Totals) -> str:
    whole = f"反馈的具体问题共{totals.findings}个"
    if kind in (ReportKind.PROBLEMS, ReportKind.PLAN):
        return f"{whole}。"
    parts = _counted(totals, _COUNTS)
    apart = _counted(totals, _APART)
    told = f"{whole}：{'，'.join(parts)}" if parts else whole
    if apart:
        told += f"；另有{'，'.join(apart)}，不计入已完成"
    if totals.waived:
        told += f"；其中{totals.waived}个问题的关口经豁免，逐条注明"
    return f"{told}。"


def _counted(totals: Totals, names: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{word}{getattr(totals, name)}个" for name, word in names if getattr(totals, name)]


def remaining(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What remains of each open finding and by when, and what its transfer has come to."""
    told = [_open(entry) for entry in entries if entry.status in OPEN or entry.transfer]
    return tuple(f"{number}.{sentence}" for number, sentence in enumerate(told, 1))


def _open(entry: Entry) -> str:
    what = entry.transfer or entry.remaining or "整改尚未完成"
    if entry.transfer:
        until = ""
    else:
        until = f"；整改时限为{entry.deadline}" if entry.deadline else "；未定整改时限"
    return f"问题{entry.id}“{entry.name}”：{what.rstrip('。；')}{until}。"
