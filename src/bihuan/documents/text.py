"""Plain text: its encoding found, the line breaks of a scan or an export taken out."""

from __future__ import annotations

from bihuan.documents.builder import Builder, clean
from bihuan.documents.encoding import decode
from bihuan.documents.source import Source
from bihuan.documents.wrapping import paragraphs
from bihuan.model import Document


def read(source: Source) -> Document:
    """Reads a text file; raises UnreadableInput where its bytes are no text."""
    text = decode(source.data)
    if text is None:
        raise source.unreadable("认不出文件的格式或文字编码", "请另存为 UTF-8 文本或 docx")
    builder = Builder()
    for paragraph in paragraphs(clean(text).split("\n")):
        builder.paragraph(paragraph)
    notes = ["有个别字节无法识别，已用“�”代替。"] if "\ufffd" in text else []
    return builder.build(source.name, "text", notes=notes)
