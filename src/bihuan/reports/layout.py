"""The built-in documents as text, one line for each paragraph: `style|words with {{ fields }}`.

`{%p ... %}` alone on a line is a paragraph that only steers, `<name>` takes in another layout,
`**words**` are bold. `表格|widths` begins a table, whose rows are `行|cell|cell`, each cell `style:
words`; `{%tr ... %}` is a row that only steers, and `表格完` ends it. `横排` alone turns the pages
from there on, and `另页` before a style's name begins a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from bihuan.reports.kinds import ReportKind

_INCLUDED = re.compile(r"<(\w+)>")
_LAYOUTS = {
    ReportKind.PROBLEMS: "problems",
    ReportKind.PLAN: "plan",
    ReportKind.PROGRESS: "report",
    ReportKind.REPORT: "report",
    ReportKind.NOTICE: "notice",
    ReportKind.CLOSURE: "closure",
    ReportKind.RANKING: "ranking",
    ReportKind.FILE: "file",
    ReportKind.REGISTER: "register",
}


def layout_of(kind: ReportKind) -> tuple[str, ...]:
    """The lines of the kind's layout, with those that it takes in."""
    return tuple(_lines(_LAYOUTS[kind]))


def _lines(name: str) -> Iterator[str]:
    text = (files(__package__) / "layouts" / f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if included := _INCLUDED.fullmatch(line):
            yield from _lines(included[1])
        elif line.strip():
            yield line
