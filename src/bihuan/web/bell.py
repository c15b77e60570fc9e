"""Wakes the background work when something came that people wait for."""

from __future__ import annotations

import threading

from django.db import transaction

_RUNG = threading.Event()


def ring() -> None:
    """Has the background work go on at once, when the present transaction is through.

    Another process isn't reached; its background work sees to it at its next turn.
    """
    transaction.on_commit(_RUNG.set)


def wait(seconds: float) -> None:
    """Waits until it is rung for, or for so long."""
    _RUNG.wait(seconds)
    _RUNG.clear()
