"""Appeals: received, told, assigned and answered in time, and who brought them stays hidden."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.web.ledgers import standing_rows
from bihuan.web.models import Appeal, Event, LedgerRow
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
SECRET = "R900"


@pytest.fixture(autouse=True)
def codes(office: Office) -> None:
    units = type(office.village).objects
    units.filter(pk=office.village.pk).update(code="V01")
    units.filter(pk=office.station.pk).update(code="S01")


def days_ago(days: int) -> str:
    return str(timezone.localdate() - timedelta(days=days))


def register(office: Office, number: str, *, days: int = 3, unit: str = "S01") -> LedgerRow:
    address = reverse("ledger_enter", args=[office.town.pk, "petition"])
    said = {
        "petition_no": number, "received_date": days_ago(days), "unit_code": unit,
        "matter_code": "M1", "petitioner_code": SECRET, "category": "土地",
    }  # fmt: skip
    answer = office.signed_in("clerk").post(address, said, follow=True)
    assert "已登记" in answer.content.decode()
    return standing(office, number)


def standing(office: Office, number: str) -> LedgerRow:
    return standing_rows(office.town, "petition").get(values__petition_no=number)


def step(client: Client, row: LedgerRow, name: str, **said: Any) -> str:
    answer = client.post(reverse("appeal_step", args=[row.pk, name]), said, follow=True)
    return answer.content.decode()


def listed(office: Office, who: str = "clerk", query: str = "") -> str:
    address = reverse("office_appeals", args=[office.town.pk])
    return office.signed_in(who).get(address + query).content.decode()


def test_a_petition_s_life_fills_its_ledger_row(office: Office) -> None:
    row = register(office, "XF1", days=5)
    clerk, owner = office.signed_in("clerk"), office.signed_in("owner")
    assert "还剩10天" in listed(office)
    assert "已分办" in step(clerk, row, "assign", handler=office.people["owner"].pk)
    assert "只有经办人能改" in step(clerk, row, "notify", on=days_ago(2), accepted="yes")
    assert "已登记告知" in step(owner, row, "notify", on=days_ago(2), accepted="yes")
    row = standing(office, "XF1")
    assert (row.values["notify_date"], row.values["accept_date"]) == (days_ago(2), days_ago(2))
    assert "还剩58天" in listed(office)
    assert "延期最多30天" in step(owner, row, "extend", days="31", approver="镇长")
    assert "请写明批准人" in step(owner, row, "extend", days="30", approver="")
    assert "已登记延期" in step(owner, row, "extend", days="30", approver="镇长")
    assert "还剩88天" in listed(office)
    row = standing(office, "XF1")
    assert "已答复办结" in step(owner, row, "answer", on=days_ago(0), reply="已丈量并书面答复。")
    row = standing(office, "XF1")
    assert row.values["close_date"] == days_ago(0)
    assert "已登记" in step(owner, row, "judge", satisfied="no")
    assert "XF1" not in listed(office)
    assert "不满意" in listed(office, query="?state=petition")


def test_only_the_handler_sees_who_brought_it_and_no_list_does(office: Office) -> None:
    row = register(office, "XF1")
    step(office.signed_in("clerk"), row, "assign", handler=office.people["owner"].pk)
    for who in ("clerk", "owner", "lead", "discipline", "inspection", "reader"):
        client = office.signed_in(who)
        pages = [
            client.get(reverse(name, args=[row.pk])).content.decode()
            for name in ("appeal", "ledger_row")
        ]
        assert all((SECRET in page) is (who == "owner") for page in pages)
        ledger = client.get(reverse("ledger", args=[office.town.pk, "petition"]))
        assert SECRET not in ledger.content.decode()
        assert SECRET not in listed(office, who)
    assert not any(SECRET in str((e.before, e.after, e.label)) for e in Event.objects.all())


def test_the_row_of_a_handler_is_changed_by_nobody_else(office: Office) -> None:
    row = register(office, "XF1")
    clerk = office.signed_in("clerk")
    step(clerk, row, "assign", handler=office.people["owner"].pk)
    said = {"remove": "1", "reason": "不要了"}
    answer = clerk.post(reverse("ledger_correct", args=[row.pk]), said)
    assert "只有经办人能改" in answer.content.decode()
    assert standing(office, "XF1").pk == row.pk


def test_days_are_counted_against_the_unit_that_owes_the_answer(office: Office) -> None:
    register(office, "XF1", days=20)
    register(office, "XF2", days=15, unit="V01")
    register(office, "XF3", days=14, unit="V01")
    page = listed(office)
    assert "超期5天" in page
    assert "还剩0天" in page
    owed = page[page.index("各单位欠答复的") : page.index("未办结</h2>")]
    assert owed.index("农业农村办") < owed.index("金竹村")
    overdue = listed(office, query="?state=overdue")
    assert "XF1" in overdue
    assert "XF2" not in overdue


def test_repeated_petitions_are_tied_to_the_one_before(office: Office) -> None:
    first, second = register(office, "XF1", days=9), register(office, "XF2")
    tied = Appeal.objects.get(key=second.key)
    assert tied.follows == Appeal.objects.get(key=first.key)
    clerk = office.signed_in("clerk")
    shown = clerk.get(reverse("appeal", args=[second.pk])).content.decode()
    assert "同一信访人" in shown
    step(clerk, second, "assign", handler=office.people["owner"].pk)
    shown = clerk.get(reverse("appeal", args=[second.pk])).content.decode()
    assert "同一信访人" not in shown


def test_a_handler_is_somebody_of_the_unit(office: Office) -> None:
    row = register(office, "XF1", unit="V01")
    told = step(office.signed_in("clerk"), row, "assign", handler=office.people["owner"].pk)
    assert "经办人要是承办单位" in told
    assert "没有为" in step(office.signed_in("lead"), row, "assign", handler=1)


@pytest.mark.parametrize("on", [str(date(2000, 1, 1)), "2999-01-01", "明天", ""])
def test_impossible_days_are_refused(office: Office, on: str) -> None:
    row = register(office, "XF1")
    step(office.signed_in("clerk"), row, "notify", on=on, accepted="yes")
    assert standing(office, "XF1").values["notify_date"] is None


def test_a_talk_hall_matter_is_promised_and_answered_or_refused(office: Office) -> None:
    clerk = office.signed_in("clerk")
    address = reverse("ledger_enter", args=[office.town.pk, "talk_hall"])
    for number in ("S1", "S2"):
        said = {"matter_no": number, "unit_code": "V01", "raised_date": days_ago(4)}
        clerk.post(address, said)
    first, second = standing_rows(office.town, "talk_hall").order_by("key")
    due = timezone.localdate() + timedelta(days=6)
    assert "已登记承诺期限" in step(clerk, first, "promise", on=str(due))
    assert "还剩6天" in listed(office)
    first = standing_rows(office.town, "talk_hall").get(key=first.key)
    step(clerk, first, "answer", on=days_ago(0), reply="已修好水管。")
    step(clerk, second, "refuse", reason="已在法院诉讼")
    rows = standing_rows(office.town, "talk_hall").order_by("key")
    assert [row.values["status"] for row in rows] == ["办结", "不予受理"]
    assert "没有这样的事项" in listed(office)


def test_another_township_reaches_no_appeal(office: Office) -> None:
    row = register(office, "XF1")
    client = office.signed_in("stranger")
    assert client.get(reverse("appeal", args=[row.pk])).status_code == 404
    assert client.get(reverse("office_appeals", args=[office.town.pk])).status_code == 404
    assert client.post(reverse("appeal_step", args=[row.pk, "assign"])).status_code == 404
