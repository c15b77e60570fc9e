from __future__ import annotations

import io
import zipfile

import pytest
from fpdf import FPDF

from bihuan.reports.exposure import exposed

SECRET = "13812345678"


def _zip(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def _pdf(text: str, author: str = "") -> bytes:
    document = FPDF()
    document.set_author(author)
    document.add_page()
    document.set_font("helvetica")
    document.cell(text=text)
    return bytes(document.output())


@pytest.mark.parametrize(
    "content",
    [
        _zip(document="<w:t>电话138</w:t></w:r><w:r><w:t>12345678</w:t>"),
        _zip(comments=f"<w:comment>{SECRET}</w:comment>"),
        _zip(core=f"<dc:creator>{SECRET}</dc:creator>"),
        _zip(**{f"{SECRET}.xml": ""}),
        f"<!-- {SECRET} --><p>公开</p>".encode(),
        f"<p title='{SECRET}'>公开</p>".encode(),
        b"<p>1381234&#53;678</p>",
        b"<p>138<b>1234</b> 5678</p>",
        _pdf(f"call {SECRET}"),
        _pdf("nothing", author=SECRET),
    ],
    ids=["split over runs", "comment", "author", "name of a part", "html comment",
         "attribute", "entity", "tags and blanks", "pdf", "pdf author"],
)  # fmt: skip
def test_found_in_every_part(content: bytes) -> None:
    assert exposed(content, [SECRET, "别的"]) == [SECRET]


def test_an_archive_within_an_archive_is_looked_into() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/embeddings/sheet.xlsx", _zip(sheet=SECRET))
    assert exposed(file.getvalue(), [SECRET]) == [SECRET]


@pytest.mark.parametrize("content", [_zip(document="公开"), b"<p>138-0</p>", _pdf("138")])
def test_nothing_found(content: bytes) -> None:
    assert exposed(content, [SECRET, ""]) == []
