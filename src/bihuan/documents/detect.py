"""Tells a file's format by its content; the extension is never trusted."""

from __future__ import annotations

import re
from typing import Any

from bihuan.documents.source import DAMAGED, PASSWORD, RESAVE, UNLOCK, Source

_AS_DOCX = "请用 Word 或 WPS 打开后另存为 docx"
_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 xlsx"
_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"GIF87a",
    b"GIF89a",
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PROGRAMS = (b"MZ\x90\x00", b"\x7fELF", b"\xca\xfe\xba\xbe")
_PDF = re.compile(rb"%PDF-\d")
_HTML = re.compile(
    # Atomic and possessive, for comments could be cut in very many ways.
    r"(?>\s+|<\?xml[^>]{0,200}\?>|<!--(?>.*?-->))*+"
    r"<(?:!doctype\s+html|html|head|body|meta|link|base|script|style|title|table|div|article"
    r"|section|main|center|p|h[1-6]|font|span|ul|ol|strong|b|a|img|br)\b",
    re.I | re.S,
)
_WORD_XML = re.compile(
    r"\s*<\?xml.{0,400}?(?:Word\.Document|Excel\.Sheet|office:spreadsheet)", re.S
)


def format_of(source: Source) -> str:
    """The name in `bihuan.documents.FORMATS` of the reader for this file.

    Raises UnreadableInput for kinds that are recognised but not read: archives, presentations,
    encrypted files and so on.
    """
    data = source.data
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(source)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_format(source)
    if _PDF.search(data[:1024]):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _is_image(data):
        return "image"
    if data.startswith(_ARCHIVES):
        raise source.unreadable("这是压缩包", "请先解压，再读其中的文件")
    if data.startswith(_PROGRAMS):
        raise source.unreadable("这是程序文件，不是文档", "请换一份文件")
    return _text_format(source)


def _is_image(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    # "BM" alone may be text; a bitmap's header has four reserved zero bytes.
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    return webp or bitmap or data.startswith(_IMAGES)


def _zip_format(source: Source) -> str:
    names = source.archive.names
    folders = {name.split("/", 1)[0].lower() for name in names}
    if "xl/workbook.bin" in names:
        raise source.unreadable("不支持 xlsb 格式", _AS_XLSX)
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        return "xlsx"
    if "ppt" in folders:
        raise source.unreadable("这是演示文稿", "请把内容另存为 docx 或 pdf")
    if "ofd.xml" in folders:
        raise source.unreadable("不支持 OFD 版式文件", "请用版式阅读器转换为 pdf")
    if "mimetype" in names:
        raise source.unreadable("不支持 OpenDocument 格式", _AS_DOCX)
    if "[Content_Types].xml" in names:
        raise source.unreadable(DAMAGED, RESAVE)
    raise source.unreadable("这是压缩包", "请先解压，再读其中的文件")


_OLE_STREAMS = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")


def _ole_format(source: Source) -> str:
    streams, head = _ole_streams(source)
    if "EncryptedPackage" in streams or ("WordDocument" in streams and _doc_encrypted(head)):
        raise source.unreadable(PASSWORD, UNLOCK)
    if "Workbook" in streams or "Book" in streams:
        return "xls"
    if "WordDocument" in streams:
        return "wps" if source.path.suffix.lower() == ".wps" else "doc"
    if streams:
        raise source.unreadable("这是演示文稿", "请把内容另存为 docx 或 pdf")
    raise source.unreadable("认不出这种文件", _AS_DOCX)


def _ole_streams(source: Source) -> tuple[list[str], bytes]:
    """Which of the known streams the file has, and the first bytes of its WordDocument."""
    import olefile

    try:
        # Its type stubs still describe Python 2, where names were bytes.
        opened: Any = olefile.OleFileIO(source.data)
        with opened as file:
            streams = [name for name in _OLE_STREAMS if file.exists(name)]
            word = "WordDocument" in streams
            return streams, file.openstream("WordDocument").read(12) if word else b""
    # olefile raises whatever a wrong offset leads to: struct.error, IndexError, OSError...
    except Exception as error:
        raise source.unreadable(DAMAGED, RESAVE) from error


def _doc_encrypted(head: bytes) -> bool:
    # [MS-DOC] 2.5.2 FibBase: bit 8 of the flags at offset 10 is fEncrypted.
    return len(head) >= 12 and bool(head[11] & 0x01)


def _text_format(source: Source) -> str:
    from bihuan.documents.encoding import decode_head

    head = decode_head(source.data)
    if _WORD_XML.match(head):
        raise source.unreadable("这是 Office 2003 的 XML 文件", RESAVE)
    if re.match(r"(?:From: <Saved by|MIME-Version:)", head, re.I):
        raise source.unreadable("不支持单个文件网页（mht）", "请另存为 html 或 docx")
    return "html" if _HTML.match(head) else "text"
