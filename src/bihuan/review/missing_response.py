"""missing-response: a finding without any answer."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.model import Kind, Remark
from bihuan.review.case import Case, remark

_EXPECTED = {
    Kind.REPORT: "请补写采取的措施和完成情况",
    Kind.PLAN: "请补写拟采取的措施、责任人和时限",
}


def find(case: Case) -> Iterator[Remark]:
    """One remark for each finding of a report or plan that nothing answers."""
    expected = _EXPECTED.get(case.register.kind)
    if expected is None:
        return
    for item in case.items:
        if item.response is None:
            message = f"问题“{_head(item.problem.raw)}”没有整改回应，{expected}。"
            yield remark("missing-response", item, message, item.problem.whole())


def _head(text: str) -> str:
    line = text.strip().split("\n", 1)[0].rstrip("。；，,.;")
    return line if len(line) <= 30 else line[:30] + "…"
