"""Pictures of text, read by OCR (the optional extra `ocr`, which brings Pillow)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bihuan.documents.builder import Builder
from bihuan.documents.lines import paragraphs
from bihuan.documents.ocr import engine_for, recognised
from bihuan.documents.source import DAMAGED, RESAVE, Source
from bihuan.errors import UnreadableInput
from bihuan.model import Document

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 64_000_000
"""The largest picture that is decoded: twice an A3 page at 400 dpi."""
MAX_FRAMES = 500
"""The most pages that a TIFF file may have."""
_FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP")
_MAX_RATIO = 3
"""How many times as high as wide a picture may be before it is cut into pages (screenshots)."""
_PAGE_RATIO = 1.5
_SHORT_SIDE, _LONG_SIDE = 595.0, 842.0
"""The sides of an A4 page in points, which a picture is taken for."""


def read(source: Source) -> Document:
    """Reads the text in a picture; each frame of a TIFF file is a page.

    Raises UnreadableInput where it is damaged, too large or without text, and MissingPart where
    the OCR is not installed.
    """
    engine_for(source)
    pages = [
        recognised(source, part, _SHORT_SIDE if part.shape[1] < part.shape[0] else _LONG_SIDE)
        for picture in _pictures(source)
        for part in _parts(picture)
    ]
    builder = Builder()
    for paragraph in paragraphs(pages):
        builder.paragraph(paragraph)
    if not builder.has_text:
        raise source.unreadable("图片里没有认出文字", "请换一张清晰的图片")
    return builder.build(source.name, "image")


def _pictures(source: Source) -> Iterator[Any]:
    """The file's frames as arrays of BGR pixels, one at a time."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(source.data), formats=_FORMATS) as image:
                # The first frame of an animation shows all that a text has.
                frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                if frames > MAX_FRAMES:
                    raise source.unreadable(f"超过 {MAX_FRAMES} 页", "请拆成几份后再试")
                for frame in range(frames):
                    image.seek(frame)
                    yield _pixels(source, image)
    except (UnreadableInput, GeneratorExit):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(source) from error
    # Pillow raises whatever a wrong byte leads to: OSError, struct.error, SyntaxError...
    except Exception as error:
        raise source.unreadable(DAMAGED, RESAVE) from error


def _too_large(source: Source) -> UnreadableInput:
    limit = MAX_PIXELS // 10_000
    return source.unreadable(f"图片大小超过 {limit} 万像素的上限", "请缩小图片后再试")


def _pixels(source: Source, image: Image.Image) -> Any:
    """The frame's pixels on white paper, upright as the camera was held."""
    import numpy
    from PIL import Image, ImageOps

    if image.width * image.height > MAX_PIXELS:
        raise _too_large(source)
    image.load()
    if image.mode.startswith("I"):
        grey = numpy.asarray(image)
        image = Image.fromarray((grey // 256 if grey.max() > 255 else grey).astype("uint8"))
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        coloured = image.convert("RGBA")
        image = Image.new("RGB", coloured.size, "white")
        image.paste(coloured, mask=coloured)
    return numpy.ascontiguousarray(numpy.asarray(image.convert("RGB"))[:, :, ::-1])


def _parts(picture: Any) -> Iterator[Any]:
    """The picture, or the pages that a very high one is cut into between its lines."""
    height, width = picture.shape[:2]
    if height > MAX_FRAMES * width:
        return  # a mere line
    if height <= _MAX_RATIO * width:
        yield picture
        return
    step, start = int(_PAGE_RATIO * width), 0
    while height - start > step:
        # The most even row of the lower half runs between two lines.
        rows = picture[start + step // 2 : start + step].std(axis=(1, 2))
        end = start + step // 2 + int(len(rows) - 1 - rows[::-1].argmin())
        yield picture[start : end + 1]
        start = end + 1
    yield picture[start:]
