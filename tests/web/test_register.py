"""The register page shows, exports and hands over exactly what is asked for."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from bihuan.web.models import Finding, SavedView
from tests.web.conftest import Office


@pytest.mark.parametrize("name", ["home", "register", "rounds", "cockpit", "search", "account"])
@pytest.mark.parametrize("who", ["clerk", "owner", "inspection", "administrator", "nobody"])
def test_the_main_pages_open_for_everyone(office: Office, name: str, who: str) -> None:
    assert office.signed_in(who).get(reverse(name), {"q": "问题"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["1.1", "1.2", "1.3"]),
        ("q=第2个", ["1.2"]),
        ("status=closed", []),
        ("due=overdue&sort=due", ["1.1", "1.2", "1.3"]),
        ("standing=1", ["1.3"]),
        ("status=unheard&page=99", ["1.1", "1.2", "1.3"]),
    ],
)
def test_filters(office: Office, query: str, numbers: list[str]) -> None:
    Finding.objects.filter(number="1.3").update(standing=True)
    answer = office.signed_in("clerk").get(f"{reverse('register')}?{query}")
    assert [row.number for row in answer.context["page"]] == numbers


def test_the_export_is_what_is_shown_and_holds_no_formula(office: Office) -> None:
    Finding.objects.filter(number="1.2").update(problem='=HYPERLINK("http://x")')
    answer = office.signed_in("clerk").get(f"{reverse('register_export')}?q=HYPERLINK")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not any("第1个问题" in str(cell.value) for cell in cells)


def test_many_are_assigned_at_once_and_each_refusal_is_told(office: Office) -> None:
    first, second, third = office.findings
    Finding.objects.filter(pk=third.pk).update(status="closed", **_closed(office))
    sent = {"pk": [first.pk, second.pk, third.pk], "due": "2026-12-31", "query": ""}
    page = office.signed_in("clerk").post(reverse("register_assign"), sent, follow=True)
    text = page.content.decode()
    assert "已为2个问题" in text
    assert "1.3：" in text
    assert list(Finding.objects.filter(due=date(2026, 12, 31)).order_by("pk")) == [first, second]


def _closed(office: Office) -> dict[str, object]:
    at = "2025-01-01T00:00:00Z"
    people = office.people
    return {
        "submitted_by": people["owner"], "submitted_at": at, "verified_by": people["discipline"],
        "verified_at": at, "closed_by": people["inspection"], "closed_at": at,
    }  # fmt: skip


def test_nobody_assigns_what_is_not_theirs(office: Office) -> None:
    sent = {"pk": [office.findings[0].pk], "due": "2026-12-31"}
    for who in ("owner", "reader", "stranger", "nobody", "discipline"):
        assert office.signed_in(who).post(reverse("register_assign"), sent).status_code == 400


def test_a_view_is_kept_and_taken_away(office: Office) -> None:
    client = office.signed_in("clerk")
    client.post(reverse("register_view"), {"name": "超期的", "query": "due=overdue"})
    assert SavedView.objects.get().query == "due=overdue"
    client.post(reverse("register_view"), {"name": "超期的", "remove": "1"})
    assert not SavedView.objects.exists()
