"""The office as people start it: a real process on a real port, and what goes wrong there."""

from __future__ import annotations

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.running import command, environment, running


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The address of a demo that runs for the test."""
    with running(tmp_path, "demo") as address:
        yield address


def test_the_demo_shows_its_people_and_answers_the_api(demo: str) -> None:
    page = urllib.request.urlopen(f"{demo}/accounts/login/").read().decode()
    assert "韩雪梅" in page
    style = urllib.request.urlopen(f"{demo}/static/bihuan/office.css")
    assert style.headers["Content-Type"].startswith("text/css")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{demo}/api/findings")


def _refused(*arguments: str, **variables: str) -> str:
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=120,
        env=environment(**variables), check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "--port" in _refused("serve", "--port", port, "--home", str(tmp_path))


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.write_text("x")
    assert "数据目录" in _refused("serve", "--port", "0", "--home", str(file))


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    url = "postgresql://nobody:x@127.0.0.1:1/none"
    home = str(tmp_path)
    assert "数据库" in _refused("serve", "--port", "0", "--home", home, BIHUAN_DATABASE_URL=url)
    assert "BIHUAN_DATABASE_URL" in _refused(
        "serve", "--port", "0", "--home", home, BIHUAN_DATABASE_URL="mysql://x/y"
    )
