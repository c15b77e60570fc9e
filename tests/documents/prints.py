"""Printed pages: official papers as Word sets them, and lines put on a PDF page one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fpdf import FPDF

from bihuan.documents.rows import Line
from tests.documents.builders import packed, paragraph, relationships, run, word_part
from tests.parts import need

REPORT = [
    "中共云岭县白水镇委员会关于县委巡察反馈意见整改进展情况的通报",
    "2023年3月6日至4月28日，县委第二巡察组对白水镇党委开展了常规巡察，6月9日反馈了意见。"
    "现将整改进展情况通报如下。",
    "一、巡察反馈意见整改落实情况",
    "（一）聚焦基层贯彻落实党的路线方针政策和党中央决策部署方面",
    "1.关于“水利设施管护不到位，3处渠道长期淤塞，群众反映强烈”的问题。",
    "整改情况：清淤渠道3处共2.6公里，投入资金31,450.80元；落实管护员5名，每月巡查两次，"
    "巡查记录由镇水利站按季度核对，核对结果同管护员的报酬挂钩。已完成整改。",
    "2.关于“村级财务公开不及时”的问题。",
    "整改情况：一是对12个村的公开栏逐一检查，补齐了缺少的8期内容。二是由镇纪委每季度抽查，"
    "抽查结果在全镇通报，对连续两次不公开的村党支部书记进行约谈。",
    "完成情况：基本完成",
    "（二）聚焦群众身边腐败问题和不正之风方面",
    "3.关于“干部作风不实”的问题。",
    "整改情况：修订考勤、请销假、值班等5项制度（白水发〔2023〕18号），对迟到早退的4名干部作了"
    "批评教育，并把考勤结果同年度考核挂钩；今后将继续加强监督检查，发现一起处理一起，"
    "推动作风持续好转。",
    "二、下一步工作打算",
    "一是持续抓好后续整改，对尚未完成的事项紧盯不放。二是健全长效机制，巩固整改成果。",
    "中共云岭县白水镇委员会",
    "2023年10月20日",
]
_FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/footer.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footer+xml"/></Types>'
)
_LEFT, _TOP, _SIZE, _PITCH = 80.0, 110.0, 16.0, 28.0
_PIECE = re.compile(r"[“（《〔]?(?:[0-9A-Za-z.,]+|.)[，。；：、”）》〕]*")


def font() -> Path:
    """A Chinese font's file; skips the test where there is none."""
    found = [path for folder in _FOLDERS for name in _FONTS for path in Path(folder).rglob(name)]
    need("a Chinese font (fonts-noto-cjk)", bool(found))
    return found[0]


def columns(text: str) -> float:
    """The text's width in full-width characters, as the font prints it."""
    return sum(0.55 if char.isascii() else 1 for char in text)


def wrapped(text: str, width: float, indent: float = 0) -> Iterator[str]:
    """The text in lines of so many characters, broken as print is."""
    row, room = "", width - indent
    for piece in _PIECE.findall(text):
        if row and columns(piece) > room:
            yield row
            row, room = "", width
        row, room = row + piece, room - columns(piece)
    yield row


def printed(
    paragraphs: Sequence[str],
    *,
    width: int = 28,
    rows: int = 22,
    indent: float = 2,
    title: float = 22,
    spacing: float = 0,
    mark: str = "— {} —",
) -> list[list[Line]]:
    """Pages of lines: a centred title in larger type, then paragraphs with their first indent.

    `width` is in characters, `title` and `spacing` (between paragraphs) in points; each page's
    last line is its `mark`.
    """
    placed = [*_title(paragraphs[0], width, title)]
    foot = len(placed) * title * 1.5
    for text in paragraphs[1:]:
        for number, row in enumerate(wrapped(text, width, indent)):
            foot += _PITCH + (spacing if number == 0 else 0)
            placed.append(_line(row, _LEFT + (0 if number else indent * _SIZE), foot, _SIZE))
    return list(_paged(placed, rows * _PITCH, width, mark))


def _title(text: str, width: int, size: float) -> Iterator[Line]:
    for number, row in enumerate(wrapped(text, width * _SIZE / size)):
        left = _LEFT + (width * _SIZE - columns(row) * size) / 2
        yield _line(row, left, (number + 1) * size * 1.5, size)


def _line(text: str, left: float, foot: float, size: float) -> Line:
    return Line(text, left, left + columns(text) * size, foot, size)


def _paged(lines: Iterable[Line], height: float, width: int, mark: str) -> Iterator[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        page = int(line.foot // height)
        foot = line.foot - page * height + _TOP
        pages.setdefault(page, []).append(Line(line.text, line.left, line.right, foot, line.size))
    for page, placed in pages.items():
        text = mark.format(page + 1)
        left = _LEFT + (width * _SIZE - columns(text) * 14) / 2
        yield [*placed, _line(text, left, _TOP + height + 50, 14)] if mark else placed


def blank_pdf(width: float = 595, height: float = 842) -> FPDF:
    """A PDF without pages yet, lengths in points, whose font is Chinese."""
    made = FPDF(unit="pt", format=(width, height))
    made.set_auto_page_break(False)
    made.add_font("Noto", fname=font())
    made.set_font("Noto")
    made.set_font_size(_SIZE)
    return made


def put(page: FPDF, line: Line) -> None:
    """Prints the line on the last page."""
    # The stubs of fpdf2 know whole sizes only, fpdf2 itself knows any.
    page.set_font_size(line.size)
    page.text(line.left, line.foot, line.text)


def pdf(pages: Iterable[Iterable[Line]], width: float = 595, height: float = 842) -> bytes:
    """A PDF file with the lines at their places."""
    made = blank_pdf(width, height)
    for page in pages:
        made.add_page()
        for line in page:
            put(made, line)
    return bytes(made.output())


def official_docx(
    paragraphs: Sequence[str],
    *,
    indent: bool = True,
    align: str = "both",
    size: int = 16,
    title: int = 22,
    pitch: int = 28,
    spacing: int = 0,
    landscape: bool = False,
) -> bytes:
    """A Word file set as official papers are; sizes and distances in points.

    The first paragraph is the title, centred; a page number like — 3 — stands at each foot.
    """
    faces = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}"/>'.format("Noto Serif CJK SC")
    body = ""
    for number, text in enumerate(paragraphs):
        first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent and number else ""
        # LibreOffice loses marks that hang beyond the margin of a justified line.
        properties = (
            f'<w:overflowPunct w:val="0"/><w:spacing w:line="{pitch * 20}" w:lineRule="exact" '
            f'w:after="{spacing * 20}"/>{first}<w:jc w:val="{align if number else "center"}"/>'
        )
        points = size if number else title
        body += paragraph("", properties, runs=run(text, f'{faces}<w:sz w:val="{points * 2}"/>'))
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relationships(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relationships(footer="footer.xml"),
            "word/document.xml": word_part(
                "document", f"<w:body>{body}{_section(landscape)}</w:body>"
            ),
            "word/footer.xml": word_part("ftr", _FOOTER),
        }
    )


_FOOTER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)


def _section(landscape: bool) -> str:
    width, height = (16838, 11906) if landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" '
        'w:footer="992" w:gutter="0"/></w:sectPr>'
    )
