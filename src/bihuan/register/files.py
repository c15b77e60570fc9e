"""Writes a register to a file, whole or not at all, in the format that its name ends in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from bihuan.documents.source import shown_name
from bihuan.errors import OutputExists, UserError
from bihuan.model import Register


def _xlsx(register: Register) -> bytes:
    from bihuan.register.xlsx import render

    return render(register)


def _json(register: Register) -> bytes:
    import json

    from bihuan.register.json import to_json

    return (json.dumps(to_json(register), ensure_ascii=False, indent=1) + "\n").encode()


FORMATS: Mapping[str, Callable[[Register], bytes]] = MappingProxyType(
    {".xlsx": _xlsx, ".json": _json}
)
"""What a register is written as, by the output file's ending."""


def save(register: Register, path: Path, *, force: bool = False) -> None:
    """Writes the register to `path` (.xlsx or .json).

    OutputExists where the file is there and `force` is not given; UserError for another ending or
    where the place can't be written.
    """
    render = FORMATS.get(path.suffix.lower())
    name = shown_name(path)
    if render is None:
        raise UserError(f"写不了“{name}”：台账只能写成 {'、'.join(FORMATS)}，请改用这样的文件名。")
    if not force and path.exists():
        raise OutputExists(f"“{name}”已存在，没有改动；要覆盖请加 --force，或换一个文件名。")
    content = render(register)
    try:
        _replace(path, content)
    except OSError as error:
        message = f"写不了“{name}”：请检查文件夹是否存在、能否写入，文件是否正在Excel中打开。"
        raise UserError(message) from error


def _replace(path: Path, content: bytes) -> None:
    """Puts a finished file in the place of `path`, so that nobody ever sees half of one."""
    handle, temporary = tempfile.mkstemp(prefix=".bihuan-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp makes files for the owner alone; a register is shared like any other document.
        Path(temporary).chmod(0o666 & ~_umask())
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
