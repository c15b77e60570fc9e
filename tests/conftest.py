"""What all tests share: property tests try new inputs at a desk, and the same ones in CI."""

from __future__ import annotations

import os

from hypothesis import settings

# A build that nobody touched must not fail by chance; what a desk finds becomes a test of its own.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
