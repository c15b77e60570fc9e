"""My work."""

from __future__ import annotations

urlpatterns = []
