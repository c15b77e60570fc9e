"""Pictures and scans: what RapidOCR makes of printed pages, and pictures that can't be read."""

from __future__ import annotations

import difflib
import struct
import zlib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from bihuan.documents import image as module
from bihuan.documents import ocr, read
from bihuan.documents.ocr import _as_printed as as_printed
from bihuan.errors import MissingPart, UnreadableInput
from tests.documents.builders import lines, read_bytes
from tests.documents.prints import REPORT, pdf, printed
from tests.parts import need

_SHORT = [REPORT[0], *REPORT[2:5], *REPORT[-2:]]


@pytest.fixture
def recogniser() -> None:
    """Skips the test where RapidOCR is not installed."""
    need("RapidOCR (the extra ocr)", all(map(find_spec, ("rapidocr", "onnxruntime"))))


def _photos(text: list[str], *, dpi: int = 200, **layout: Any) -> list[Image.Image]:
    """The pages of a printed text as pictures."""
    with pypdfium2.PdfDocument(pdf(printed(text, **layout))) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def _bytes(photos: list[Image.Image], format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    if len(photos) > 1:
        options |= {"save_all": True, "append_images": photos[1:]}
    photos[0].save(buffer, format, **options)
    return buffer.getvalue()


def _alike(found: list[str], expected: list[str]) -> None:
    """Whether these are the paragraphs, with a slip of the recognition here and there."""
    assert len(found) == len(expected), found
    for one, other in zip(found, expected, strict=True):
        assert difflib.SequenceMatcher(None, one, other).ratio() > 0.9, (one, other)


def _refused(folder: Path, data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(folder, data, "照片.png")
    assert "照片.png" in str(caught.value)
    return str(caught.value)


@pytest.mark.usefixtures("recogniser")
def test_scanned_pages(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, _bytes(_photos(REPORT, rows=20), "PDF", resolution=200))
    assert document.format == "pdf"
    _alike(lines(document), REPORT)


@pytest.mark.usefixtures("recogniser")
def test_scanned_page_among_others(tmp_path: Path) -> None:
    pages = printed(REPORT, rows=20)
    assert len(pages) == 2
    whole = pypdfium2.PdfDocument(pdf(pages[:1]))
    whole.import_pages(
        pypdfium2.PdfDocument(_bytes(_photos(REPORT, rows=20)[1:], "PDF", resolution=200))
    )
    path = tmp_path / "报告.pdf"
    whole.save(path)
    _alike(lines(read(path)), REPORT)


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("format", ["PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP"])
def test_pictures(tmp_path: Path, format: str) -> None:
    document = read_bytes(tmp_path, _bytes(_photos(_SHORT, dpi=120), format))
    assert document.format == "image"
    _alike(lines(document), _SHORT)


@pytest.mark.usefixtures("recogniser")
def test_tiff_of_several_pages(tmp_path: Path) -> None:
    photos = _photos(REPORT, rows=20, dpi=150)
    assert len(photos) == 2
    _alike(lines(read_bytes(tmp_path, _bytes(photos, "TIFF"))), REPORT)


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_pictures_turned(tmp_path: Path, angle: int) -> None:
    photos = [photo.rotate(angle, expand=True) for photo in _photos(_SHORT, dpi=150)]
    _alike(lines(read_bytes(tmp_path, _bytes(photos, "PNG"))), _SHORT)


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "I;16"])
def test_kinds_of_pixels(tmp_path: Path, mode: str) -> None:
    photo = _photos(_SHORT, dpi=150)[0]
    if mode == "RGBA":
        clear = Image.new("RGBA", photo.size, (0, 0, 0, 0))
        clear.putalpha(photo.convert("L").point(lambda value: 255 - value))
        photo = clear
    elif mode == "I;16":
        photo = photo.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        photo = photo.convert(mode)
    _alike(lines(read_bytes(tmp_path, _bytes([photo], "TIFF"))), _SHORT)


@pytest.mark.usefixtures("recogniser")
def test_long_screenshot(tmp_path: Path) -> None:
    """One picture, many times as high as wide."""
    photos = _photos(REPORT * 2, mark="", dpi=110, title=16)
    cut = [photo.crop((0, 140, photo.width, 1080)) for photo in photos]
    whole = Image.new("RGB", (cut[0].width, sum(photo.height for photo in cut)), "white")
    for number, photo in enumerate(cut):
        whole.paste(photo, (0, number * photo.height))
    assert whole.height > 3 * whole.width
    found = "".join(lines(read_bytes(tmp_path, _bytes([whole], "PNG"))))
    expected = "".join(REPORT * 2)
    assert difflib.SequenceMatcher(None, found, expected, autojunk=False).ratio() > 0.95


@pytest.mark.usefixtures("recogniser")
def test_nothing_to_read(tmp_path: Path) -> None:
    blank = Image.new("RGB", (400, 300), "white")
    assert "没有认出文字" in _refused(tmp_path, _bytes([blank], "PNG"))
    for size in ((1, 1), (9000, 1), (1, 9000)):
        line = Image.new("L", size)
        assert "没有认出文字" in _refused(tmp_path, _bytes([line], "PNG"))


def _png(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + packed + chunk(b"IEND", b"")


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("side", [8100, 20_000, 60_000])
def test_decompression_bomb(tmp_path: Path, side: int) -> None:
    assert "像素的上限" in _refused(tmp_path, _png(side, side))


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("format", ["PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.002, 0.1, 0.6])
def test_cut_off(tmp_path: Path, format: str, share: float) -> None:
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    data = _bytes([noise], format)
    assert "损坏" in _refused(tmp_path, data[: max(14, int(share * len(data)))])


@pytest.mark.usefixtures("recogniser")
def test_too_many_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FRAMES", 1)
    frames = [Image.new("L", (50, 50))] * 2
    assert "拆成几份" in _refused(tmp_path, _bytes(frames, "TIFF"))


def test_without_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engine", lambda: None)
    with pytest.raises(MissingPart, match=r'照片\.png.*pip install "bihuan\[ocr\]"'):
        read_bytes(tmp_path, _png(9, 9), "照片.png")


@pytest.mark.usefixtures("recogniser")
def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are in the package: making the recogniser asks nobody for anything."""
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert ocr._engine.__wrapped__() is not None


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("整改情况:已完成,", "整改情况：已完成，"),
        ("（2)关于“管护”的问题", "（2）关于“管护”的问题"),
        ("(责任单位:水利站)", "（责任单位：水利站）"),
        ("白水发[2023]18号", "白水发〔2023〕18号"),
        ("[2023]18号）。", "〔2023〕18号）。"),
        ("白水发【2023】18号", "白水发【2023】18号"),
        ("(2)下午2:30", "(2)下午2:30"),
        ("qs@example.invalid, 12,345.60", "qs@example.invalid, 12,345.60"),
    ],
)
def test_marks_as_chinese_papers_have_them(found: str, meant: str) -> None:
    assert as_printed(found) == meant
