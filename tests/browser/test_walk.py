"""The whole way as the people of an office go it, each in a browser of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
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
    _plan(clerk)
    _assign(clerk)
    _change_in_the_row(clerk)

    owner = signed_in("田小兰", phone=True)
    _ask_for_time(owner)
    _grant(signed_in("龚丽华"))
    _hand_in_on_site(owner, tmp_path)
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
    _read_the_ranking(signed_in("方晓舟"))


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


def _plan(page: Page) -> None:
    """The clerk writes the plan's measure down."""
    _open(page)
    page.get_by_label("新措施").fill("在公示栏公布收费标准。")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("status")).to_contain_text("已增加一条措施")


def _change_in_the_row(page: Page) -> None:
    """A later date, without leaving the register; nothing is saved of what is wrong."""
    page.goto("/register/?q=公墓收费不公开")
    row = page.locator("tbody tr[id]", has_text="公墓")
    row.get_by_role("button", name="的时限").click()
    row.locator("input[type=date]").fill("2031-01-31")
    row.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("2031年1月31日")


def _ask_for_time(page: Page) -> None:
    _open(page)
    page.locator("summary", has_text="申请延期").click()
    page.locator("#id_until").fill("2031-03-31")
    page.locator("#id_reason").fill("公示栏正在重建")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("status")).to_contain_text("延期申请已提交")


def _grant(page: Page) -> None:
    """The leader finds the request among their own work."""
    page.locator("li", has_text="田小兰申请延期").locator("a").first.click()
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已批准延期")
    expect(page.locator("dl.facts")).to_contain_text("2031年3月31日")


def _hand_in_on_site(page: Page, folder: Path) -> None:
    """On a phone, from one's own list: a photo, two lines, handed in."""
    photo = folder / "公示栏.jpg"
    Image.new("RGB", (1200, 900), "steelblue").save(photo)
    page.goto("/")
    page.locator("a.card", has_text="公墓收费不公开").click()
    form = page.locator("#onsite")
    form.locator("input[type=file]").first.set_input_files(photo)
    expect(form).to_contain_text("公示栏.jpg")
    form.get_by_label("哪条措施").select_option("all")
    form.get_by_label("做了什么，结果如何").fill("6项收费标准已在公示栏公布。")
    form.get_by_role("button", name="保存并提交核查").click()
    expect(page.get_by_role("status").last).to_contain_text("已提交核查")
    _status(page, "待核查")


def _read_the_ranking(page: Page) -> None:
    """The county's administrator reads the round's figures, with what was reopened beside them."""
    page.goto("/cockpit/")
    page.get_by_label("轮次").select_option(label=f"青石镇 {ROUND}")
    page.get_by_role("button", name="查看").first.click()
    row = page.locator("table.figures-table tr", has_text="财政所").first
    expect(row).to_contain_text("100%")
    row.get_by_role("link", name="100%").last.click()
    expect(page.locator("tbody")).to_contain_text("公墓收费不公开")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "address",
    ["/", "/register/?round=1", "/rounds/", "/rounds/1/", "/cockpit/", "/findings/1/",
     "/search/?q=资金", "/account/", "/materials/", "/materials/1/", "/materials/item/2/",
     "/materials/overlap/1/"],
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
