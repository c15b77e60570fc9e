"""Ledgers and checks by the API: what the pages show, to whom the pages show it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.web.actions.checks import run_checks
from bihuan.web.actions.people import new_token
from bihuan.web.models import CheckRun, LedgerRow, Unit
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
TEXT = (
    "信访编号,收到日期,信访人编码,涉及单位编码,事项编码\n"
    "XF1,2025-01-01,R900,V01,M1\n坏行,去年,,V01,M2\n"
)


@pytest.fixture(autouse=True)
def codes(office: Office) -> None:
    Unit.objects.filter(pk=office.village.pk).update(code="V01")


class Caller:
    """Somebody with a token."""

    def __init__(self, office: Office, who: str) -> None:
        key = new_token(office.people[who], name="测试")
        self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str) -> Any:
        return Client().get(f"/api{path}", headers=self.headers)

    def post(self, path: str, data: Any, kind: str = "application/json") -> Any:
        sends_file = isinstance(data, dict) and "file" in data
        more: dict[str, Any] = {} if sends_file else {"content_type": kind}
        return Client().post(f"/api{path}", data, headers=self.headers, **more)


def bring_in(office: Office) -> Any:
    caller = Caller(office, "clerk")
    file = SimpleUploadedFile("信访台账.csv", TEXT.encode())
    answer = caller.post(f"/offices/{office.town.pk}/intakes", {"file": file})
    assert answer.status_code == 201
    return answer.json(), caller


def rows(office: Office, who: str) -> Any:
    return Caller(office, who).get(f"/offices/{office.town.pk}/ledgers/petition/rows")


def test_a_file_is_a_dry_run_until_it_is_accepted(office: Office) -> None:
    intake, caller = bring_in(office)
    [told] = intake["summary"]
    assert (told["ledger"], told["rows"], told["added"]) == ("petition", 1, 1)
    assert told["problems"][0]["row"] == 3
    assert not LedgerRow.objects.exists()
    answer = caller.post(f"/intakes/{intake['id']}/accept", {"replace": False})
    assert [(v["number"], v["added"]) for v in answer.json()] == [(1, 1)]
    again = caller.post(f"/intakes/{intake['id']}/accept", {"replace": False})
    assert again.status_code == 400
    versions = caller.get(f"/offices/{office.town.pk}/ledgers/petition/versions").json()
    assert versions["count"] == 1


def test_rows_are_masked_and_searched_as_on_the_page(office: Office) -> None:
    intake, caller = bring_in(office)
    caller.post(f"/intakes/{intake['id']}/accept", {})
    for who in ("clerk", "discipline", "reader", "inspection"):
        [row] = rows(office, who).json()["items"]
        assert row["values"]["petition_no"] == "XF1"
        assert row["values"]["petitioner_code"] == "•••"
    found = caller.get(f"/offices/{office.town.pk}/ledgers/petition/rows?q=R900").json()
    assert found["count"] == 0


def test_only_those_who_fill_bring_files_in(office: Office) -> None:
    intake, _ = bring_in(office)
    for who, code in (("reader", 404), ("discipline", 404), ("stranger", 404), ("nobody", 404)):
        caller = Caller(office, who)
        assert caller.post(f"/intakes/{intake['id']}/accept", {}).status_code == code
    file = SimpleUploadedFile("信访台账.csv", TEXT.encode())
    answer = Caller(office, "reader").post(f"/offices/{office.town.pk}/intakes", {"file": file})
    assert answer.status_code == 400
    assert rows(office, "stranger").status_code == 404


def test_checks_tell_their_latest_result(office: Office) -> None:
    intake, caller = bring_in(office)
    caller.post(f"/intakes/{intake['id']}/accept", {})
    address = f"/offices/{office.town.pk}/checks"
    assert {one["status"] for one in caller.get(address).json()} == {None}
    run_checks(office.town, by=None, trigger=CheckRun.Trigger.NIGHTLY)
    failing = caller.get(f"{address}?status=fail").json()
    assert [one["check"] for one in failing] == ["petitions-notify-late"]
    result = caller.get(f"{address}/petitions-notify-late").json()
    assert result["columns"][0] == "petition_no"
    assert result["rows"][0][0] == "XF1"
    assert Caller(office, "stranger").get(address).status_code == 404
    assert caller.get(f"{address}/no-such-check").status_code == 404


def test_the_description_names_every_way_in(office: Office) -> None:
    paths = Caller(office, "reader").get("/openapi.json").json()["paths"]
    assert "/api/offices/{office}/ledgers/{name}/rows" in paths
    told = paths["/api/offices/{office}/intakes"]["post"]
    assert "dry run" in told["description"]
    ledgers = Caller(office, "reader").get("/ledgers").json()
    patrol = next(one for one in ledgers if one["name"] == "patrol_log")
    assert "log_no" in patrol["key"]
