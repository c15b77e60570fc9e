"""The folder in which an office keeps everything: database, evidence, secret key, back-ups."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bihuan.errors import UserError

DEFAULT_HOME = Path("bihuan-home")
_DATABASE_VARIABLE = "BIHUAN_DATABASE_URL"
_HOME_VARIABLE = "BIHUAN_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside an office's home folder."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "office.sqlite3"

    @property
    def evidence(self) -> Path:
        return self.root / "evidence"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def secret(self) -> Path:
        return self.root / "secret.key"


def home_from_environment() -> Home:
    """The home folder that BIHUAN_HOME names, else ./bihuan-home; it may not exist yet."""
    return Home(Path(os.environ.get(_HOME_VARIABLE) or DEFAULT_HOME).resolve())


def prepare(root: Path) -> Home:
    """Makes the home folder where there is none; UserError where it can't be written."""
    home = Home(root.resolve())
    try:
        home.evidence.mkdir(parents=True, exist_ok=True)
        home.static.mkdir(exist_ok=True)
        if not home.secret.exists():
            _write_secret(home.secret)
        probe = home.root / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UserError(
            f"数据目录“{root}”写不进去，请换一个目录（--home）或修改它的权限。"
        ) from error
    return home


def _write_secret(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))


def database_settings(home: Home) -> dict[str, object]:
    """Django's settings of the database: PostgreSQL by BIHUAN_DATABASE_URL, else SQLite at home.

    UserError where the URL is of another kind.
    """
    url = os.environ.get(_DATABASE_VARIABLE)
    return _postgresql(url) if url else _sqlite(home.database)


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Writers queue from the start of a transaction instead of failing at its end.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise UserError(
            f"{_DATABASE_VARIABLE} 应写成 postgresql://用户:密码@主机:端口/库名，请改正。"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
