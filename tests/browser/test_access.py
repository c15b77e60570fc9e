"""No page has a serious fault of access, at a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SignIn

PAGES = {
    "韩雪梅": [
        "/", "/register/?round=1", "/rounds/", "/rounds/1/", "/rounds/1/exchange/", "/cockpit/",
        "/findings/1/", "/evidence/1/", "/search/?q=资金", "/account/",
        "/materials/", "/materials/new/2/", "/materials/1/", "/materials/item/2/",
        "/materials/overlap/1/", "/materials/references/2/",
    ],
    "方晓舟": ["/people/", "/people/1/", "/people/channels/"],
    "田小兰": ["/", "a finding of one's own"],
    "陆明远": ["/cockpit/", "/"],
}  # fmt: skip


def _open(page: Page, address: str) -> None:
    if not address.startswith("/"):
        address = page.locator("a.card").first.get_attribute("href") or ""
    answer = page.goto(address)
    assert answer
    assert answer.status == 200, address


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(signed_in: SignIn, name: str, phone: bool) -> None:
    page = signed_in(name, phone=phone)
    faults = []
    for address in PAGES[name]:
        _open(page, address)
        # What is folded away counts too.
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = Axe().run(page).response["violations"]
        faults += [
            (address, fault["id"], node["html"][:200])
            for fault in found
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"][:3]
        ]
    assert faults == []


def test_the_log_in_page_has_none_either(signed_in: SignIn) -> None:
    page = signed_in("韩雪梅")
    page.get_by_role("button", name="退出").click()
    page.goto("/accounts/login/")
    found = Axe().run(page).response["violations"]
    assert [f["id"] for f in found if f["impact"] in ("serious", "critical")] == []
