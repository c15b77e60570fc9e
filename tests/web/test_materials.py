"""Materials: asked for, handed in, compared, returned, handed in again, approved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.web.ledgers import standing_rows
from bihuan.web.models import Event, HandIn, LedgerRow, MaterialTask, Obligation, Unit
from tests.web.conftest import Office

DUE = date(2030, 6, 30)


@pytest.fixture
def task(office: Office) -> MaterialTask:
    """The station and the village owe a plan to the township."""
    Unit.objects.filter(pk=office.village.pk).update(code="V01")
    client = office.signed_in("clerk")
    said = {
        "kind": "风险预案", "title": "汛期风险预案", "due": DUE.isoformat(),
        "note": "结合本单位实际。",
        "units": [office.station.pk, office.village.pk],
    }  # fmt: skip
    answer = client.post(reverse("material_new", args=[office.town.pk]), said, follow=True)
    assert "任务已布置" in answer.content.decode()
    return MaterialTask.objects.get()


def owed(unit: Unit) -> Obligation:
    return Obligation.objects.get(unit=unit)


def hand_in(client: Client, obligation: Obligation, text: str, name: str = "预案.txt") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    address = reverse("material_hand_in", args=[obligation.pk])
    return client.post(address, {"file": file}, follow=True)


def judge(client: Client, obligation: Obligation, verdict: str, reason: str = "") -> Any:
    version = obligation.hand_ins.latest("number")
    said = {"verdict": verdict, "reason": reason}
    return client.post(reverse("material_judge", args=[version.pk]), said, follow=True)


def values(office: Office, obligation: Obligation) -> dict[str, Any]:
    rows = standing_rows(office.town, "material_submission")
    [row] = [row for row in rows if row.values["material_id"] == obligation.code]
    return dict(row.values)


def test_what_is_owed_stands_in_the_ledger_before_it_comes(
    office: Office, task: MaterialTask
) -> None:
    said = values(office, owed(office.village))
    assert (said["unit_code"], said["due_date"], said["submit_date"]) == ("V01", "2030-06-30", None)
    assert said["review_result"] is None
    # A unit without a code is told by its name, and the row is still its own.
    row = LedgerRow.objects.get(values__unit_code="农业农村办")
    assert row.unit == office.station


def test_it_is_handed_in_returned_handed_in_again_and_approved(
    office: Office, task: MaterialTask
) -> None:
    owner, clerk, one = office.signed_in("owner"), office.signed_in("clerk"), owed(office.station)
    assert "汛期风险预案" in owner.get(reverse("home")).content.decode()
    assert "等待审核" in hand_in(owner, one, "第一版。").content.decode()
    assert values(office, one)["review_result"] == "待审"
    assert "等我审核" in clerk.get(reverse("home")).content.decode()

    assert judge(clerk, one, "returned").status_code == 400
    judge(clerk, one, "returned", "没有写本单位的情况")
    said = values(office, one)
    assert (said["review_result"], said["return_count"]) == ("退回", 1)
    assert said["return_date"]
    page = owner.get(reverse("material", args=[one.pk])).content.decode()
    assert "没有写本单位的情况" in page

    assert "同一个文件" in hand_in(owner, one, "第一版。").content.decode()
    hand_in(owner, one, "第二版，写了本单位的情况。")
    assert (values(office, one)["review_result"], values(office, one)["return_count"]) == (
        "待审",
        1,
    )
    judge(clerk, one, "approved")
    assert values(office, one)["review_result"] == "通过"
    assert "已经通过" in hand_in(owner, one, "第三版。").content.decode()
    assert [v.number for v in one.hand_ins.all()] == [1, 2]
    assert Event.objects.filter(verb="material_returned", reason="没有写本单位的情况").exists()


def test_a_version_that_was_replaced_is_not_judged(office: Office, task: MaterialTask) -> None:
    one, clerk = owed(office.station), office.signed_in("clerk")
    hand_in(office.signed_in("owner"), one, "第一版。")
    first = one.hand_ins.get()
    hand_in(office.signed_in("owner"), one, "第二版。")
    address = reverse("material_judge", args=[first.pk])
    answer = clerk.post(address, {"verdict": "approved"})
    assert answer.status_code == 409
    assert not HandIn.objects.exclude(verdict="").exists()
