"""Writes a text as the Word file that an office would have typed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SECTION = re.compile(r"[一二三四五六七八九十]+、")
_AREA = re.compile(r"（[一二三四五六七八九十]+）")
# Word begins a new run where the script changes: figures and Chinese have fonts of their own.
_RUNS = re.compile(r"[ -~]+|[^ -~]+")
_LATENT_STYLES = 376

_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_PART}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_PART}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_PART}.numbering+xml"/></Types>"""
_ROOT = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_PARTS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_RELATIONS}/numbering" Target="numbering.xml"/></Relationships>"""
# Every Word file lists the built-in styles that it doesn't use.
_LATENT = "".join(
    f'<w:lsdException w:name="Built-in {number}" w:semiHidden="1" w:uiPriority="99"/>'
    for number in range(_LATENT_STYLES)
)
_STYLES = f"""<w:styles xmlns:w="{_W}">
<w:latentStyles w:defUIPriority="99" w:count="{_LATENT_STYLES}">{_LATENT}</w:latentStyles>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>
<w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a0"><w:name w:val="Title"/><w:basedOn w:val="a"/>
<w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr>
</w:style></w:styles>"""
_NUMBERING = f"""<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:pStyle w:val="1"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:pStyle w:val="2"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_FORMAT = (
    '<w:rPr><w:rFonts w:ascii="{0}" w:eastAsia="{0}" w:hAnsi="{0}" w:hint="eastAsia"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
)


def write_word_file(text: str, path: Path) -> None:
    """Writes `text` (a title, then paragraphs) to `path` as docx.

    Sections and areas are headings whose numbers Word counts by itself; figures and Chinese are
    runs of their own, as Word stores them.
    """
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/_rels/document.xml.rels": _PARTS,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/document.xml": _document(text),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{content}')


def _document(text: str) -> str:
    body = "".join(_paragraphs([line.strip() for line in text.split("\n") if line.strip()]))
    return f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'


def _paragraphs(lines: list[str]) -> Iterator[str]:
    yield _paragraph("a0", lines[0], "方正小标宋简体")
    for line in lines[1:]:
        for style, number in (("1", _SECTION), ("2", _AREA)):
            # A whole sentence after the number is running text with a number typed in.
            if number.match(line) and "。" not in line:
                yield _paragraph(style, number.sub("", line, count=1), "黑体")
                break
        else:
            yield _paragraph("a", line, "仿宋_GB2312")


def _paragraph(style: str, line: str, font: str) -> str:
    formatted = _FORMAT.format(font)
    runs = "".join(
        f'<w:r>{formatted}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
        for words in _RUNS.findall(line)
    )
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{formatted}</w:pPr>'
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00000000">{properties}{runs}</w:p>'
