"""Telling the office another time, so that the demo's past is made by the actions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Lets the whole process take `moment` (aware of its zone) for the present.

    Everything in the office, Django's own fields included, asks django.utils.timezone.now for the
    time; replacing it gives the demo's events their dates without a second way of writing events.
    Only for a process that serves nobody yet: the clock is the same for all threads.
    """
    module: Any = timezone
    present = module.now
    module.now = lambda: moment
    try:
        yield
    finally:
        module.now = present
