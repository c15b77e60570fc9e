"""The bytes of evidence: workbooks, Word files, scans; written at the start, never kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from bihuan.web.demo.townships import contents

Lines = Sequence[str]


def material(name: str, account: Lines) -> bytes:
    """A file of the kind that its name says.

    Its content is that of data/files.yaml, or where there is none the account, line by line.
    """
    write = _WRITERS[PurePath(name).suffix]
    return write(contents().get(name) or account)


def _workbook(rows: Sequence[Any]) -> bytes:
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("明细")
    sheet.set_column(0, 5, 22)
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row if isinstance(row, list) else [row])
    book.close()
    return out.getvalue()


def _word(lines: Lines) -> bytes:
    from docx import Document

    paper = Document()
    paper.add_heading(lines[0], 1)
    for line in lines[1:]:
        paper.add_paragraph(line)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _scan(lines: Lines) -> bytes:
    """A page as a scanner gives it: a picture of lines and a seal, for no font is at hand."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (620, 877), (250, 249, 244))
    draw = ImageDraw.Draw(page)
    draw.rectangle((170, 70, 450, 88), fill=(60, 60, 60))
    # The lengths of the lines are those of the text that the page stands for.
    for place, line in enumerate(lines):
        for wrapped in range(min(len(line), 120) // 30 + 1):
            y = 130 + place * 90 + wrapped * 22
            draw.line((80, y, 110 + min(len(line) * 14, 420), y), fill=(90, 90, 90), width=7)
    draw.ellipse((390, 680, 520, 810), outline=(196, 44, 40), width=7)
    out = BytesIO()
    page.save(out, "PDF", resolution=75)
    return out.getvalue()


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    ".xlsx": _workbook,
    ".docx": _word,
    ".pdf": _scan,
    ".txt": lambda lines: "\n".join(lines).encode(),
}
