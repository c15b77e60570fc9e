"""OCR by RapidOCR, the optional extra `ocr`: the lines in a picture, with their places.

Its models lie in the installed package; nothing is loaded from the network. Handwriting, stamps
over text, tables and columns side by side are out of reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from bihuan.documents.rows import Line, Page, columns, lines_of
from bihuan.documents.source import Source, sentence
from bihuan.errors import MissingPart

_MAX_SIDE = 2000
"""To how many pixels a picture's longer side is shrunk; half as many more take twice the memory."""
_MIN_SIDE = 10
"""The height in pixels of the smallest type that can be read."""
_MAX_RATIO = 50
"""A picture that is so many times as long as wide holds nothing legible once it is shrunk."""
_MIN_SCORE = 0.5
"""Below this confidence (0 to 1) what was recognised is taken for a smudge."""
_DOUBTFUL = 0.8
"""Below this mean confidence the picture may be upside down."""
_UPRIGHT = 1.5
"""How many times as high as wide the boxes of lines are that run upwards or downwards."""
_MIN_COLUMNS = 6
"""How long, in characters, a line must be to tell the size of its type by its length."""
_TOO_SHORT = 3
_SLIP, _SHORT_SLIP = 1.15, 1.3
"""How many times larger than it is the type of a line may seem, or that of a short one, whose box
is the more generous; narrow marks make any line seem smaller, by as much."""
_HAN = r"[^\W\d_a-zA-Z]"
_HALF_WIDTH = re.compile(rf"(?<={_HAN})[,:;?!)]|\((?={_HAN})")
_BRACKETS = re.compile(r"\([^()（）]*）|（[^()（）]*\)")
_YEAR = re.compile(rf"(?:(?<={_HAN})|^)[\[〔](\d{{4}})[\]〕](?=\d{{0,5}}(?:号|$))")
"""The year in a document's number (GB/T 9704)."""
_FULL_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")
_OPENING, _CLOSING = tuple("“‘（《〔【"), tuple("，。、；：”’）》〕】")


def recognised(source: Source, picture: Any, width: float) -> Page:
    """The lines in a picture (an array of rows of BGR pixels) that is `width` points wide.

    A picture that lies on its side or upside down is turned first, and so is the page. Raises
    MissingPart where RapidOCR is not installed.
    """
    engine = engine_for(source)
    scale = width / picture.shape[1]
    found, picture = _turned_upright(engine, engine(picture), picture)
    pieces = [_piece(text, box, scale) for box, text, score in found if score >= _MIN_SCORE]
    height, width = (side * scale for side in picture.shape[:2])
    return Page(width, height, tuple(_settled(lines_of(pieces))))


def engine_for(source: Source) -> Any:
    """What recognises text; raises MissingPart, with the file's name, where it isn't installed."""
    engine = _engine()
    if engine is None:
        remedy = '请先安装：pip install "bihuan[ocr]"'
        raise MissingPart(sentence(source.name, "这是扫描件或图片，没有安装文字识别部件", remedy))
    return engine


_Found = list[tuple[Any, str, float]]


@cache
def _engine() -> Any:
    """A function from a picture to the boxes, texts and confidences found, or None."""
    try:
        import rapidocr
    except ImportError:
        return None
    folder = Path(rapidocr.__file__).parent / "models"
    models = {step: sorted(folder.glob(f"*_{step}_*.onnx")) for step in ("det", "rec")}
    if not all(models.values()):
        return None
    # With the models' paths given, RapidOCR never looks for them on the network.
    reader: Any = rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _MAX_SIDE,
            "Det.model_path": str(models["det"][-1]),
            "Rec.model_path": str(models["rec"][-1]),
        }
    )

    def run(picture: Any) -> _Found:
        short, long = sorted(picture.shape[:2])
        if short < _MIN_SIDE or long > _MAX_RATIO * short:
            return []
        result = reader(picture)
        if result.boxes is None or not result.txts:
            return []
        rows = zip(result.boxes, result.txts, result.scores, strict=True)
        return [(box, text.strip(), float(score)) for box, text, score in rows if text.strip()]

    return run


def _turned_upright(engine: Any, found: _Found, picture: Any) -> tuple[_Found, Any]:
    """What is found in the picture and the picture itself, turned so that it reads best."""
    import numpy

    sideways = 2 * sum(1 for box, _, _ in found if _stands(box)) > len(found)
    if not found or (not sideways and _confidence(found) >= _DOUBTFUL * _length(found)):
        return found, picture
    tried = [] if sideways else [(found, picture)]
    for quarters in (1, 3) if sideways else (2,):
        turned = numpy.ascontiguousarray(numpy.rot90(picture, quarters))
        tried.append((engine(turned), turned))
    return max(tried, key=lambda one: _confidence(one[0]))


def _stands(box: Any) -> bool:
    width, height = _extent(box)
    return height > _UPRIGHT * width


def _confidence(found: _Found) -> float:
    return sum(score * len(text) for _, text, score in found)


def _length(found: _Found) -> int:
    return sum(len(text) for _, text, _ in found)


def _extent(box: Any) -> tuple[float, float]:
    """The width and height of a box, given by its four corners."""
    width, height = box.max(axis=0) - box.min(axis=0)
    return float(width), float(height)


def _settled(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with the sizes of type that they are likely set in, each on its foot."""
    long = [line.size for line in lines if columns(line.text) >= _MIN_COLUMNS]
    usual = median(long or [line.size for line in lines] or [0])
    size = usual
    for line in lines:
        size = _likely_size(line, usual, size)
        yield replace(line, size=size, foot=line.foot + size / 2)


def _likely_size(line: Line, usual: float, above: float) -> float:
    """What is measured, or else the page's usual size, or that of the line above."""
    length = columns(line.text)
    if length < _TOO_SHORT:
        return above
    slip = _SLIP if length >= _MIN_COLUMNS else _SHORT_SLIP
    for size in (usual, above):
        if 1 / _SHORT_SLIP <= line.size / size <= slip:
            return size
    return line.size


def _piece(text: str, box: Sequence[Sequence[float]], scale: float) -> Line:
    """A recognised line on its middle; its corners go clockwise from the upper left one."""
    text = _as_printed(text)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = ((float(x), float(y)) for x, y in box)
    left, right = (x0 + x3) / 2 * scale, (x1 + x2) / 2 * scale
    height = (y2 + y3 - y0 - y1) / 2 * scale
    # A justified line may be stretched, so that its height tells the size better.
    size = min(height, (right - left) / columns(text))
    # The paper around a half-empty mark does not belong to its box, though it does to the line.
    left -= size / 2 if text.startswith(_OPENING) else 0
    right += size / 2 if text.endswith(_CLOSING) else 0
    return Line(text, left, right, (y0 + y1 + y2 + y3) / 4 * scale, max(size, 0.1))


def _as_printed(text: str) -> str:
    """The text with the marks that print hardly tells apart as Chinese papers have them."""
    text = _HALF_WIDTH.sub(lambda mark: mark[0].translate(_FULL_WIDTH), text)
    text = _BRACKETS.sub(lambda found: f"（{found[0][1:-1]}）", text)
    return _YEAR.sub(r"〔\1〕", text)
