"""Lines in which personal data is marked ⟦so⟧."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile("⟦([^⟧]*)⟧")


@dataclass(frozen=True)
class Marked:
    """A line without its marks, and what was marked in it."""

    text: str
    secrets: tuple[str, ...]


def marked(line: str) -> Marked:
    return Marked(_MARK.sub(r"\1", line), tuple(_MARK.findall(line)))


def corpus() -> list[Marked]:
    """Every line of personal.txt."""
    lines = Path(__file__).with_name("personal.txt").read_text("utf-8").splitlines()
    return [marked(line) for line in lines if line and not line.startswith("#")]
