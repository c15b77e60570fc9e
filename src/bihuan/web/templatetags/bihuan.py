"""Template filters: dates and states as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bihuan.model import Grade
from bihuan.originality.marking import GRADES
from bihuan.rectification.status import Degree, Status
from bihuan.web.models import Finding

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """2025年3月5日; the year is left out in the current one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    text = f"{value.month}月{value.day}日"
    return text if value.year == timezone.localdate().year else f"{value.year}年{text}"


@register.filter
def moment(value: datetime | None) -> str:
    """3月5日 14:05."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


@register.filter
def percent(value: Fraction | float | None) -> str:
    """0.845 as 84.5%, whole numbers without a fraction; a dash for nothing."""
    if value is None:
        return "—"
    return f"{float(value) * 100:.1f}".rstrip("0").rstrip(".") + "%"


@register.filter
def share(value: Fraction | None) -> str:
    """0.845 as 84.5, for a bar; 0 for nothing."""
    return f"{float(value or 0) * 100:.1f}"


@register.filter
def tenth(value: float) -> int:
    """0.845 as 8, for a shade; the whole is 10."""
    return int(value * 10)


@register.filter
def grade(value: str) -> str:
    """How a shared text reads: 逐字相同, 有改动 …"""
    return GRADES[Grade(value)]


@register.filter
def plain(value: Decimal) -> str:
    """12.50 as 12.5 and 1200 as 1200."""
    return f"{value.normalize():f}"


@register.filter
def late(finding: Finding) -> int:
    """By how many days a finding is overdue."""
    if finding.due is None or finding.status not in (Status.DRAFT, Status.RECTIFYING):
        return 0
    return max(0, (timezone.localdate() - finding.due).days)


@register.simple_tag
def status_tag(finding: Finding) -> str:
    """The finding's state as a word in a frame; overdue stands beside it."""
    status = Status(finding.status)
    tag = format_html('<span class="tag {}">{}</span>', status.value, status.label)
    overdue = late(finding)
    if overdue:
        return format_html('{} <span class="tag overdue">超期{}天</span>', tag, overdue)
    return tag


@register.filter
def degree_word(value: str) -> str:
    """未完成, 基本完成 or 已完成."""
    return Degree(value).label


@register.simple_tag
def options(choices: Iterable[tuple[object, str]], chosen: object) -> SafeString:
    """A select's options; a county has hundreds of units, too many for a loop in a template."""
    lines = ((value, " selected" if value == chosen else "", word) for value, word in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's query string with some parameters changed; None takes one out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"
