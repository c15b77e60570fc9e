"""What the demo's data files say: units, people, and each township's round with its story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

TOWNSHIPS = ("青石镇", "白水镇", "红岩乡")
_DATE = re.compile(r"\{(-?\d+)([年月]?)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One finding: what the documents say of it, who answers for it, and what it went through.

    Days count from today. `assigned` is None for a draft; each of `acts` is a day, a verb of
    `story.Story` and its arguments.
    """

    problem: str
    goal: str
    measures: list[str]
    units: list[str]
    lead: str = ""
    owner: str = ""
    due: int = 0
    assigned: int | None = None
    level: str = "township"
    immediate: bool = False
    standing: bool = False
    acts: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of findings under one heading."""

    name: str
    cases: list[Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """A township's round as its file tells it; `areas` are in the documents' order."""

    unit: str
    clerk: str
    verifier: str
    closer: str
    round: dict[str, Any]
    feedback: dict[str, Any]
    plan: dict[str, Any]
    areas: dict[str, list[Group]]
    suggestions: list[str]

    @property
    def cases(self) -> Iterator[Case]:
        """All findings, in the documents' order."""
        for groups in self.areas.values():
            for group in groups:
                yield from group.cases


def township(name: str, today: date) -> Township:
    """A township's round with its dates counted from `today`."""
    raw = _loaded(filled(_text(f"{name}.yaml"), today))
    areas = {
        area["area"]: [
            Group(group["group"], [Case(**case) for case in group["findings"]])
            for group in area["groups"]
        ]
        for area in raw["areas"]
    }
    return Township(**(raw | {"areas": areas}))


def document(name: str, today: date) -> str:
    """A text document of the package with its dates counted from `today`."""
    return filled(_text(name), today)


def material_task(today: date) -> dict[str, Any]:
    """The task for materials, the texts they are compared with, and what came."""
    return _loaded(filled(_text("材料.yaml"), today))


@cache
def office() -> dict[str, Any]:
    """The units and people."""
    return _loaded(_text("office.yaml"))


@cache
def contents() -> dict[str, list[Any]]:
    """The rows or paragraphs of evidence files that are written out, by name."""
    return _loaded(_text("files.yaml"))


def filled(text: str, today: date) -> str:
    """The text with {-200}, {-200月} and {-200年} written as days, months and years."""

    def written(found: re.Match[str]) -> str:
        day = today + timedelta(days=int(found[1]))
        if found[2]:
            return f"{day.year}年" if found[2] == "年" else f"{day.year}年{day.month}月"
        return chinese(day)

    return _DATE.sub(written, text)


def chinese(day: date) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _text(name: str) -> str:
    return files("bihuan.web.demo").joinpath("data", name).read_text("utf-8")


def _loaded(text: str) -> dict[str, Any]:
    import yaml

    loaded: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded
