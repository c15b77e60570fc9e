"""What a loading says of itself: files, rows, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

MAX_TOLD = 100_000
"""How many problems of one sheet are told one by one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that couldn't be read as it should.

    `row` is the sheet's row from 1, None where the whole file or sheet is meant; `column` the title
    of its column as the file has it.
    """

    file: str
    row: int | None
    column: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """One ledger's files, in the order read, the rows loaded, and the problems.

    `ledger` is None for files in which no ledger was recognised.
    """

    ledger: str | None
    files: Sequence[str]
    rows: int
    problems: Sequence[Problem]

    def to_json(self) -> dict[str, Any]:
        """The entry of the contract `bihuan.checks/1`."""
        return {**asdict(self), "files": list(self.files)}
