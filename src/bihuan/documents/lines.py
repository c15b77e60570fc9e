"""Joins the lines of pages to paragraphs by their places: for PDF and for OCR.

What the places leave open, the wording decides, as it does in text without places (wrapping.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.frame import Frame, Setting, frames_of, setting_of
from bihuan.documents.layout import ends_heading, ends_sentence, join, starts_item, starts_label
from bihuan.documents.rows import Line, Page, columns
from bihuan.documents.running import without_running_lines
from bihuan.documents.wrapping import _runs_on as runs_on

_SAME_SIZE = 1.17
_MAX_PITCH = 1.5
"""How many times the usual pitch the lines of a paragraph may be apart."""
_SPACED = 1.1
_INDENT = 1
_SLACK = 0.4
"""How far, in characters, a full line may stay short of what would have fitted."""
_CENTRED_INDENT = 3
# What stays together at a line's end: a number, a word, a mark with what it encloses.
_PIECE = re.compile(
    r"[“‘（《〔【(\[]{0,3}(?:[0-9A-Za-z.,%@:_/-]{1,60}|.)[，。；：、？！）”’》〕】…％,.;:?!)\]]{0,3}",
    re.S,
)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as far as it is read: its text, its last line, and whether all are centred."""

    text: str
    last: Line
    frame: Frame
    page: int
    centred: bool
    lines: int = 1


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The text of the pages by paragraphs, without running heads, feet and page numbers."""
    pages = without_running_lines(pages)
    frames = frames_of(pages)
    setting = setting_of(pages, frames)
    result: list[_Paragraph] = []
    for number, (page, frame) in enumerate(zip(pages, frames, strict=True)):
        for line in page.lines:
            if result and _goes_on(setting, result[-1], line, frame, number):
                _append(result[-1], line, frame, number)
            else:
                centred = frame.centred(line)
                result.append(_Paragraph(line.text, line, frame, number, centred))
    return [paragraph.text for paragraph in result]


def _append(paragraph: _Paragraph, line: Line, frame: Frame, page: int) -> None:
    paragraph.text = join(paragraph.text, line.text)
    paragraph.last, paragraph.frame, paragraph.page = line, frame, page
    paragraph.centred = paragraph.centred and frame.centred(line)
    paragraph.lines += 1


def _goes_on(setting: Setting, paragraph: _Paragraph, line: Line, frame: Frame, page: int) -> bool:
    """Whether the line goes on with the paragraph."""
    same_page = page == paragraph.page
    pitch = _pitch(setting, paragraph.last, line, frame) if same_page else 0
    if not 1 / _SAME_SIZE <= line.size / paragraph.last.size <= _SAME_SIZE:
        return False
    if pitch > _MAX_PITCH * max(1, paragraph.last.size / frame.em):
        return False
    if same_page and _goes_on_title(paragraph, line, frame):
        return True
    if not _full(paragraph, line) or (setting.spaced and pitch > _SPACED):
        return False
    if abs(frame.indent(line) - setting.continuation) >= _INDENT:
        return _goes_on_indented(setting, paragraph, line, frame)
    # Where paragraphs start elsewhere, or further down, a line that does not go on with one.
    steady = setting.items_indented if starts_item(line.text) else setting.indented
    return steady or (setting.spaced and same_page) or runs_on(paragraph.text, line.text)


def _pitch(setting: Setting, last: Line, line: Line, frame: Frame) -> float:
    """How far below the last line the line stands, measured by what is usual."""
    return (line.foot - last.foot) / frame.em / max(setting.pitch, 1)


def _goes_on_title(paragraph: _Paragraph, line: Line, frame: Frame) -> bool:
    """Whether a centred line goes on with the centred title above it."""
    if not (paragraph.centred and frame.centred(line)) or ends_sentence(paragraph.text):
        return False
    if starts_item(line.text) or line.text.startswith(("（", "(", "—")):
        return False
    larger = not frame.of_body(line) and line.size > frame.em
    inset = frame.indent(line) > _CENTRED_INDENT
    return larger or (inset and _full(paragraph, line))


def _goes_on_indented(setting: Setting, paragraph: _Paragraph, line: Line, frame: Frame) -> bool:
    """Whether a line goes on with a block that is indented as a whole."""
    same = abs(frame.indent(line) - paragraph.frame.indent(paragraph.last)) < _INDENT / 2
    if not same or starts_item(line.text) or starts_label(line.text):
        return False
    if ends_sentence(paragraph.text) or ends_heading(paragraph.text):
        return False
    if paragraph.lines == 1 and setting.indented:
        return False
    return paragraph.lines > 1 or runs_on(paragraph.text, line.text)


def _full(paragraph: _Paragraph, line: Line) -> bool:
    """Whether the line's first piece had no room on the paragraph's last line."""
    piece = _PIECE.match(line.text)
    width = columns(piece[0]) * line.size / paragraph.frame.em if piece else 0
    return paragraph.frame.room(paragraph.last) < width + _SLACK
