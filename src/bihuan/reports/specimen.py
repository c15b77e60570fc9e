"""A context in which every field says something: what templates are tried out with."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bihuan.reports.context import (
    Area,
    CheckLine,
    Entry,
    Group,
    RankLine,
    RemarkLine,
    ReportContext,
    Totals,
)
from bihuan.reports.kinds import Audience, ReportKind


def specimen(kind: ReportKind) -> ReportContext:
    """A document of the kind about one finding; each text is the name of its field."""
    entry = replace(_named(Entry), id="1.1", remarks=(_named(RemarkLine),))
    group = Group(title="title", heading="heading", entries=(entry,))
    area = Area(title="title", heading="heading", groups=(group,))
    context = ReportContext(kind=kind, audience=Audience.PUBLIC, title="title")
    told = _texts(ReportContext) | {
        "areas": (area,),
        "totals": Totals(findings=1),
        "checks": (_named(CheckLine),),
        "ranking": (_named(RankLine),),
        "remarks": (_named(RemarkLine),),
    }
    return replace(context, **told)


def _named(kind: Any) -> Any:
    """A value whose texts are the names of their fields."""
    return kind(**_texts(kind) | ({"count": 1} if kind is CheckLine else {}))


def _texts(kind: Any) -> dict[str, Any]:
    single = {f.name: f.name for f in fields(kind) if f.type == "str"}
    several = {f.name: (f.name,) for f in fields(kind) if f.type == "tuple[str, ...]"}
    return single | several
