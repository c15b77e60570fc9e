"""A unit without an account fills in a workbook; a dry run shows what it would change."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.rectification.status import Degree
from bihuan.web.actions.findings import report_progress
from bihuan.web.models import Event, Measure, Reply
from tests.web.conftest import Office


def _sent(office: Office) -> tuple[openpyxl.Workbook, Worksheet]:
    address = reverse("exchange_out", args=[office.round.pk, office.station.pk])
    book = openpyxl.load_workbook(BytesIO(office.signed_in("clerk").get(address).content))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return book, sheet


def _returned(office: Office, book: openpyxl.Workbook) -> str:
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("农业农村办.xlsx", out.getvalue())
    answer = office.signed_in("clerk").post(
        reverse("exchange_in", args=[office.round.pk]), {"file": file, "unit": office.station.pk}
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def test_what_is_filled_in_comes_in_once_and_only_when_accepted(office: Office) -> None:
    book, sheet = _sent(office)
    sheet["E4"], sheet["F4"], sheet["G4"], sheet["H4"] = "追回1.5万元。", "挽回损失", 1.5, "已完成"
    sheet["D5"], sheet["E5"] = "新增的措施", "已公示。"
    address = _returned(office, book)
    client = office.signed_in("clerk")
    page = client.get(address).content.decode()
    assert "追回1.5万元" in page
    assert not Measure.objects.exclude(outcome="").exists()
    client.post(address)
    first = office.findings[0]
    first.refresh_from_db()
    measure, added = first.measures.all()
    assert (measure.outcome, measure.amount, first.degree) == (
        "追回1.5万元。", Decimal("1.5"), Degree.DONE,
    )  # fmt: skip
    assert (added.text, added.outcome) == ("新增的措施", "已公示。")
    assert Event.objects.filter(verb="measure_reported").count() == 2
    assert client.post(address).status_code == 400


def test_a_conflict_is_shown_and_left_alone_unless_overruled(office: Office) -> None:
    book, sheet = _sent(office)
    sheet["E4"] = "单位填的成效。"
    report_progress(office.findings[0], by=office.people["owner"], degree=Degree.MOSTLY_DONE)
    address = _returned(office, book)
    client = office.signed_in("clerk")
    assert "冲突" in client.get(address).content.decode()
    client.post(address)
    assert not Measure.objects.exclude(outcome="").exists()


def test_rows_that_are_not_understood_are_told_and_left_out(office: Office) -> None:
    book, sheet = _sent(office)
    sheet["E4"], sheet["F4"] = "成效。", "胡写的类型"
    sheet["E6"], sheet["G6"] = "成效。", "一点五"
    sheet["I8"] = str(sheet["I8"].value)[:-3] + "abc"
    sheet["E8"] = "别人的成效。"
    address = _returned(office, book)
    page = office.signed_in("clerk").get(address).content.decode()
    for sentence in ("“胡写的类型”不认识", "“一点五”不是数", "第8行不是发出去的表里的"):
        assert sentence in page
    office.signed_in("clerk").post(address)
    assert not Measure.objects.exclude(outcome="").exists()


def test_no_cell_of_the_workbook_is_a_formula(office: Office) -> None:
    first = office.findings[0]
    first.problem = "=cmd()"
    first.save()
    _, sheet = _sent(office)
    assert [c for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_only_the_office_exchanges(office: Office) -> None:
    address = reverse("exchange", args=[office.round.pk])
    for who in ("owner", "lead", "discipline", "inspection", "reader", "stranger", "nobody"):
        assert office.signed_in(who).get(address).status_code == 404
    assert not Reply.objects.exists()
