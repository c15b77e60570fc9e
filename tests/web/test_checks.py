"""Checks in the office: run, proposed, bound, closed on, and reopened by what they find again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions.checks import bind_check, run_checks, set_params
from bihuan.web.actions.ledgers import enter_row, remove_row
from bihuan.web.checks import known_checks, trend
from bihuan.web.jobs import check_offices
from bihuan.web.ledgers import get_ledger
from bihuan.web.models import (
    CheckBinding,
    CheckOutcome,
    CheckRun,
    Finding,
    LedgerRow,
    Recurrence,
    Violation,
)
from bihuan.web.queries import decision
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
CHECK = "canteen-no-official-letter"
DAY = date.today()
Trigger = CheckRun.Trigger


def settle(office: Office, number: str, letter: str = "") -> LedgerRow:
    texts = {
        "settle_no": number, "unit_code": "T01", "kind": "公务接待", "event_date": "2026-06-01",
        "amount": "100", "letter_no": letter,
    }  # fmt: skip
    ledger = get_ledger("canteen_settlement")
    enter_row(by=office.people["clerk"], office=office.town, ledger=ledger, texts=texts)
    return LedgerRow.objects.latest("pk")


def run(office: Office) -> CheckOutcome:
    made = run_checks(office.town, by=None, trigger=Trigger.NIGHTLY, as_of=DAY)
    return made.outcomes.get(check_name=CHECK)


def test_a_run_keeps_each_checks_result(office: Office) -> None:
    settle(office, "JS1")
    settle(office, "JS2", "函1")
    outcome = run(office)
    assert (outcome.status, outcome.row_count, outcome.examined) == ("fail", 1, 2)
    assert outcome.rows[0][0] == "JS1"
    assert outcome.run.outcomes.count() == 67
    assert outcome.run.outcomes.get(check_name="funds-dormant").status == "no_data"


def test_a_key_that_comes_back_is_a_recurrence(office: Office) -> None:
    row = settle(office, "JS1")
    run(office)
    remove_row(row, by=office.people["clerk"], reason="补了公函")
    settle(office, "JS2", "函1")
    run(office)
    violation = Violation.objects.get(check_name=CHECK)
    assert violation.gone_on == DAY
    settle(office, "JS1")
    run(office)
    violation = Violation.objects.get(check_name=CHECK)
    assert (violation.times, violation.gone_on) == (2, None)


def closed(office: Office) -> Finding:
    """A finding, closed a minute ago, that a check is bound to."""
    finding = office.findings[0]
    bind_check(finding, by=office.people["inspection"], check=CHECK)
    then = timezone.now() - timedelta(minutes=1)
    people = office.people
    Finding.objects.filter(pk=finding.pk).update(
        status=Status.CLOSED, degree=Degree.DONE, submitted_by=people["nobody"], submitted_at=then,
        verified_by=people["stranger"], verified_at=then, closed_by=people["administrator"],
        closed_at=then,
    )  # fmt: skip
    return Finding.objects.get(pk=finding.pk)


def test_a_closed_finding_opens_again_when_its_check_fails(office: Office) -> None:
    finding = closed(office)
    settle(office, "JS2", "函1")
    run(office)
    finding.refresh_from_db()
    assert finding.status == Status.CLOSED
    settle(office, "JS1")
    run(office)
    finding.refresh_from_db()
    assert (finding.status, finding.cycle) == (Status.RECTIFYING, 2)
    recurrence = Recurrence.objects.get(finding=finding)
    assert (recurrence.rows, recurrence.days_clean, recurrence.same_keys) == (1, 0, 0)
    page = office.signed_in("clerk").get(reverse("finding", args=[finding.pk]))
    assert "反弹" in page.content.decode()


def test_no_finding_is_verified_while_its_check_fails_or_has_no_data(office: Office) -> None:
    finding, owner = office.findings[0], office.people["owner"]
    bind_check(finding, by=office.people["inspection"], check=CHECK)
    then = timezone.now() - timedelta(minutes=1)
    finding.measures.update(outcome="已补公函。", reported_by=owner, reported_at=then)
    aside = office.people["nobody"]
    Finding.objects.filter(pk=finding.pk).update(
        status=Status.SUBMITTED, submitted_by=aside, submitted_at=then, degree=Degree.DONE
    )

    def told() -> str:
        found = Finding.objects.get(pk=finding.pk)
        answer = decision(office.people["discipline"], Step.VERIFY, found, "")
        return "".join(block.message for block in answer.blocks)

    assert "没有查到任何数据" in told()
    row = settle(office, "JS1")
    run(office)
    assert "仍查出问题" in told()
    remove_row(row, by=office.people["clerk"], reason="补了公函")
    settle(office, "JS2", "函1")
    run(office)
    assert "检查项" not in told()


def test_a_failing_check_becomes_a_bound_finding(office: Office) -> None:
    settle(office, "JS1")
    run(office)
    client = office.signed_in("clerk")
    page = client.get(reverse("check", args=[office.town.pk, CHECK])).content.decode()
    assert "JS1" in page
    assert "提出问题" in page
    address = reverse("check_propose", args=[office.town.pk, CHECK])
    client.post(address, {"round": str(office.round.pk)})
    binding = CheckBinding.objects.get()
    assert binding.finding.status == Status.DRAFT
    assert binding.outcome is not None
    assert binding.outcome.status == "fail"


def test_parameters_are_the_offices_own(office: Office) -> None:
    client = office.signed_in("clerk")
    address = reverse("check_params", args=[office.town.pk, "funds-dormant"])
    client.post(address, {"years": "甲"})
    assert (
        'value="2"'
        in client.get(reverse("check", args=[office.town.pk, "funds-dormant"])).content.decode()
    )
    client.post(address, {"years": "3"})
    assert (
        'value="3"'
        in client.get(reverse("check", args=[office.town.pk, "funds-dormant"])).content.decode()
    )


def test_the_office_checks_by_itself_daily_and_what_changes_touch(office: Office) -> None:
    settle(office, "JS1")
    assert check_offices(DAY) == 1
    assert check_offices(DAY) == 0
    settle(office, "JS2")
    assert check_offices(DAY) == 1
    again, first = CheckRun.objects.all()
    assert (again.trigger, first.trigger) == (Trigger.IMPORT, Trigger.NIGHTLY)
    known = known_checks()
    ran = set(again.outcomes.values_list("check_name", flat=True))
    assert ran == {name for name in known if "canteen_settlement" in known[name].ledgers}
    assert CHECK in ran
    assert check_offices(DAY) == 0
    assert check_offices(DAY + timedelta(days=1)) == 1
    assert CheckRun.objects.all()[0].outcomes.count() == len(known)


def test_only_what_changed_is_run_when_asked(office: Office) -> None:
    settle(office, "JS1")
    run(office)
    client = office.signed_in("discipline")
    page, address = (
        reverse(name, args=[office.town.pk]) for name in ("office_checks", "checks_run")
    )
    assert "只查有变化的" not in client.get(page).content.decode()
    set_params(
        office.town, by=office.people["discipline"], check="funds-dormant", texts={"years": "3"}
    )
    assert "只查有变化的 1 项" in client.get(page).content.decode()
    client.post(address, {"only": "changed"})
    [outcome] = CheckRun.objects.all()[0].outcomes.all()
    assert outcome.check_name == "funds-dormant"
    later, earlier = trend(office.town, known_checks(), 12)
    assert (later.run, later.failing) == (outcome.run, earlier.failing)
    assert later.failing + later.passing + later.without_data == len(known_checks())


def test_another_township_sees_nothing(office: Office) -> None:
    settle(office, "JS1")
    run(office)
    client = office.signed_in("stranger")
    for address in (
        reverse("office_checks", args=[office.town.pk]),
        reverse("check", args=[office.town.pk, CHECK]),
    ):
        assert client.get(address).status_code == 404
    assert client.get(reverse("checks"), follow=True).status_code == 200


def test_binding_is_suggested_by_the_words_of_the_problem(office: Office) -> None:
    finding = office.findings[0]
    Finding.objects.filter(pk=finding.pk).update(problem="公务接待没有公函，事后补单。")
    page = office.signed_in("inspection").get(reverse("finding", args=[finding.pk]))
    assert "关联“无公函接待”" in page.content.decode()
    assert (
        "关联“"
        not in office.signed_in("reader")
        .get(reverse("finding", args=[finding.pk]))
        .content.decode()
    )
