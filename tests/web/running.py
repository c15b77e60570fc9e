"""The office as people start it: a process of its own on a free port."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START_SECONDS = 90


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what sets an office up."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "DJANGO_"))}
    return kept | more


def command(*arguments: str) -> list[str]:
    """The command line `bihuan ...`."""
    return [sys.executable, "-c", "from bihuan.cli import main; main()", *arguments]


@contextmanager
def running(folder: Path, *arguments: str, **variables: str) -> Iterator[str]:
    """The address of an office that runs in `folder` until the block ends."""
    process, address = started(folder, *arguments, **variables)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)


def started(folder: Path, *arguments: str, **variables: str) -> tuple[subprocess.Popen[str], str]:
    """An office's process, and its address; whoever starts it stops it."""
    process = subprocess.Popen(
        command(*arguments, "--port", "0"),
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment(**variables),
    )
    assert process.stdout
    begun = time.monotonic()
    while time.monotonic() - begun < _START_SECONDS and process.poll() is None:
        if found := re.search(r"http://[\d.:]+", process.stdout.readline()):
            return process, found[0]
    process.kill()
    raise AssertionError("the office did not start")


DEMO = "from pathlib import Path; from bihuan.web.server import start; start(Path({!r}), demo=True)"


_BUILT = tempfile.TemporaryDirectory(prefix="bihuan-built-")


def build_demo(home: Path, **variables: str) -> None:
    """Builds the demo's office at a home, to be served from there; on SQLite once, then copied."""
    on_postgresql = "BIHUAN_DATABASE_URL" in variables
    target = home if on_postgresql else Path(_BUILT.name) / "home"
    if not target.exists():
        script = DEMO.format(str(target))
        subprocess.run([sys.executable, "-c", script], check=True, env=environment(**variables))
    if target != home:
        shutil.copytree(target, home, dirs_exist_ok=True)
