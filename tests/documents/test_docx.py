"""Word documents: the text as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.model import Document, Paragraph, Table
from tests.documents.builders import (
    STRICT_W,
    docx,
    grid,
    lines,
    paragraph,
    read_bytes,
    run,
    style,
    styled,
    table,
    word_part,
)

_BREAK = "<w:r><w:br/></w:r>"


def _read(folder: Path, *paragraphs: str, styles: str = "", footnotes: str = "") -> Document:
    data = docx(*paragraphs, styles=styles, footnotes=footnotes)
    return read_bytes(folder, data, "文件.docx")


def _runs(folder: Path, runs: str) -> str:
    return _read(folder, paragraph(runs=runs)).text


def test_paragraphs_and_spans(tmp_path: Path) -> None:
    document = _read(tmp_path, "　　青石镇整改情况", "", "一、总体情况 ")
    assert document.text == "　　青石镇整改情况\n一、总体情况 "
    assert [document.text[slice(*block.span)] for block in document.blocks] == [
        "青石镇整改情况",
        "一、总体情况",
    ]
    assert document.format == "docx"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("整改") + _BREAK + run("情况"), "整改\n情况"),
        (run("整改") + "<w:r><w:cr/></w:r>" + run("情况"), "整改\n情况"),
        (run("姓名") + "<w:r><w:tab/></w:r>" + run("职务"), "姓名\t职务"),
        (run("0800") + "<w:r><w:noBreakHyphen/></w:r>" + run("5550"), "0800-5550"),
        (run("甲") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run("乙"), "甲乙"),
        (run("甲") + run("批注", "<w:vanish/>") + run("乙"), "甲乙"),
        (run("甲") + run("照印", '<w:vanish w:val="0"/>') + run("乙"), "甲照印乙"),
        (run("甲") + f"<w:ins>{run('补入')}</w:ins>" + run("乙"), "甲补入乙"),
        (run("甲") + "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>" + run("乙"), "甲乙"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (
            f"<w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('标记')}</w:smartTag>",
            "链接标记",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:fldSimple w:instr='PAGE'>{run('12')}</w:fldSimple>", "12"),
        (
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pinyin</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>拼音</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "拼音",
        ),
    ],
)
def test_inline(tmp_path: Path, runs: str, text: str) -> None:
    assert _runs(tmp_path, runs) == text


def test_field_result_without_its_code(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'{run("不是结果")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2025年6月")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert _runs(tmp_path, run("截至") + field + run("止")) == "截至2025年6月止"


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_deleted_paragraph_mark_joins(tmp_path: Path, mark: str) -> None:
    first = paragraph("整改", f"<w:rPr>{mark}</w:rPr>")
    assert _read(tmp_path, first, "情况", "完").text == "整改情况\n完"


def test_deleted_paragraph_mark_before_a_table(tmp_path: Path) -> None:
    first = paragraph("说明", "<w:rPr><w:del/></w:rPr>")
    document = _read(tmp_path, first, table(["甲", "乙"]), "完")
    assert document.text == "说明\n甲\t乙\n完"


_BOX = f"<w:txbxContent>{paragraph('框内文字')}</w:txbxContent>"


@pytest.mark.parametrize(
    "box",
    [
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{_BOX}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:textbox>{_BOX}</v:textbox></w:pict>",
    ],
)
def test_text_box_once(tmp_path: Path, box: str) -> None:
    document = _read(tmp_path, paragraph(runs=run("正文") + f"<w:r>{box}</w:r>"), "下文")
    assert lines(document) == ["正文", "框内文字", "下文"]


def test_footnotes_come_last(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{paragraph("以年报为准。")}</w:footnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = paragraph(runs=run("收回资金") + reference + run("3万元。"))
    document = _read(tmp_path, body, "完", footnotes=note)
    assert lines(document) == ["收回资金3万元。", "完", "注1：以年报为准。"]


def test_headings(tmp_path: Path) -> None:
    styles = (
        style("a1", name="heading 2")
        + style("a2", '<w:basedOn w:val="a1"/>')
        + style("a3", name="Title")
        + style("a4", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
        + style("a5", '<w:basedOn w:val="a1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
        + style("a6", name="标题 3")
    )
    own = paragraph("丁", '<w:outlineLvl w:val="3"/>')
    styled_ones = [styled("甲", f"a{number}") for number in range(1, 7)]
    document = _read(tmp_path, *styled_ones, own, "戊", styles=styles)
    assert [block.heading for block in document.blocks if isinstance(block, Paragraph)] == [
        2, 2, 0, 1, None, 3, 4, None,
    ]  # fmt: skip


def test_circular_styles(tmp_path: Path) -> None:
    styles = style("a", '<w:basedOn w:val="b"/>') + style("b", '<w:basedOn w:val="a"/>')
    assert _read(tmp_path, styled("甲", "a"), styles=styles).text == "甲"


def test_contents_and_page_marks_are_dropped(tmp_path: Path) -> None:
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('一、概况	1')}</w:sdtContent></w:sdt>"
    )
    document = _read(
        tmp_path,
        toc,
        styled("二、问题	2", "t"),
        "— 3 —",
        "正文",
        styles=style("t", name="toc 1"),
    )
    assert document.text == "正文"


def test_table_with_merged_cells(tmp_path: Path) -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("问题")}'
    tall = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("党建办")}'
    below = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}"
    document = _read(tmp_path, table([wide, "单位"], ["一", "账目", tall], ["二", "合同", below]))
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert grid(found, document.text) == [
        ("问题", 0, 0, 1, 2), ("单位", 0, 2, 1, 1), ("一", 1, 0, 1, 1), ("账目", 1, 1, 1, 1),
        ("党建办", 1, 2, 2, 1), ("二", 2, 0, 1, 1), ("合同", 2, 1, 1, 1),
    ]  # fmt: skip
    assert document.text == "问题\t单位\n一\t账目\t党建办\n二\t合同"


def test_row_that_starts_later(tmp_path: Path) -> None:
    late = (
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>'
        + paragraph("乙")
        + "</w:tc></w:tr>"
    )
    document = _read(tmp_path, f"<w:tbl>{late}<w:tr><w:tc>{paragraph('丙')}</w:tc></w:tr></w:tbl>")
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert [(cell.row, cell.column) for cell in found.cells] == [(0, 1), (1, 0)]


def test_nested_table_is_its_cells_text(tmp_path: Path) -> None:
    inner = table(["村名", "户数"], ["石桥村", "12"])
    document = _read(tmp_path, table(["附表", paragraph("各村：") + inner]))
    (found,) = document.blocks
    assert isinstance(found, Table)
    assert document.text[slice(*found.cells[1].span)] == "各村：\n村名 户数\n石桥村 12"


def test_table_of_one_cell_is_a_frame(tmp_path: Path) -> None:
    document = _read(tmp_path, table([paragraph("红头文件") + paragraph("正文")]))
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph]


def test_deleted_rows_are_dropped(tmp_path: Path) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>"
    row = f"<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr>"
    assert _read(tmp_path, f"<w:tbl>{gone}{row}</w:tbl>").text == "甲\t乙"


def test_strict_names(tmp_path: Path) -> None:
    data = docx("严格格式", table(["甲", "乙"]), namespace=STRICT_W)
    assert lines(read_bytes(tmp_path, data)) == ["严格格式", "甲\t乙"]


def test_custom_properties(tmp_path: Path) -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="文号"><vt:lpwstr>青发〔2025〕3号</vt:lpwstr></property></Properties>'
    )
    data = docx("正文", parts={"docProps/custom.xml": custom})
    assert read_bytes(tmp_path, data).properties == {"文号": "青发〔2025〕3号"}


def test_headers_are_left_out(tmp_path: Path) -> None:
    data = docx("正文", parts={"word/header1.xml": word_part("hdr", paragraph("页眉"))})
    assert read_bytes(tmp_path, data).text == "正文"


def test_large_picture_is_mentioned(tmp_path: Path) -> None:
    name = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    extent = f'<wp:extent xmlns:wp="{name}" cx="5000000" cy="7000000"/>'
    picture = paragraph(runs=f"<w:r><w:drawing>{extent}</w:drawing></w:r>")
    assert "图片" in _read(tmp_path, "正文", picture).notes[0]
