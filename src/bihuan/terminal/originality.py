"""What a comparison of texts looks like on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bihuan.model import Comparison, Grade, Group, Pair

_SHOWN = 20
_GRADES = {
    Grade.VERBATIM: ("逐字相同", "bold red"),
    Grade.EDITED: ("略有改动", "red"),
    Grade.SIMILAR: ("部分相近", "yellow"),
    Grade.COMMON_SOURCE: ("可能同出一源", "dim"),
}


def show_comparison(comparison: Comparison) -> None:
    """Prints the pairs and groups that share most, and how many there are."""
    console = Console()
    if comparison.pairs:
        console.print(_pairs(comparison.pairs[:_SHOWN]))
    if comparison.groups:
        console.print(_groups(comparison.groups[:_SHOWN]))
    console.print(
        f"比对 {comparison.documents} 份材料：{len(comparison.pairs)} 对有相同段落，"
        f"{len(comparison.groups)} 段由多份共用。相同不等于抄袭，请对照原文判断。"
    )


def _pairs(pairs: Sequence[Pair]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("材料", "材料", "相同占比", "程度", "少见/常见字数"):
        table.add_column(head, overflow="fold")
    for pair in pairs:
        word, style = _GRADES[pair.grade]
        shares = f"{pair.a_share:.0%} / {pair.b_share:.0%}"
        counts = f"{pair.rare} / {pair.common}"
        table.add_row(escape(pair.a), escape(pair.b), shares, f"[{style}]{word}[/]", counts)
    return table


def _groups(groups: Sequence[Group]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("共用段落的材料", "份数", "可能的来源"):
        table.add_column(head, overflow="fold")
    for group in groups:
        named = "、".join(group.members[:3]) + ("…" if len(group.members) > 3 else "")
        table.add_row(escape(named), str(len(group.members)), escape(group.source))
    return table


@contextmanager
def stages() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error that is told a stage and how much of it is done, 0..1."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, object] = {}

        def tell(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=1.0)
            progress.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield tell
