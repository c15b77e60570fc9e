"""The glyphs of a PDF page's text layer, and the lines that they make."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bihuan.documents.rows import Line, Page, is_wide, lines_of

_QUARTER = math.pi / 2
_MAX_TILT = math.radians(3)
_LEGIBLE = 0.6
"""The share of glyphs that must be letters and figures, or the text layer is worth nothing."""
_LEGIBLE_CHAR = re.compile(
    r"[0-9A-Za-z\u0370-\u04ff\u2460-\u249b\u3220-\u3243\u4e00-\u9fff０-９Ａ-Ｚａ-ｚ]"
)
"""Not among them: the signs and accented letters that come of fonts without a map to Unicode."""
# Fonts that map glyphs back to radicals, compatibility forms and ligatures mean the usual ones.
_COMPATIBILITY = (("\u2e80", "\u2fdf"), ("\uf900", "\ufaff"), ("\ufb00", "\ufb06"))
_LINE_HYPHEN = "\x02"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its box in the page's own space (points, y upwards), and where it stands.

    `angle` is that of its line, in radians, clockwise.
    """

    char: str
    box: tuple[float, float, float, float]
    x: float
    y: float
    angle: float


def glyphs_of(page: Any, limit: int) -> list[Glyph] | None:
    """The glyphs on a pypdfium2 page in the file's order, or None where they exceed the limit."""
    from pypdfium2 import raw

    with closing(page.get_textpage()) as layer:
        count = layer.count_chars()
        if count > limit:
            return None
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        glyphs = []
        for index in range(count):
            code = raw.FPDFText_GetUnicode(layer, index)
            if raw.FPDFText_IsGenerated(layer, index) == 1 or not 0 < code < 0x110000:
                continue
            raw.FPDFText_GetLooseCharBox(layer, index, box)
            raw.FPDFText_GetCharOrigin(layer, index, x, y)
            angle = raw.FPDFText_GetCharAngle(layer, index)
            place = (box.left, box.bottom, box.right, box.top)
            glyphs.append(Glyph(_usual(chr(code)), place, x.value, y.value, angle))
    return glyphs


def is_legible(glyphs: Sequence[Glyph]) -> bool:
    """Whether the text layer says which characters the glyphs are."""
    text = "".join(glyph.char for glyph in glyphs if not glyph.char.isspace())
    return len(_LEGIBLE_CHAR.findall(text)) >= _LEGIBLE * len(text)


def page_of(page: Any, glyphs: Sequence[Glyph]) -> Page:
    """The page with its glyphs as lines, turned so that most of them stand upright.

    Glyphs at another angle, as in a watermark, are left out; so are those beside the page.
    """
    left, bottom, right, top = page.get_bbox()
    turns = Counter(_turns(glyph) for glyph in glyphs)
    turn = turns.most_common(1)[0][0] if turns else 0
    # The upper left corner, seen by those who read along the lines.
    corners = [_turned(x, y, turn) for x in (left, right) for y in (bottom, top)]
    origin_x, origin_y = min(x for x, _ in corners), max(y for _, y in corners)
    width, height = max(x for x, _ in corners) - origin_x, origin_y - min(y for _, y in corners)
    pieces = [
        _piece(glyph, turn, origin_x, origin_y)
        for glyph in glyphs
        if _turns(glyph) == turn and left <= glyph.x <= right and bottom <= glyph.y <= top
    ]
    return Page(width, height, lines_of(pieces))


def _usual(char: str) -> str:
    if char == _LINE_HYPHEN:
        return "-"
    if any(first <= char <= last for first, last in _COMPATIBILITY):
        return unicodedata.normalize("NFKC", char)
    return char


def _turns(glyph: Glyph) -> int | None:
    """How many quarters of a turn the glyph's line is turned; None for one that is aslant."""
    turns = round(glyph.angle / _QUARTER)
    return turns % 4 if abs(glyph.angle - turns * _QUARTER) <= _MAX_TILT else None


def _turned(x: float, y: float, turns: int | None) -> tuple[float, float]:
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turns or 0]


def _piece(glyph: Glyph, turn: int | None, origin_x: float, origin_y: float) -> Line:
    x0, y0 = _turned(*glyph.box[:2], turn)
    x1, y1 = _turned(*glyph.box[2:], turn)
    width, height = abs(x1 - x0), abs(y1 - y0)
    _, foot = _turned(glyph.x, glyph.y, turn)
    return Line(
        glyph.char,
        min(x0, x1) - origin_x,
        max(x0, x1) - origin_x,
        origin_y - foot,
        width if is_wide(glyph.char) else height,
    )
