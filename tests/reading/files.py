"""Printed lines -> the bytes of a file: text, a scan's text, a web page, a Word document."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from string import Template

from tests.reading.layout import Line, Printed, Style
from tests.reading.numbering import MARKS
from tests.reading.phrases import half_width


def plain_text(lines: Sequence[Line], *, indent: str = "") -> str:
    """One paragraph a line; the signature stands to the right."""
    return "\n".join(_margin(line, indent) + str(line) for line in lines if str(line)) + "\n"


def _margin(line: Line, indent: str) -> str:
    if line.role in ("sign", "date"):
        return indent * 8
    return "" if line.role == "title" else indent


def scanned_text(lines: Sequence[Line], *, width: int = 30, page: int = 24) -> str:
    """As a scan gives it: lines broken at the margin, page numbers between them."""
    rows = [row for line in lines for row in _wrapped(line, width)]
    result: list[str] = []
    for number, row in enumerate(rows, 1):
        result.append(row)
        if number % page == 0:
            result.append(f"— {number // page} —")
    return "\n".join(result) + "\n"


def _wrapped(line: Line, width: int) -> Iterator[str]:
    text = _margin(line, "　　") + str(line)
    yield from (text[at : at + width] for at in range(0, len(text), width))


_PAGE = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


def web_page(printed: Printed, title: str) -> str:
    """The document inside a county's web page, among everything that is not the document."""
    body = "\n".join(
        f'<p style="text-indent:2em">{html.escape(str(line), quote=False)}</p>'
        for line in printed.lines
        if str(line) and line.role != "title"
    )
    return _PAGE.substitute(title=html.escape(title), body=body)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.numbering+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
)
_FORMATS = {
    "{chinese}": "chineseCounting",
    "{digits}": "decimal",
    "{circled}": "decimalEnclosedCircle",
}


def word_document(lines: Sequence[Line], style: Style | None = None, table: str = "") -> bytes:
    """A docx; with `style` its numbers are Word's own, and not in the text."""
    levels = _levels(style) if style else {}
    body = "".join(_paragraph(line, levels) for line in lines if str(line))
    document = f"<w:document {_W}><w:body>{body}{table}<w:sectPr/></w:body></w:document>"
    return _packed(document, _numbering(list(levels.values())))


def _levels(style: Style) -> dict[str, tuple[int, str]]:
    """Role -> Word's list level and the form of its number."""
    area = style.area_mark or "（一）"
    forms = {
        "section": (0, "一、"),
        "area": (0 if area == "一、" else 1, area),
        "group": (2, style.group_mark),
        "item": (3, style.item_mark),
    }
    return {
        role: (level, half_width(mark) if style.half_width else mark)
        for role, (level, mark) in forms.items()
    }


def _paragraph(line: Line, levels: dict[str, tuple[int, str]]) -> str:
    if line.role in levels and line.number:
        level, text = levels[line.role][0], line.text
        properties = (
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        )
    else:
        properties, text = "", str(line)
    return f"<w:p>{properties}{_runs(text)}</w:p>"


def _runs(text: str) -> str:
    """Split in two runs, as Word does wherever somebody has once corrected something."""
    middle = len(text) // 2
    return "".join(
        f'<w:r><w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t></w:r>'
        for part in (text[:middle], text[middle:])
        if part
    )


def _numbering(levels: list[tuple[int, str]]) -> str:
    definitions = "".join(_level(level, mark) for level, mark in sorted(dict(levels).items()))
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{definitions}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _level(level: int, mark: str) -> str:
    pattern = MARKS[mark]
    slot = next(name for name in _FORMATS if name in pattern)
    text = pattern.replace(slot, f"%{level + 1}")
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[slot]}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _packed(document: str, numbering: str) -> bytes:
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION + "officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _RELATIONS.format(_RELATION + "numbering", "numbering.xml"),
        "word/document.xml": declaration + document,
        "word/numbering.xml": declaration + numbering,
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_table(rows: Sequence[Sequence[str | None]]) -> str:
    """Rows of cells as a Word table; None continues the cell above (a vertical merge)."""
    return f"<w:tbl>{''.join(_row(rows, number) for number in range(len(rows)))}</w:tbl>"


def _row(rows: Sequence[Sequence[str | None]], number: int) -> str:
    below = rows[number + 1] if number + 1 < len(rows) else ()
    cells = []
    for column, text in enumerate(rows[number]):
        starts = column < len(below) and below[column] is None
        merge = '<w:vMerge w:val="restart"/>' if starts and text is not None else ""
        merge = "<w:vMerge/>" if text is None else merge
        cells.append(f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{_runs(text or '')}</w:p></w:tc>")
    return f"<w:tr>{''.join(cells)}</w:tr>"
