"""The contract `bihuan.register/1` as pydantic sees it; imported only to read a JSON register."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from bihuan.documents.source import sentence
from bihuan.errors import UnreadableInput
from bihuan.model import Finding, Kind, Part, Progress, Quantity, Register, Unread

_REMEDY = "请用 bihuan read 重新生成，或照格式 bihuan.register/1 改正"


def _forwards(span: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= span[0] <= span[1]:
        raise ValueError("span")
    return span


Words = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=r"^[1-9]\d*(\.[1-9]\d*){0,2}$")]
PrintedSpan = Annotated[tuple[int, int], AfterValidator(_forwards)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class QuantityPart(_Part):
    """One entry of "quantities"."""

    text: Words
    value: int | float
    unit: str
    part: Part = Field(validation_alias=AliasChoices("in"))


class DetailsPart(_Part):
    """What a finding has beyond the contract."""

    outcome: Words | None = None
    goal: Words | None = None
    category: Words | None = None
    evidence: Words | None = None
    closed: Words | None = None
    closed_on: Words | None = None
    note: Words | None = None
    immediate: bool = False
    standing: bool = False


class FindingPart(_Part):
    """One entry of "findings"."""

    id: Id
    area: Words | None = None
    group: Words | None = None
    problem: Words
    response: Words | None = None
    measures: tuple[str, ...] = ()
    status: Progress = Progress.UNSTATED
    deadline: date | None = None
    leaders: tuple[Words, ...] = ()
    units: tuple[Words, ...] = ()
    documents: tuple[Words, ...] = ()
    quantities: tuple[QuantityPart, ...] = ()
    problem_span: PrintedSpan | None = None
    response_span: PrintedSpan | None = None
    details: DetailsPart = DetailsPart()


class UnreadPart(_Part):
    """One entry of "unread"."""

    place: str
    text: str
    message: str


class RegisterPart(_Part):
    """The whole object."""

    format: Literal["bihuan.register/1"]
    kind: Kind
    title: Words | None = None
    unit: Words | None = None
    inspector: Words | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_date: date | None = None
    report_date: date | None = None
    findings: tuple[FindingPart, ...]
    unread: tuple[UnreadPart, ...] = ()


def parse(text: str, name: str) -> Register:
    """The register in a JSON text; UnreadableInput with the place where it isn't one."""
    try:
        part = RegisterPart.model_validate_json(text)
    except ValidationError as error:
        raise UnreadableInput(sentence(name, _reason(error), _REMEDY)) from error
    _check_ids(part, name)
    head = {field: getattr(part, field) for field in RegisterPart.model_fields}
    for field in ("format", "findings", "unread"):
        del head[field]
    findings = tuple(
        _finding(entry, f"findings[{n}]", name) for n, entry in enumerate(part.findings)
    )
    unread = tuple(Unread(cell.place, cell.text, cell.message) for cell in part.unread)
    return Register(findings=findings, unread=unread, **head)


def _check_ids(part: RegisterPart, name: str) -> None:
    seen: dict[str, int] = {}
    for index, entry in enumerate(part.findings):
        if entry.id in seen:
            reason = f"findings[{index}].id 与 findings[{seen[entry.id]}].id 都是“{entry.id}”"
            raise UnreadableInput(sentence(name, reason, "请给每个问题不同的编号"))
        seen[entry.id] = index


def _finding(part: FindingPart, place: str, name: str) -> Finding:
    said = {field: getattr(part, field) for field in FindingPart.model_fields}
    details = part.details.model_dump()
    del said["details"]
    said["quantities"] = tuple(Quantity(q.text, q.value, q.unit, q.part) for q in part.quantities)
    outcome = details["outcome"]
    if outcome and not (part.response or "").endswith(outcome):
        reason = f"{place}.details.outcome 不是 response 的结尾"
        raise UnreadableInput(sentence(name, reason, _REMEDY))
    if outcome == part.response:
        details["outcome"] = None
    return Finding(**said, **details)


# What is wrong, in words


def _reason(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False)[0]
    place = _place(first["loc"])
    if first["type"] == "json_invalid":
        return "不是完整的JSON"
    if first["type"] == "missing":
        return f"缺少 {place}"
    if place == "format":
        return "format 不是“bihuan.register/1”，这不是台账"
    expected = _EXPECTED.get(first["type"], "格式不对")
    return f"{place} {expected}" if place else "不是台账，最外层应是一个JSON对象"


def _place(location: tuple[int | str, ...]) -> str:
    place = ""
    for part in location:
        # A union adds the names of its branches; they are no keys of the file.
        if isinstance(part, int):
            place += f"[{part}]"
        elif part not in ("int", "float"):
            place += f".{part}" if place else part
    return place


_EXPECTED = {
    "string_type": "应是文字",
    "string_pattern_mismatch": "是空的或写法不对",
    "enum": "不是规定的值",
    "int_type": "应是整数",
    "float_type": "应是数字",
    "finite_number": "应是有限的数",
    "bool_type": "应是 true 或 false",
    "date_type": "应是日期，如“2025-06-30”",
    "date_parsing": "不是日期，应如“2025-06-30”",
    "date_from_datetime_parsing": "不是日期，应如“2025-06-30”",
    "date_from_datetime_inexact": "不是日期，应如“2025-06-30”",
    "tuple_type": "应是一个列表",
    "too_long": "多了一项",
    "value_error": "应是先小后大的两个位置",
    "model_type": "应是一个对象",
}
