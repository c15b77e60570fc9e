"""What anybody sees: notices in their period, and objections that become cases."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.web.actions.objections import MOST_OF_ONE
from bihuan.web.models import Event, Issue, Objection
from tests.web.conftest import Office
from tests.web.test_reports import approved, begun, published, with_period

SAID = {"objection": "公布的户数和实际不一样。", "objector": "覃小丫", "reach": "13987654321"}


def _object(issue: Issue, client: Client | None = None, **said: str) -> int:
    client = client or Client()
    return client.post(reverse("public_object", args=[issue.slug]), SAID | said).status_code


def test_a_notice_is_read_without_signing_in(office: Office) -> None:
    issue = published(office)
    page = Client().get(reverse("public_notice", args=[issue.slug]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "第1个问题的具体表现" in text
    assert "0731-85550123" in text
    assert issue.title in Client().get(reverse("public")).content.decode()


@pytest.mark.parametrize(("first", "last", "word"), [(3, 9, "起公开"), (-9, -3, "公开期已满")])
def test_before_and_after_its_period_a_sentence_stands_in_its_place(
    office: Office, first: int, last: int, word: str
) -> None:
    issue = published(office, first, last)
    page = Client().get(reverse("public_notice", args=[issue.slug]))
    text = page.content.decode()
    assert page.status_code == 410
    assert word in text
    assert "第1个问题" not in text
    assert issue.title not in text
    assert issue.title not in Client().get(reverse("public")).content.decode()
    assert _object(issue) == 400


def test_nothing_of_what_isn_t_issued_is_public(office: Office) -> None:
    report = begun(office)
    with_period(office, report)
    approved(office, report)
    anonymous = Client()
    assert "没有在公开期内" in anonymous.get(reverse("public")).content.decode()
    for slug in ("1", str(report.pk), "0" * 12):
        assert anonymous.get(reverse("public_notice", args=[slug])).status_code == 404
    for name in ("report", "report_preview", "report_proof", "report_draft"):
        answer = anonymous.get(reverse(name, args=[report.pk]))
        assert answer["Location"].startswith("/accounts/login/")


def test_what_was_withdrawn_is_gone(office: Office) -> None:
    issue = published(office)
    clerk, address = office.signed_in("clerk"), reverse("issue_withdraw", args=[issue.pk])
    assert clerk.post(address, {"reason": " "}).status_code == 400
    assert clerk.post(address, {"reason": "数字有误"}).status_code == 302
    assert Client().get(reverse("public_notice", args=[issue.slug])).status_code == 404
    assert _object(issue) == 404
    assert clerk.get(reverse("issue", args=[issue.pk])).status_code == 200


def test_an_objection_becomes_a_case_and_its_answer_is_looked_up(office: Office) -> None:
    issue = published(office)
    visitor = Client()
    answer = visitor.post(reverse("public_object", args=[issue.slug]), SAID, follow=True)
    case = Objection.objects.get()
    assert case.ticket in answer.content.decode()
    look = f"{reverse('public_answer')}?ticket={case.ticket.lower()}"
    assert "已收到" in visitor.get(look).content.decode()

    clerk, step = office.signed_in("clerk"), reverse("objection_step", args=[case.pk])
    assert clerk.post(step, {"step": "accept"}).status_code == 400
    for said in ({"step": "take"}, {"step": "accept"}):
        assert clerk.post(step, said).status_code == 302
    assert clerk.post(step, {"step": "answer", "said": " "}).status_code == 400
    assert clerk.post(step, {"step": "answer", "said": "已核对，更正为3户。"}).status_code == 302
    assert clerk.post(step, {"step": "answer", "said": "再答复一次"}).status_code == 400
    told = visitor.get(look).content.decode()
    assert "已核对，更正为3户。" in told
    assert SAID["reach"] not in told


def test_who_objects_is_seen_by_the_handler_alone(office: Office) -> None:
    issue = published(office)
    _object(issue)
    case = Objection.objects.get()
    clerk, other = office.signed_in("clerk"), office.signed_in("discipline")
    address = reverse("objection", args=[case.pk])
    for client in (clerk, other):
        assert SAID["reach"] not in client.get(address).content.decode()
    other.post(reverse("objection_step", args=[case.pk]), {"step": "take"})
    assert SAID["reach"] in other.get(address).content.decode()
    assert SAID["reach"] not in clerk.get(address).content.decode()
    assert (
        clerk.post(reverse("objection_step", args=[case.pk]), {"step": "take"}).status_code == 400
    )
    assert (
        clerk.post(reverse("objection_step", args=[case.pk]), {"step": "accept"}).status_code == 400
    )


def test_no_event_says_who_objected_or_how_the_answer_is_found(office: Office) -> None:
    _object(published(office))
    case = Objection.objects.get()
    for event in Event.objects.filter(subject="objection"):
        said = f"{event.label}{event.before}{event.after}{event.reason}"
        for secret in (*SAID.values(), case.ticket, case.origin):
            assert secret not in said


@pytest.mark.parametrize(
    "who", ["owner", "lead", "inspection", "administrator", "reader", "stranger"]
)
def test_cases_are_shown_to_those_alone_who_handle_them(office: Office, who: str) -> None:
    _object(published(office))
    client = office.signed_in(who)
    assert client.get(reverse("objection", args=[Objection.objects.get().pk])).status_code == 404
    assert SAID["objection"] not in client.get(reverse("objections")).content.decode()


# Hostile senders


@pytest.mark.parametrize("objection", ["短", "长" * 2001, "   "])
def test_texts_too_short_or_too_long_are_refused(office: Office, objection: str) -> None:
    assert _object(published(office), objection=objection) == 400
    assert not Objection.objects.exists()


def test_a_machine_that_fills_everything_in_is_not_heard(office: Office) -> None:
    assert _object(published(office), website="http://example.invalid") == 302
    assert not Objection.objects.exists()


def test_too_many_at_once_are_refused(office: Office) -> None:
    issue = published(office)
    assert [_object(issue) for _ in range(MOST_OF_ONE + 1)] == [302] * MOST_OF_ONE + [400]
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert _object(issue, other) == 302


def test_html_stays_text(office: Office) -> None:
    _object(published(office), objection="<script>alert(1)</script><b>不实</b>")
    case = Objection.objects.get()
    page = office.signed_in("clerk").get(reverse("objection", args=[case.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_objection_needs_the_form_s_token(office: Office) -> None:
    issue = published(office)
    assert _object(issue, Client(enforce_csrf_checks=True)) == 403
    assert not Objection.objects.exists()
