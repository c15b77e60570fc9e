"""Tables that count findings by area: 方面, 问题数, 已完成, 正在整改, with a row 合计."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.model import Cell, Document, Span, Table

_TOTAL = re.compile(r"(?:反馈)?问题(?:总|个)?数|问题(?:数量|总计|合计)|反馈(?:个)?数|总数|问题数")
_DONE = re.compile(
    r"(?:已|整改)?(?:完成|办结|销号|整改到位)(?:整改)?(?:问题)?(?:个?数|数量)?|已整改(?:数|问题数)?"
)
_OPEN = re.compile(
    r"正在(?:整改|推进|办理)?|整改中|推进中|未(?:完成|整改)|尚未|持续|长期|基本完成|阶段性"
)
_RATE = re.compile(r"率|%")
_SUM = re.compile(r"合 ?计|总 ?计|小 ?计|共 ?计")


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row: its label and its numbers, None where the table has no such column."""

    label: str
    total: int | None
    done: int | None
    open: int | None
    span: Span
    table: int

    @property
    def is_sum(self) -> bool:
        """Whether the row adds up the others."""
        return bool(_SUM.search(self.label))

    @property
    def parts(self) -> int:
        """Done and open together."""
        return (self.done or 0) + (self.open or 0)


def summary_rows(document: Document, folded: str) -> Iterator[SummaryRow]:
    """The rows of every such table of a document, in order."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for number, table in enumerate(tables):
        rows = _grid(table, folded)
        header = next((r for r in sorted(rows) if _columns(rows[r])), None)
        if header is None:
            continue
        columns = _columns(rows[header])
        for row in sorted(rows):
            if row > header:
                yield from _summary(rows[row], columns, number)


def _grid(table: Table, folded: str) -> dict[int, dict[int, tuple[str, Cell]]]:
    rows: defaultdict[int, dict[int, tuple[str, Cell]]] = defaultdict(dict)
    for cell in table.cells:
        rows[cell.row][cell.column] = (folded[slice(*cell.span)].strip(), cell)
    return rows


def _columns(row: dict[int, tuple[str, Cell]]) -> dict[int, str]:
    """Column -> total, done or open; empty unless the row heads a count of findings."""
    columns: dict[int, str] = {}
    for column, (text, _) in row.items():
        if _RATE.search(text):
            continue
        if _TOTAL.fullmatch(text):
            columns[column] = "total"
        elif _OPEN.match(text):
            columns[column] = "open"
        elif _DONE.fullmatch(text):
            columns[column] = "done"
    kinds = set(columns.values())
    return columns if ("total" in kinds and len(kinds) > 1) or len(columns) > 2 else {}


def _summary(
    row: dict[int, tuple[str, Cell]], columns: dict[int, str], table: int
) -> Iterator[SummaryRow]:
    numbers: dict[str, int] = {}
    for column, kind in columns.items():
        text = row[column][0] if column in row else ""
        if text.isdigit():
            numbers[kind] = numbers.get(kind, 0) + int(text)
    labels = [text for column, (text, _) in sorted(row.items()) if column not in columns]
    label = next((text for text in labels if text and not text.isdigit()), "")
    if numbers and label:
        spans = [cell.span for _, cell in row.values()]
        span = (min(s[0] for s in spans), max(s[1] for s in spans))
        get = numbers.get
        yield SummaryRow(label, get("total"), get("done"), get("open"), span, table)
