"""The cockpit: how far each township, round, area, unit and leader has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from bihuan.rectification.ranking import Tally, ranking
from bihuan.rectification.snapshot import Level
from bihuan.web import progress
from bihuan.web.models import Finding, Round, Unit
from bihuan.web.months import Month, Past
from bihuan.web.progress import NOBODY, Group
from bihuan.web.queries import listed, visible_findings, visible_rounds
from bihuan.web.views.common import person_of
from bihuan.web.views.kept import kept

_PRESSING = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """What the cockpit looks at: some rounds, one level; `query` leads to the same findings."""

    every_round: list[Round]
    rounds: list[Round]
    round: Round | None
    unit: Unit | None
    level: Level
    level_counts: dict[str, int]
    findings: QuerySet[Finding]

    @property
    def query(self) -> str:
        """The register's filters that give the same findings."""
        chosen = {
            "round": self.round.pk if self.round else None,
            "inspected": self.unit.pk if self.unit else None,
            "level": self.level.value,
        }
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def one_unit(self) -> bool:
        """Whether only one inspected unit is looked at."""
        return len({round_.unit_id for round_ in self.rounds}) < 2


@login_required
def cockpit(request: HttpRequest) -> HttpResponse:
    """All that one may see, one inspected unit, or one round; always one level."""
    inside = kept(request, "cockpit/inside.html", lambda: _context(request))
    return render(request, "cockpit/cockpit.html", {"inside": inside})


def _context(request: HttpRequest) -> dict[str, Any]:
    scope = _scope(request, visible_findings(person_of(request)))
    total = progress.figures(scope.findings)
    units = progress.by_inspected(scope.findings)
    past = Past([round_.pk for round_ in scope.rounds], scope.level)
    months = past.trend(total.tally, timezone.localdate().strftime("%Y-%m"))
    return _pressing(scope) | {
        "scope": scope,
        "levels": [(x.value, x.label, scope.level_counts.get(x.value, 0)) for x in Level],
        "total": total,
        "tables": _tables(scope, units),
        "months": months,
        "chart": _chart(months),
        "past": _past_ranking(scope, past, request.GET.get("month", "")),
        "common": [] if scope.one_unit else progress.common_problems(scope.findings),
    }


def _scope(request: HttpRequest, seen: QuerySet[Finding]) -> Scope:
    every = rounds = list(visible_rounds(person_of(request)).select_related("unit"))
    unit_pk, round_pk = request.GET.get("unit", ""), request.GET.get("round", "")
    chosen = next((round_ for round_ in rounds if str(round_.pk) == round_pk), None)
    if chosen:
        rounds = [chosen]
    elif unit_pk:
        rounds = [round_ for round_ in rounds if str(round_.unit_id) == unit_pk] or rounds
    unit = rounds[0].unit if rounds and not chosen and str(rounds[0].unit_id) == unit_pk else None
    findings = seen.filter(round__in=rounds)
    counts = progress.level_counts(findings)
    level = _level(request.GET.get("level", ""), counts)
    return Scope(every, rounds, chosen, unit, level, counts, findings.filter(level=level))


def _level(asked: str, counts: dict[str, int]) -> Level:
    """The level asked for, else the first that has findings."""
    if asked in set(Level):
        return Level(asked)
    return next((level for level in Level if counts.get(level)), Level.TOWNSHIP)


# Tables


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of figures; `place` where the table is a ranking."""

    group: Group
    query: str
    inside: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures whose numbers lead to their findings."""

    title: str
    lines: list[Line]
    ranked: bool = False


def _tables(scope: Scope, units: list[Group]) -> list[Table]:
    areas = progress.by_area(scope.findings)
    by_area = Table("方面", [Line(group, _query(scope, area=group.key)) for group in areas])
    if len(units) > 1:
        return [Table("被巡察单位", _ranked(scope, units, "inspected"), ranked=True), by_area]
    responsible = progress.by_responsible(scope.findings)
    leaders = progress.by_leader(scope.findings)
    return [
        Table("责任单位", _ranked(scope, responsible, "unit"), ranked=True),
        by_area,
        Table("责任领导", [Line(group, _query(scope, lead=group.key)) for group in leaders]),
    ]


def _ranked(scope: Scope, groups: list[Group], name: str) -> list[Line]:
    """Groups in the order of the ranking; what belongs to nobody stands last without a place."""
    named = {int(group.key): group for group in groups if group.key != NOBODY}
    ranks = ranking({(pk,): group.tally for pk, group in named.items()})
    lines = [_line(scope, named[rank.unit[0]], name, rank.place) for rank in ranks]
    return lines + [_line(scope, g, name, None) for g in groups if g.key == NOBODY]


def _line(scope: Scope, group: Group, name: str, place: int | None) -> Line:
    inside = urlencode({"unit": group.key, "level": scope.level.value})
    return Line(group, _query(scope, **{name: group.key}), inside * (name == "inspected"), place)


def _query(scope: Scope, **more: object) -> str:
    return f"{scope.query}&{urlencode(more)}"


# What presses, what was, what is common


def _pressing(scope: Scope) -> dict[str, Any]:
    """What is overdue and by how much, what is due this week, what was closed in it."""
    today = timezone.localdate()
    running = listed(scope.findings.filter(progress.RUNNING)).order_by("due", "round", "position")
    week = today + timedelta(days=7)
    bands = [*progress.late_bands(today), *progress.week_bands(timezone.now())]
    *late, (_, due_soon), (_, closed_lately) = progress.counted(scope.findings, bands)
    return {
        "bands": late,
        "latest": running.filter(due__lt=today)[:_PRESSING],
        "due_soon": running.filter(due__gte=today, due__lte=week)[:_PRESSING],
        "due_soon_count": due_soon,
        "closed_lately": closed_lately,
    }


@dataclass(frozen=True, slots=True)
class PastRanking:
    """The ranking as it stood at the end of a month that is over."""

    month: str
    names: list[str]
    lines: list[tuple[int | None, str, Tally]]


def _past_ranking(scope: Scope, past: Past, asked: str) -> PastRanking | None:
    if not past.names:
        return None
    month = asked if asked in past.names else past.names[-1]
    tallies = past.tallies(month, "responsible" if scope.one_unit else "inspected")
    units = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=tallies)}
    ranks = ranking({(pk,): tally for pk, tally in tallies.items()})
    lines = [(rank.place, units.get(rank.unit[0], "—"), rank.tally) for rank in ranks]
    return PastRanking(month, past.names[::-1], lines)


def _chart(months: list[Month]) -> dict[str, Any]:
    """The trend for ECharts; the table below it says the same."""
    return {
        "months": [month.name for month in months],
        "closed": [month.closed_by_then for month in months],
        "new": [month.closed for month in months],
        "returned": [month.returned for month in months],
    }


urlpatterns = [path("cockpit/", cockpit, name="cockpit")]
