"""Small files of every format, made of strings: for tests of this and of other rooms."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from bihuan.documents import read
from bihuan.model import Document, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_V = "urn:schemas-microsoft-com:vml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES = f'xmlns:w="{W}" xmlns:mc="{_MC}" xmlns:wps="{_WPS}" xmlns:v="{_V}" xmlns:r="{_R}"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def read_bytes(folder: Path, data: bytes, name: str = "文件.bin") -> Document:
    """The Document of a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def lines(document: Document) -> list[str]:
    """The document's text by lines, blank ones left out."""
    return [line for line in document.text.split("\n") if line.strip()]


def grid(table: Table, text: str) -> list[tuple[str, int, int, int, int]]:
    """Each cell's text, row, column, rowspan and colspan."""
    return [
        (text[slice(*cell.span)], cell.row, cell.column, cell.rowspan, cell.colspan)
        for cell in table.cells
    ]


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relationships(**targets: str) -> str:
    """A part's relations: the type's last word to the target part."""
    entries = "".join(
        f'<Relationship Id="{kind}" Type="{_R}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def docx(
    *paragraphs: str,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    namespace: str = W,
) -> bytes:
    """A Word document. What starts with "<" is XML of the body, all else a paragraph's text.

    `styles`, `numbering` and `footnotes` are the XML inside these parts; `parts` adds further ones.
    """
    body = "".join(one if one.startswith("<") else paragraph(one) for one in paragraphs)
    inside = {"styles": styles, "numbering": numbering, "footnotes": footnotes}
    named = {kind: f"{kind}.xml" for kind, xml in inside.items() if xml}
    files: dict[str, str | bytes] = {
        "_rels/.rels": relationships(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relationships(**named),
        "word/document.xml": word_part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
    }
    files |= {f"word/{kind}.xml": word_part(kind, inside[kind]) for kind in named}
    files = {name: str(content).replace(W, namespace) for name, content in files.items()}
    return packed(files | dict(parts or {}))


def word_part(root: str, inside: str) -> str:
    """A whole part of a Word document with the root element w:`root`."""
    return f"{_DECLARATION}<w:{root} {_NAMES}>{inside}</w:{root}>"


def paragraph(text: str = "", properties: str = "", *, runs: str = "") -> str:
    """A w:p with the text, or with the `runs` given as XML."""
    before = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{before}{runs or run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A w:r with the text."""
    before = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    escaped = html.escape(text, quote=False)
    return f'<w:r>{before}<w:t xml:space="preserve">{escaped}</w:t></w:r>'


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph with an automatic number."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties)


def styled(text: str, style: str) -> str:
    """A paragraph of a style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def level(index: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    """A w:lvl of an abstract numbering."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, lists: str = "") -> str:
    """One abstract numbering with list 1 on it; `lists` are further w:num elements."""
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{first}{lists}'


def style(identifier: str, inside: str = "", *, name: str = "", kind: str = "paragraph") -> str:
    """A w:style."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}">'
        f'<w:name w:val="{name or identifier}"/>{inside}</w:style>'
    )


def table(*rows: Sequence[str]) -> str:
    """A w:tbl; a cell that starts with "<" is the XML inside a w:tc, all else its text."""
    return f"<w:tbl>{''.join(_row(row) for row in rows)}</w:tbl>"


def _row(cells: Sequence[str]) -> str:
    inside = "".join(
        f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in cells
    )
    return f"<w:tr>{inside}</w:tr>"


def xlsx(sheet: str, *, strings: Sequence[str] = (), styles: str = "") -> bytes:
    """A workbook with one sheet 台账; `sheet` is the XML inside its w:worksheet."""
    shared = "".join(f"<si><t>{html.escape(text, quote=False)}</t></si>" for text in strings)
    return packed(
        {
            "_rels/.rels": relationships(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relationships(
                worksheet="worksheets/sheet1.xml",
                sharedStrings="sharedStrings.xml",
                styles="styles.xml",
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>'
            '<sheet name="台账" sheetId="1" r:id="worksheet"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_S}">{sheet}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_S}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_S}">{styles}</styleSheet>',
        }
    )
