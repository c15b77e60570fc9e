"""Reports in the office: prepared, withheld from, approved by another, issued for good."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.reports import ReportKind
from bihuan.reports.blank import template
from bihuan.reports.exposure import exposed
from bihuan.web import storage
from bihuan.web.models import Event, Issue, Measure, Report, ReportTemplate
from tests.web.conftest import Office

PRIVATE = ("刘桂花", "13812345678", "431122198003054421")
CASE = "问题线索移送县纪委办理。"


def _with_personal_data(office: Office) -> None:
    first = office.findings[0]
    first.problem = f"村民{PRIVATE[0]}（电话{PRIVATE[1]}，身份证号{PRIVATE[2]}）低保金未发放。"
    first.save()
    Measure.objects.create(finding=first, position=2, text=f"补发{PRIVATE[0]}低保金；{CASE}")


def begun(office: Office, audience: str = "public", kind: str = "report") -> Report:
    said = {"round": office.round.pk, "kind": kind, "audience": audience}
    answer = office.signed_in("clerk").post(reverse("report_begin"), said)
    assert answer.status_code == 302
    return Report.objects.latest("pk")


def with_period(office: Office, report: Report, first: int = 0, last: int = 10) -> None:
    today = timezone.localdate()
    said = {
        "seen": report.version,
        "shown_from": today + timedelta(days=first),
        "shown_until": today + timedelta(days=last),
        "contact": "0731-85550123",
    }
    office.signed_in("clerk").post(reverse("report", args=[report.pk]), said)


def approved(office: Office, report: Report, who: str = "lead") -> int:
    client = office.signed_in(who)
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    found = re.search(r'name="digest" value="(\w+)"', page)
    digest = found[1] if found else ""
    return client.post(reverse("report_approve", args=[report.pk]), {"digest": digest}).status_code


def issued(office: Office, report: Report, who: str = "clerk") -> Issue | None:
    said = {"reason": "报送期限已到"}
    answer = office.signed_in(who).post(reverse("report_issue", args=[report.pk]), said)
    return Issue.objects.latest("pk") if answer.status_code == 302 else None


def published(office: Office, first: int = 0, last: int = 10) -> Issue:
    """A public notice that is approved and issued."""
    report = begun(office)
    with_period(office, report, first, last)
    assert approved(office, report) == 302
    issue = issued(office, report)
    assert issue
    return issue


def test_no_public_file_holds_what_is_personal(office: Office) -> None:
    _with_personal_data(office)
    issue = published(office)
    files = list(issue.files.all())
    assert {file.format for file in files} >= {".docx", ".html"}
    for file in files:
        content = storage.path_of(file.blob_id).read_bytes()
        assert exposed(content, PRIVATE) == []
        assert exposed(content, ["刘某某"]) == ["刘某某"]
    page = Client().get(reverse("public_notice", args=[issue.slug])).content
    assert exposed(page, PRIVATE) == []
    assert exposed(page, ["刘某某"])


def test_a_public_word_file_tells_nothing_beside_its_text(office: Office) -> None:
    issue = published(office)
    content = storage.path_of(issue.files.get(format=".docx").blob_id).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        everything = b"".join(package.read(name) for name in names)
    assert not [name for name in names if "comments" in name]
    assert b"<w:ins " not in everything
    assert b"<w:del " not in everything
    assert b"<w:vanish" not in everything
    for person in office.people.values():
        assert person.username.encode() not in everything


def test_a_withheld_passage_is_in_no_file_and_in_the_proof(office: Office) -> None:
    _with_personal_data(office)
    report = begun(office)
    with_period(office, report)
    clerk = office.signed_in("clerk")
    said = {"text": CASE, "reason": "case"}
    assert clerk.post(reverse("report_withhold", args=[report.pk]), said).status_code == 302
    approved(office, report)
    issue = issued(office, report)
    assert issue
    for file in issue.files.all():
        assert exposed(storage.path_of(file.blob_id).read_bytes(), [CASE]) == []
    proof = clerk.get(reverse("issue", args=[issue.pk])).content.decode()
    assert f"<mark>{CASE}</mark>" in proof
    assert "可能影响案件办理（clerk）" in proof


@pytest.mark.parametrize("text", ["文中没有的话", "  "])
def test_only_what_is_in_the_text_can_be_withheld(office: Office, text: str) -> None:
    report = begun(office)
    said = {"text": text, "reason": "case"}
    answer = office.signed_in("clerk").post(reverse("report_withhold", args=[report.pk]), said)
    assert answer.status_code == 400
    assert not report.withheld.exists()


def test_only_a_permitted_reason_withholds(office: Office) -> None:
    report = begun(office)
    said = {"text": "逐户核查。", "reason": "不想公开"}
    answer = office.signed_in("clerk").post(reverse("report_withhold", args=[report.pk]), said)
    assert answer.status_code == 400
    assert not report.withheld.exists()


def test_a_false_alarm_can_be_left_unmasked_with_a_reason(office: Office) -> None:
    _with_personal_data(office)
    report = begun(office)
    address = reverse("report_unmask", args=[report.pk])
    clerk = office.signed_in("clerk")
    assert clerk.post(address, {"text": PRIVATE[0], "reason": " "}).status_code == 400
    assert clerk.post(address, {"text": "别的", "reason": "不是人名"}).status_code == 400
    assert clerk.post(address, {"text": PRIVATE[0], "reason": "店名"}).status_code == 302
    page = clerk.get(reverse("report_preview", args=[report.pk])).content.decode()
    assert PRIVATE[0] in page
    clerk.post(address, {"remove": report.unmasked.get().pk})
    assert PRIVATE[0] not in clerk.get(reverse("report_preview", args=[report.pk])).content.decode()


# Approval


def test_whoever_prepared_it_doesn_t_approve_it(office: Office) -> None:
    from bihuan.rectification.roles import Role
    from bihuan.web.models import Membership

    Membership.objects.create(person=office.people["clerk"], unit=office.town, role=Role.LEAD)
    report = begun(office)
    with_period(office, report)
    assert approved(office, report, "clerk") == 400
    assert issued(office, report) is None
    assert approved(office, report, "lead") == 302
    assert issued(office, report)


def test_a_change_after_the_approval_undoes_it(office: Office) -> None:
    report = begun(office)
    with_period(office, report)
    approved(office, report)
    office.findings[0].problem = "改写了的问题。"
    office.findings[0].save()
    assert issued(office, report) is None
    assert approved(office, report) == 302
    with_period(office, Report.objects.get(pk=report.pk), last=20)
    assert issued(office, report) is None


def test_only_the_text_that_was_seen_is_approved(office: Office) -> None:
    report = begun(office)
    lead = office.signed_in("lead")
    answer = lead.post(reverse("report_approve", args=[report.pk]), {"digest": "0" * 64})
    assert answer.status_code == 400
    assert "重新看过" in answer.content.decode()


def test_a_public_report_needs_its_period(office: Office) -> None:
    report = begun(office)
    approved(office, report)
    assert issued(office, report) is None


def test_an_internal_report_needs_no_approval_but_high_remarks_a_reason(office: Office) -> None:
    _with_personal_data(office)
    report = begun(office, "internal")
    clerk = office.signed_in("clerk")
    page = clerk.get(reverse("report", args=[report.pk]))
    assert page.context["high_remarks"] > 0
    address = reverse("report_issue", args=[report.pk])
    assert clerk.post(address, {"reason": ""}).status_code == 400
    issue = issued(office, report)
    assert issue
    assert issue.reason == "报送期限已到"
    assert issue.remarks
    assert issue.slug is None


@pytest.mark.parametrize(("kind", "audience"), [("register", "public"), ("closure", "internal")])
def test_kinds_that_don_t_fit_are_refused(office: Office, kind: str, audience: str) -> None:
    said = {"round": office.round.pk, "kind": kind, "audience": audience}
    assert office.signed_in("clerk").post(reverse("report_begin"), said).status_code == 400


# Versions


def test_an_issued_version_stays_as_it_was(office: Office) -> None:
    issue = published(office)
    before = {f.format: f.blob_id for f in issue.files.all()}
    text = issue.published_text
    office.findings[0].problem = "后来改写的问题。"
    office.findings[0].save()
    approved(office, issue.report)
    second = issued(office, issue.report)
    assert second
    assert second.number == 2
    issue.refresh_from_db()
    assert issue.published_text == text
    assert {f.format: f.blob_id for f in issue.files.all()} == before
    for digest in before.values():
        assert hashlib.sha256(storage.path_of(digest).read_bytes()).hexdigest() == digest


def test_a_file_is_handed_out_as_it_was_issued(office: Office) -> None:
    issue = published(office)
    answer = office.signed_in("reader").get(reverse("issue_file", args=[issue.pk, "docx"]))
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == storage.path_of(issue.files.get(format=".docx").blob_id).read_bytes()


def test_every_write_leaves_an_event(office: Office) -> None:
    issue = published(office)
    verbs = set(Event.objects.filter(unit_id=office.town.pk).values_list("verb", flat=True))
    assert {"report_prepared", "report_edited", "report_approved", "report_issued"} <= verbs
    told = Event.objects.get(verb="report_issued")
    assert told.after["title"] == issue.title
    assert "published_text" not in told.after


def test_the_article_has_styles_inline_and_nothing_else(office: Office) -> None:
    issue = published(office)
    page = office.signed_in("clerk").get(reverse("issue_wechat", args=[issue.pk]) + "?bare")
    html = page.content.decode()
    assert "style=" in html
    for word in ("<script", "class=", "<style", "onclick", "http"):
        assert word not in html


@pytest.mark.parametrize("name", ["closure", "file"])
def test_a_finding_s_own_papers(office: Office, name: str) -> None:
    address = reverse("finding_paper", args=[office.findings[0].pk, name])
    answer = office.signed_in("owner").get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content[:4] == (b"PK\x03\x04" if name == "closure" else b"%PDF")
    assert office.signed_in("stranger").get(address).status_code == 404


# An office's own templates


def _upload(office: Office, content: bytes, who: str = "clerk", kind: str = "notice") -> int:
    said = {
        "unit": office.town.pk,
        "kind": kind,
        "file": SimpleUploadedFile("模板.docx", content),
    }
    return office.signed_in(who).post(reverse("template_add"), said).status_code


def _own(words: str) -> bytes:
    """The built-in template of a notice with a line of the office's own."""
    document = docx.Document(io.BytesIO(template(ReportKind.NOTICE)))
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_office_s_own_template_is_used_until_it_is_retired(office: Office) -> None:
    assert _upload(office, _own("青石镇党务公开专用")) == 302
    report = begun(office, kind="notice")
    clerk = office.signed_in("clerk")
    address = reverse("report_preview", args=[report.pk])
    assert "青石镇党务公开专用" in clerk.get(address).content.decode()
    row = ReportTemplate.objects.get()
    assert clerk.post(reverse("template_retire", args=[row.pk])).status_code == 302
    assert "青石镇党务公开专用" not in clerk.get(address).content.decode()


def test_a_later_template_takes_the_earlier_one_s_place(office: Office) -> None:
    _upload(office, _own("第一份"))
    _upload(office, _own("第二份"))
    assert ReportTemplate.objects.filter(retired_at=None).count() == 1
    assert ReportTemplate.objects.count() == 2


@pytest.mark.parametrize(
    "content",
    [b"not a document", b"PK\x03\x04broken", _own("{{ nothing_known }}"), _own("{% for %}")],
    ids=["text", "broken package", "unknown field", "broken tag"],
)
def test_a_faulty_template_is_refused_and_not_kept(office: Office, content: bytes) -> None:
    assert _upload(office, content) == 400
    assert not ReportTemplate.objects.exists()


def test_a_template_that_shows_what_is_hidden_publishes_nothing(office: Office) -> None:
    """Whatever an office's template says in its own words, what is masked isn't let out."""
    _with_personal_data(office)
    _upload(office, _own(f"联系人{PRIVATE[0]}"))
    report = begun(office, kind="notice")
    with_period(office, report)
    approved(office, report)
    said = {"reason": "期限已到"}
    answer = office.signed_in("clerk").post(reverse("report_issue", args=[report.pk]), said)
    issue = Issue.objects.filter(report=report).first()
    assert answer.status_code == 400
    assert issue is None


def test_templates_are_uploaded_by_those_who_prepare(office: Office) -> None:
    for who in ("owner", "reader", "stranger"):
        assert _upload(office, _own("别人的"), who) == 404
    assert not ReportTemplate.objects.exists()
