"""Theory tests: a bank of questions, the paper that is drawn from it, and its marks."""

from __future__ import annotations

from bihuan.theory.bank import Bank, read_bank, template
from bihuan.theory.paper import Slip, draw, last_moment, tally
from bihuan.theory.question import Kind, Question

__all__ = [
    "Bank", "Kind", "Question", "Slip", "draw", "last_moment", "read_bank", "tally", "template",
]  # fmt: skip
