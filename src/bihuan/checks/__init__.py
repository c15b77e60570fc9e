"""Checks: SQL that an auditor can read, over the ledgers that offices keep.

`catalogue(home)` gives the checks, `run(connection, checks, as_of=...)` their results.
"""

from __future__ import annotations

from bihuan.checks.catalogue import catalogue, examples
from bihuan.checks.definition import Check
from bihuan.checks.engine import Limits, run
from bihuan.checks.message import sentence

__all__ = ["Check", "Limits", "catalogue", "examples", "run", "sentence"]
