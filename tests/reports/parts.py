"""What the tests of reports need of the machine."""

from __future__ import annotations

import shutil

from bihuan.errors import UserError
from bihuan.reports.fonts import chosen


def has_chinese_fonts() -> bool:
    """Whether a PDF can be set here."""
    try:
        return bool(chosen())
    except UserError:
        return False


def office() -> str | None:
    """The command that starts LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")
