"""Evidence on disk: files named by their SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Container, Iterable
from pathlib import Path

from django.conf import settings

from bihuan.errors import UserError

MAX_BYTES = 100 * 1024 * 1024
_NEW = ".new-"
_OLD_SECONDS = 24 * 60 * 60
_FULL = "磁盘写不进去，文件没有保存；请清理磁盘后再传。"


def path_of(digest: str) -> Path:
    """Where the file with this digest is stored."""
    root: Path = settings.HOME.evidence
    return root / digest[:2] / digest


def store(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Stores a file and gives its SHA-256 and size in bytes; the same content is stored once.

    A file appears under its name only when it is whole, so a killed server leaves at most a
    temporary file, which `sweep` removes. UserError for an empty or too large file, or a full disk.
    """
    try:
        handle, name = tempfile.mkstemp(dir=settings.HOME.evidence, prefix=_NEW)
        temporary = Path(name)
        try:
            digest, size = _write(handle, chunks)
            _name(temporary, path_of(digest))
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(_FULL) from error
    return digest, size


def _write(handle: int, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise UserError("文件超过 100 MB，请压缩或拆分后再传。")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise UserError("文件是空的，请重新选择。")
    return digest.hexdigest(), size


def _name(temporary: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        temporary.replace(target)


def sweep(known: Container[str]) -> int:
    """Removes temporary files, and stored files that no row names; how many were removed.

    Only those older than a day: another process may just be writing the others.
    """
    root: Path = settings.HOME.evidence
    strays = [*root.glob(f"{_NEW}*"), *(p for p in root.glob("??/*") if p.name not in known)]
    old = [path for path in strays if path.stat().st_mtime < time.time() - _OLD_SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
