"""Which of the machine's fonts stand for the official ones."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from bihuan.errors import UserError
from bihuan.reports.form import FONTS, Face

if TYPE_CHECKING:
    from typst import Fonts

_LOG = logging.getLogger(__name__)
_MISSING = (
    "写不了 PDF：这台机器上没有中文字体。"
    "请安装公文字体（方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体），"
    "或者安装 Noto CJK 字体（Debian、Ubuntu：apt install fonts-noto-cjk）。"
)


@cache
def installed() -> Fonts:
    """The machine's fonts; looking for them takes a while, so it is done once."""
    from typst import Fonts

    return Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def chosen() -> Mapping[Face, str]:
    """The family for each face: the first of its list that is installed.

    Says in the log what stands for an official font. UserError where no Chinese font is installed.
    """
    return choose(frozenset(installed().families()))


def choose(families: frozenset[str]) -> Mapping[Face, str]:
    """The family for each face out of those that there are."""
    found = {
        face: next((one for one in (*font.families, *font.substitutes) if one in families), None)
        for face, font in FONTS.items()
    }
    missing = [face for face, family in found.items() if family is None]
    if missing:
        raise UserError(_MISSING)
    _tell(found)
    return {face: family for face, family in found.items() if family}


def _tell(found: Mapping[Face, str | None]) -> None:
    replaced = [
        f"{FONTS[face].name}用 {family} 代替"
        for face, family in found.items()
        if family not in FONTS[face].families
    ]
    if replaced:
        _LOG.warning("这台机器缺少公文字体，PDF 中%s。", "，".join(replaced))
