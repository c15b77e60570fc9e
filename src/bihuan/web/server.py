"""Starting the office: one process with pages, API and background work."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from bihuan.errors import UserError
from bihuan.web.home import DEFAULT_HOME, prepare

_THREADS = 8


def serve(*, host: str, port: int, home: Path | None, demo: bool = False) -> None:
    """Serves the office until it is interrupted.

    UserError where the port is taken, the home can't be written or the database isn't there.
    """
    place = _bound(host, port)
    start(_root(home), demo=demo)
    _in_background()
    # A service manager's "stop" ends the office as Ctrl-C does: requests under way are finished.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = listening(place)
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else host
    print(f"闭环已启动：http://{shown}:{place.getsockname()[1]}/　按 Ctrl-C 停止。", flush=True)
    try:
        server.run()
    finally:
        server.close()


def start(root: Path, *, demo: bool = False) -> None:
    """Makes the home, sets Django up over it and brings the database to the newest form."""
    os.environ["BIHUAN_HOME"] = str(prepare(root).root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.web.settings"
    if demo:
        os.environ["BIHUAN_DEMO"] = "1"
    import django
    from django.core.management import call_command
    from django.db import OperationalError

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise UserError(
            "连不上数据库；请检查 BIHUAN_DATABASE_URL 和数据库是否在运行，或数据目录是否可写。"
        ) from error
    _sweep()
    if demo:
        from bihuan.web.demo import build

        build()


def back_up(home: Path | None, target: Path) -> str:
    """Backs the office at `home` up to `target`; the sentence that says what is in it."""
    from bihuan.web import backup

    root = _root(home)
    if not (root / "secret.key").exists():
        raise UserError(f"“{root}”不是办公室的数据目录，请用 --home 指明。")
    start(root)
    done = backup.back_up(prepare(root), target.resolve())
    return f"已备份到 {target}：{done.rows} 行数据，{done.files} 个文件。"


def restore(source: Path, home: Path | None) -> str:
    """Restores a back-up into a home that isn't there yet; what it says is what is there then.

    Everything is built beside the home and takes its name at the end: it is whole or not there.
    """
    from bihuan.web import backup

    root = _root(home)
    if root.exists() and any(root.iterdir()):
        raise UserError(f"数据目录“{root}”不是空的，没有恢复；请用 --home 换一个，或先把它移走。")
    building = root.with_name(f".{root.name}-restoring-{os.getpid()}")
    try:
        backup.unpack(source, prepare(building))
        start(building)
        done = backup.load_rows(prepare(building))
        backup.clear_unpacked(prepare(building))
        _close_database()
        if root.exists():
            root.rmdir()
        building.rename(root)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return f"已恢复到 {root}：{done.rows} 行数据，{done.files} 个文件。"


def _close_database() -> None:
    from django.db import connections

    connections.close_all()


def _root(home: Path | None) -> Path:
    return (home or Path(os.environ.get("BIHUAN_HOME") or DEFAULT_HOME)).resolve()


def listening(place: socket.socket) -> Any:
    """The server of the office's pages on a bound socket, to be run."""
    from django.conf import settings
    from django.urls import get_resolver
    from waitress.server import create_server

    from bihuan.web.wsgi import application

    # All pages' code is loaded before the first visitor, and the collector never looks through it
    # again: that made everybody wait for a twentieth of a second, every few hundred requests.
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    return create_server(
        application,
        sockets=[place],
        threads=_THREADS,
        max_request_body_size=settings.MAX_UPLOAD_MB * 2**20,
    )


def _bound(host: str, port: int) -> socket.socket:
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except OSError as error:
        place.close()
        raise UserError(f"端口 {port} 用不了（可能已被占用），请用 --port 换一个。") from error
    return place


def _sweep() -> None:
    """Clears away what a killed process left of uploads."""
    from bihuan.web import storage
    from bihuan.web.models import Blob

    storage.sweep(set(Blob.objects.values_list("digest", flat=True)))


def _in_background() -> None:
    from bihuan.web.jobs import compare_forever, run_forever

    for work in (run_forever, compare_forever):
        threading.Thread(target=work, name=work.__name__, daemon=True).start()
