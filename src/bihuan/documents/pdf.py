"""PDF: the text layer put back into paragraphs by its places, pages without one read by OCR.

Tables are out of reach: a row's cells become one line, with spaces between them. So are columns
set side by side, text set from top to bottom, and pictures on a page that has text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from bihuan.documents.builder import Builder
from bihuan.documents.glyphs import Glyph, glyphs_of, is_legible, page_of
from bihuan.documents.lines import paragraphs
from bihuan.documents.rows import Page
from bihuan.documents.source import DAMAGED, PASSWORD, RESAVE, UNLOCK, Source
from bihuan.errors import MissingPart
from bihuan.model import Document

MAX_PAGES = 3000
MAX_SCANNED_PAGES = 500
MAX_GLYPHS = 1_500_000
"""How many glyphs are read in all: 2,000 pages of an official paper."""
MAX_SHAPES = 200_000
"""How many pieces of text, lines and pictures one page may have."""
_SPLIT = "请拆成几份后再试"
_FEW_GLYPHS = 30
"""A page with fewer glyphs and a large picture is a scan with a stamp or a page number on it."""
_LARGE = 0.5
"""The share of the page that the pictures of a scan cover."""
_MANY_SHAPES = 50
"""A page without text and pictures but with so many shapes has its text drawn as outlines."""
_ENOUGH_SHAPES = 2000
_POINTS = 72
_DPI = 200
_MAX_PIXELS = 9_000_000
"""The largest picture made of a page: A3 at 200 dpi has 7.7 million pixels."""


def read(source: Source) -> Document:
    """Reads a PDF file; raises UnreadableInput where it is damaged, encrypted, too long or blank.

    Where the OCR is not installed, a scan raises MissingPart; with text on other pages, a note says
    which ones are missing.
    """
    pages, unread, missing = _read_pages(source)
    builder = Builder()
    for paragraph in paragraphs(pages):
        builder.paragraph(paragraph)
    if not builder.has_text:
        raise missing or source.unreadable("里面没有文字", "请检查是不是选错了文件")
    return builder.build(source.name, "pdf", _properties(source), _notes(unread))


def _properties(source: Source) -> dict[str, str]:
    """The values that the file's keywords name: "name=value" among them."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(source.data)) as document:
        keywords = document.get_metadata_value("Keywords")
    pairs = (word.strip().partition("=") for word in keywords.split(","))
    return {name: value for name, _, value in pairs if value}


def _read_pages(source: Source) -> tuple[list[Page], list[int], MissingPart | None]:
    """The pages, the numbers of those that only OCR could read, and what it lacks."""
    from pypdfium2 import raw

    pages: list[Page] = []
    unread: list[int] = []
    missing = None
    scanned = count = 0
    for number, page in enumerate(_opened(source), 1):
        if raw.FPDFPage_CountObjects(page) > MAX_SHAPES:
            raise source.unreadable(f"第 {number} 页的内容多得不正常", RESAVE)
        glyphs = glyphs_of(page, MAX_GLYPHS - count)
        if glyphs is None:
            raise source.unreadable("文字多得不正常", _SPLIT)
        count += len(glyphs)
        if not _is_scan(page, glyphs):
            pages.append(page_of(page, glyphs))
            continue
        scanned += 1
        if scanned > MAX_SCANNED_PAGES:
            raise source.unreadable(f"扫描页超过 {MAX_SCANNED_PAGES} 页", _SPLIT)
        try:
            pages.append(_recognised(source, page))
        except MissingPart as error:
            missing = error
            unread.append(number)
    return pages, unread, missing


def _opened(source: Source) -> Iterator[Any]:
    """The file's pages, one at a time; each is closed when the next one is asked for."""
    import pypdfium2

    # PDFium mends a file that was cut off, and says nothing of the pages that are gone.
    if source.data.rfind(b"%%EOF") < source.data.rfind(b"endobj"):
        raise source.unreadable(DAMAGED, RESAVE)
    try:
        with closing(pypdfium2.PdfDocument(source.data)) as document:
            if len(document) > MAX_PAGES:
                raise source.unreadable(f"超过 {MAX_PAGES} 页", _SPLIT)
            for index in range(len(document)):
                with closing(document[index]) as page:
                    yield page
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise source.unreadable(PASSWORD, UNLOCK) from error
        raise source.unreadable(DAMAGED, RESAVE) from error


def _is_scan(page: Any, glyphs: Sequence[Glyph]) -> bool:
    """Whether what is printed on the page is not, or not legibly, in its text layer."""
    if len(glyphs) >= _FEW_GLYPHS:
        return not is_legible(glyphs)
    from pypdfium2 import raw

    shapes = list(islice(page.get_objects(), _ENOUGH_SHAPES))
    pictures = [shape for shape in shapes if shape.type == raw.FPDF_PAGEOBJ_IMAGE]
    width, height = page.get_size()
    if sum(_area(picture) for picture in pictures) >= _LARGE * width * height:
        return True
    return not glyphs and (bool(pictures) or len(shapes) >= _MANY_SHAPES)


def _area(picture: Any) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float((right - left) * (top - bottom))


def _recognised(source: Source, page: Any) -> Page:
    from bihuan.documents.ocr import recognised

    width, height = page.get_size()
    scale = min(_DPI / _POINTS, (_MAX_PIXELS / max(1, width * height)) ** 0.5)
    with closing(page.render(scale=scale)) as bitmap:
        return recognised(source, bitmap.to_numpy(), width)


def _notes(unread: Sequence[int]) -> list[str]:
    if not unread:
        return []
    listed = "、".join(str(number) for number in unread[:10])
    more = f"等 {len(unread)} 页" if len(unread) > 10 else "页"
    return [
        f'第 {listed} {more}是扫描图，没有读出；安装文字识别部件后可读：pip install "bihuan[ocr]"。'
    ]
