"""The office's tests once more, over a private PostgreSQL that this test starts and stops."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts import need

_HERE = Path(__file__).parent
_SERVANT = "nobody"


def _programs() -> Path | None:
    """Where PostgreSQL's programs lie: on the PATH, or where Debian puts them."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return Path(found).parent if found else next(iter(folders), None)


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a database in a cluster of its own."""
    programs = _programs()
    need("PostgreSQL", programs is not None)
    assert programs
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, _SERVANT)
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", "bihuan", "--no-sync")
        port = _free_port()
        options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
        server = (programs / "pg_ctl", "-D", data, "-w", "-l", data / "log")
        _run(*server, "-o", options, "start")
        try:
            yield f"postgresql://bihuan@127.0.0.1:{port}/postgres"
        finally:
            _run(*server, "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    """Runs a program of PostgreSQL's, which refuses to run as root."""
    user = _SERVANT if os.geteuid() == 0 else None
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", user=user)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_office_s_tests_pass_on_postgresql(database: str) -> None:
    others = [path for path in sorted(_HERE.glob("test_*.py")) if path != Path(__file__)]
    # The server's own tests bring their own database.
    files = [str(path) for path in others if path.name != "test_server.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
        env=os.environ | {"BIHUAN_DATABASE_URL": database},
        cwd=_HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
