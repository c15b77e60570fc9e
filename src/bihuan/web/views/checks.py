"""Checks in the office: how each stands, its rows and SQL, running, tuning and binding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.checks import Check
from bihuan.checks.definition import LAW_STATUSES
from bihuan.checks.suggest import suggest
from bihuan.checks.workbook import column_title
from bihuan.model import Severity
from bihuan.rectification.permissions import Action
from bihuan.rectification.snapshot import CheckStatus
from bihuan.web.actions import checks as actions
from bihuan.web.checks import (
    by_unit,
    changed_checks,
    get_check,
    known_checks,
    last_run,
    latest_outcomes,
    ledger_row_ids,
    outcomes_of,
    rows_for,
    trend,
)
from bihuan.web.ledgers import get_office_for, known_ledgers, offices_for
from bihuan.web.models import CheckBinding, CheckOutcome, CheckRun, Finding, Person, Unit, Violation
from bihuan.web.queries import (
    allowed,
    decision_on,
    get_finding_for,
    visible_findings,
    visible_rounds,
)
from bihuan.web.views.common import person_of

_PAGE = 50
_TREND = 12
"""How many runs the trend of a check shows."""
AREAS = {
    "study": "理论学习", "circulation": "文件流转", "meetings": "会议议事",
    "cooperative": "集体经济", "environment": "人居环境", "welfare": "帮扶救助",
    "culture": "文化阵地", "assessment": "任务考核", "patrol": "河长林长",
    "petitions": "信访诉求", "staffing": "人员在岗", "payroll": "工资发放",
    "finance": "财务收支", "funds": "专项资金", "assets": "固定资产", "canteen": "灶务食堂",
    "projects": "工程项目", "party": "党的建设", "attendance": "考勤值班",
}  # fmt: skip
_WORST_FIRST = (CheckStatus.FAIL, CheckStatus.ERROR, CheckStatus.NO_DATA, CheckStatus.PASS)


@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """The first office that someone sees; others are chosen there."""
    first = offices_for(person_of(request)).first()
    if first is None:
        return render(request, "ledgers/none.html")
    return redirect("office_checks", first.pk)


@login_required
def office_checks(request: HttpRequest, office: int) -> HttpResponse:
    """All checks of an office by area, with their latest results."""
    person = person_of(request)
    unit = get_office_for(person, office)
    known = known_checks(unit)
    outcomes = latest_outcomes(unit, known)
    wanted = request.GET.get("status", "")
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, check in known.items():
        outcome = outcomes.get(name)
        if wanted in ("", outcome.status if outcome else CheckStatus.NO_DATA.value):
            area = AREAS.get(name.split("-")[0], "本单位自定")
            groups.setdefault(area, []).append({"check": check, "outcome": outcome})
    for entries in groups.values():
        entries.sort(key=_rank)
    statuses = [outcome.status for outcome in outcomes.values()]
    context = {
        "office": unit,
        "offices": offices_for(person),
        "groups": sorted(groups.items(), key=lambda group: _order(group[0])),
        "run": last_run(unit),
        "wanted": wanted,
        "counts": [(s, statuses.count(s.value)) for s in _WORST_FIRST],
        "may_run": allowed(person, Action.RUN_CHECKS, unit),
        "units": by_unit(
            person, unit, (o for o in outcomes.values() if o.status == CheckStatus.FAIL)
        ),
        "total": len(known),
        "trend": trend(unit, known, _TREND),
        "changed": len(changed_checks(unit, known, timezone.localdate())),
    }
    return render(request, "checks/checks.html", context)


def _order(area: str) -> int:
    areas = list(AREAS.values())
    return areas.index(area) if area in areas else len(areas)


def _rank(entry: dict[str, Any]) -> tuple[int, int]:
    check, outcome = entry["check"], entry["outcome"]
    status = CheckStatus(outcome.status) if outcome else CheckStatus.NO_DATA
    return _WORST_FIRST.index(status), list(Severity).index(Severity(check.severity))


@login_required
@require_POST
def run_now(request: HttpRequest, office: int) -> HttpResponse:
    """Runs the office's checks over its ledgers as they stand: all, or those that changes touch."""
    person = person_of(request)
    unit = get_office_for(person, office)
    only = None
    if request.POST.get("only") == "changed":
        only = changed_checks(unit, known_checks(unit), timezone.localdate())
    made = actions.run_checks(unit, by=person, trigger=CheckRun.Trigger.MANUAL, only=only)
    failing = made.outcomes.filter(status=CheckStatus.FAIL).count()
    messages.success(request, f"检查完成：查了 {made.outcomes.count()} 项，{failing} 项查出问题。")
    return redirect("office_checks", unit.pk)


@login_required
def check_page(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """One check: what it found, how it came to that, and what is bound to it."""
    person = person_of(request)
    unit = get_office_for(person, office)
    check = get_check(unit, name)
    past = list(outcomes_of(unit, name).select_related("run")[:_TREND])
    outcome = past[0] if past else None
    runs_checks = allowed(person, Action.RUN_CHECKS, unit)
    rows = _rows(person, unit, check, outcome, unmasked=runs_checks)
    context: dict[str, Any] = {
        "office": unit,
        "check": check,
        "law_status": LAW_STATUSES[check.law_status],
        "ledgers": [known_ledgers()[one] for one in check.ledgers if one in known_ledgers()],
        "outcome": outcome,
        "titles": [column_title(c, check, known_ledgers()) for c in outcome.columns]
        if outcome
        else [],
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "hidden": outcome.row_count - len(rows) if outcome else 0,
        "past": past,
        "back": Violation.objects.filter(
            office=unit, check_name=name, gone_on=None, times__gt=1
        ).count(),
        "params": check.params.items(),
        "defaults": known_checks()[name].params,
        "bound": CheckBinding.objects.filter(
            check_name=name, finding__in=visible_findings(person).values("pk")
        ).select_related("finding__round"),
        "may_run": runs_checks,
    }
    # A check that marks a finding already needs no second one.
    if outcome and outcome.status == CheckStatus.FAIL and not context["bound"]:
        context["rounds"] = _rounds(person, unit)
    return render(request, "checks/check.html", context)


def _rows(
    person: Person, office: Unit, check: Check, outcome: CheckOutcome | None, *, unmasked: bool
) -> list[tuple[list[str], int | None]]:
    """The rows with, for each, the ledger's row that it is about, where there is one."""
    if outcome is None:
        return []
    ids = ledger_row_ids(person, office, check, outcome)
    shown = rows_for(person, office, outcome, check, unmasked=unmasked)
    return [(row, ids.get(number)) for number, row in shown]


def _rounds(person: Person, office: Unit) -> list[Any]:
    rounds = visible_rounds(person).filter(unit=office, ended_at=None)
    return list(rounds) if allowed(person, Action.MANAGE_ROUND, office) else []


@login_required
@require_POST
def set_params(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """Keeps the office's own parameters."""
    person = person_of(request)
    unit = get_office_for(person, office)
    get_check(unit, name)
    actions.set_params(unit, by=person, check=name, texts=request.POST.dict())
    messages.success(request, "参数已保存，下次检查起用。")
    return redirect("check", unit.pk, name)


@login_required
@require_POST
def propose(request: HttpRequest, office: int, name: str) -> HttpResponse:
    """Makes a finding out of a failing check."""
    person = person_of(request)
    unit = get_office_for(person, office)
    outcome = outcomes_of(unit, name).first()
    chosen = {str(round_.pk): round_ for round_ in _rounds(person, unit)}
    round_ = chosen.get(request.POST.get("round", ""))
    if outcome is None or round_ is None:
        raise Http404("没有这项检查结果，或者没有可以提出问题的轮次。")
    finding = actions.propose_finding(outcome, by=person, round_=round_)
    messages.success(request, "已提出问题并关联这项检查；请交办。")
    return redirect("finding", finding.pk)


# On a finding


def on_finding(person: Person, finding: Finding) -> dict[str, Any]:
    """What a finding's page shows of checks: those bound, and those that may be."""
    bound = list(finding.bindings.select_related("outcome__run").all())
    context: dict[str, Any] = {
        "bindings": bound,
        "checks_office": actions.office_of(finding),
        "recurrences": finding.recurrences.all(),
    }
    if decision_on(person, Action.BIND_CHECK, finding).allowed:
        taken = {binding.check_name for binding in bound}
        known = [check for check in known_checks().values() if check.id not in taken]
        context["suggested"] = suggest(f"{finding.group}。{finding.problem}", known)
        context["other_checks"] = known
    return context


@login_required
@require_POST
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    """Binds a check to a finding, or takes it off."""
    person = person_of(request)
    finding = get_finding_for(person, pk)
    if "binding" in request.POST:
        found = {str(one.pk): one for one in finding.bindings.all()}
        binding = found.get(request.POST["binding"])
        if binding is None:
            raise Http404("没有关联这项检查。")
        actions.unbind_check(binding, by=person, reason=request.POST.get("reason", ""))
        messages.success(request, "已取消关联。")
    else:
        actions.bind_check(finding, by=person, check=request.POST.get("check", ""))
        messages.success(request, "已关联；这项检查通过以后才能核查销号。")
    return redirect("finding", finding.pk)


urlpatterns = [
    path("checks/", checks, name="checks"),
    path("checks/<int:office>/", office_checks, name="office_checks"),
    path("checks/<int:office>/run/", run_now, name="checks_run"),
    path("checks/<int:office>/<slug:name>/", check_page, name="check"),
    path("checks/<int:office>/<slug:name>/params/", set_params, name="check_params"),
    path("checks/<int:office>/<slug:name>/propose/", propose, name="check_propose"),
    path("findings/<int:pk>/checks/", bind, name="finding_checks"),
]
