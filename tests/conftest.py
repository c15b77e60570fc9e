"""What all tests share: property tests try new inputs at a desk, and the same ones in CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A build that nobody touched must not fail by chance; what a desk finds becomes a test of its own.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first, so that at the end no core waits for one."""
    items.sort(key=lambda item: "test_postgresql" not in item.nodeid)
