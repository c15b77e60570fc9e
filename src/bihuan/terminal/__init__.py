"""What a person sees on a terminal, in Rich tables."""

from __future__ import annotations

from bihuan.terminal.documents import show_register, show_remarks, show_rules, with_progress
from bihuan.terminal.ledgers import show_check, show_checks, show_ledgers, show_results
from bihuan.terminal.originality import show_comparison, stages

__all__ = [
    "show_check", "show_checks", "show_comparison", "show_ledgers", "show_register", "show_remarks",
    "show_results", "show_rules", "stages", "with_progress",
]  # fmt: skip
