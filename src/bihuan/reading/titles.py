"""Titles of areas and groups as the register names them."""

from __future__ import annotations

import re

_ABOUT = re.compile(r"^关于[“\"「‘](?P<quoted>.+)[”\"」’](?:等)?(?:方面)?的?(?:突出|具体|主要)?问题$", re.S)
_FINAL = " \t\r\n\u3000。，、；：:;,.．"


def clean_title(text: str) -> str:
    """The title without final punctuation and without 关于“…”的问题 around it."""
    title = text.strip(_FINAL)
    about = _ABOUT.match(title)
    return about["quoted"].strip(_FINAL) if about else title
