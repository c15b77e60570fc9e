"""What the office does by itself: reminders once an occasion, and reviews that are late."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.gates import Gate
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions import findings as actions
from bihuan.web.jobs import run_once
from bihuan.web.models import Event, Finding, Notice
from tests.web.conftest import Office

MONDAY = date(2025, 3, 10)


def test_people_are_reminded_once_an_occasion(office: Office) -> None:
    Finding.objects.update(due=MONDAY + timedelta(days=1))
    assert run_once(MONDAY) == 3
    assert run_once(MONDAY) == 0
    assert {notice.person.username for notice in Notice.objects.all()} == {"owner"}


def test_what_was_read_leaves_the_page(office: Office) -> None:
    Finding.objects.update(due=MONDAY + timedelta(days=1))
    run_once(MONDAY)
    client = office.signed_in("owner")
    assert "知道了" in client.get(reverse("home")).content.decode()
    client.post(reverse("notices_read"))
    assert "知道了" not in client.get(reverse("home")).content.decode()


def test_a_word_reaches_the_owner_once_a_day(office: Office) -> None:
    client, address = (
        office.signed_in("lead"),
        reverse("finding_remind", args=[office.findings[0].pk]),
    )
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 400
    assert Notice.objects.get().person == office.people["owner"]
    assert Event.objects.get().verb == "reminded"
    assert "催办" in office.signed_in("owner").get(reverse("home")).content.decode()


def test_the_ladder_goes_up_and_rests_on_days_off(office: Office) -> None:
    Finding.objects.update(due=MONDAY - timedelta(days=16))
    assert run_once(MONDAY - timedelta(days=1)) == 0
    run_once(MONDAY)
    told = {notice.person.username for notice in Notice.objects.all()}
    assert {"owner", "lead", "clerk", "inspection"} <= told


def test_a_standing_finding_whose_review_is_late_is_opened_again(office: Office) -> None:
    finding, people = office.findings[0], office.people
    Finding.objects.filter(pk=finding.pk).update(standing=True)
    finding.refresh_from_db()
    actions.report_measure(finding.measures.get(), by=people["owner"], outcome="已核实。")
    actions.report_progress(finding, by=people["owner"], degree=Degree.DONE)
    actions.waive(finding, by=people["inspection"], gate=Gate.EVIDENCE, reason="现场已看")
    actions.take_step(finding, Step.SUBMIT, by=people["owner"])
    actions.take_step(finding, Step.VERIFY, by=people["discipline"])
    review = timezone.localdate() + timedelta(days=30)
    actions.set_review(finding, by=people["inspection"], review_on=review)
    actions.take_step(finding, Step.CLOSE, by=people["inspection"])
    run_once(review + timedelta(days=60))
    finding.refresh_from_db()
    assert (finding.status, finding.cycle) == (Status.RECTIFYING, 2)
    event = Event.objects.get(verb="reopen")
    assert event.person_name == "系统"
    assert "复查" in event.reason
