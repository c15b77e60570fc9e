"""Checks in the office: run, kept, bound to findings, and what follows from their results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from bihuan.checks import Check, run
from bihuan.checks.catalogue import tune
from bihuan.checks.contract import plain
from bihuan.checks.message import summary
from bihuan.errors import UserError
from bihuan.model import CheckResult, CheckStatus
from bihuan.rectification.life import reason_to_reopen
from bihuan.rectification.permissions import Action
from bihuan.rectification.status import Degree, Status
from bihuan.web.actions.findings import reopen_by_office
from bihuan.web.actions.recording import Refused, created, record, state
from bihuan.web.checks import (
    known_checks,
    latest_outcomes,
    ledger_changes,
    sensitive_columns,
    valued,
)
from bihuan.web.ledgers import MASK, tables
from bihuan.web.models import (
    CheckBinding,
    CheckOutcome,
    CheckRun,
    CheckSetting,
    Finding,
    Person,
    Recurrence,
    Round,
    Unit,
    UnitKind,
    Violation,
)
from bihuan.web.queries import allowed, decision_on, snapshot_of, whole

Trigger = CheckRun.Trigger
MAX_ROWS = 500
"""How many rows of a result are kept; the number of all of them always is."""
_NO_REVIEW = timedelta(days=10**6)
_JUDGED = (CheckStatus.PASS, CheckStatus.FAIL)


def run_checks(
    office: Unit,
    *,
    by: Person | None,
    trigger: CheckRun.Trigger,
    as_of: date | None = None,
    only: Iterable[str] | None = None,
) -> CheckRun:
    """Runs the office's checks, or `only` some, over its ledgers, and draws what follows.

    Violations are followed by their key, bound findings get the result, and a closed one whose
    check has found something again is reopened. `by` is None for the office itself.
    """
    if by is not None:
        _require(by, Action.RUN_CHECKS, office)
    as_of = as_of or timezone.localdate()
    checks = known_checks(office)
    chosen = [checks[name] for name in checks if only is None or name in set(only)]
    changed_at = ledger_changes(office)
    names = sorted({ledger for check in chosen for ledger in check.ledgers})
    connection = tables(office, names)
    results = run(connection, chosen, as_of=as_of)
    counts = {name: _count(connection, name) for name in names}
    with transaction.atomic():
        made = created(
            CheckRun(office=office, as_of=as_of, trigger=trigger, started_by=by),
            "checks_run",
            by=by,
        )
        outcomes = CheckOutcome.objects.bulk_create(
            _outcome(made, check, result, changed_at, counts)
            for check, result in zip(chosen, results, strict=True)
        )
        for result in results:
            if result.status in _JUDGED:
                _follow(office, result, as_of)
        _tell_bindings(office, outcomes, made)
    return made


def _require(by: Person, action: Action, office: Unit) -> None:
    if not allowed(by, action, office):
        raise Refused(f"您没有为{office}“{action.label}”的权限。")


def _count(connection: Any, ledger: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {ledger}").fetchall()
    return int(count)


def _outcome(
    made: CheckRun,
    check: Check,
    result: CheckResult,
    changed_at: Mapping[str, datetime],
    counts: Mapping[str, int],
) -> CheckOutcome:
    moments = [changed_at[name] for name in check.ledgers if name in changed_at]
    return CheckOutcome(
        run=made,
        check_name=check.id,
        title=check.title[:200],
        severity=check.severity,
        status=result.status,
        row_count=result.row_count,
        columns=list(result.columns),
        rows=[[plain(value) for value in row] for row in result.rows[:MAX_ROWS]],
        message=_told(check, result),
        reason=result.reason or "",
        data_at=max(moments, default=None),
        examined=sum(counts[name] for name in check.ledgers),
    )


def _told(check: Check, result: CheckResult) -> str:
    """The result's sentence, read by everyone who sees the office: without sensitive values."""
    hidden = sensitive_columns(check)
    if not result.rows or not hidden & set(result.columns):
        return result.message or ""
    first = [
        MASK if name in hidden else value
        for name, value in zip(result.columns, result.rows[0], strict=True)
    ]
    return summary(check, result.columns, first, result.row_count, check.params)


# Violations by their key


def _keys(result: CheckResult) -> set[str]:
    width = len(result.keys)
    return {
        json.dumps([plain(value) for value in row[:width]], ensure_ascii=False)[:600]
        for row in result.rows
    }


def _follow(office: Unit, result: CheckResult, as_of: date) -> None:
    """Notes which keys are new, still there, gone, or back again."""
    found = _keys(result)
    known = {v.key: v for v in Violation.objects.filter(office=office, check_name=result.check)}
    for key, violation in known.items():
        if key not in found:
            violation.gone_on = violation.gone_on or as_of
            continue
        violation.times += violation.gone_on is not None
        violation.gone_on, violation.last_seen = None, as_of
    fields = ["times", "gone_on", "last_seen"]
    Violation.objects.bulk_update(known.values(), fields, batch_size=500)
    Violation.objects.bulk_create(
        (
            Violation(
                office=office, check_name=result.check, key=key, first_seen=as_of, last_seen=as_of
            )
            for key in sorted(found - known.keys())
        ),
        batch_size=500,
    )


# Bindings


def office_of(finding: Finding) -> Unit:
    """The unit that keeps the ledgers which a finding's checks read: its round's, or one above."""
    unit = finding.round.unit
    above = unit.ancestors(include_self=True).filter(kind__in=[UnitKind.COUNTY, UnitKind.TOWNSHIP])
    return above.last() or unit


def bind_check(finding: Finding, *, by: Person, check: str) -> CheckBinding:
    """Binds a check to a finding: from now on it has to pass before the finding is verified."""
    _ask(finding, by)
    office = office_of(finding)
    known = known_checks(office)
    if check not in known:
        raise Refused("没有这项检查。")
    if finding.bindings.filter(check_name=check).exists():
        raise Refused(f"已经关联了“{known[check].title}”。")
    outcome = latest_outcomes(office, [check]).get(check)
    binding = CheckBinding(
        finding=finding,
        check_name=check,
        title=known[check].title[:200],
        outcome=outcome,
        shows=_shows(outcome) if outcome else None,
        bound_by=by,
    )
    return created(binding, "check_bound", by=by)


def unbind_check(binding: CheckBinding, *, by: Person, reason: str) -> None:
    """Takes a check off a finding, with a reason that stays in the history."""
    _ask(binding.finding, by)
    if not reason.strip():
        raise Refused("请写明取消关联的理由。")
    with transaction.atomic():
        record(binding, "check_unbound", by=by, reason=reason.strip(), before=state(binding))
        binding.delete()


def _ask(finding: Finding, by: Person) -> None:
    answer = decision_on(by, Action.BIND_CHECK, finding)
    if not answer.allowed:
        raise Refused("".join(block.message for block in answer.blocks))


def _shows(outcome: CheckOutcome) -> datetime | None:
    """The moment whose state the outcome proves: failing, that of the run; passing, the data's."""
    return outcome.run.started_at if outcome.status == CheckStatus.FAIL else outcome.data_at


def _tell_bindings(office: Unit, outcomes: Iterable[CheckOutcome], made: CheckRun) -> None:
    """Gives bound findings their checks' results, and reopens closed ones that failed again."""
    by_name = {outcome.check_name: outcome for outcome in outcomes}
    below = office.descendants(include_self=True)
    bindings = CheckBinding.objects.filter(
        check_name__in=by_name, finding__round__unit__in=below
    ).select_related("finding__round__unit")
    told = [binding for binding in bindings if office_of(binding.finding).pk == office.pk]
    for binding in told:
        binding.outcome = by_name[binding.check_name]
        binding.shows = _shows(binding.outcome)
    CheckBinding.objects.bulk_update(told, ["outcome", "shows"])
    failing = {b.finding_id for b in told if b.outcome and b.outcome.status == CheckStatus.FAIL}
    closed = Finding.objects.filter(pk__in=failing, status=Status.CLOSED)
    for finding in whole(closed):
        if reason := reason_to_reopen(snapshot_of(finding), made.as_of, _NO_REVIEW):
            _reopen(finding, reason, made)


def _reopen(finding: Finding, reason: str, made: CheckRun) -> None:
    closed_at = finding.closed_at
    assert closed_at is not None
    reopen_by_office(finding, reason=reason)
    day = timezone.localdate(closed_at)
    for binding in finding.bindings.select_related("outcome").all():
        outcome = binding.outcome
        if outcome is None or outcome.run_id != made.pk or outcome.status != CheckStatus.FAIL:
            continue
        now = Violation.objects.filter(
            office=made.office, check_name=binding.check_name, gone_on=None
        )
        Recurrence.objects.create(
            finding=finding,
            cycle=finding.cycle,
            check_name=binding.check_name,
            run=made,
            days_clean=max(0, (timezone.localdate(made.started_at) - day).days),
            rows=outcome.row_count,
            same_keys=now.filter(Q(times__gt=1) | Q(first_seen__lt=day)).count(),
        )


# Parameters, and findings that a check proposes


def set_params(office: Unit, *, by: Person, check: str, texts: Mapping[str, str]) -> None:
    """Keeps the office's own parameters of a check; empty ones go back to the default."""
    _require(by, Action.RUN_CHECKS, office)
    plain_check = known_checks()[check]
    params = {
        name: text.strip()
        for name, text in texts.items()
        if name in plain_check.params and text.strip()
    }
    try:
        tune({check: plain_check}, {check: valued(params)})
    except UserError as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        setting, _ = CheckSetting.objects.select_for_update().get_or_create(
            office=office, check_name=check
        )
        before = state(setting)
        setting.params = params
        setting.save()
        record(setting, "check_tuned", by=by, before=before)


def propose_finding(outcome: CheckOutcome, *, by: Person, round_: Round) -> Finding:
    """A new finding of a round from a failing check, which is bound to it."""
    _require(by, Action.MANAGE_ROUND, round_.unit)
    if outcome.status != CheckStatus.FAIL:
        raise Refused("只有查出问题的检查才能提出问题。")
    check = known_checks(outcome.run.office)[outcome.check_name]
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        last = round_.findings.aggregate(last=Max("position"))["last"] or 0
        finding = created(
            Finding(
                round=round_,
                number=_free_number(round_),
                position=last + 1,
                area="检查发现",
                group=outcome.title,
                problem=f"{check.problem}。{outcome.message}",
                status=Status.DRAFT,
                degree=Degree.NOT_DONE,
            ),
            "finding_proposed",
            by=by,
        )
        created(
            CheckBinding(
                finding=finding,
                check_name=outcome.check_name,
                title=outcome.title,
                outcome=outcome,
                shows=_shows(outcome),
                bound_by=by,
            ),
            "check_bound",
            by=by,
        )
    return finding


def _free_number(round_: Round) -> str:
    taken = set(round_.findings.values_list("number", flat=True))
    return next(n for n in (f"检{count}" for count in range(1, len(taken) + 2)) if n not in taken)
