"""Finds a text's character encoding by its content.

Chinese text in the wrong encoding rarely decodes strictly, and where it does it comes out as rare
characters: so every candidate is tried strictly and the most plausible result is taken.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 50_000
"""How many characters are weighed to judge a text."""
_MAX_WRONG = 0.01
"""The largest share of undecodable characters in a text that is still taken for text."""
_MAX_CONTROL = 0.02
_MIN_PLAUSIBLE = 0.5
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_CHINESE = re.compile("[\u4e00-\u9fa5]+")
_COMMON = re.compile("[\t-\r -~\u2010-\u203b\u2460-\u24ff\u3000-\u301f\uff01-\uff5e\ufffd]")


def decode(data: bytes) -> str | None:
    """The text that the bytes stand for, without its byte order mark; None if they are no text.

    A few undecodable bytes (up to 1 % of the characters) come out as U+FFFD; a character cut off
    at the end is left out.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _textual(data[len(mark) :].decode(encoding, "replace"))
    utf8 = _strict(data, "utf-8")
    # Chinese bytes of another encoding are no valid UTF-8 but by an extreme accident.
    if utf8 is not None and "\x00" not in utf8[:_SAMPLE]:
        return _textual(utf8)
    others = [_strict(data, encoding) for encoding in ("gb18030", "utf-16-le", "utf-16-be")]
    found = [text for text in (utf8, *others) if text is not None]
    best = max(found, key=_plausibility, default="")
    if _plausibility(best) >= _MIN_PLAUSIBLE:
        return _textual(best)
    return _textual(_tolerant(data))


def decode_head(data: bytes) -> str:
    """The start of the text, enough to recognise its format; empty where the bytes are no text."""
    return decode(data[:4096]) or ""


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _tolerant(data: bytes) -> str:
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _textual(text: str) -> str | None:
    """The text if it has next to no control and undecodable characters, else None."""
    sample = text[:_SAMPLE]
    wrong = max(1, _MAX_WRONG * len(text))
    controls = max(1, _MAX_CONTROL * len(sample))
    if text.count("\ufffd") > wrong or len(_CONTROL.findall(sample)) > controls:
        return None
    return text


def _plausibility(text: str) -> float:
    """The share of characters that Chinese office text is made of, 0 to 1."""
    sample = text[:_SAMPLE]
    # Level 1 of GB 2312, its lead bytes B0 to D7, holds the 3,755 frequent characters.
    chinese = "".join(_CHINESE.findall(sample)).encode("gb2312", "ignore")
    frequent = sum(1 for lead in chinese[::2] if 0xB0 <= lead <= 0xD7)
    return (frequent + len(_COMMON.findall(sample))) / max(1, len(sample))
