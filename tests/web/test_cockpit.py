"""The cockpit counts what the core counts, links to what it counts, and never rewrites a month."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.gates import Gate
from bihuan.rectification.ranking import Bucket, bucket, state_of
from bihuan.rectification.snapshot import Level
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web import months, progress
from bihuan.web.actions.findings import (
    add_measure,
    assign,
    report_measure,
    report_progress,
    take_step,
    waive,
)
from bihuan.web.actions.months import keep_months
from bihuan.web.models import Event, Finding, MonthlyFigures
from bihuan.web.queries import snapshot_of
from tests.web.conftest import Office


def _life(office: Office, *names: str) -> None:
    """Takes the first finding through the named steps, each by who may."""
    finding, people = office.findings[0], office.people
    for name in names:
        if name == "submit":
            owner = people["owner"]
            measure = finding.measures.filter(cycle=finding.cycle).first() or add_measure(
                finding, by=owner, text="再次逐户核查。"
            )
            report_measure(
                measure,
                by=owner,
                outcome="追回3户多领的补贴。",
                outcome_type="recovered",
                amount=Decimal("2.5"),
            )
            report_progress(finding, by=owner, degree=Degree.DONE)
            if not finding.waivers.filter(cycle=finding.cycle).exists():
                waive(finding, by=people["inspection"], gate=Gate.EVIDENCE, reason="现场已看")
        who = {"submit": "owner", "return": "discipline", "verify": "discipline"}
        take_step(finding, Step(name), by=people[who.get(name, "inspection")], reason="见现场记录")


_WHOLE = ("submit", "return", "submit", "verify", "close", "reopen", "submit", "return")


def test_a_row_is_in_the_bucket_that_the_core_says(office: Office) -> None:
    people, now = office.people, timezone.now()
    for status, degree, standing in product(Status, Degree, (False, True)):
        handed_in = status in (Status.SUBMITTED, Status.VERIFIED, Status.CLOSED)
        verified, closed = status in (Status.VERIFIED, Status.CLOSED), status is Status.CLOSED
        Finding.objects.filter(pk=office.findings[0].pk).update(
            status=status,
            degree=degree,
            standing=standing,
            review_on=date(2030, 1, 1),
            submitted_by=people["owner"] if handed_in else None,
            submitted_at=now if handed_in else None,
            verified_by=people["discipline"] if verified else None,
            verified_at=now if verified else None,
            closed_by=people["inspection"] if closed else None,
            closed_at=now if closed else None,
        )
        finding = Finding.objects.get(pk=office.findings[0].pk)
        found = [
            name
            for name, where in progress.BUCKETS.items()
            if Finding.objects.filter(where, pk=finding.pk).exists()
        ]
        assert found == [bucket(state_of(snapshot_of(finding)))]


def test_the_steps_that_follow_from_the_rows_are_those_of_the_events(office: Office) -> None:
    _life(office, *_WHOLE)
    told = Counter(
        Event.objects.filter(subject="finding", verb__in=list(Step)).values_list("verb", flat=True)
    )
    steps = progress.figures(Finding.objects.all()).tally.steps
    for step in (Step.SUBMIT, Step.RETURN, Step.CLOSE, Step.REOPEN):
        assert steps[step] == told[step]


def test_folding_the_events_gives_the_present_state(office: Office) -> None:
    _life(office, *_WHOLE)
    finding = Finding.objects.get(pk=office.findings[0].pk)
    last = [e for e in months.history_of(office.round) if e.finding == finding.pk][-1].state
    now = state_of(snapshot_of(finding))
    assert (last.status, last.degree, last.standing) == (now.status, now.degree, now.standing)
    assert last.recovered == now.recovered == Decimal(5)


def test_folding_knows_the_units_that_were_named(office: Office) -> None:
    assign(office.findings[0], by=office.people["clerk"], units=[office.station, office.village])
    last = months.history_of(office.round)[-1].state
    assert last.responsible_units == ((office.station.pk,), (office.village.pk,))


def _age(days: int) -> None:
    """Moves all that happened so far into the past."""
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=days))


def test_a_month_that_is_over_never_changes(office: Office) -> None:
    _life(office, "submit", "verify", "close")
    _age(40)
    today = timezone.localdate()
    assert keep_months(today) > 0
    kept = dict(MonthlyFigures.objects.values_list("month", "figures"))
    _life(office, "reopen")
    assert keep_months(today) == 0
    assert dict(MonthlyFigures.objects.values_list("month", "figures")) == kept
    last = _past(office).tallies(max(kept), "inspected")[office.town.pk]
    assert last.buckets[Bucket.COMPLETED] == 1
    assert last.recovered == Decimal("2.5")


def test_the_trend_ends_with_what_is_so_now(office: Office) -> None:
    _life(office, "submit", "verify", "close")
    _age(40)
    keep_months(timezone.localdate())
    _life(office, "reopen")
    now = progress.figures(Finding.objects.all()).tally
    trend = _past(office).trend(now, "now")
    assert [month.closed_by_then for month in trend][-2:] == [1, 0]
    assert (trend[-1].reopened, sum(month.closed for month in trend)) == (1, 1)


def _past(office: Office) -> months.Past:
    """The kept months of the office's round."""
    return months.Past([office.round.pk], Level.TOWNSHIP)


def test_months_between_crosses_a_year() -> None:
    assert months.months_between(date(2025, 11, 30), date(2026, 2, 1)) == [
        "2025-11", "2025-12", "2026-01", "2026-02"
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["clerk", "inspection", "owner"])
def test_every_number_leads_to_as_many_rows(office: Office, who: str) -> None:
    _life(office, "submit", "return")
    Finding.objects.filter(pk=office.findings[1].pk).update(standing=True, lead_name="甲书记")
    Finding.objects.filter(pk=office.findings[2].pk).update(level=Level.VILLAGE, area="")
    client = office.signed_in(who)
    for level in Level:
        page = client.get(reverse("cockpit"), {"level": level}).content.decode()
        links = re.findall(r'<a[^>]*href="(/register/\?[^"]*)"[^>]*>(?:<b>)?(\d+)<', page)
        # Steps are counted by how often, amounts by how much.
        counted = [(x, n) for x, n in links if "history=" not in x and "outcome=" not in x]
        assert len(counted) > 20
        for link, number in counted:
            shown = client.get(unescape(link)).context["page"].paginator.count
            assert shown == int(number), link


def test_levels_are_never_added_up(office: Office) -> None:
    Finding.objects.filter(pk=office.findings[2].pk).update(level=Level.VILLAGE)
    totals = [
        office.signed_in("clerk").get(reverse("cockpit"), {"level": level}).context["total"].total
        for level in ("", "township", "village", "unheard")
    ]
    assert totals == [2, 2, 1, 2]


def test_overdue_is_told_by_how_much(office: Office) -> None:
    today = timezone.localdate()
    for finding, days in zip(office.findings, (3, 20, 90), strict=True):
        Finding.objects.filter(pk=finding.pk).update(due=today - timedelta(days=days))
    bands = office.signed_in("clerk").get(reverse("cockpit")).context["bands"]
    assert [count for _, count in bands] == [1, 1, 1]


def test_the_county_goes_into_a_township(office: Office) -> None:
    answer = office.signed_in("inspection").get(reverse("cockpit"), {"unit": office.town.pk})
    assert answer.context["scope"].unit == office.town
    foreign = office.signed_in("stranger").get(reverse("cockpit"), {"unit": office.town.pk})
    assert foreign.context["total"].total == 0


def test_a_day_of_the_month_is_that_of_the_county(office: Office) -> None:
    Event.objects.create(
        at=datetime.fromisoformat("2026-01-31T16:30:00+00:00"),
        verb="close",
        person_name="甲",
        subject="finding",
        subject_id="1",
        finding_id=1,
        round_id=office.round.pk,
        label="1.1",
    )
    assert months.history_of(office.round)[0].at.date() == date(2026, 2, 1)


def _shown(client: Client) -> str:
    """The page without its frame, whose token is another each time."""
    page = client.get(reverse("cockpit")).content.decode()
    return page[page.index("<main") :]


def test_the_page_is_kept_until_something_happens(office: Office) -> None:
    client = office.signed_in("clerk")
    first = _shown(client)
    with CaptureQueriesContext(connection) as again:
        assert _shown(client) == first
    assert len(again) < 12
    take = office.findings[0]
    report_progress(take, by=office.people["owner"], degree=Degree.MOSTLY_DONE)
    assert _shown(client) != first
    # Nobody is shown what was kept for somebody else.
    other = office.signed_in("stranger").get(reverse("cockpit"))
    assert other.context["total"].total == 0
