"""A notice on its way to the public, and an objection on its way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, SignIn

TITLE = "青石镇致全镇群众的一封信"
OBJECTION = "信里写的通水长度和我们院子的不一样，请再核实一次。"


@pytest.fixture
def visitor(office: str, chromium: Browser) -> Iterator[Page]:
    """Somebody with a phone who isn't signed in."""
    context = chromium.new_context(viewport=PHONE, base_url=office, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_from_the_draft_to_the_public_and_an_objection(signed_in: SignIn, visitor: Page) -> None:
    clerk = signed_in("韩雪梅")
    clerk.set_default_timeout(30_000)
    passage = _prepare(clerk)
    report = clerk.url
    _approve(signed_in("冉庆丰"), report)
    address = _issue(clerk, report)

    visitor.goto(address)
    expect(visitor.locator("h1")).to_have_text(TITLE)
    expect(visitor.locator("article")).not_to_contain_text(passage)
    expect(visitor.locator("article")).to_contain_text("（此处依规定不予公开）")
    ticket = _object(visitor)

    _handle(signed_in("石正南"))
    visitor.goto(f"/public/answer/?ticket={ticket}")
    expect(visitor.locator("main")).to_contain_text("已核实，本周内清淤。")


def _prepare(page: Page) -> str:
    """Gives the passage that is withheld."""
    # The office's day may have begun already where this machine's hasn't.
    first = date.today() - timedelta(days=1)
    page.goto("/reports/")
    page.get_by_label("整改轮次").select_option(index=0)
    page.get_by_label("文种").first.select_option(label="整改情况通报")
    page.get_by_label("给谁看").select_option(label="向社会公开")
    page.get_by_role("button", name="开始编制").click()
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("公开自").fill(str(first))
    page.get_by_label("公开至").fill(str(first + timedelta(days=15)))
    page.get_by_label("联系方式").fill("青石镇整改办，电话0700-5550123")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.locator("#remarks li").first).to_be_visible()
    paper = page.frame_locator("iframe.paper")
    passage = paper.locator("article p").nth(6).inner_text().split("：")[-1]
    page.get_by_label("段落").fill(passage)
    page.get_by_label("理由", exact=True).select_option(index=8)
    page.get_by_role("button", name="选定为不予公开").click()
    expect(page.get_by_role("status")).to_contain_text("不予公开")
    expect(page.get_by_role("button", name="审批通过")).to_be_disabled()
    return passage


def _approve(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_role("link", name="公开比对").click()
    expect(page.locator("mark").first).to_be_visible()
    page.goto(report)
    page.get_by_role("button", name="审批通过").click()
    expect(page.get_by_role("status")).to_contain_text("已审批通过")


def _issue(page: Page, report: str) -> str:
    """Gives the public page's address."""
    page.goto(report)
    reason = page.get_by_label("仍要印发的原因")
    if reason.count():
        reason.fill("报送期限已到")
    page.get_by_role("button", name="印发并公开").click()
    expect(page.get_by_role("status").first).to_contain_text("已印发第1版")
    return page.get_by_role("link", name="打开公开页面").get_attribute("href") or ""


def _object(page: Page) -> str:
    """Gives the ticket."""
    page.get_by_label("您的意见").fill(OBJECTION)
    page.get_by_label("联系方式").fill("13987654321")
    page.get_by_role("button", name="提交").click()
    return page.locator(".ticket").inner_text()


def _handle(page: Page) -> None:
    page.goto("/objections/")
    page.get_by_role("link", name=OBJECTION[:12]).click()
    expect(page.locator("dl.facts")).to_contain_text("只有经办人看得到")
    page.get_by_role("button", name="接办").click()
    expect(page.locator("dl.facts")).to_contain_text("13987654321")
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_label("答复").fill("已核实，本周内清淤。")
    page.get_by_role("button", name="答复", exact=True).click()
    expect(page.locator("h1")).to_contain_text("已答复")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_public_pages_need_no_script_and_don_t_spill(
    office: str, chromium: Browser, size: dict[str, int]
) -> None:
    context = chromium.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=office,
        java_script_enabled=False,
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/public/")
    page.locator("main a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    box = page.locator("main").bounding_box()
    assert box
    assert box["width"] <= size["width"]
    assert page.locator("script").count() == 0
    assert complaints == []
    context.close()
