"""A document's text with the places marked where findings were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def marked_text(text: str, findings: Iterable[Mapping[str, Any]]) -> SafeString:
    """The text as HTML, problems and responses marked; each mark's id names its finding.

    Spans that overlap an earlier one are left unmarked.
    """
    parts: list[str] = []
    reached = 0
    for start, end, kind, number in sorted(_spans(findings)):
        if start < reached or end > len(text):
            continue
        parts.append(escape(text[reached:start]))
        name = f"{kind}-{number}"
        parts.append(f'<mark class="{kind}" id="{name}">{escape(text[start:end])}</mark>')
        reached = end
    parts.append(escape(text[reached:]))
    return mark_safe("".join(parts))


def _spans(findings: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, int, str, int]]:
    for number, finding in enumerate(findings):
        for kind in ("problem", "response"):
            span = finding.get(f"{kind}_span")
            if span:
                yield span[0], span[1], kind, number
