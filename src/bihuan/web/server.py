"""Starting the office: one process with pages, API and background work."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

from bihuan.errors import UserError
from bihuan.web.home import DEFAULT_HOME, prepare

THREADS = 8


def serve(*, host: str, port: int, home: Path | None, demo: bool = False) -> None:
    """Serves the office until it is interrupted.

    UserError where the port is taken, the home can't be written or the database isn't there.
    """
    place = _bound(host, port)
    start(home or Path(os.environ.get("BIHUAN_HOME") or DEFAULT_HOME), demo=demo)
    from waitress.server import create_server

    from bihuan.web.wsgi import application

    _in_background()
    server = create_server(application, sockets=[place], threads=THREADS)
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
    if demo:
        from bihuan.web.demo import build

        build()


def _bound(host: str, port: int) -> socket.socket:
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except OSError as error:
        place.close()
        raise UserError(f"端口 {port} 用不了（可能已被占用），请用 --port 换一个。") from error
    return place


def _in_background() -> None:
    from bihuan.web.jobs import run_forever

    threading.Thread(target=run_forever, name="jobs", daemon=True).start()
