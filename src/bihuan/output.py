"""Output files: whole or not at all, and never over an existing one unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from bihuan.documents.source import shown_name
from bihuan.errors import OutputExists, UserError

WORKBOOK_OPTIONS = {
    # Every text stays text: =, +, - and @ at its beginning start no formula.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""How XlsxWriter is told to write what others have written."""


def write(path: Path, render: Callable[[], bytes], *, force: bool) -> None:
    """Puts what `render` gives into the file.

    OutputExists where it is there and `force` is not given, before anything is rendered; UserError
    where the place can't be written.
    """
    _prove_absent(path, force=force)
    content = render()
    stream(path, lambda file: file.write(content), force=True)


def stream(path: Path, fill: Callable[[BinaryIO], object], *, force: bool) -> None:
    """The same for what is too large to hold: `fill` is given the file to write to."""
    _prove_absent(path, force=force)
    try:
        _replace(path, fill)
    except OSError as error:
        raise UserError(
            f"写不了“{shown_name(path)}”：请检查文件夹是否存在、能否写入，文件是否正在Excel中打开。"
        ) from error


def _prove_absent(path: Path, *, force: bool) -> None:
    if not force and path.exists():
        raise OutputExists(
            f"“{shown_name(path)}”已存在，没有改动；要覆盖请加 --force，或换一个文件名。"
        )


def _replace(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Puts a finished file in the place of `path`, so that nobody ever sees half of one."""
    handle, temporary = tempfile.mkstemp(prefix=".bihuan-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
        # mkstemp makes files for the owner alone; an output is shared like any other document.
        Path(temporary).chmod(0o666 & ~_umask())
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
