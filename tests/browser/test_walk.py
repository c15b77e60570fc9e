"""The whole way as the people of an office go it, each in a browser of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

ROUND = "2025年县委第一巡察组"


def _open(page: Page) -> None:
    """Opens the walk's finding from the register."""
    page.goto("/register/?q=公墓收费不公开")
    page.locator("tbody tr", has_text="公墓").locator("a").first.click()


def _step(page: Page, name: str, reason: str = "") -> None:
    _open(page)
    panel = page.locator("#steps")
    if reason:
        panel.get_by_label(f"{name}理由").fill(reason)
    panel.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已{name}")


def _status(page: Page, word: str) -> None:
    expect(page.locator("h1 + p .tag").first).to_have_text(word)


def test_from_the_report_to_closure_and_back(
    signed_in: SignIn, report: Path, tmp_path: Path
) -> None:
    clerk = signed_in("韩雪梅")
    _import(clerk, report)
    _assign(clerk)

    owner = signed_in("田小兰", phone=True)
    _fill_in(owner, tmp_path)
    _step(owner, "提交核查")
    inspector = signed_in("石正南")
    _step(inspector, "退回", "照片里看不到公示栏")
    _step(owner, "提交核查")
    _step(inspector, "核查通过")
    _status(inspector, "待销号")

    county = signed_in("陆明远")
    _step(county, "销号")
    _status(county, "已销号")
    expect(county.locator(".timeline")).to_contain_text("照片里看不到公示栏")
    _step(county, "重新整改", "群众反映又有收费没有公示")
    _status(county, "整改中")
    expect(county.locator("body")).to_contain_text("第2轮整改")
    county.goto("/cockpit/")
    expect(county.locator(".figures")).to_contain_text("重新整改")


def _import(page: Page, report: Path) -> None:
    page.goto("/rounds/")
    page.set_input_files("#id_file", report)
    page.select_option("#id_unit", label="青石镇")
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.locator("mark.problem").first).to_have_text("公墓收费不公开")
    page.get_by_label("新轮次的名字").fill(ROUND)
    page.get_by_role("button", name="导入台账").click()
    expect(page.get_by_role("status")).to_contain_text("新增2个问题")


def _assign(page: Page) -> None:
    _open(page)
    page.get_by_label("责任领导").select_option(label="龚丽华")
    page.get_by_label("田小兰").check()
    page.get_by_label("财政所", exact=True).check()
    page.get_by_label("整改时限").fill("2030-12-31")
    page.locator("details.edit").get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("责任人和时限已保存")
    _status(page, "整改中")


def _fill_in(page: Page, folder: Path) -> None:
    """On a phone: the outcome in two lines, a photo, the degree."""
    photo = folder / "公示栏.txt"
    photo.write_text("公示栏现场说明", encoding="utf-8")
    _open(page)
    expect(page.locator("#steps")).to_contain_text("请上传佐证材料")
    measure = page.locator("form.measure").first
    measure.get_by_label("成效", exact=True).fill("6项收费标准已在公示栏公布。")
    measure.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("措施已保存")
    page.set_input_files("#id_files", photo)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已上传1份材料")
    form = page.locator("form", has=page.locator("#id_degree"))
    form.get_by_label("完成程度").select_option(label="已完成")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("完成情况已保存")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "address",
    ["/", "/register/?round=1", "/rounds/", "/rounds/1/", "/cockpit/", "/findings/1/",
     "/search/?q=资金", "/account/"],
)  # fmt: skip
def test_no_page_spills_over_or_complains(signed_in: SignIn, address: str, phone: bool) -> None:
    page = signed_in("韩雪梅", phone=phone)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(address)
    assert answer
    assert answer.status == 200
    page.wait_for_load_state("networkidle")
    spill = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(spill) == 0
    assert complaints == []
    assert (
        page.evaluate(
            "[...document.querySelectorAll('input,select,textarea')].filter(e => "
            "e.type !== 'hidden' && !e.labels?.length && !e.ariaLabel).length"
        )
        == 0
    )
