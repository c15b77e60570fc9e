"""Two at once: one wins, the other is told, nothing is lost; on both databases."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import pytest

from tests.parts import need
from tests.web.cluster import cluster, programs
from tests.web.running import build_demo, running
from tests.web.visitor import Answer, Visitor


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def offices(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Two addresses of one office: one process over SQLite, two over PostgreSQL."""
    folder = tmp_path_factory.mktemp("office")
    serve = ("serve", "--home", str(folder / "home"))
    with ExitStack() as stack:
        variables = {"BIHUAN_DEMO": "1"}
        if request.param == "postgresql":
            place = programs()
            need("PostgreSQL", place is not None)
            assert place
            variables["BIHUAN_DATABASE_URL"] = stack.enter_context(cluster(place))
        build_demo(folder / "home", **variables)
        first = stack.enter_context(running(folder, *serve, **variables))
        second = first
        if request.param == "postgresql":
            second = stack.enter_context(running(folder, *serve, **variables))
        yield first, second


def _together(*acts: Callable[[], Answer]) -> list[Answer]:
    """Does all acts at the same moment."""
    ready = threading.Barrier(len(acts))

    def one(act: Callable[[], Answer]) -> Answer:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def _findings(visitor: Visitor, status: str) -> list[int]:
    page = visitor.get(f"/register/?status={status}").text
    return [int(pk) for pk in dict.fromkeys(re.findall(r'href="/findings/(\d+)/"', page))]


def _seen(visitor: Visitor, finding: int) -> str:
    found = re.search(r'name="seen" value="(\d+)"', visitor.get(f"/findings/{finding}/").text)
    assert found
    return found[1]


def test_one_step_is_taken_and_the_other_person_is_told(offices: tuple[str, str]) -> None:
    inspector, county = Visitor(offices[0], "石正南"), Visitor(offices[1], "陆明远")
    for finding in _findings(inspector, "submitted")[:3]:
        seen = _seen(inspector, finding)
        steps = f"/findings/{finding}/step"
        answers = _together(
            partial(inspector.post, f"{steps}/verify/", {"seen": seen}),
            partial(county.post, f"{steps}/return/", {"seen": seen, "reason": "照片看不清"}),
        )
        assert sorted(answer.status for answer in answers) == [200, 409]
        told = next(answer for answer in answers if answer.status == 409)
        assert "别人刚刚改过" in told.text
        page = inspector.get(f"/findings/{finding}/").text
        assert ("照片看不清" in page) is (answers[1].status == 200)


def test_the_same_file_at_once_is_one_piece(offices: tuple[str, str]) -> None:
    clerks = Visitor(offices[0], "韩雪梅"), Visitor(offices[1], "韩雪梅")
    finding = _findings(clerks[0], "rectifying")[0]
    address = f"/findings/{finding}/evidence/"
    for turn in range(3):
        files = {f"说明{turn}.txt": f"第{turn}次上传的说明。".encode()}
        answers = _together(*(partial(c.post, address, files=files) for c in clerks))
        assert all(answer.status in (200, 409) for answer in answers)
        page = clerks[0].get(f"/findings/{finding}/").text
        assert len(re.findall(rf">说明{turn}\.txt</a>", page)) == 1


def test_a_document_is_imported_once(offices: tuple[str, str]) -> None:
    clerks = Visitor(offices[0], "韩雪梅"), Visitor(offices[1], "韩雪梅")
    intake = _begun(clerks[0])
    names = ("甲轮", "乙轮")
    answers = _together(
        *(
            partial(c.post, f"{intake}accept/", {"name": n})
            for c, n in zip(clerks, names, strict=True)
        )
    )
    assert sorted(answer.status for answer in answers) == [200, 400]
    page = clerks[0].get("/rounds/").text
    assert sum(f"{name}</a>" in page for name in names) == 1


def _begun(clerk: Visitor) -> str:
    """The address of an import that waits for the clerk."""
    found = re.search(r'<option value="(\d+)"[^>]*>青石镇', clerk.get("/rounds/").text)
    assert found
    report = (
        "中共青石镇委员会关于巡察反馈意见整改情况的报告\n"
        "1.关于“灌渠淤塞”的问题。\n整改情况：清淤2.4公里。\n"
        "2.关于“路灯不亮”的问题。\n整改情况：修复12盏。\n"
    )
    answer = _upload(clerk, found[1], report.encode())
    return answer.url.removeprefix(clerk.office)


def _upload(clerk: Visitor, unit: str, content: bytes) -> Answer:
    return clerk.post("/intake/", {"unit": unit}, {"报告.txt": content}, "file")
