"""How many findings stand where: computed from what is written of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bihuan.reports.context import Entry, Totals

_FIELDS = {
    "已完成": "done",
    "基本完成": "mostly_done",
    "整改中": "in_progress",
    "长期坚持": "standing",
    "已移交": "transferred",
    "未完成": "not_done",
    "": "unstated",
}


def count(entries: Sequence[Entry]) -> Totals:
    """The totals of findings as a document tells them."""
    counted = Counter(_FIELDS[entry.status] for entry in entries)
    waived = sum(1 for entry in entries if entry.waivers)
    return Totals(findings=len(entries), waived=waived, **counted)
