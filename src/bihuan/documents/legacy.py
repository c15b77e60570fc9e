"""Old Word, WPS and RTF files, converted to docx by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bihuan.documents.detect import format_of
from bihuan.documents.docx import read as read_docx
from bihuan.documents.source import DAMAGED, MAX_BYTES, RESAVE, Source, sentence
from bihuan.errors import MissingPart
from bihuan.model import Document

TIMEOUT = 60
"""How many seconds a conversion may take; LibreOffice's first start takes some ten."""
_AS_DOCX = "请用 Word 或 WPS 另存为 docx"
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_FILTERS = {"doc": "MS Word 97", "wps": "MS Word 97", "rtf": "Rich Text Format"}
"""LibreOffice's names for the formats: told them, it takes no damaged file for plain text."""


def read(source: Source) -> Document:
    """Reads a doc, wps or rtf file.

    Raises MissingPart where LibreOffice is not installed, and UnreadableInput where it can't read
    the file, or not within `TIMEOUT` seconds.
    """
    format = format_of(source)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise MissingPart(sentence(source.name, f"{format} 是旧格式，需要转换", _AS_DOCX))
    with TemporaryDirectory(prefix="bihuan-", ignore_cleanup_errors=True) as folder:
        data = _converted(source, program, Path(folder), format)
    return replace(read_docx(Source(source.path, source.name, data)), format=format)


def _converted(source: Source, program: str, folder: Path, format: str) -> bytes:
    """The file as docx."""
    # The name is ours, for a name may hold what a command line or LibreOffice reads as something.
    original, result = folder / "original.bin", folder / "original.docx"
    original.write_bytes(source.data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        f"--infilter={_FILTERS[format]}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(original),
    ]
    if not _finished(command, folder):
        raise source.unreadable(f"转换格式超过 {TIMEOUT} 秒", _AS_DOCX)
    if not result.is_file() or not 0 < result.stat().st_size <= MAX_BYTES:
        raise source.unreadable(DAMAGED, RESAVE)
    return result.read_bytes()


def _finished(command: Sequence[str], folder: Path) -> bool:
    """Runs the command; whether it ended in time. Its children end with it."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills what still runs of the process and its children."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
