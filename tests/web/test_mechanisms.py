"""Mechanisms in the office: promised from a finding, silent, told, heard again, ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.mechanisms import Cadence
from bihuan.web.actions.ledgers import enter_row
from bihuan.web.actions.mechanisms import promise, watch
from bihuan.web.delivery.digest import for_person
from bihuan.web.ledgers import get_ledger
from bihuan.web.mechanisms import watched
from bihuan.web.models import Event, Finding, Mechanism, Unit
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture
def mechanism(office: Office) -> Mechanism:
    Unit.objects.filter(pk=office.village.pk).update(code="V01")
    return promise(
        by=office.people["clerk"],
        office=office.town,
        unit=office.village,
        title="每月开展一次法治宣传",
        owner=office.people["owner"],
        cadence=Cadence.MONTHLY,
        ledger="patrol_log",
        starts_on=TODAY - timedelta(days=40),
        filters={"chief_type": "村级河长"},
        finding=office.findings[0],
    )


def patrol(office: Office, number: str, day: date, *, unit: str = "V01", who: str = "河") -> None:
    texts = {
        "log_no": number, "unit_code": unit, "chief_type": f"村级{who}长",
        "patrol_date": day.isoformat(),
    }  # fmt: skip
    ledger = get_ledger("patrol_log")
    enter_row(by=office.people["clerk"], office=office.town, ledger=ledger, texts=texts)


def silent_days(mechanism: Mechanism) -> int:
    [one] = watched([mechanism], TODAY)
    return one.pulse.silent_days


def test_only_rows_of_its_unit_and_kind_break_the_silence(
    office: Office, mechanism: Mechanism
) -> None:
    assert silent_days(mechanism) > 0
    patrol(office, "1", TODAY, who="林")
    patrol(office, "2", TODAY, unit="S99")
    patrol(office, "3", TODAY + timedelta(days=1))
    assert silent_days(mechanism) > 0
    patrol(office, "4", TODAY)
    assert silent_days(mechanism) == 0


def test_silence_raises_one_alarm_and_a_row_ends_it(office: Office, mechanism: Mechanism) -> None:
    assert (watch(TODAY), watch(TODAY)) == (1, 0)
    told = Event.objects.get(verb="mechanism_silent")
    assert told.finding_id == office.findings[0].pk
    patrol(office, "1", TODAY)
    watch(TODAY)
    assert mechanism.alarms.get().heard_on == TODAY
    assert Event.objects.filter(verb="mechanism_heard").exists()


def test_its_owner_is_told_in_their_work_and_digest(office: Office, mechanism: Mechanism) -> None:
    page = office.signed_in("owner").get(reverse("home")).content.decode()
    assert "没有记录的长效机制（1）" in page
    digest = for_person(office.people["owner"], timezone.localdate())
    assert digest
    assert "没有记录的长效机制：1个" in digest.text
    assert mechanism.title not in office.signed_in("reader").get("/").content.decode()


def test_a_standing_finding_s_measure_becomes_one(office: Office) -> None:
    finding = office.findings[0]
    Finding.objects.filter(pk=finding.pk).update(standing=True, problem="公务接待没有公函。")
    measure = finding.measures.get()
    measure.text = "每季度检查一次公务接待公函。"
    measure.save()
    client = office.signed_in("clerk")
    page = client.get(reverse("finding", args=[finding.pk])).content.decode()
    address = reverse("mechanism_new", args=[office.town.pk])
    assert f"{address}?finding={finding.pk}&amp;measure={measure.pk}" in page
    query = {"finding": finding.pk, "measure": measure.pk}
    form = client.get(address, query).context["form"]
    assert form.initial["cadence"] is Cadence.QUARTERLY
    assert form.initial["kept_in"] == "canteen_settlement"
    said = {**form.initial, "starts_on": "2025-01-01", "cadence": "quarterly", **query}
    client.post(address, {**said, "kept_in": "canteen_settlement|kind|公务接待"})
    made = Mechanism.objects.get()
    assert (made.finding, made.filters) == (finding, {"kind": "公务接待"})
    page = client.get(reverse("mechanism", args=[made.pk])).content.decode()
    assert "结算类别为“公务接待”" in page


def test_an_ended_one_is_watched_no_more(office: Office, mechanism: Mechanism) -> None:
    client = office.signed_in("clerk")
    address = reverse("mechanism_end", args=[mechanism.pk])
    assert "理由" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "并入新制度"})
    assert watch(TODAY) == 0
    page = client.get(reverse("mechanisms")).content.decode()
    assert "并入新制度" in page


def test_others_see_none_and_make_none(office: Office, mechanism: Mechanism) -> None:
    for who in ("stranger", "nobody"):
        client = office.signed_in(who)
        assert client.get(reverse("mechanism", args=[mechanism.pk])).status_code == 404
        assert mechanism.title not in client.get(reverse("mechanisms")).content.decode()
    for who, code in (("clerk", 200), ("discipline", 200), ("reader", 404), ("lead", 404)):
        address = reverse("mechanism_new", args=[office.town.pk])
        assert office.signed_in(who).get(address).status_code == code
