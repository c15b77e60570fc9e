"""Which documents there are, and for whom."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Who reads a document; each sees less than the one before."""

    INTERNAL = "internal"
    PARTY = "party"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """The word that users see."""
        return _AUDIENCES[self]


_AUDIENCES = {
    Audience.INTERNAL: "内部",
    Audience.PARTY: "党内通报",
    Audience.PUBLIC: "向社会公开",
}


class ReportKind(StrEnum):
    """What document is written of a register."""

    PROBLEMS = "problems"
    PLAN = "plan"
    PROGRESS = "progress"
    REPORT = "report"
    NOTICE = "notice"
    CLOSURE = "closure"
    RANKING = "ranking"
    FILE = "file"
    REGISTER = "register"

    @property
    def label(self) -> str:
        """The document's Chinese name."""
        return _KINDS[self]


_KINDS = {
    ReportKind.PROBLEMS: "反馈问题清单",
    ReportKind.PLAN: "整改方案",
    ReportKind.PROGRESS: "整改进展情况报告",
    ReportKind.REPORT: "整改情况报告",
    ReportKind.NOTICE: "整改情况通报",
    ReportKind.CLOSURE: "销号申请表",
    ReportKind.RANKING: "全镇排名通报",
    ReportKind.FILE: "问题整改档案",
    ReportKind.REGISTER: "整改台账",
}
