"""The form of GB/T 9704-2012, measured in the files that come out."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from lxml import etree

from bihuan.documents import pdf
from bihuan.documents.rows import Line, Page
from bihuan.documents.source import load as load_source
from bihuan.errors import UserError
from bihuan.reports import Letterhead, ReportKind, build, render
from bihuan.reports.fonts import choose
from bihuan.reports.form import FONTS, broken_title, signature_indents
from bihuan.reports.wording import heading
from tests.parts import need
from tests.reports.parts import has_chinese_fonts, office
from tests.reports.registers import example_registers

_MM = 25.4 / 72
_LONG = "青石镇巡察整改报告.txt"


@pytest.fixture(scope="module")
def word() -> bytes:
    letterhead = Letterhead(
        number="青发〔2026〕3号", addressee="县委巡察办", copies_to="县纪委监委"
    )
    return render(build(example_registers()[_LONG], letterhead=letterhead), ".docx")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    need("a Chinese font", has_chinese_fonts())
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(render(build(example_registers()[_LONG]), ".pdf"))
    return pdf._read_pages(load_source(path))[0]


# Word


def test_page_and_margins(word: bytes) -> None:
    section = Document(io.BytesIO(word)).sections[0]
    assert _close(section.page_width, Mm(210))
    assert _close(section.page_height, Mm(297))
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for edge, wanted in zip(edges, (37, 35, 28, 26), strict=True):
        assert _close(edge, Mm(wanted))


def _close(length: Length | None, wanted: Length) -> bool:
    return length is not None and abs(length - wanted) < Pt(0.1)


def test_22_lines_of_28_characters_fit_the_type_area(word: bytes) -> None:
    document = Document(io.BytesIO(word))
    normal = document.styles["Normal"].element
    pitch = int(normal.find(f".//{qn('w:spacing')}[@{qn('w:line')}]").get(qn("w:line"))) / 20
    assert int(225 / _MM / pitch) == 22
    closer = int(normal.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val"))) / 20
    assert int(156 / _MM / (16 + closer)) == 28


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
    ],
)
def test_official_fonts_are_named_for_every_script(
    word: bytes, style: str, font: str, size: int
) -> None:
    found = Document(io.BytesIO(word)).styles[style]
    fonts = found.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert found.font.size == Pt(size)


def test_headings_bear_the_styles_of_their_levels(word: bytes) -> None:
    styles = {
        paragraph.text[:3]: paragraph.style.name
        for paragraph in Document(io.BytesIO(word)).paragraphs
        if paragraph.style
    }
    assert styles["一、聚"] == "Heading 1"
    assert styles["（一）"] == "Heading 2"


def test_page_numbers_stand_outside(word: bytes) -> None:
    document = Document(io.BytesIO(word))
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        properties = paragraph._p.pPr
        assert properties.find(qn("w:jc")).get(qn("w:val")) == side
        assert properties.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        run = paragraph.runs[0]
        assert run.font.size == Pt(14)
        assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_number_addressee_signature_and_copies(word: bytes) -> None:
    told = {p.style.name: p.text for p in Document(io.BytesIO(word)).paragraphs if p.style}
    assert told["发文字号"] == "青发〔2026〕3号"
    assert told["主送机关"] == "县委巡察办："
    assert told["署名"] == "中共云岭县青石镇委员会"
    assert told["成文日期"] == "2025年1月20日"
    assert told["版记"] == "抄送：县纪委监委。"


def test_date_ends_four_characters_before_the_margin_and_the_name_over_its_middle() -> None:
    assert signature_indents("中共青石镇委", "2026年3月5日") == (4, 4)
    name, day = signature_indents("中共云岭县青石镇委员会及其各支部委员会", "2026年3月5日")
    assert name == 0
    assert day == (19 - 6) / 2


@pytest.mark.parametrize("level", range(1, 5))
def test_heading_numbers(level: int) -> None:
    assert heading(level, 2, "标题") == ("二、标题", "（二）标题", "2.标题", "（2）标题")[level - 1]


def test_long_title_is_broken_at_words() -> None:
    whole = "中共云岭县青石镇委员会关于县委巡察反馈意见整改情况的报告"
    assert broken_title(whole) == "中共云岭县青石镇委员会\n关于县委巡察反馈意见整改情况的报告"
    assert broken_title("整改方案") == "整改方案"
    assert broken_title("甲" * 50) == "甲" * 50


@pytest.mark.parametrize("kind", ReportKind)
def test_every_part_is_well_formed_and_every_relation_leads_somewhere(kind: ReportKind) -> None:
    content = render(build(example_registers()[_LONG], kind=kind), ".docx")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        stated = {str(node.get("PartName"))[1:] for node in types if node.get("PartName")}
        assert stated <= names
        for name in names:
            root = etree.fromstring(package.read(name))
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for relation in root:
                    target = str(relation.get("Target"))
                    place = target[1:] if target[0] == "/" else f"{folder}/{target}".lstrip("/")
                    assert place in names


def test_nothing_tells_who_wrote_it_or_when(word: bytes) -> None:
    properties = Document(io.BytesIO(word)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        assert b"dcterms:created" not in package.read("docProps/core.xml").split(b">", 2)[2]


@pytest.mark.parametrize("kind", [ReportKind.REPORT, ReportKind.PLAN, ReportKind.CLOSURE])
def test_libreoffice_opens_it(kind: ReportKind, tmp_path: Path) -> None:
    program = office()
    need("LibreOffice", program is not None)
    path = tmp_path / "report.docx"
    path.write_bytes(render(build(example_registers()[_LONG], kind=kind), ".docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(program), "--headless", profile, "--convert-to", "pdf", path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    pages = pdf._read_pages(load_source(tmp_path / "report.pdf"))[0]
    assert all(_close_to(page.width, 210) or _close_to(page.width, 297) for page in pages)
    if kind is ReportKind.REPORT:
        assert max(len(_text(page)) for page in pages) == 22


# PDF


def _close_to(points: float, millimetres: float, within: float = 0.5) -> bool:
    return abs(points * _MM - millimetres) < within


def _text(page: Page) -> list[Line]:
    """The lines of the type area: all but the page's number."""
    return [line for line in page.lines if line.foot * _MM < 297 - 35]


def test_printed_page_is_a4_with_the_margins(printed: list[Page]) -> None:
    for page in printed:
        assert _close_to(page.width, 210)
        assert _close_to(page.height, 297)
        for line in page.lines:
            assert line.left * _MM > 28 - 0.2
            # The blank half of a closing bracket may stand beyond the margin.
            hanging = 3 if line.text.endswith(tuple("”》）】〕")) else 0.5
            assert line.right * _MM < 210 - 26 + hanging
        assert _text(page)[0].foot * _MM > 37


def test_printed_page_has_22_lines(printed: list[Page]) -> None:
    counts = Counter(len(_text(page)) for page in printed[1:-1])
    # A heading goes with its text to the next page, and leaves a line empty.
    assert max(counts) == 22
    assert counts.most_common(1)[0][0] == 22
    for page in printed[1:-1]:
        assert {round(b.foot - a.foot) for a, b in pairwise(_text(page))} == {29}


def test_printed_line_has_28_characters(printed: list[Page]) -> None:
    wide = (
        len(line.text)
        for page in printed
        for line in _text(page)
        if line.size < 17 and not any(char.isascii() for char in line.text)
    )
    assert Counter(count for count in wide if count > 26).most_common(1)[0][0] == 28


def test_printed_page_numbers_stand_outside(printed: list[Page]) -> None:
    for number, page in enumerate(printed, 1):
        mark = page.lines[-1]
        assert mark.text.replace(" ", "") == f"—{number}—"
        if number % 2:
            assert _close_to(page.width - mark.right, 26 + 14 * _MM, 1)
        else:
            assert _close_to(mark.left, 28 + 14 * _MM, 1)


def test_fonts_are_embedded(tmp_path: Path) -> None:
    need("a Chinese font", has_chinese_fonts())
    content = render(build(example_registers()[_LONG]), ".pdf")
    assert content.count(b"/FontFile") >= 2


def test_official_fonts_go_before_others(caplog: pytest.LogCaptureFixture) -> None:
    official = {font.families[0] for font in FONTS.values()}
    found = choose(frozenset(official | {"Noto Serif CJK SC"}))
    assert set(found.values()) == official
    assert not caplog.records


def test_what_stands_for_an_official_font_is_said(caplog: pytest.LogCaptureFixture) -> None:
    found = choose(frozenset({"SimSun", "SimHei", "DejaVu Sans"}))
    assert found["body"] == "SimSun"
    assert "仿宋_GB2312用 SimSun 代替" in caplog.text


def test_no_chinese_font_is_one_sentence() -> None:
    with pytest.raises(UserError, match="fonts-noto-cjk"):
        choose(frozenset({"DejaVu Sans"}))
