"""From a ledger's file to a finding that closes on mended data, and opens again on broken data."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn

CHECK = "退回材料久未重报"
HEADER = "材料编号,单位编码,材料类型,审核结果,最近退回日期"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two returned materials: one long ago, one the day before yesterday."""
    lines = [
        f"CL-{number},S04,心得体会,退回,{date.today() - timedelta(days=days)}"
        for number, days in ((1, 40), (2, 2))
    ]
    path = tmp_path / "材料报送与退回台账.csv"
    path.write_bytes("\n".join([HEADER, *lines]).encode("gb18030"))
    return path


def test_a_check_opens_closes_and_reopens_a_finding(
    signed_in: SignIn, ledger: Path, tmp_path: Path
) -> None:
    clerk = signed_in("韩雪梅")
    _import(clerk, ledger)
    _run(clerk, failing=True)
    finding = _propose(clerk)
    _assign(clerk, finding)
    _act(signed_in("田小兰", phone=True), finding, tmp_path)
    _review(clerk, "通过", "已重新报送并审核通过")
    _run(clerk, failing=False)
    _step(signed_in("田小兰", phone=True), finding, "提交核查")
    _step(signed_in("石正南"), finding, "核查通过")
    county = signed_in("陆明远")
    _step(county, finding, "销号")
    _status(county, "已销号")

    _review(clerk, "退回", "复查发现仍是旧稿")
    _run(clerk, failing=True)
    county.goto(finding)
    _status(county, "整改中")
    expect(county.locator("#checks")).to_contain_text("反弹")
    expect(county.locator("#checks")).to_contain_text("1 处是老问题")
    expect(county.locator("body")).to_contain_text("第2轮整改")


def _import(page: Page, file: Path) -> None:
    page.goto("/ledgers/")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.locator("main")).to_contain_text("读出 2 行：新增 2")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("共变动 2 行")


def _run(page: Page, *, failing: bool) -> None:
    page.goto("/checks/")
    page.get_by_role("button", name="全部检查").click()
    expect(page.get_by_role("status")).to_contain_text("检查完成")
    page.get_by_role("link", name=CHECK).click()
    expect(page.locator("h1 .tag")).to_have_text("有问题 1" if failing else "通过")


def _propose(page: Page) -> str:
    """Makes the check's result a finding; where its page is."""
    page.get_by_role("link", name="看台账").click()
    expect(page.locator("h1")).to_have_text("CL-1")
    page.go_back()
    page.get_by_label("轮次").select_option(index=0)
    page.get_by_role("button", name="提出问题").click()
    expect(page.get_by_role("status")).to_contain_text("已提出问题")
    expect(page.locator("#checks")).to_contain_text(CHECK)
    return page.url


def _assign(page: Page, finding: str) -> None:
    page.goto(finding)
    page.get_by_label("新措施").fill("重新报送退回的材料。")
    page.get_by_role("button", name="添加").click()
    page.get_by_label("责任领导").select_option(label="龚丽华")
    page.get_by_label("田小兰").check()
    page.get_by_label("财政所", exact=True).check()
    page.get_by_label("整改时限").fill("2031-12-31")
    page.locator("details.edit").last.get_by_role("button", name="保存").click()
    _status(page, "整改中")


def _act(page: Page, finding: str, folder: Path) -> None:
    """The owner tells what was done, with a photo; the ledger doesn't show it yet."""
    photo = folder / "报送回执.jpg"
    Image.new("RGB", (800, 600), "white").save(photo)
    page.goto(finding)
    form = page.locator("#onsite")
    form.locator("input[type=file]").first.set_input_files(photo)
    form.get_by_label("做了什么，结果如何").fill("已重写并于6月3日重新报送1份材料，审核通过。")
    form.get_by_role("button", name="只保存").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存")


def _review(page: Page, result: str, reason: str) -> None:
    """The office corrects the ledger's row."""
    page.goto("/ledgers/2/material_submission/?q=CL-1")
    page.get_by_role("link", name="CL-1").click()
    page.get_by_label("审核结果").select_option(label=result)
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_role("status")).to_contain_text("已更正")
    expect(page.locator("main")).to_contain_text(f"→ {result}")


def _step(page: Page, finding: str, name: str) -> None:
    page.goto(finding)
    page.locator("#steps").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已{name}")


def _status(page: Page, word: str) -> None:
    expect(page.locator("h1 + p .tag").first).to_have_text(word)


def test_a_patrol_is_entered_on_a_phone_with_its_photo(signed_in: SignIn, tmp_path: Path) -> None:
    page = signed_in("邓光荣", phone=True)
    photo = tmp_path / "河边.jpg"
    Image.new("RGB", (900, 1200), "seagreen").save(photo)
    page.goto("/ledgers/2/patrol_log/enter/")
    expect(page.get_by_label("巡护日期")).not_to_have_value("")
    expect(page.get_by_label("单位编码").locator("option:checked")).to_have_text("金竹村")
    page.get_by_label("日志编号").fill("XH-99")
    page.get_by_label("河林长类别").select_option(label="村级河长")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 30.4472, "longitude": 110.2391})
    page.get_by_role("button", name="记下所在位置").click()
    expect(page.locator("[data-placed]")).to_contain_text("30.4472")
    page.locator("input[type=file]").last.set_input_files(photo)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已登记")
    page.get_by_role("link", name="XH-99").click()
    expect(page.locator("main")).to_contain_text("位置 30.4472, 110.2391")
    expect(page.locator("tr", has_text="照片数量")).to_contain_text("1")


def test_a_theory_test_is_sat_on_a_phone(signed_in: SignIn) -> None:
    page = signed_in("罗大勇", phone=True)
    page.get_by_role("link", name="第二次理论测试").click()
    page.get_by_role("button", name="开始答题").click()
    expect(page.locator("fieldset.question")).to_have_count(10)
    page.locator("fieldset.question").first.locator("input").first.check()
    expect(page.locator("#saved0")).to_have_text("已保存")
    page.reload()
    expect(page.locator("fieldset.question").first.locator("input").first).to_be_checked()
    page.get_by_role("button", name="交卷").click()
    expect(page.locator("main")).to_contain_text("成绩：")
