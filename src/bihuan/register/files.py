"""Writes a register to a file, whole or not at all, in the format that its name ends in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from bihuan.documents.source import shown_name
from bihuan.errors import UserError
from bihuan.model import Register
from bihuan.output import write


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
    if render is None:
        name = shown_name(path)
        raise UserError(f"写不了“{name}”：台账只能写成 {'、'.join(FORMATS)}，请改用这样的文件名。")
    write(path, lambda: render(register), force=force)
