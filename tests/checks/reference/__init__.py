"""Every check once more, as an auditor would say it: slow, plain Python from docs/checks.md."""

from __future__ import annotations

from tests.checks.reference import money, people
from tests.checks.reference.base import Answer, Check, Tables

CHECKS: dict[str, Check] = {**people.CHECKS, **money.CHECKS}

__all__ = ["CHECKS", "Answer", "Tables"]
