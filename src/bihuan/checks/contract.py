"""Results as JSON (contract `bihuan.checks/1`), and the catalogue's entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.checks.definition import Check
from bihuan.checks.examples import Example
from bihuan.model import CheckResult

FORMAT = "bihuan.checks/1"


def to_json(
    results: Sequence[CheckResult], *, as_of: date, engine: str, ledgers: list[Any]
) -> dict[str, Any]:
    """The whole document; `ledgers` is what the loading says of itself."""
    return {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "engine": engine,
        "ledgers": ledgers,
        "results": [_entry(result) for result in results],
    }


def check_to_json(check: Check, examples: Sequence[Example] = ()) -> dict[str, Any]:
    """A catalogue's entry: what the header says, the file's text, and examples where given."""
    entry = {name: _deep(value) for name, value in asdict(check).items()}
    return entry | ({"examples": _deep([asdict(one) for one in examples])} if examples else {})


def plain(value: object) -> object:
    """A ledger's value in JSON: days and times as ISO text, decimals as numbers."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _entry(result: CheckResult) -> dict[str, Any]:
    return {
        "check": result.check,
        "title": result.title,
        "severity": result.severity,
        "status": result.status,
        "row_count": result.row_count,
        "rows": [dict(zip(result.columns, map(plain, row), strict=True)) for row in result.rows],
        "message": result.message,
        "reason": result.reason,
    }


def _deep(value: object) -> object:
    if isinstance(value, dict):
        return {name: _deep(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_deep(item) for item in value]
    return plain(value)
