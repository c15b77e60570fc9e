"""A check's definition: ID.sql, a header of comments in YAML and under it one query.

docs/checks.md describes the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from bihuan.definitions import BadYaml, complaint, load_yaml
from bihuan.errors import BadDefinition
from bihuan.model import Severity

Value = int | Decimal | str
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=1)]
AS_OF = "as_of"
LAW_STATUSES = {"verified": "已核", "to verify": "待核", "local rule": "本地规定"}
"""How far a legal basis has been looked up, as pages say it."""
_MAX_CHARACTERS = 100_000
_WRONG = "检查“{check}”不能用：{reason}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what it is about, and the query whose rows are the violations.

    `problem` is the inspectors' finding that it stands for and `clauses` where that stands;
    `ledgers` are the tables it may read, `keys` its first columns (together they name a
    violation), `params` their defaults, `titles` the headings of columns that no ledger names,
    `scope` says in words what must be there for a verdict, and `message` is the sentence about one
    row, with columns and parameters in braces. `sql` is the whole file as written. `fault` says
    why the check can't run, where its definition is wrong.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Sentence
    severity: Severity
    problem: Sentence
    ledgers: Annotated[tuple[Name, ...], Field(min_length=1)]
    keys: Annotated[tuple[Name, ...], Field(min_length=1)]
    scope: Sentence
    message: Sentence
    sql: str
    law: str = ""
    law_status: Literal["verified", "to verify", "local rule"] = "to verify"
    clauses: tuple[str, ...] = ()
    params: Mapping[Name, Value] = field(default_factory=dict)
    titles: Mapping[Name, str] = field(default_factory=dict)
    fault: str | None = None


def read(path: Path) -> Check:
    """The check that stands in the file; one with a `fault` where it is badly written."""
    try:
        return parse(path.stem, _text(path))
    except BadDefinition as error:
        return broken(path.stem, str(error))


def parse(name: str, text: str) -> Check:
    """The check of this name from its file's text; BadDefinition where the header is wrong."""
    if len(text) > _MAX_CHARACTERS:
        raise wrong(name, f"文件超过 {_MAX_CHARACTERS} 个字，一条检查用不了这么多")
    try:
        return _ADAPTER.validate_python(_header(name, text) | {"id": name, "sql": text})
    except ValidationError as error:
        raise wrong(name, complaint(error, "头部")) from error


def wrong(name: str, reason: str) -> BadDefinition:
    """The error that this check can't be used, as one sentence."""
    return BadDefinition(_WRONG.format(check=name, reason=reason))


def broken(name: str, fault: str) -> Check:
    """A check in whose place stands what is wrong with it, so that its absence is seen."""
    return Check(
        id=name, title=name, severity=Severity.MEDIUM, problem="（定义有误）", ledgers=(), keys=(),
        scope="", message="", sql="", fault=fault,
    )  # fmt: skip


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(path.stem, f"读不了文件“{path.name}”，请另存为 UTF-8 编码的文本") from error


def _header(name: str, text: str) -> dict[str, Any]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").removeprefix(" "))
    try:
        header = load_yaml("\n".join(lines))
    except BadYaml as error:
        where = f"第 {error.line} 行附近" if error.line else "头部"
        raise wrong(name, f"{where}的注释不是“名称: 内容”的写法（YAML）") from error
    if not isinstance(header, dict):
        raise wrong(name, "文件开头没有用注释写出的标题、级别等说明")
    return header


_ADAPTER = TypeAdapter(Check)
