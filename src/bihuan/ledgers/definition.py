"""A ledger's definition: NAME.yaml in the terms of Frictionless Table Schema.

https://specs.frictionlessdata.io/table-schema/ ; what is ours beside it (aliases, unit, sensitive,
kind, filled_by, filled_when) docs/ledgers.md describes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from bihuan.definitions import BadYaml, complaint, load_yaml
from bihuan.errors import BadDefinition

Type = Literal["string", "number", "integer", "boolean", "date", "datetime", "year", "yearmonth"]
# No underscore in front: those columns are the loading's own.
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Sentence = Annotated[str, Field(min_length=1, max_length=200)]
MONEY = "元"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a value must keep; a value outside `enum` is told, not refused."""

    __pydantic_config__ = _STRICT

    required: bool = False
    enum: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column ("field" in the standard): `title` and, in order of preference, `aliases` head it.

    `format` is "code" where values are compared after NFKC; `unit` is what a number counts (元
    makes it money: two decimals); `sensitive` columns stay in the office that fills them; one
    that `counts` photos is filled by the office itself with how many came with the row.
    """

    __pydantic_config__ = _STRICT

    name: Name
    title: Sentence
    type: Type
    format: Literal["code"] | None = None
    unit: str | None = None
    constraints: Constraints = Constraints()
    sensitive: bool = False
    counts: Literal["photos"] | None = None
    aliases: tuple[Sentence, ...] = ()
    description: str = ""

    @property
    def sql_type(self) -> str:
        """The column's type in DuckDB."""
        if self.type == "number":
            return "DECIMAL(18,2)" if self.unit == MONEY else "DECIMAL(18,4)"
        return _SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Reference:
    """The columns of another ledger that a foreign key names."""

    __pydantic_config__ = _STRICT

    resource: Name
    fields: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are keys of another ledger."""

    __pydantic_config__ = _STRICT

    fields: tuple[Name, ...]
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One ledger: a roster (changed when people or places change) or one row for each event."""

    __pydantic_config__ = _STRICT

    name: Name
    title: Sentence
    description: Sentence
    kind: Literal["roster", "ledger"]
    fields: Annotated[tuple[Column, ...], Field(min_length=1, max_length=60)]
    primaryKey: Annotated[tuple[Name, ...], Field(min_length=1)]  # noqa: N815 the standard's name
    foreignKeys: tuple[ForeignKey, ...] = ()  # noqa: N815
    filled_by: str = ""
    filled_when: str = ""

    def column(self, name: str) -> Column:
        """The column of this name; KeyError where there is none."""
        for column in self.fields:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def key(self) -> tuple[str, ...]:
        """The primary key's columns."""
        return self.primaryKey

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which there is no row."""
        return tuple(one for one in self.fields if one.constraints.required)

    @property
    def unit_column(self) -> str | None:
        """The column that says whose row it is: the first that names a unit."""
        if self.name == UNITS:
            return self.primaryKey[0]
        for key in self.foreignKeys:
            if key.reference.resource == UNITS:
                return key.fields[0]
        return None

    @property
    def photo_column(self) -> str | None:
        """The column that counts the photos which came with a row."""
        return next((column.name for column in self.fields if column.counts), None)

    @property
    def name_column(self) -> str | None:
        """What people call a row by: the first required text that is no code and no kind."""
        for column in self.required:
            if column.type == "string" and not column.format and not column.constraints.enum:
                return column.name
        return None

    @property
    def date_column(self) -> str | None:
        """The column that says when a row happened: the first required date, else the first."""
        dates = [column for column in self.fields if column.type in ("date", "datetime")]
        dates.sort(key=lambda column: not column.constraints.required)
        return dates[0].name if dates else None


UNITS = "org_unit"
"""The roster of units, which other ledgers' rows belong to."""

_SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "year": "BIGINT",
    "yearmonth": "VARCHAR",
}
_WRONG = "台账定义“{file}”不能用：{reason}，请改正这个文件。"


def read(path: Path) -> Ledger:
    """The ledger that the file defines; BadDefinition with the file and place where it is wrong."""
    try:
        content = load_yaml(path.read_text("utf-8-sig"))
    except BadYaml as error:
        where = f"第 {error.line} 行附近" if error.line else "内容"
        raise wrong(path, f"{where}不是 YAML 的写法") from error
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(path, "读不了，请另存为 UTF-8 编码的文本") from error
    try:
        ledger = _ADAPTER.validate_python(content)
    except ValidationError as error:
        raise wrong(path, complaint(error, "台账")) from error
    for reason in _complaints(ledger, path):
        raise wrong(path, reason)
    return ledger


def wrong(path: Path, reason: str) -> BadDefinition:
    """The error that this file's ledger can't be used, as one sentence."""
    return BadDefinition(_WRONG.format(file=path.name, reason=reason))


def unknown_references(ledger: Ledger, catalogue: Mapping[str, Ledger]) -> list[str]:
    """What the ledger's foreign keys name that isn't there, as "ledger.column"."""
    named = [
        (key.reference.resource, field)
        for key in ledger.foreignKeys
        for field in key.reference.fields
    ]
    return [
        f"{resource}.{field}"
        for resource, field in named
        if resource not in catalogue or field not in {c.name for c in catalogue[resource].fields}
    ]


def _complaints(ledger: Ledger, path: Path) -> list[str]:
    names = [column.name for column in ledger.fields]
    required = {column.name for column in ledger.required}
    found = []
    if ledger.name != path.stem:
        found.append(f"name 是 {ledger.name}，应与文件名 {path.stem} 相同")
    if len(set(names)) < len(names):
        found.append("有两个字段同名")
    found += [f"主键 {key} 不是必填字段" for key in ledger.primaryKey if key not in required]
    found += [
        f"foreignKeys 里的 {field} 不是它的字段"
        for key in ledger.foreignKeys
        for field in key.fields
        if field not in names
    ]
    return found


_ADAPTER = TypeAdapter(Ledger)
