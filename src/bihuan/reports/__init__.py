"""Register and results -> context -> docx, pdf, html, in the form of GB/T 9704-2012."""

from __future__ import annotations

from bihuan.reports.building import Letterhead, build
from bihuan.reports.context import (
    Area,
    CheckLine,
    Entry,
    Group,
    RankLine,
    RemarkLine,
    ReportContext,
    Totals,
)
from bihuan.reports.formats import FORMATS, render
from bihuan.reports.kinds import Audience, ReportKind

__all__ = [
    "FORMATS",
    "Area",
    "Audience",
    "CheckLine",
    "Entry",
    "Group",
    "Letterhead",
    "RankLine",
    "RemarkLine",
    "ReportContext",
    "ReportKind",
    "Totals",
    "build",
    "render",
]
