"""Parts that tests use where a machine has them: fonts, LibreOffice, PostgreSQL, a browser."""

from __future__ import annotations

import os

import pytest


def need(part: str, present: bool) -> None:
    """Skips the test where a part is missing; in CI, which installs all parts, fails it."""
    if present:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{part} is missing, and CI is to have it")
    pytest.skip(f"{part} is not on this machine")
