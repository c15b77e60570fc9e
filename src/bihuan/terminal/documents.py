"""What a person sees on a terminal: registers, remarks and rules in Rich tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bihuan.model import Document, Finding, Kind, Progress, Register, Remark, Severity

if TYPE_CHECKING:
    from bihuan.review import Rule

Item = TypeVar("Item")

KINDS = {
    Kind.REPORT: "整改报告",
    Kind.FEEDBACK: "反馈意见",
    Kind.PLAN: "整改方案",
    Kind.AGGREGATE: "多家单位的汇总",
    Kind.OTHER: "不是巡察整改文件",
}
PROGRESS = {
    Progress.DONE: "已完成",
    Progress.MOSTLY_DONE: "基本完成",
    Progress.IN_PROGRESS: "整改中",
    Progress.LONG_TERM: "长期坚持",
    Progress.TRANSFERRED: "已移交",
    Progress.NOT_DONE: "未完成",
    Progress.UNSTATED: "",
}
SEVERITIES = {
    Severity.HIGH: ("高", "bold red"),
    Severity.MEDIUM: ("中", "yellow"),
    Severity.LOW: ("低", "dim"),
}


def show_register(name: str, register: Register) -> None:
    """Prints a register: what the document is, its findings, and what could not be read."""
    console = Console()
    console.print(f"\n[bold]{escape(register.title or name)}[/bold]")
    console.print(escape(_head_line(register)), style="dim")
    if register.findings:
        console.print(_findings_table(register.findings))
        console.print(escape(_totals_line(register)))
    elif register.kind in (Kind.OTHER, Kind.AGGREGATE):
        console.print("这份文件里没有逐条的问题，没有台账可列。")
    else:
        console.print("没有读出问题。请确认文件内容完整，或用 --text 查看读到的文字。")
    for unread in register.unread:
        console.print(f"[yellow]未读懂[/yellow] {escape(unread.place)}：{escape(unread.message)}")


def _head_line(register: Register) -> str:
    parts = [KINDS[register.kind], register.unit, register.inspector]
    if register.inspected_from and register.inspected_to:
        parts.append(f"巡察 {register.inspected_from} 至 {register.inspected_to}")
    if register.feedback_date:
        parts.append(f"反馈 {register.feedback_date}")
    if register.report_date:
        parts.append(f"报告 {register.report_date}")
    return " · ".join(part for part in parts if part)


def _findings_table(findings: Iterable[Finding]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("序号", no_wrap=True)
    table.add_column("问题", ratio=5, no_wrap=True)
    table.add_column("整改", ratio=5, no_wrap=True)
    table.add_column("完成情况", no_wrap=True)
    table.add_column("时限", no_wrap=True)
    area: str | None = None
    for finding in findings:
        if finding.area and finding.area != area:
            area = finding.area
            table.add_row("", f"[bold]{escape(area)}[/bold]")
        table.add_row(*_finding_row(finding))
    return table


def _finding_row(finding: Finding) -> tuple[str, ...]:
    answer = _on_one_line(finding.response) if finding.response else "[red]（无回应）[/red]"
    limit = finding.deadline.isoformat() if finding.deadline else _flags(finding)
    return finding.id, _on_one_line(finding.problem), answer, PROGRESS[finding.status], limit


def _flags(finding: Finding) -> str:
    flags = (("立行立改", finding.immediate), ("长期坚持", finding.standing))
    return " ".join(word for word, on in flags if on)


def _on_one_line(text: str) -> str:
    return escape(" ".join(text.split()))


def _totals_line(register: Register) -> str:
    by_area = Counter(finding.id.split(".")[0] for finding in register.findings if finding.area)
    parts = "、".join(str(count) for count in by_area.values())
    areas = f"，{len(by_area)} 个方面分别为 {parts} 个" if len(by_area) > 1 else ""
    return f"共 {len(register.findings)} 个问题{areas}。"


def show_remarks(
    name: str, document: Document, register: Register, remarks: Sequence[Remark]
) -> None:
    """Prints a review: the remarks in the order of the findings, with the place of each."""
    console = Console()
    console.print(f"\n[bold]体检意见：{escape(register.title or name)}[/bold]")
    if not remarks:
        console.print("没有发现问题。")
        return
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("序号", no_wrap=True)
    table.add_column("意见", ratio=1, overflow="fold")
    table.add_column("行", no_wrap=True, justify="right")
    table.add_column("规则", no_wrap=True, style="dim")
    for remark in remarks:
        word, style = SEVERITIES[remark.severity]
        place = str(_line_number(document, remark)) if remark.spans else ""
        finding = remark.finding or "全文"
        table.add_row(f"[{style}]{word}[/]", finding, escape(remark.message), place, remark.rule)
    console.print(table)
    counts = Counter(remark.severity for remark in remarks)
    told = "、".join(f"{SEVERITIES[s][0]} {counts[s]}" for s in SEVERITIES if counts[s])
    console.print(f"共 {len(remarks)} 条意见（{told}）。规则说明：bihuan rules 规则名")


def _line_number(document: Document, remark: Remark) -> int:
    return document.text.count("\n", 0, remark.spans[0][0]) + 1


def show_rules(rules: Sequence[Rule], *, whole: bool) -> None:
    """Prints rules: one line each, or with explanation and remedy."""
    console = Console()
    if not whole:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("规则", "级别", "说的是"):
            table.add_column(heading)
        for rule in rules:
            table.add_row(rule.name, SEVERITIES[rule.severity][0], escape(rule.title))
        console.print(table)
        return
    for rule in rules:
        console.print(
            f"[bold]{rule.name}[/bold]　{escape(rule.title)}（{SEVERITIES[rule.severity][0]}）"
        )
        console.print(f"何时提出：{escape(rule.explanation)}")
        console.print(f"怎么办：{escape(rule.remedy)}")


def with_progress(items: Iterator[Item], total: int) -> Iterator[Item]:
    """The items, under a progress bar on standard error that shows after a second."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("读取"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total)
