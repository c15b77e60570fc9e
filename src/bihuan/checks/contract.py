"""Results as JSON (contract `bihuan.checks/1`), and the catalogue's entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.checks.definition import Check
from bihuan.checks.examples import Example
from bihuan.documents.source import sentence
from bihuan.errors import UnreadableInput
from bihuan.model import CheckResult, CheckStatus, Severity

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


def from_json(text: str, name: str) -> tuple[CheckResult, ...]:
    """The results in a JSON text as `to_json` gives it; `name` is the file's.

    UnreadableInput, with what is wrong, where the text isn't such a document.
    """
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError
        return tuple(_result(entry) for entry in document["results"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason, remedy = f"不是检查结果（{FORMAT}）", "请用 bihuan check --json 重新生成"
        raise UnreadableInput(sentence(name, reason, remedy)) from error


def _result(entry: dict[str, Any]) -> CheckResult:
    rows = entry.get("rows", [])
    columns = tuple(rows[0]) if rows else ()
    return CheckResult(
        check=str(entry["check"]),
        title=str(entry["title"]),
        severity=Severity(entry["severity"]),
        status=CheckStatus(entry["status"]),
        columns=columns,
        rows=tuple(tuple(row[column] for column in columns) for row in rows),
        row_count=int(entry["row_count"]),
        message=entry.get("message"),
        reason=entry.get("reason"),
    )


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
