"""A read document -> the text to compare, with what of it a form prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Document, Span, Table, Text

# A cell with more characters than this holds a text that somebody wrote, not a form's words.
_LONGEST_OF_FORM = 40
# 填报单位：____ and what else a form asks in a line of its own.
_ASKED = re.compile(r"^[^\n。；]{0,30}[:：][ \t_＿—/]*$", re.MULTILINE)


def to_text(document: Document, name: str | None = None) -> Text:
    """The document's text under a name, else its own.

    What its tables' headers and short cells hold, and lines that ask to be filled in, is a form's.
    """
    spans = set(_cells(document)) | {m.span() for m in _ASKED.finditer(document.text)}
    return Text(name or document.name, document.text, tuple(sorted(spans)))


def _cells(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.span[1] - cell.span[0] <= _LONGEST_OF_FORM:
                    yield cell.span
