"""The Word templates that bihuan brings along: made of the layouts and the table of styles.

They are made when asked for rather than kept as files, so that a change to a layout can be read in
its history, and `bihuan report --save-template` hands one out to be changed in Word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import escape

from bihuan.reports import form
from bihuan.reports.form import FONTS, STYLES, Face, Style
from bihuan.reports.kinds import ReportKind
from bihuan.reports.layout import layout_of

_TWIPS = 20
_TWIPS_PER_MM = form.POINTS_PER_MM * _TWIPS
_LINE = round(form.LINE_PITCH * _TWIPS - 0.5)
# 28 characters of 16 pt are 2 mm wider than the type area, so each is set closer by 0.25 pt. A grid
# of characters would say the same, but LibreOffice gives each character two places in it then.
_TIGHTENED = -5
STYLE_NAMES = {"正文": "Normal", "标题": "Title"} | {
    f"{numeral}级标题": f"heading {level}" for level, numeral in enumerate("一二三四", 1)
}
"""What Word itself calls its built-in styles; it shows them in the user's language."""
_TABLE_LINE = 1.5
_TURN = "横排"
_NEW_PAGE = "另页"
_GRIDLESS = '<w:snapToGrid w:val="0"/>'
_CELL = re.compile(r"\|(?=表[头文中]:)")  # a bar within {{ }} is a filter's
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@cache
def template(kind: ReportKind) -> bytes:
    """The kind's built-in template, a Word document with docxtpl's tags."""
    lines = layout_of(kind)
    body = "".join(_body(lines))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in _PARTS:
            package.writestr(_file(name), (files(__package__) / "word" / name).read_text("utf-8"))
        package.writestr("word/styles.xml", styles_xml())
        package.writestr("word/document.xml", _document(body))
        for side in ("odd", "even"):
            package.writestr(f"word/footer_{side}.xml", _footer(side))
    return file.getvalue()


_PARTS = (
    "content_types.xml",
    "package.rels",
    "document.rels",
    "settings.xml",
    "fontTable.xml",
    "core.xml",
    "app.xml",
)
_PLACES = {
    "content_types.xml": "[Content_Types].xml",
    "package.rels": "_rels/.rels",
    "document.rels": "word/_rels/document.xml.rels",
    "core.xml": "docProps/core.xml",
    "app.xml": "docProps/app.xml",
}
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _file(name: str) -> str:
    return _PLACES.get(name, f"word/{name}")


def _document(body: str) -> str:
    return f"{_HEADER}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"


def _section(landscape: bool) -> str:
    """The page of 5.2, with a grid of lines and the page's number below the type area (7.5)."""
    page = form.page(landscape=landscape)
    turned = ' w:orient="landscape"' if landscape else ""
    foot = page.bottom - form.NUMBER_DISTANCE - form.NUMBER_SIZE / form.POINTS_PER_MM
    return (
        "<w:sectPr>"
        '<w:footerReference w:type="default" r:id="rIdOdd"/>'
        '<w:footerReference w:type="even" r:id="rIdEven"/>'
        f'<w:pgSz w:w="{_twips(page.width)}" w:h="{_twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{_twips(page.top)}" w:right="{_twips(page.right)}" '
        f'w:bottom="{_twips(page.bottom)}" w:left="{_twips(page.left)}" '
        f'w:header="851" w:footer="{_twips(foot)}" w:gutter="0"/>'
        '<w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{_LINE}"/>'
        "</w:sectPr>"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS_PER_MM)


def _footer(side: str) -> str:
    """— 1 — outside: right on odd pages, left on even ones, a character from the edge (7.5)."""
    edge, align = ("right", "right") if side == "odd" else ("left", "left")
    run = _run_properties("song", form.NUMBER_SIZE)
    field = "".join(
        f"<w:r>{run}{inner}</w:r>"
        for inner in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return (
        f'{_HEADER}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{edge}Chars="100" w:{edge}="{round(form.NUMBER_SIZE * _TWIPS)}"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{field}</w:p></w:ftr>'
    )


# Styles


def styles_xml() -> str:
    """The part word/styles.xml with every style of the form, fonts named as the standard does."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault>{_run_properties('body', form.BODY_SIZE)}</w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
    )
    styles = "".join(_style(name, style) for name, style in STYLES.items())
    return f"{_HEADER}<w:styles {_NAMESPACES}>{defaults}{styles}{_OTHER_STYLES}</w:styles>"


def _style(name: str, style: Style) -> str:
    default = ' w:default="1"' if style.id == "Normal" else ' w:customStyle="1"'
    default = "" if name in STYLE_NAMES and style.id != "Normal" else default
    base = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="Normal"/>' if style.outline is not None else ""
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    keep = "<w:keepNext/>" if style.keep else ""
    pitch = round(style.size * _TABLE_LINE * _TWIPS) if style.table else _LINE
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}">'
        f'<w:name w:val="{STYLE_NAMES.get(name, name)}"/>{base}{following}'
        f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{keep}<w:widowControl w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f"{_GRIDLESS if style.size > form.BODY_SIZE or style.table else ''}"
        f'<w:spacing w:before="{round(style.before * _LINE)}" '
        f'w:after="{round(style.after * _LINE)}" '
        f'w:line="{pitch}" w:lineRule="exact"/>{_indents(style)}'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"{_run_properties(style.face, style.size, bold=style.bold)}</w:style>"
    )


def _indents(style: Style) -> str:
    return (
        f'<w:ind w:leftChars="{round(style.left * 100)}" w:left="{_characters(style.left, style)}" '
        f'w:firstLineChars="{round(style.first * 100)}" '
        f'w:firstLine="{_characters(style.first, style)}"/>'
    )


def _characters(count: float, style: Style) -> int:
    return round(count * style.size * _TWIPS)


def _run_properties(face: Face, size: float, *, bold: bool = False) -> str:
    name = FONTS[face].name
    heavy = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}" '
        f'w:hint="eastAsia"/>{heavy}<w:spacing w:val="{_TIGHTENED}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{round(size * 2)}"/>'
        f'<w:szCs w:val="{round(size * 2)}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    )


_OTHER_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="SectionEnd">'
    '<w:name w:val="分节"/><w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="280" w:lineRule="exact"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
    f"{_run_properties('song', form.NUMBER_SIZE)}</w:style>"
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="320" w:lineRule="exact"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
    f"{_run_properties('body', 10.5)}</w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)


# The body


def _body(lines: Sequence[str]) -> Iterator[str]:
    table: list[str] | None = None
    turned = False
    for index, line in enumerate(lines):
        if line == _TURN:
            # What stands before is a section of its own, which its last paragraph describes.
            if index:
                yield f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{_section(turned)}</w:pPr></w:p>'
            turned = True
        elif line.startswith("表格|"):
            table = [line]
        elif line == "表格完" and table:
            yield _table(table)
            table = None
        elif table is not None:
            table.append(line)
        elif line.startswith("{%p"):
            yield _paragraph("正文", line)
        else:
            name, _, words = line.partition("|")
            yield _paragraph(name, words)
    yield _section(turned)


def _paragraph(name: str, words: str) -> str:
    name, breaks = name.removeprefix(_NEW_PAGE), name.startswith(_NEW_PAGE)
    page = "<w:pageBreakBefore/>" if breaks else ""
    style = f'<w:pPr><w:pStyle w:val="{STYLES[name].id}"/>{page}</w:pPr>'
    return f"<w:p>{style}{''.join(_runs(words))}</w:p>"


def _runs(words: str) -> Iterator[str]:
    """The words as runs: every second piece is what stood between **."""
    for index, piece in enumerate(_BOLD.split(words)):
        strong = '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>' if index % 2 else ""
        if piece:
            yield f'<w:r>{strong}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'


def _table(lines: Sequence[str]) -> str:
    """A table as wide as its widths, in millimetres, say; its first row heads every page."""
    widths = [_twips(float(width)) for width in lines[0].split("|")[1:]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(line, widths, first=index == 0) for index, line in enumerate(lines[1:]))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" '
        f'w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f'{rows}</w:tbl><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'
    )


def _row(line: str, widths: Sequence[int], *, first: bool) -> str:
    if line.startswith("{%tr"):
        return f"<w:tr><w:tc><w:tcPr/>{_paragraph('表文', line)}</w:tc></w:tr>"
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if first else ""
    cells = _CELL.split(line)[1:]
    merged = len(cells) < len(widths)
    drawn = (
        _cell(cell, _span(index, cells, widths), merged=merged) for index, cell in enumerate(cells)
    )
    return f"<w:tr>{properties}{''.join(drawn)}</w:tr>"


def _span(index: int, cells: Sequence[str], widths: Sequence[int]) -> Sequence[int]:
    """The widths of the columns that a cell takes: the last cell takes what is left."""
    return widths[index:] if index == len(cells) - 1 else widths[index : index + 1]


def _cell(cell: str, widths: Sequence[int], *, merged: bool) -> str:
    name, _, words = cell.partition(":")
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if merged and len(widths) > 1 else ""
    width = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
    properties = f'<w:tcPr>{width}{span}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{_paragraph(name, words)}</w:tc>"
