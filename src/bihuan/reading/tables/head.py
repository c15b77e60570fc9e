"""The head of a register that stands in tables: 填报单位：…, 巡察时间：…, 反馈时间：…"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from bihuan.reading.dates import find_dates, resolve_years
from bihuan.reading.folding import fold
from bihuan.reading.head import Head

_LABELLED = {
    "unit": re.compile(
        r"^(?:填报|被巡察|被巡|整改|报送|上报|巡察|责任|编制|制表)?(?:党组织|单位|部门)(?:名称)?$"
    ),
    "inspector": re.compile(r"^(?:巡察|巡视|检查)(?:机构|组|单位|组织)?$"),
    "inspected": re.compile(r"^(?:巡察|巡视|进驻|检查)(?:时间|日期|起止时间)$"),
    "feedback": re.compile(r"^(?:巡察|巡视)?(?:意见)?反馈(?:意见)?(?:时间|日期)$"),
    "report": re.compile(
        r"^(?:填报|报告|上报|填表|制表|报送|更新|统计|编制|截止|成文)?(?:时间|日期)$"
    ),
}


def head_of_pairs(pairs: Iterable[tuple[str, str]], title: str | None) -> Head:
    """The head that labelled lines beside a table state, given as labels and values."""
    said: dict[str, Any] = {}
    for label, value in pairs:
        field = next((name for name, form in _LABELLED.items() if form.match(label)), None)
        if field in ("unit", "inspector"):
            said[field] = value
        elif field:
            said |= _dated(field, value)
    return Head(title=title, **said)


def _dated(field: str, value: str) -> dict[str, date | None]:
    days = [mention.exact() for mention in resolve_years(find_dates(fold(value)))]
    first, second, *_ = *days, None, None
    if field == "inspected":
        return {"inspected_from": first, "inspected_to": second}
    return {f"{field}_date": first}
