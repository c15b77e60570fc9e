"""A real Chromium over a real office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.parts import need
from tests.web.running import running

QUIET = (
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo that runs for all browser tests."""
    with running(tmp_path_factory.mktemp("office"), "demo") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    need("Chromium", program is not None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture
def signed_in(office: str, chromium: Browser) -> Iterator[SignIn]:
    """Opens a page in which one of the demo's people is signed in, at a desk or on a phone."""
    contexts = []

    def open_(name: str, *, phone: bool = False) -> Page:
        context = chromium.new_context(
            viewport=PHONE if phone else DESK, base_url=office, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/accounts/login/")
        page.get_by_role("button", name=name).click()
        page.wait_for_url("**/")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A small report of a round that the demo doesn't have."""
    path = tmp_path / "2025年反馈整改报告.txt"
    path.write_text(
        "中共云岭县青石镇委员会关于县委巡察反馈意见整改情况的报告\n"
        "2025年3月4日至4月30日，县委第一巡察组对青石镇党委进行了巡察，6月5日反馈了意见。"
        "现将整改情况报告如下：\n"
        "1.关于“公墓收费不公开”的问题。\n整改情况：公示收费标准6项。\n"
        "2.关于“灌渠淤塞”的问题。\n整改情况：清淤2.4公里。\n"
        "中共云岭县青石镇委员会\n2025年9月8日\n",
        encoding="utf-8",
    )
    return path
