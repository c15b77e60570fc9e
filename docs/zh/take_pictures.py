"""Takes the handbook's pictures anew from a running demo: `make pictures`."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright
from tests.browser.conftest import DESK, PHONE, QUIET
from tests.web.running import running

_FOLDER = Path(__file__).parent / "pictures"
_WIDTH = 960
# Name, who looks, the address, and whether on a phone.
_PICTURES = (
    ("任务", "田小兰", "/", False),
    ("现场", "田小兰", "finding:rectifying", True),
    ("问题", "石正南", "finding:submitted", False),
    ("台账", "韩雪梅", "/register/?round=1", False),
    ("总览", "陆明远", "/cockpit/", False),
    ("人员", "方晓舟", "/people/", False),
    ("试读", "韩雪梅", "intake", False),
    ("填报", "韩雪梅", "reply", False),
    ("比对", "韩雪梅", "overlap", False),
    ("检查", "石正南", "/checks/", False),
    ("报告", "韩雪梅", "report", False),
    ("公开", "韩雪梅", "public", True),
    ("机制", "韩雪梅", "/ledgers/mechanisms/", False),
    ("测试", "韩雪梅", "/ledgers/tests/", False),
    ("信访", "韩雪梅", "/ledgers/appeals/", False),
)
_REPORT = (
    "中共青石镇委员会关于县委巡察反馈意见整改情况的报告\n"
    "1.关于“灌渠淤塞”的问题。\n整改情况：组织清淤2.4公里，3处渠道恢复通水。\n"
    "2.关于“路灯不亮”的问题。\n整改情况：修复路灯12盏，落实管护员2名。\n"
)


def main() -> None:
    """Starts a demo, looks at its pages as its people, and keeps what they see."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), "demo") as office,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        _keep("登录", _page(browser, office, phone=False))
        for name, person, address, phone in _PICTURES:
            page = _page(browser, office, phone=phone)
            page.get_by_role("button", name=person).first.click()
            _go(page, address)
            _keep(name, page)
            page.context.close()


def _page(browser: Browser, office: str, *, phone: bool) -> Page:
    context = browser.new_context(
        viewport=PHONE if phone else DESK, base_url=office, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    return page


def _go(page: Page, address: str) -> None:
    """Opens an address, the first of a kind, or an import or reply begun for this."""
    if address.startswith("finding:"):
        page.goto(f"/register/?status={address.removeprefix('finding:')}")
        page.locator("tbody tr[id] a").first.click()
    elif address == "intake":
        _upload(page, "/rounds/", "报告.txt", _REPORT.encode(), "青石镇")
    elif address == "reply":
        _reply(page)
    elif address == "overlap":
        page.goto("/materials/")
        page.locator("tbody a").first.click()
        page.locator("td[data-label=相似] a").first.click()
    elif address in ("report", "public"):
        page.goto("/reports/" if address == "report" else "/public/")
        page.locator(f"main a[href^='/{address}']").first.click()
    else:
        page.goto(address)
    page.wait_for_load_state("networkidle")


def _upload(page: Page, address: str, name: str, content: bytes, unit: str) -> None:
    page.goto(address)
    file = FilePayload(name=name, mimeType="text/plain", buffer=content)
    page.set_input_files("#id_file", files=file)
    page.select_option("#id_unit", label=unit)
    page.get_by_role("button", name="读取", exact=True).click()


def _reply(page: Page) -> None:
    """Fills a unit's workbook in as the unit would, and hands it back."""
    page.goto("/rounds/1/exchange/")
    link = page.get_by_role("link", name="下载 Excel").first.get_attribute("href")
    content = page.request.get(link or "").body()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell for row in sheet.iter_rows(max_row=4) for cell in row}
    below, column = int(heads["成效"].row or 0) + 1, int(heads["成效"].column or 0)
    for row in range(below, min(below + 3, sheet.max_row + 1)):
        sheet.cell(row, column).value = "已逐户核实，整改到位，名册已公示。"
    filled = io.BytesIO()
    book.save(filled)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = FilePayload(name="填报.xlsx", mimeType=kind, buffer=filled.getvalue())
    page.set_input_files("#x-file", files=file)
    page.get_by_role("button", name="读取").click()


def _keep(name: str, page: Page) -> None:
    """Keeps what is seen without scrolling, small enough for a repository."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if picture.width > _WIDTH:
        height = round(picture.height * _WIDTH / picture.width)
        picture = picture.resize((_WIDTH, height), Image.Resampling.LANCZOS)
    picture.quantize(160).save(_FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
