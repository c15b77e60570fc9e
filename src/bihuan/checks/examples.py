"""A check's examples: ID.yaml beside its SQL, rows that pass and rows that violate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bihuan.definitions import BadYaml, complaint, load_yaml
from bihuan.errors import BadDefinition
from bihuan.model import CheckStatus

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Rows of ledgers on a day, and what the check says of them.

    `violations` are the keys it returns, each in the order of the key's columns.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    rows: Rows
    status: CheckStatus
    as_of: date | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    violations: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")

    as_of: date
    examples: tuple[Example, ...]
    base: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read(path: Path) -> tuple[Example, ...]:
    """The examples in the file, whole: each with its day and with what `base` gives every row.

    None of them where there is no file; BadDefinition where it is badly written.
    """
    if not path.exists():
        return ()
    try:
        file = _ADAPTER.validate_python(load_yaml(path.read_text("utf-8-sig")))
    except ValidationError as error:
        raise BadDefinition(f"示例“{path.name}”不能用：{complaint(error, '示例')}。") from error
    except (BadYaml, OSError, ValueError) as error:
        raise BadDefinition(f"示例“{path.name}”读不懂，请改成 YAML 的写法。") from error
    return tuple(_whole(example, file) for example in file.examples)


def _whole(example: Example, file: _File) -> Example:
    rows = {
        ledger: [{**file.base.get(ledger, {}), **row} for row in given]
        for ledger, given in example.rows.items()
    }
    return Example(
        name=example.name,
        rows=rows,
        status=example.status,
        as_of=example.as_of or file.as_of,
        params=example.params,
        violations=example.violations,
    )


_ADAPTER = TypeAdapter(_File)
