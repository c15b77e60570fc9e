"""The cockpit: how far each round, area, unit and leader has come."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bihuan.rectification.ranking import Rank, ranking
from bihuan.rectification.snapshot import Level
from bihuan.web import progress
from bihuan.web.models import Finding, Round
from bihuan.web.queries import visible_findings, visible_rounds, visible_units
from bihuan.web.views.common import person_of


@login_required
def cockpit(request: HttpRequest) -> HttpResponse:
    """One round, one level, or all that one may see."""
    person = person_of(request)
    rounds = list(visible_rounds(person).select_related("unit"))
    chosen = _chosen(rounds, request.GET.get("round", ""))
    level = request.GET.get("level", "")
    findings = _findings(visible_findings(person), chosen, level)
    rows = progress.rows_of(findings)
    units = progress.by(rows, lambda row: row.unit)
    months = progress.months(findings)
    context: dict[str, Any] = {
        "rounds": rounds,
        "chosen": chosen,
        "level": level,
        "levels": [(x.value, x.label) for x in Level],
        "total": progress.group(rows),
        "week": progress.due_this_week(rows),
        "areas": progress.by(rows, lambda row: row.area),
        "leaders": progress.by(rows, lambda row: row.leader),
        "ranking": _ranked(units) if len(units) > 1 else [],
        "months": months,
        "chart": _chart(months),
        "common": progress.common_problems(visible_units(person)) if not chosen else [],
    }
    return render(request, "cockpit/cockpit.html", context)


def _ranked(units: dict[str, progress.Group]) -> list[tuple[int | None, str, progress.Group]]:
    names = list(units)
    ranks: tuple[Rank, ...] = ranking({(n,): units[name].tally for n, name in enumerate(names)})
    return [(rank.place, names[rank.unit[0]], units[names[rank.unit[0]]]) for rank in ranks]


def _chosen(rounds: list[Round], value: str) -> Round | None:
    return next((round_ for round_ in rounds if str(round_.pk) == value), None)


def _findings(findings: QuerySet[Finding], chosen: Round | None, level: str) -> QuerySet[Finding]:
    # A subquery, for the joins that decide on visibility would double what is summed up.
    findings = Finding.objects.filter(pk__in=findings.values("pk"))
    if chosen:
        findings = findings.filter(round=chosen)
    return findings.filter(level=level) if level in set(Level) else findings


def _chart(months: list[progress.Month]) -> dict[str, Any]:
    """The trend for ECharts; the table below it says the same."""
    return {
        "months": [month.name for month in months],
        "closed": [month.closed_by_then for month in months],
        "new": [month.closed for month in months],
        "returned": [month.returned for month in months],
    }


urlpatterns = [path("cockpit/", cockpit, name="cockpit")]
