"""A private PostgreSQL that is started and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVANT = "nobody"


def programs() -> Path | None:
    """Where PostgreSQL's programs lie: on the PATH, or where Debian puts them."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return Path(found).parent if found else next(iter(folders), None)


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """The URL of a database in a cluster of its own, until the block ends; `place` has initdb."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, _SERVANT)
        _run(place / "initdb", "-D", data, "-A", "trust", "-U", "bihuan", "--no-sync")
        port = _free_port()
        options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
        server = (place / "pg_ctl", "-D", data, "-w", "-l", data / "log")
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
