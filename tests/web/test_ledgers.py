"""Ledgers in the office: files through a dry run, rows entered and corrected, versions kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.web.ledgers import standing_rows, tables
from bihuan.web.models import Event, LedgerIntake, LedgerRow, LedgerVersion, UnitKind
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
HEADER = "信访编号,收到日期,信访人编码,涉及单位编码,事项编码"
FIRST = [
    "XF1,2025-01-01,R900,V01,M1",
    "XF2,2025-01-02,R901,V02,M1",
    "XF3,去年,R902,V01,M2",
]


@pytest.fixture(autouse=True)
def codes(office: Office) -> None:
    type(office.village).objects.filter(pk=office.village.pk).update(code="V01")


def upload(client: Client, office: Office, *lines: str, name: str = "信访台账.csv") -> Any:
    file = SimpleUploadedFile(name, "\n".join([HEADER, *lines]).encode("gb18030"))
    address = reverse("ledger_upload", args=[office.town.pk])
    return client.post(address, {"file": file}, follow=True)


def bring_in(office: Office, *lines: str, mode: str = "merge") -> None:
    client = office.signed_in("clerk")
    upload(client, office, *lines)
    intake = LedgerIntake.objects.latest("pk")
    client.post(reverse("ledger_intake", args=[intake.pk]), {"mode": mode})


def numbers(office: Office) -> set[str]:
    return {row.values["petition_no"] for row in standing_rows(office.town, "petition")}


def test_a_file_is_shown_before_it_counts(office: Office) -> None:
    page = upload(office.signed_in("clerk"), office, *FIRST).content.decode()
    assert "读出 2 行：新增 2，更改 0，不变 0" in page
    assert "“去年”不是日期" in page
    assert not LedgerRow.objects.exists()


def test_a_file_adds_and_changes_and_only_replacing_takes_out(office: Office) -> None:
    bring_in(office, *FIRST)
    assert numbers(office) == {"XF1", "XF2"}
    bring_in(office, "XF2,2025-01-09,R901,V02,M1", "XF4,2025-01-09,R904,V01,M1")
    assert numbers(office) == {"XF1", "XF2", "XF4"}
    bring_in(office, "XF4,2025-01-09,R904,V01,M1", mode="replace")
    assert numbers(office) == {"XF4"}
    versions = LedgerVersion.objects.order_by("number").values_list("added", "changed", "removed")
    assert list(versions) == [(2, 0, 0), (1, 1, 0), (0, 0, 2)]
    assert Event.objects.filter(verb="ledger_changed", unit_id=office.town.pk).count() == 3


def test_going_back_brings_the_rows_of_then(office: Office) -> None:
    bring_in(office, *FIRST)
    bring_in(office, "XF9,2025-01-09,R901,V02,M1", mode="replace")
    address = reverse("ledger_versions", args=[office.town.pk, "petition"])
    office.signed_in("clerk").post(address, {"number": "1"})
    assert numbers(office) == {"XF1", "XF2"}
    assert LedgerVersion.objects.count() == 3
    assert LedgerRow.objects.count() == 5


def test_a_file_is_accepted_once(office: Office) -> None:
    bring_in(office, *FIRST)
    intake = LedgerIntake.objects.get()
    answer = office.signed_in("clerk").post(reverse("ledger_intake", args=[intake.pk]))
    assert "已经导入过" in answer.content.decode()
    assert LedgerVersion.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 99, b"PK\x03\x04 broken"])
def test_what_is_no_ledger_is_one_sentence(office: Office, content: bytes) -> None:
    file = SimpleUploadedFile("台账.xlsx", content)
    address = reverse("ledger_upload", args=[office.town.pk])
    answer = office.signed_in("clerk").post(address, {"file": file}, follow=True)
    assert answer.status_code < 500
    assert not LedgerIntake.objects.exists()


def test_a_row_is_entered_corrected_and_ended_with_its_history(office: Office) -> None:
    client = office.signed_in("clerk")
    address = reverse("ledger_enter", args=[office.town.pk, "petition"])
    row = {
        "petition_no": "XF1", "received_date": "2025年1月1日", "unit_code": "V01",
        "matter_code": "M1", "petitioner_code": "R900",
    }  # fmt: skip
    wrong = client.post(address, row | {"received_date": "明天"}).content.decode()
    assert "不是日期" in wrong
    assert 'value="R900"' in wrong
    client.post(address, row)
    assert "已经有这个编号" in client.post(address, row).content.decode()
    [entered] = LedgerRow.objects.all()
    assert (entered.values["received_date"], entered.unit) == ("2025-01-01", office.village)

    client.post(
        reverse("ledger_correct", args=[entered.pk]),
        row | {"received_date": "2025-01-02", "reason": "登记错了"},
    )
    [now] = LedgerRow.objects.filter(until=None)
    page = client.get(reverse("ledger_row", args=[now.pk])).content.decode()
    assert "2025-01-01 → 2025-01-02" in page
    assert "登记错了" in page

    correct = reverse("ledger_correct", args=[now.pk])
    client.post(correct, {"remove": "1", "reason": ""})
    assert LedgerRow.objects.filter(until=None).exists()
    client.post(correct, {"remove": "1", "reason": "重复"})
    assert not LedgerRow.objects.filter(until=None).exists()
    page = client.get(reverse("ledger_row", args=[now.pk])).content.decode()
    assert "作废：重复" in page


def test_petitioners_are_shown_only_to_those_who_work_on_them(office: Office) -> None:
    bring_in(office, *FIRST)
    row = LedgerRow.objects.get(values__petition_no="XF1")
    for who, sees in (("clerk", True), ("reader", False), ("discipline", False)):
        client = office.signed_in(who)
        assert ("R900" in client.get(reverse("ledger_row", args=[row.pk])).content.decode()) is sees
        listed = client.get(reverse("ledger", args=[office.town.pk, "petition"]) + "?q=R900")
        assert "XF1" not in listed.content.decode()


def test_another_township_sees_nothing(office: Office) -> None:
    bring_in(office, *FIRST)
    row = LedgerRow.objects.first()
    assert row is not None
    client = office.signed_in("stranger")
    for address in (
        reverse("office_ledgers", args=[office.town.pk]),
        reverse("ledger", args=[office.town.pk, "petition"]),
        reverse("ledger_row", args=[row.pk]),
        reverse("ledger_versions", args=[office.town.pk, "petition"]),
        reverse("ledger_intake", args=[LedgerIntake.objects.get().pk]),
    ):
        assert client.get(address).status_code == 404


def test_the_tables_for_checks_hold_the_standing_rows(office: Office) -> None:
    bring_in(office, *FIRST)
    bring_in(office, "XF2,2025-01-09,R901,V02,M1", mode="replace")
    found = tables(office.town, ["petition"]).execute(
        "SELECT petition_no, received_date, close_date FROM petition"
    )
    assert [tuple(map(str, row)) for row in found.fetchall()] == [("XF2", "2025-01-09", "None")]


def test_pages_are_shown_and_templates_given(office: Office) -> None:
    client = office.signed_in("clerk")
    assert client.get(reverse("ledgers"), follow=True).status_code == 200
    answer = client.get(reverse("ledger_template", args=["voucher"]))
    assert answer.content.startswith(b"PK")
    assert client.get(reverse("ledger", args=[office.town.pk, "voucher"])).status_code == 200
    assert client.get(reverse("ledger", args=[office.town.pk, "nothing"])).status_code == 404
    assert office.town.kind == UnitKind.TOWNSHIP
