"""Web pages after the manner of Chinese government sites: the article, and nothing of the site."""

from __future__ import annotations

from pathlib import Path
from string import Template

import pytest

from bihuan.documents.furniture import is_furniture
from bihuan.errors import UnreadableInput
from bihuan.model import Document, Paragraph, Table
from tests.documents.builders import grid, lines, read_bytes

_TITLE = "中共云岭县青石镇委员会关于巡察整改进展情况的通报"
_BODY = [
    "根据县委统一部署，2024年3月至5月，县委第一巡察组对青石镇党委开展了常规巡察。现将整改进展情况予以公布。",
    "一、整改工作组织情况",
    "镇党委召开专题会议4次，制定整改措施56条，明确责任领导和完成时限，逐项抓好落实。",
    "1.关于“压件不办”的问题。",
    "整改情况：14份文件全部补办，退回资金3.5万元，对2名责任人进行了批评教育。",
    "联系电话：0800-5550123；电子邮箱：qsz@example.invalid。",
]
_WANTED = [_TITLE, *_BODY]
_PARAGRAPHS = "".join(f'<p style="text-indent:2em">{line}</p>' for line in _BODY)


def _page(body: str, title: str = f"{_TITLE}_云岭县人民政府", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


_PAGES = Path(__file__).parent / "pages"
_SET = {
    "newer": _PARAGRAPHS,
    "older": "".join(f"<font>　　{line}</font><br><br>" for line in _BODY),
    "portal": _PARAGRAPHS,
    "word": "".join(
        f"<p class=MsoNormal><span lang=EN-US><o:p></o:p></span><span>{line}</span></p>"
        for line in _BODY
    ),
    "bare": _PARAGRAPHS,
}
"""The pages under pages/, and how each sets its paragraphs."""


def _site(folder: Path, page: str) -> Document:
    template = Template((_PAGES / f"{page}.html").read_text(encoding="utf-8"))
    return read_bytes(folder, template.substitute(title=_TITLE, paragraphs=_SET[page]).encode())


@pytest.mark.parametrize("page", _SET)
def test_article_and_nothing_else(tmp_path: Path, page: str) -> None:
    document = _site(tmp_path, page)
    assert document.format == "html"
    assert [line.strip() for line in lines(document)] == _WANTED


@pytest.mark.parametrize("page", sorted(set(_SET) - {"bare"}))
def test_title_is_heading_0(tmp_path: Path, page: str) -> None:
    first = _site(tmp_path, page).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.heading == 0


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="punycode">', "utf-8"),
        ("", "gb18030"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-8-sig"),
    ],
)
def test_encodings(tmp_path: Path, meta: str, encoding: str) -> None:
    page = _page(f"<h1>{_TITLE}</h1>{_PARAGRAPHS}", head=meta)
    assert lines(read_bytes(tmp_path, page.encode(encoding))) == _WANTED


def test_big5_is_believed(tmp_path: Path) -> None:
    page = _page("<p>關於整改工作的報告</p>", title="報告", head='<meta charset="big5">')
    assert "關於整改工作的報告" in read_bytes(tmp_path, page.encode("big5")).text


def _body(folder: Path, body: str) -> Document:
    return read_bytes(folder, _page(f"<h1>{_TITLE}</h1>{body}{_PARAGRAPHS}").encode())


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">看不见</p>', "<p hidden>看不见</p>", "<!-- 看不见 -->",
        "<script>看不见</script>", "<noscript>看不见</noscript>", "<template>看不见</template>",
        '<div style="VISIBILITY:hidden">看不见</div>', "<select><option>看不见</option></select>",
    ],
)  # fmt: skip
def test_hidden_elements(tmp_path: Path, hidden: str) -> None:
    assert lines(_body(tmp_path, hidden)) == _WANTED


def test_tail_of_a_hidden_element_stays(tmp_path: Path) -> None:
    document = _body(tmp_path, "<p>前<script>x</script>后<b style='display:none'>x</b>尾</p>")
    assert lines(document)[1] == "前后尾"


def test_headings_and_breaks(tmp_path: Path) -> None:
    document = _body(tmp_path, "<h2>一、概况</h2><p>甲<br>乙<br/>丙</p><h3>（一）问题</h3>")
    assert lines(document)[1:6] == ["一、概况", "甲", "乙", "丙", "（一）问题"]
    levels = [block.heading for block in document.blocks if isinstance(block, Paragraph)]
    assert levels[:6] == [0, 2, None, None, None, 3]


def test_source_line_breaks_are_no_spaces(tmp_path: Path) -> None:
    assert (
        lines(_body(tmp_path, "<p>整改\n    情况，\n落实 A4 纸</p>"))[1] == "整改情况，落实 A4 纸"
    )


def test_numbered_lists(tmp_path: Path) -> None:
    document = _body(tmp_path, '<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>')
    assert lines(document)[1:4] == ["3.甲", "7.乙", "8.丙"]


def test_data_table(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>序号</th><th colspan=2>问题</th></tr>"
        "<tr><td rowspan=2>1</td><td>账目不清<br>7笔</td><td>整改</td></tr>"
        "<tr><td>压件</td><td>完成</td></tr></table>"
    )
    document = _body(tmp_path, table)
    found = next(block for block in document.blocks if isinstance(block, Table))
    assert grid(found, document.text) == [
        ("序号", 0, 0, 1, 1), ("问题", 0, 1, 1, 2), ("1", 1, 0, 2, 1),
        ("账目不清\n7笔", 1, 1, 1, 1),
        ("整改", 1, 2, 1, 1), ("压件", 2, 1, 1, 1), ("完成", 2, 2, 1, 1),
    ]  # fmt: skip


def test_title_repeated_in_the_article(tmp_path: Path) -> None:
    assert lines(_body(tmp_path, f"<p>{_TITLE}</p>")) == _WANTED


def test_title_in_two_lines(tmp_path: Path) -> None:
    heading = _TITLE.replace("关于", "<br>关于")
    document = read_bytes(tmp_path, _page(f"<h1>{heading}</h1>{_PARAGRAPHS}").encode())
    assert lines(document)[:2] == ["中共云岭县青石镇委员会", "关于巡察整改进展情况的通报"]


def test_frames_hold_no_text(tmp_path: Path) -> None:
    page = '<html><head><title>首页</title></head><frameset><frame src="a.htm"></frameset></html>'
    document = read_bytes(tmp_path, page.encode())
    assert document.notes
    assert not lines(document) or lines(document) == ["首页"]


def test_unclosed_elements_nested_by_the_hundred(tmp_path: Path) -> None:
    document = _body(tmp_path, "<div><font>" * 400)
    assert set(_BODY) <= set(lines(document))


def test_nested_beyond_all_measure(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="嵌套"):
        _body(tmp_path, "<div>" * 30_000)


@pytest.mark.parametrize(
    "line",
    [
        "字号：大 中 小", "【字体：大 中 小】", "【大 中 小】", "浏览次数：1203次",
        "当前位置：首页 > 政务公开 > 正文",
        "来源：县委巡察办　作者：李某", "发布时间：2024-11-05 10:30:00", "上一篇：关于防火的通告",
        "版权所有：云岭县人民政府", "[打印] [关闭]", "分享到：微信 微博", "责任编辑：王某",
        "扫一扫在手机打开当前页", "相关阅读",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、关于来源不明资金的问题", "大中小学校食堂监管不力", "完成时间：2025年6月底前",
        "整改时限：立行立改",
        "责任领导：镇长", "打印机采购未履行程序，涉及3台", "首页", "阅读活动流于形式",
        "关闭直排养殖场2家",
        "中小河流治理滞后", "转发文件代替落实，14份文件未研究", "2024年11月5日", "下一步工作打算",
    ],
)  # fmt: skip
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)
