"""Checks: SQL that an auditor can read, over the ledgers that offices keep.

`catalogue(home, ledgers)` gives the checks, `run(connection, checks, as_of=...)` their results.
"""

from __future__ import annotations






__all__ = ["Check", "Limits", "catalogue", "run", "sentence"]
