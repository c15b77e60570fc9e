"""Old formats, by LibreOffice."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bihuan.documents import legacy, read
from bihuan.documents.legacy import _finished as finished
from bihuan.errors import MissingPart, UnreadableInput
from tests.documents.builders import lines, read_bytes
from tests.documents.office import convert
from tests.documents.prints import REPORT, official_docx

_RTF = b"{\\rtf1\\ansi \\u25972?\\u25913?}"


@pytest.mark.parametrize("format", ["doc", "rtf", "wps"])
def test_converted(tmp_path: Path, format: str) -> None:
    word = tmp_path / "报告 (1).docx"
    word.write_bytes(official_docx(REPORT))
    path = convert(word, "rtf" if format == "rtf" else "doc")
    path = path.rename(path.with_suffix(f".{format}"))
    document = read(path)
    assert (document.name, document.format) == (path.name, format)
    assert lines(document) == REPORT


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(MissingPart, match=r"旧报告\.rtf.*请用 Word 或 WPS 另存为 docx"):
        read_bytes(tmp_path, _RTF, "旧报告.rtf")


def _program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Puts a shell script in LibreOffice's place."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(legacy, "_PROGRAMS", (str(path),))


@pytest.mark.skipif(os.name != "posix", reason="runs a shell script")
def test_conversion_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(UnreadableInput, match=r"旧报告\.rtf.*已损坏"):
        read_bytes(tmp_path, _RTF, "旧报告.rtf")


@pytest.mark.skipif(os.name != "posix", reason="runs a shell script")
def test_conversion_that_hangs_ends_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    _program(tmp_path, monkeypatch, f"sleep 600 & echo $! > '{child}'; wait")
    monkeypatch.setattr(legacy, "TIMEOUT", 2)
    with pytest.raises(UnreadableInput, match=r"旧报告\.rtf.*超过 2 秒"):
        read_bytes(tmp_path, _RTF, "旧报告.rtf")
    assert _gone(int(child.read_text()))


@pytest.mark.skipif(os.name != "posix", reason="runs a shell script")
def test_children_left_behind_end_too(tmp_path: Path) -> None:
    child = tmp_path / "child"
    assert finished(["/bin/sh", "-c", f"sleep 600 & echo $! > '{child}'"], tmp_path)
    assert _gone(int(child.read_text()))


def _gone(process: int) -> bool:
    """Whether the process ends, or is but waiting to be buried."""
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/status")
        if status.exists() and "State:\tZ" in status.read_text():
            return True
        time.sleep(0.05)
    return False
