"""Files that only an office program writes, made by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.parts import need


def convert(path: Path, extension: str) -> Path:
    """The file converted, beside it; skips the test where LibreOffice is missing."""
    program = shutil.which("soffice")
    need("LibreOffice", program is not None)
    assert program
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", extension, "--outdir"]
    subprocess.run([*command, path.parent, path], check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{extension}")
