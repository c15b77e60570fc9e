"""PDF files: their paragraphs, what stands around the text, and files that can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.documents import ocr, read
from bihuan.documents import pdf as module
from bihuan.errors import MissingPart, UnreadableInput
from tests.documents.builders import lines, read_bytes
from tests.documents.office import convert
from tests.documents.prints import REPORT, blank_pdf, official_docx, pdf, printed, put
from tests.reading.reader import read_register

_LAYOUTS = {
    "official": {},
    "ragged": {"align": "left"},
    "landscape": {"landscape": True},
    "small": {"size": 12, "pitch": 20, "title": 18},
    "title in the body's type": {"title": 16},
    "paragraphs apart": {"indent": False, "spacing": 10},
}


def _lines(folder: Path, data: bytes) -> list[str]:
    document = read_bytes(folder, data, "报告.pdf")
    assert document.format == "pdf"
    assert [document.text[slice(*block.span)] for block in document.blocks] == lines(document)
    return lines(document)


def _refused(folder: Path, data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(folder, data, "报告.pdf")
    assert "报告.pdf" in str(caught.value)
    return str(caught.value)


def _picture_page(folder: Path, text: str) -> bytes:
    """A page that holds nothing but a picture of text."""
    import pypdfium2

    image = pypdfium2.PdfDocument(pdf(printed(["", text], mark="")))[0].render(scale=2).to_pil()
    made = blank_pdf()
    made.add_page()
    made.image(image, 0, 0, 595, 842)
    return bytes(made.output())


@pytest.mark.parametrize("layout", _LAYOUTS)
def test_word_file_printed_as_pdf(tmp_path: Path, layout: str) -> None:
    word = tmp_path / "报告.docx"
    word.write_bytes(official_docx(REPORT, **_LAYOUTS[layout]))  # type: ignore[arg-type]
    document = read(convert(word, "pdf"))
    assert lines(document) == REPORT
    assert read_register(word.with_suffix(".pdf")) == read_register(word)


@pytest.mark.parametrize("rows", [6, 10, 22])
def test_paragraphs_across_pages(tmp_path: Path, rows: int) -> None:
    assert _lines(tmp_path, pdf(printed(REPORT, rows=rows))) == REPORT


def test_a_hundred_pages(tmp_path: Path) -> None:
    many = [REPORT[0], *(REPORT[1:-2] * 90), *REPORT[-2:]]
    pages = printed(many)
    assert len(pages) >= 100
    assert _lines(tmp_path, pdf(pages)) == many


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_pages_turned(tmp_path: Path, quarters: int) -> None:
    made = blank_pdf(842, 842)
    for page in printed(REPORT):
        made.add_page()
        with made.rotation(90 * quarters, x=421, y=421):
            for line in page:
                put(made, line)
    assert _lines(tmp_path, bytes(made.output())) == REPORT


def test_watermark_is_left_out(tmp_path: Path) -> None:
    made = blank_pdf()
    for page in printed(REPORT):
        made.add_page()
        with made.rotation(45, x=300, y=400):
            made.set_font("Noto", size=60)
            made.text(100, 400, "内部资料")
        for line in page:
            put(made, line)
    assert _lines(tmp_path, bytes(made.output())) == REPORT


def test_radicals_become_characters(tmp_path: Path) -> None:
    made = blank_pdf()
    made.add_page()
    made.text(80, 100, "白\u2f54镇⼈民政府")
    assert _lines(tmp_path, bytes(made.output())) == ["白水镇人民政府"]


def test_cells_of_a_row_stay_apart(tmp_path: Path) -> None:
    made = blank_pdf()
    made.add_page()
    for left, text in ((80, "序号"), (160, "问题"), (300, "整改情况")):
        made.text(left, 100, text)
    assert _lines(tmp_path, bytes(made.output())) == ["序号 问题 整改情况"]


def test_password(tmp_path: Path) -> None:
    made = blank_pdf()
    made.add_page()
    made.text(80, 100, "整改情况")
    made.set_encryption(owner_password="owner", user_password="user")
    assert "密码" in _refused(tmp_path, bytes(made.output()))


def test_protected_against_changes_only(tmp_path: Path) -> None:
    made = blank_pdf()
    made.add_page()
    made.text(80, 100, "整改情况")
    made.set_encryption(owner_password="owner")
    assert _lines(tmp_path, bytes(made.output())) == ["整改情况"]


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.99])
def test_cut_off(tmp_path: Path, share: float) -> None:
    data = pdf(printed(REPORT))
    assert "损坏" in _refused(tmp_path, data[: int(share * len(data))])


@given(st.binary(max_size=300), st.integers(0, 300))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged(tmp_path: Path, junk: bytes, place: int) -> None:
    whole = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    )
    whole += b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n%%EOF"
    _refused(tmp_path, whole[: place + 9] + junk + whole[place + 9 :])


def test_blank_pages(tmp_path: Path) -> None:
    made = blank_pdf()
    made.add_page()
    made.line(10, 10, 500, 10)
    assert "没有文字" in _refused(tmp_path, bytes(made.output()))


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 1)
    assert "拆成几份" in _refused(tmp_path, pdf(printed(REPORT)))


@pytest.mark.parametrize("limit", ["MAX_GLYPHS", "MAX_SHAPES"])
def test_too_much_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(module, limit, 5)
    assert "不正常" in _refused(tmp_path, pdf(printed(REPORT)))


def test_scan_without_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engine", lambda: None)
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(_picture_page(tmp_path, REPORT[5]))
    with pytest.raises(MissingPart, match=r'扫描件\.pdf.*pip install "bihuan\[ocr\]"'):
        read(path)


def test_scanned_pages_among_others_without_ocr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "_engine", lambda: None)
    import pypdfium2

    pages = printed(REPORT)
    whole = pypdfium2.PdfDocument(pdf(pages))
    whole.import_pages(pypdfium2.PdfDocument(_picture_page(tmp_path, REPORT[5])))
    path = tmp_path / "报告.pdf"
    whole.save(path)
    document = read(path)
    assert lines(document) == REPORT
    assert len(document.notes) == 1
    assert f"第 {len(pages) + 1} 页" in document.notes[0]
    assert "bihuan[ocr]" in document.notes[0]
