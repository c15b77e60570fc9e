"""docs/reports.md tells of every field that a template may name, and of every kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bihuan.reports import (
    Area,
    CheckLine,
    Entry,
    Group,
    RankLine,
    RemarkLine,
    ReportContext,
    ReportKind,
    Totals,
)
from bihuan.reports.templates import fields_of

_PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
_SECTIONS = {
    ReportContext: "The document",
    Area: "`areas`",
    Group: "`areas`",
    Entry: "`entries`",
    RemarkLine: "`entries`",
    Totals: "`totals`",
    CheckLine: "`totals`",
    RankLine: "`totals`",
}


@pytest.mark.parametrize("value", _SECTIONS)
def test_every_field_is_documented(value: Any) -> None:
    section = _PAGE.partition(f"### {_SECTIONS[value]}")[2].partition("\n### ")[0]
    assert set(fields_of(value)) <= set(re.findall(r"`(\w+)`", section))


def test_no_field_is_made_up() -> None:
    known = {name for value in _SECTIONS for name in fields_of(value)}
    rows = re.findall(r"^\| (`.+?`) \|", _PAGE.partition("### The document")[2], re.M)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} <= known


def test_every_kind_is_documented() -> None:
    for kind in ReportKind:
        assert f"| `{kind.value}` | {kind.label} |" in _PAGE
