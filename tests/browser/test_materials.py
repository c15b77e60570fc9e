"""A task's whole way: asked for, handed in on phones, a copy seen, returned, written anew."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn

TASK = "财务管理学习心得"
HONEST = (
    "这次学习我记了三条。第一条是票据，过去我们把空白收据放在抽屉里，谁来谁撕，上月起改成按号领用，"
    "领一本销一本。第二条是现金，赶集日收的摊位费当天送信用社，雨天也送，小田陪着去。第三条是往来款，"
    "我把二〇一九年以来的四十三笔抄在一张纸上，贴在桌前，还掉一笔划一笔，现在还剩十二笔没有着落。"
)
COPY = HONEST.replace("小田", "小向").replace("抽屉", "柜子")
ANEW = (
    "民政办的学习和财政所不一样，我们看的是救助对象的档案。翻完二百一十七份，发现有九份缺照片，四份的"
    "签字是代签，我一户一户去补。最远的住在晒谷坪背后，走了两个钟头，老人耳朵背，写字板上写给他看，"
    "他按了手印，还留我吃了碗面。往后凡是按手印的，都要有两个人在场。"
)
_PATIENCE_SECONDS = 90


def test_a_copy_is_seen_returned_and_written_anew(signed_in: SignIn, tmp_path: Path) -> None:
    clerk = signed_in("韩雪梅")
    _ask(clerk)
    finance, welfare = signed_in("田小兰", phone=True), signed_in("向立秋", phone=True)
    _hand_in(finance, tmp_path, HONEST)
    _hand_in(welfare, tmp_path, COPY)

    _open(clerk)
    _wait_for(clerk, re.compile(r"9\d(\.\d)?%"))
    _side_by_side(clerk)
    code = _return(clerk)
    assert code in _violations(clerk)

    _read_the_reason(welfare)
    _hand_in(welfare, tmp_path, ANEW)
    _approve(clerk)
    _read_the_ledger(clerk, code)
    assert code not in _violations(clerk)


def _ask(page: Page) -> None:
    page.goto("/materials/")
    page.get_by_role("link", name="布置任务").click()
    page.get_by_label("材料类型").select_option("心得体会")
    page.get_by_label("名称").fill(TASK)
    page.get_by_label("报送期限").fill("2035-06-30")
    page.get_by_label("财政所", exact=True).check()
    page.get_by_label("民政办", exact=True).check()
    page.get_by_role("button", name="布置").click()
    expect(page.get_by_role("status").first).to_contain_text("任务已布置")


def _hand_in(page: Page, folder: Path, words: str) -> None:
    """From one's own list, on a phone."""
    file = folder / "心得.txt"
    file.write_text(words, encoding="utf-8")
    page.goto("/")
    page.locator("#materials a.card", has_text=TASK).click()
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("等待审核")


def _open(page: Page) -> None:
    page.goto("/materials/")
    page.get_by_role("link", name=TASK).click()


def _row(page: Page) -> Locator:
    """What the task's page says of the copy."""
    owner = page.locator("td[data-label=报送]", has_text="民政办")
    return page.locator("table.stack tbody tr", has=owner)


def _wait_for(page: Page, share: re.Pattern[str]) -> None:
    """The comparison goes on behind the pages, so that one looks again until it is through."""
    begun = time.monotonic()
    while time.monotonic() - begun < _PATIENCE_SECONDS:
        if share.search(_row(page).locator("td[data-label=相似]").inner_text()):
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("the comparison did not come")


def _side_by_side(page: Page) -> None:
    _row(page).locator("td[data-label=相似] a").click()
    expect(page.locator(".side h3")).to_have_count(2)
    expect(page.locator(".side u").first).to_be_visible()
    page.locator(".side mark").first.click()
    expect(page.locator(".side mark.on")).to_have_count(2)
    page.go_back()


def _return(page: Page) -> str:
    """Returns the copy with a reason; the number that the ledger knows it by."""
    link = _row(page).locator("a").first
    code = link.inner_text()
    link.click()
    expect(page.locator("#likes")).to_contain_text("财政所")
    page.get_by_label("意见").fill("与财政所的相同，请写自己的体会。")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已退回")
    return code


def _read_the_reason(page: Page) -> None:
    page.goto("/")
    card = page.locator("#materials a.card", has_text=TASK)
    expect(card).to_contain_text("退回")
    card.click()
    expect(page.locator(".message.warning")).to_contain_text("请写自己的体会")
    # What is like it is told without whose it is.
    expect(page.locator("#likes")).to_contain_text("本次报送的另一份材料")
    expect(page.locator("#likes")).not_to_contain_text("财政所")


def _approve(page: Page) -> None:
    _open(page)
    _wait_for(page, re.compile(r"^(相似：)?0%$"))
    _row(page).locator("a").first.click()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("已通过")


def _violations(page: Page) -> str:
    """What the check on similar materials finds when it is run now."""
    page.goto("/checks/")
    page.get_by_role("button", name="全部检查").click()
    page.get_by_role("link", name="个人材料、预案文本雷同").click()
    return page.locator("section.panel").first.inner_text()


def _read_the_ledger(page: Page, code: str) -> None:
    page.goto("/ledgers/")
    page.get_by_role("link", name="材料报送与退回台账", exact=True).click()
    page.get_by_role("link", name=code).click()
    facts = page.locator("main")
    expect(facts).to_contain_text("通过")
    expect(facts).to_contain_text("2035-06-30")
