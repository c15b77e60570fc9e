"""What a register's workbook or a report says of itself, beside what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bihuan.model import Kind

FORMAT = "bihuan.register/1"
REPORT_FORMAT = "bihuan.report/1"
FORMAT_PROPERTY = "bihuan.format"
KIND_PROPERTY = "bihuan.kind"
STAGE_PROPERTY = "bihuan.stage"
TITLE_PROPERTY = "bihuan.title"
_KINDS = {kind.value: kind for kind in Kind}
DEFAULT_TITLE = "巡察反馈问题整改台账"


class Stated(Protocol):
    """A finding or a draft of one: what is said of a problem."""

    @property
    def response(self) -> object: ...
    @property
    def outcome(self) -> object: ...
    @property
    def status(self) -> object: ...


def is_own(properties: Mapping[str, str]) -> bool:
    """Whether bihuan wrote the workbook that has these properties."""
    return properties.get(FORMAT_PROPERTY) == FORMAT


def is_report(properties: Mapping[str, str]) -> bool:
    """Whether bihuan wrote the report that has these properties."""
    return properties.get(FORMAT_PROPERTY) == REPORT_FORMAT


def stage_of(findings: Iterable[Stated]) -> Kind:
    """The kind that a register's content amounts to: OTHER where it has no findings."""
    stage = Kind.OTHER
    for finding in findings:
        if finding.outcome or finding.status not in (None, "unstated"):
            return Kind.REPORT
        stage = Kind.PLAN if finding.response or stage is Kind.PLAN else Kind.FEEDBACK
    return stage


def report_kind(properties: Mapping[str, str]) -> Kind | None:
    """The kind of register that a report of bihuan's own was written of; None for other files."""
    return _KINDS.get(properties.get(KIND_PROPERTY, "")) if is_report(properties) else None


def kind_of(properties: Mapping[str, str], stage: Kind) -> Kind:
    """The kind that was written into the file, unless its text has come to say more since."""
    written = _KINDS.get(properties.get(KIND_PROPERTY, ""))
    return written if written and properties.get(STAGE_PROPERTY) == stage.value else stage


def title_of(properties: Mapping[str, str], printed: str | None) -> str | None:
    """The title, or None where the one that is printed only fills its place."""
    filled = properties.get(TITLE_PROPERTY)
    return None if filled and printed and _bare(printed) == _bare(filled) else printed


def _bare(title: str) -> str:
    return "".join(title.split())
