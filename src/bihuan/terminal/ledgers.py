"""What a person sees on a terminal of ledgers, checks and their results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bihuan.model import CheckResult, CheckStatus
from bihuan.terminal.documents import SEVERITIES

if TYPE_CHECKING:
    from bihuan.checks import Check
    from bihuan.checks.examples import Example
    from bihuan.ledgers import Ledger, Report

_STATUSES = {
    CheckStatus.FAIL: "[bold red]有问题[/]",
    CheckStatus.ERROR: "[bold magenta]出错[/]",
    CheckStatus.NO_DATA: "[dim]无数据[/]",
    CheckStatus.PASS: "[green]通过[/]",
}
_WORST_FIRST = tuple(_STATUSES)
_MAX_PROBLEMS = 20
_TYPES = {
    "string": "文字", "number": "数字", "integer": "整数", "boolean": "是否", "date": "日期",
    "datetime": "日期时间", "year": "年份", "yearmonth": "月份",
}  # fmt: skip


def show_results(
    results: Sequence[CheckResult],
    checks: Mapping[str, Check],
    ledgers: Mapping[str, Ledger],
    reports: Sequence[Report],
    as_of: date,
    limit: int,
) -> None:
    """Prints what the files gave, each check's verdict, and the rows of failing ones."""
    console = Console()
    _show_reports(console, reports, ledgers)
    table = _table("检查项", "名称", "级别", "结果", "问题数", "说明")
    for result in sorted(results, key=lambda result: _WORST_FIRST.index(result.status)):
        table.add_row(
            result.check,
            escape(result.title),
            SEVERITIES[result.severity][0],
            _STATUSES[result.status],
            str(result.row_count) if result.row_count else "",
            escape(result.message or result.reason or ""),
        )
    console.print(table)
    for result in results:
        if result.status is CheckStatus.FAIL and limit:
            _show_rows(console, result, checks[result.check], ledgers, limit)
    counts = Counter(result.status for result in results)
    told = "，".join(f"{_STATUSES[status]} {counts[status]}" for status in _STATUSES)
    console.print(
        f"截至 {as_of.isoformat()}，共 {len(results)} 项检查：{told}。结果只是线索，须经核实。"
    )


def _show_reports(
    console: Console, reports: Sequence[Report], ledgers: Mapping[str, Ledger]
) -> None:
    for report in reports:
        title = ledgers[report.ledger].title if report.ledger else "未识别"
        files = "、".join(report.files)
        console.print(f"{escape(title)}：{report.rows} 行（{escape(files)}）", style="dim")
        for problem in report.problems[:_MAX_PROBLEMS]:
            row = f"第 {problem.row} 行" if problem.row else ""
            place = f"{problem.file} {row}{f'“{problem.column}”' if problem.column else ''}"
            console.print(f"  [yellow]未读懂[/yellow] {escape(place)}：{escape(problem.message)}")
        if len(report.problems) > _MAX_PROBLEMS:
            console.print(f"  ……共 {len(report.problems)} 处，用 --json 查看全部。")


def _show_rows(
    console: Console,
    result: CheckResult,
    check: Check,
    ledgers: Mapping[str, Ledger],
    limit: int,
) -> None:
    from bihuan.checks.message import shown
    from bihuan.checks.workbook import column_title

    console.print(f"\n[bold]{escape(result.title)}[/bold]　{result.check}")
    table = _table(*(column_title(name, check, ledgers) for name in result.columns))
    for row in result.rows[:limit]:
        table.add_row(*(escape(shown(value)) for value in row))
    console.print(table)
    if result.row_count > limit:
        console.print(f"……共 {result.row_count} 行，用 --limit 或 -o 查看更多。", style="dim")


def show_checks(checks: Iterable[Check]) -> None:
    """Prints checks, one line each."""
    table = _table("检查项", "名称", "级别", "台账")
    for check in checks:
        severity = SEVERITIES[check.severity][0]
        table.add_row(check.id, escape(check.title), severity, "、".join(check.ledgers))
    Console().print(table)


def show_check(check: Check, examples: Iterable[Example]) -> None:
    """Prints a check with its legal basis, parameters, examples and SQL."""
    from bihuan.checks.definition import LAW_STATUSES

    console, severity = Console(), SEVERITIES[check.severity][0]
    console.print(f"[bold]{check.id}[/bold]　{escape(check.title)}（{severity}）")
    if check.fault:
        console.print(f"[bold magenta]{escape(check.fault)}[/]")
        return
    told = {
        "对应的问题": check.problem,
        "检查范围": check.scope,
        "依据": f"{check.law}（{LAW_STATUSES[check.law_status]}）",
        "台账": "、".join(check.ledgers),
        "参数": "、".join(f"{name}={value}" for name, value in check.params.items()) or "无",
    }
    for name, text in told.items():
        console.print(f"{name}：{escape(text)}")
    for example in examples:
        keys = "；".join("、".join(map(str, key)) for key in example.violations)
        found = f"（{escape(keys)}）" if keys else ""
        console.print(f"示例：{escape(example.name)}——{_STATUSES[example.status]}{found}")
    console.print()
    console.print(check.sql, markup=False, highlight=False)


def show_ledgers(ledgers: Sequence[Ledger], *, whole: bool) -> None:
    """Prints ledgers: one line each, or one with its columns."""
    console = Console()
    if not whole:
        table = _table("台账", "名称", "一行是", "谁填、何时填")
        for ledger in ledgers:
            filled = "；".join(filter(None, [ledger.filled_by, ledger.filled_when]))
            row = (ledger.title, ledger.description, filled)
            table.add_row(ledger.name, *map(escape, row))
        console.print(table)
        return
    for ledger in ledgers:
        console.print(f"[bold]{ledger.name}[/bold]　{escape(ledger.title)}：{ledger.description}")
        table = _table("字段", "名称", "类型", "必填", "可选值", "单位", "敏感", "也写作")
        for column in ledger.fields:
            table.add_row(
                column.name + ("（主键）" if column.name in ledger.key else ""),
                escape(column.title),
                _TYPES[column.type],
                "是" if column.constraints.required else "",
                escape("、".join(column.constraints.enum)),
                escape(column.unit or ""),
                "是" if column.sensitive else "",
                escape("、".join(column.aliases)),
            )
        console.print(table)


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
