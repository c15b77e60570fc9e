"""Drawn scenes that stand for photos: plainly not real, with the time and place a phone notes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Exif
    from PIL.ImageDraw import ImageDraw

_WIDTH, _HEIGHT = 640, 480
_TAKEN, _GPS, _EXIF = 0x9003, 0x8825, 0x8769


def photo(name: str, scene: str, taken: datetime, place: tuple[float, float]) -> bytes:
    """A JPEG of a scene (a key of SCENES), the same for the same arguments."""
    from PIL import Image, ImageDraw

    # A photo's details differ from those of the next by its name alone.
    chance = random.Random(hashlib.sha256(name.encode()).digest())
    image = Image.new("RGB", (_WIDTH, _HEIGHT), (196, 218, 232))
    SCENES[scene](ImageDraw.Draw(image), chance)
    out = BytesIO()
    image.save(out, "JPEG", quality=72, exif=_exif(taken, place, chance))
    return out.getvalue()


def _exif(taken: datetime, place: tuple[float, float], chance: random.Random) -> Exif:
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(_EXIF)[_TAKEN] = taken.strftime("%Y:%m:%d %H:%M:%S")
    north, east = (angle + chance.uniform(-0.0015, 0.0015) for angle in place)
    exif.get_ifd(_GPS).update({1: "N", 2: _sexagesimal(north), 3: "E", 4: _sexagesimal(east)})
    return exif


def _sexagesimal(angle: float) -> tuple[float, float, float]:
    minutes = (angle % 1) * 60
    return float(int(angle)), float(int(minutes)), round(minutes % 1 * 60, 2)


def _board(draw: ImageDraw, chance: random.Random) -> None:
    """A notice board with sheets of paper."""
    draw.rectangle((0, 400, _WIDTH, _HEIGHT), fill=(178, 172, 158))
    draw.rectangle((70, 50, 570, 380), fill=(128, 84, 52))
    draw.rectangle((86, 66, 554, 364), fill=(206, 226, 208))
    for left in range(105, 500, 112):
        top = 86 + chance.randrange(12)
        draw.rectangle((left, top, left + 96, top + 240), fill="white", outline=(150, 150, 150))
        draw.rectangle((left + 18, top + 14, left + 78, top + 26), fill=(176, 42, 38))
        for y in range(top + 42, top + 225, 13):
            draw.line((left + 10, y, left + 40 + chance.randrange(48), y), fill=(90, 90, 90))


def _table(draw: ImageDraw, chance: random.Random) -> None:
    """A meeting table with people around it."""
    draw.rectangle((0, 0, _WIDTH, 300), fill=(226, 218, 202))
    draw.rectangle((150, 30, 490, 90), fill=(176, 42, 38))
    for x in range(90, 580, 82):
        head = 150 + chance.randrange(18)
        draw.ellipse((x, head, x + 44, head + 48), fill=(222, 186, 156))
        coat = (40 + chance.randrange(60), 56, 88 + chance.randrange(60))
        draw.rectangle((x - 10, head + 48, x + 54, 300), fill=coat)
    draw.polygon(((40, 300), (600, 300), (660, 480), (-20, 480)), fill=(144, 98, 60))
    for x in range(100, 560, 92):
        draw.rectangle((x, 330, x + 52, 372), fill="white")


def _field(draw: ImageDraw, chance: random.Random) -> None:
    """A ploughed field with rows of plants."""
    draw.polygon(
        ((0, 180), (220, 90), (420, 160), (640, 80), (640, 220), (0, 220)), fill=(98, 132, 96)
    )
    draw.rectangle((0, 210, _WIDTH, _HEIGHT), fill=(132, 98, 62))
    for row in range(9):
        y = 232 + row * row * 3 + row * 6
        for x in range(chance.randrange(20), _WIDTH, 22 + row * 2):
            size = 5 + row
            draw.ellipse(
                (x, y - size, x + size * 2, y + size), fill=(62, 140 + chance.randrange(40), 58)
            )


def _canal(draw: ImageDraw, chance: random.Random) -> None:
    """A canal between banks."""
    draw.rectangle((0, 170, _WIDTH, _HEIGHT), fill=(112, 146, 84))
    draw.polygon(((280, 170), (360, 170), (560, 480), (80, 480)), fill=(172, 170, 164))
    draw.polygon(((296, 170), (344, 170), (500, 480), (140, 480)), fill=(84, 138, 168))
    for _ in range(26):
        x, y = chance.randrange(230, 410), chance.randrange(240, 470)
        draw.line((x, y, x + 24, y + 2), fill=(176, 210, 226))


def _road(draw: ImageDraw, chance: random.Random) -> None:
    """A road with a house beside it."""
    draw.rectangle((0, 230, _WIDTH, _HEIGHT), fill=(128, 150, 98))
    draw.polygon(((290, 230), (350, 230), (640, 480), (20, 480)), fill=(108, 108, 110))
    for y in range(250, 470, 36):
        half = (y - 220) // 40
        draw.rectangle((320 - half, y, 320 + half, y + 16), fill=(236, 232, 210))
    left = chance.randrange(30, 90)
    draw.rectangle((left, 130, left + 150, 240), fill=(224, 214, 196))
    draw.polygon(((left - 16, 132), (left + 75, 76), (left + 166, 132)), fill=(122, 62, 54))


def _house(draw: ImageDraw, chance: random.Random) -> None:
    """A room with a device on the wall."""
    draw.rectangle((0, 0, _WIDTH, 360), fill=(232, 228, 216))
    draw.rectangle((0, 360, _WIDTH, _HEIGHT), fill=(158, 132, 104))
    left = 250 + chance.randrange(-60, 60)
    draw.rectangle(
        (left, 120, left + 150, 290), fill=(206, 210, 214), outline=(90, 96, 102), width=4
    )
    draw.ellipse((left + 45, 150, left + 105, 210), fill=(52, 110, 164))
    draw.line((left + 75, 290, left + 75, 400), fill=(90, 96, 102), width=9)


SCENES: dict[str, Callable[[ImageDraw, random.Random], None]] = {
    "board": _board,
    "table": _table,
    "field": _field,
    "canal": _canal,
    "road": _road,
    "house": _house,
}
