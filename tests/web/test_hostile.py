"""What comes with bad intent or by mishap: one sentence, and no trace."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.web import storage
from bihuan.web.models import Blob, Event, Evidence, Finding, Intake, Reply, Round
from tests.web.conftest import Office

_SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
_HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_HOSTILE = {
    "炸弹.docx": _zip({"word/document.xml": bytes(300 * 2**20)}),
    "宏.xlsm": _zip({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}),
    "宏.docx": _zip({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}),
    "图.svg": _SVG,
    "页.html": _HTML,
    "其实是网页.jpg": _HTML,
    "其实是网页.docx": _HTML,
    "程序.pdf": b"MZ\x90\x00" + bytes(200),
    "压缩包.zip": _zip({"a.txt": b"x"}),
    "空.pdf": b"",
}


def _stored() -> set[str]:
    root = storage.path_of("00").parent.parent
    return {path.name for path in root.rglob("*") if path.is_file()}


def _send(client: Client, address: str, field: str, name: str, content: bytes, **more: Any) -> Any:
    return client.post(address, {field: SimpleUploadedFile(name, content), **more}, follow=True)


@pytest.mark.parametrize("name", _HOSTILE)
def test_no_hostile_file_is_kept_as_evidence(office: Office, name: str) -> None:
    before = _stored()
    address = reverse("evidence_upload", args=[office.findings[0].pk])
    page = _send(office.signed_in("owner"), address, "files", name, _HOSTILE[name])
    assert page.status_code == 200
    assert 'class="message error"' in page.content.decode()
    assert (Evidence.objects.count(), Blob.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert _stored() == before


@pytest.mark.parametrize("name", _HOSTILE)
def test_no_hostile_file_is_imported(office: Office, name: str) -> None:
    before = _stored()
    for address, more in (
        (reverse("intake_upload"), {"unit": office.town.pk}),
        (reverse("exchange_in", args=[office.round.pk]), {"unit": office.station.pk}),
    ):
        answer = _send(office.signed_in("clerk"), address, "file", name, _HOSTILE[name], **more)
        assert answer.status_code == 400
        assert "message error" in answer.content.decode()
    assert not Intake.objects.exists()
    assert not Reply.objects.exists()
    assert _stored() == before


@pytest.mark.parametrize(
    "name",
    [
        "../../x.txt",
        "..\\..\\x.txt",
        "/etc/passwd.txt",
        "a\x00b.txt",
        "a\u202etxt.exe.txt",
        "x" * 400,
    ],
)
def test_a_name_is_a_plain_name(office: Office, name: str) -> None:
    address = reverse("evidence_upload", args=[office.findings[0].pk])
    _send(office.signed_in("owner"), address, "files", name, "整改说明".encode())
    kept = Evidence.objects.get().name
    assert len(kept) <= 200
    assert not set(kept) & set("/\\\x00\u202e")
    assert not kept.startswith(".")
    answer = office.signed_in("owner").get(
        reverse("evidence_file", args=[Evidence.objects.get().pk])
    )
    assert answer.status_code == 200


def _workbook(office: Office, value: str) -> bytes:
    """A unit's workbook with something written into every cell that is open for it."""
    address = reverse("exchange_out", args=[office.round.pk, office.station.pk])
    content = office.signed_in("clerk").get(address).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.worksheets[0].iter_rows(min_row=3):
        for cell in row:
            if not cell.protection.locked:
                cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)"])
def test_a_formula_never_comes_out_as_one(office: Office, formula: str) -> None:
    Finding.objects.filter(pk=office.findings[0].pk).update(problem=formula, group=formula)
    Round.objects.filter(pk=office.round.pk).update(name=formula)
    for address in (
        reverse("register_export") + f"?round={office.round.pk}",
        reverse("exchange_out", args=[office.round.pk, office.station.pk]),
    ):
        content = office.signed_in("clerk").get(address).content
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
        told = [cell for cell in cells if formula in str(cell.value)]
        assert told
        assert {cell.data_type for cell in told} == {"s"}


def test_a_formula_in_a_reply_is_text_or_refused(office: Office) -> None:
    address = reverse("exchange_in", args=[office.round.pk])
    content = _workbook(office, '=HYPERLINK("http://x","点我")')
    answer = _send(
        office.signed_in("clerk"), address, "file", "填报.xlsx", content, unit=office.station.pk
    )
    assert answer.status_code in (200, 400)
    assert 'href="http://x"' not in answer.content.decode()


def test_an_ended_session_leads_back_to_the_page(office: Office) -> None:
    address = reverse("finding_step", args=[office.findings[0].pk, "submit"])
    page = reverse("finding", args=[office.findings[0].pk])
    answer = Client().post(address, HTTP_REFERER=f"http://testserver{page}")
    assert (
        answer["Location"]
        == f"/accounts/login/?next=%2Ffindings%2F{office.findings[0].pk}%2F&expired=1"
    )
    assert "登录已过期" in Client().get(answer["Location"]).content.decode()
    foreign = Client().post(address, HTTP_REFERER="https://evil.example/x")
    assert foreign["Location"] == "/accounts/login/?next=%2F&expired=1"
    part = Client().get(reverse("register_row", args=[1]), HTTP_HX_REQUEST="true")
    assert part["HX-Redirect"].startswith("/accounts/login/")


def test_a_forged_form_is_refused_in_chinese(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        office.people["owner"], "allauth.account.auth_backends.AuthenticationBackend"
    )
    address = reverse("measure_add", args=[office.findings[0].pk])
    answer = client.post(address, {"text": "措施"})
    assert answer.status_code == 403
    assert "刷新页面" in answer.content.decode()
    assert office.findings[0].measures.count() == 1


@pytest.mark.parametrize("pk", [0, 10**9, 2**63, 10**30])
def test_ids_that_are_none_are_not_there(office: Office, pk: int) -> None:
    client = office.signed_in("clerk")
    for address in (f"/findings/{pk}/", f"/rounds/{pk}/", f"/evidence/{pk}/", f"/intake/{pk}/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "没有" in answer.content.decode()
    for query in (f"round={pk}", f"unit={pk}", f"inspected={pk}", f"page={pk}", "unit=-5"):
        assert client.get(f"/register/?{query}").status_code == 200
        assert client.get(f"/cockpit/?{query}").status_code == 200


def test_control_characters_are_refused(office: Office) -> None:
    client = office.signed_in("owner")
    address = reverse("measure_add", args=[office.findings[0].pk])
    assert client.post(address, {"text": "措\x00施"}).status_code == 400
    assert client.get("/search/", {"q": "\x00"}).status_code == 400
    assert office.findings[0].measures.count() == 1


def test_a_text_that_is_too_long_is_told(office: Office) -> None:
    client = office.signed_in("administrator")
    values = {"parent": office.town.pk, "kind": "village", "name": "长" * 101}
    answer = client.post(reverse("unit_add"), values)
    assert answer.status_code == 400
    assert "最多100个字" in answer.content.decode()


def test_a_form_of_too_many_fields_is_told(office: Office) -> None:
    fields = {f"f{n}": "x" for n in range(6000)}
    answer = office.signed_in("clerk").post(reverse("register_assign"), fields)
    assert answer.status_code == 400
    assert "太多" in answer.content.decode()


def test_what_is_written_is_never_markup(office: Office) -> None:
    script = "<script>alert(1)</script>"
    Finding.objects.filter(pk=office.findings[0].pk).update(
        problem=script, group=script, area=script, lead_name=script, unit_names=script
    )
    for address in ("/register/", f"/findings/{office.findings[0].pk}/", "/cockpit/", "/"):
        assert script not in office.signed_in("clerk").get(address).content.decode()


def test_pages_run_nothing_but_their_own_scripts(office: Office) -> None:
    for address in ("/", "/cockpit/", "/register/", "/nothing/"):
        answer = office.signed_in("clerk").get(address)
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
    templates = Path(storage.__file__).parent / "templates"
    # The article carries its styles in it: it is copied into another's page, and shown shut in.
    article = templates / "public" / "article.html"
    for template in {*templates.rglob("*.html")} - {article}:
        text = template.read_text("utf-8")
        assert not [x for x in (" style=", " onclick=", "javascript:", "<style") if x in text]


def test_an_address_for_forms_is_no_page(office: Office) -> None:
    answer = office.signed_in("clerk").get(reverse("measure_add", args=[office.findings[0].pk]))
    assert answer.status_code == 405
    assert "不能直接打开" in answer.content.decode()
