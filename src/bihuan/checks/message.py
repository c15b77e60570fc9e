"""The sentences about violations: a check's template with a row's values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from bihuan.checks.definition import Check, Value

_PLACE = re.compile(r"\{(\w+)\}(天?)")
_NEVER = "很久（无记录）"
_NOTHING = "（无记录）"


def sentence(
    check: Check,
    columns: Sequence[str],
    row: Sequence[object],
    params: Mapping[str, Value] | None = None,
) -> str:
    """The check's message about one row; `params` are those it ran with, its defaults if None."""
    values = {
        **(check.params if params is None else params),
        **dict(zip(columns, row, strict=True)),
    }

    def fill(place: re.Match[str]) -> str:
        name, unit = place.groups()
        if name not in values:
            return place[0]
        if values[name] is None:
            # "{days}天未检查" where there was never a check: no number of days would be true.
            return _NEVER if unit else _NOTHING
        return shown(values[name]) + unit

    return _PLACE.sub(fill, check.message)


def summary(
    check: Check,
    columns: Sequence[str],
    row: Sequence[object],
    count: int,
    params: Mapping[str, Value],
) -> str:
    """The sentence of a failing check: about its first row, with how many there are."""
    first = sentence(check, columns, row, params)
    return first if count == 1 else f"{first.rstrip('。')}；共 {count} 处。"


def shown(value: object) -> str:
    """A ledger's value as a person writes it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
        case float():
            return f"{value:.10g}"
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
