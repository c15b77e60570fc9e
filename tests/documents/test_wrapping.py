"""Hard-wrapped text is rejoined; ordinary text comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from bihuan.documents.wrapping import paragraphs

_REPORT = [
    "中共云岭县白水镇委员会关于县委巡察反馈意见整改进展情况的报告",
    "县委巡察工作领导小组：",
    "2023年3月6日至4月28日，县委第二巡察组对白水镇党委开展了常规巡察，6月9日反馈了意见。现报告如下：",
    "一、巡察反馈意见整改落实情况",
    "（一）聚焦基层贯彻落实党的路线方针政策和党中央决策部署方面",
    "1.关于“水利设施管护不到位，3处渠道长期淤塞，群众反映强烈”的问题。",
    "整改情况：清淤渠道3处共2.6公里，投入资金31,450.80元；落实管护员5名，每月巡查两次。已完成整改。",
    "（责任领导：镇长；责任单位：水利站、财政所；整改时限：2023年9月底前）",
    "2.关于“村级财务公开不及时”的问题。",
    "整改情况：一是对12个村的公开栏逐一检查，补齐了缺少的8期内容。二是由镇纪委每季度抽查，"
    "抽查结果在全镇通报，对连续两次不公开的村党支部书记进行约谈。",
    "完成情况：基本完成",
    "3.关于“干部作风不实”的问题。",
    "整改情况：修订考勤、请销假、值班等5项制度（白水发〔2023〕18号），对迟到早退的4名干部作了批评教育，"
    "并把考勤结果同年度考核挂钩；今后将继续加强监督检查，发现一起处理一起，推动作风持续好转。",
    "二、下一步工作打算",
    "一是持续抓好后续整改，对尚未完成的事项紧盯不放。二是健全长效机制，巩固整改成果。",
    "联系电话：0800-5550188；邮政信箱：云岭县白水镇人民政府；电子邮箱：bsz@example.invalid。",
    "中共云岭县白水镇委员会",
    "2023年10月20日",
]
_NEVER_FIRST = "，。；：、）”！？》〕"


def _printed(text: str, width: float) -> Iterator[str]:
    """The text in lines of a printed page: by width, numbers whole, no stop at a line's start."""
    row, filled = "", 0.0
    for piece in re.findall(r"[0-9A-Za-z.,@:-]+|.", text):
        wide = len(piece) / 2 if piece.isascii() else 1
        if filled + wide > width:
            carried = row[-1] if piece in _NEVER_FIRST else ""
            yield row.removesuffix(carried)
            row, filled = carried, float(len(carried))
        row, filled = row + piece, filled + wide
    yield row


def _cut(text: str, width: float) -> Iterator[str]:
    """The text in lines of so many characters."""
    yield from (text[start : start + int(width)] for start in range(0, len(text), int(width)))


def _indented(text: str) -> str:
    if text.endswith("委员会") or text.startswith("2023年10月"):
        return "　" * 12 + text
    return text if text.endswith(("报告", "小组：")) else "　　" + text


@pytest.mark.parametrize("width", [24, 28, 31, 36, 40])
@pytest.mark.parametrize("broken", [_printed, _cut])
def test_indented_scan(width: int, broken: type) -> None:
    rows = [row for text in _REPORT for row in broken(_indented(text), width)]
    assert [text.strip() for text in paragraphs(rows)] == _REPORT


@pytest.mark.parametrize("width", [24, 28, 33, 38])
def test_scan_without_its_indents(width: int) -> None:
    """The scan lost the indents, so that first lines end two characters early."""
    rows = [row.strip() for text in _REPORT for row in _printed(_indented(text), width)]
    found = paragraphs(rows)
    assert len(set(found) & set(_REPORT)) >= len(_REPORT) - 2
    assert all(any(text in one for text in _REPORT) or one in _REPORT for one in found if one)


@pytest.mark.parametrize("mark", ["— 3 —", "- 3 -", "第3页 共9页", "－３－", "第 3 页", "·3·"])
def test_page_marks_interrupt_nothing(mark: str) -> None:
    rows = [row for text in _REPORT for row in _printed(_indented(text), 30)]
    marked = [piece for row in rows for piece in (row, "", mark, "")]
    assert [text.strip() for text in paragraphs(marked)] == _REPORT


def test_bare_page_numbers_that_count_on() -> None:
    rows = [row for text in _REPORT for row in _printed(_indented(text), 30)]
    for page, place in enumerate((30, 20, 10)):
        rows.insert(place, str(3 - page))
    assert [text.strip() for text in paragraphs(rows)] == _REPORT


def test_double_spaced_scan() -> None:
    rows = [row for text in _REPORT for row in _printed(_indented(text), 30)]
    spaced = [piece for row in rows for piece in (row, "")]
    assert [text.strip() for text in paragraphs(spaced) if text] == _REPORT


def test_trailing_spaces_do_not_count() -> None:
    rows = [row + "  " for text in _REPORT for row in _printed(_indented(text), 30)]
    assert [text.strip() for text in paragraphs(rows)] == _REPORT


@pytest.mark.parametrize("indent", ["", "　　", "    "])
@pytest.mark.parametrize("blank", [(), ("",)])
def test_ordinary_text_is_left_alone(indent: str, blank: tuple[str, ...]) -> None:
    rows = [piece for text in _REPORT for piece in (indent + text, *blank)]
    assert paragraphs(rows) == rows


@pytest.mark.parametrize("seed", range(20))
def test_lists_and_headings_are_left_alone(seed: int) -> None:
    """Lines of about one length, with commas and without stops, that are yet no running text."""
    rng = Random(seed)
    makers = [
        lambda n: f"{n}、关于“管护不到位，{rng.choice('渠路桥')}损坏”的问题",
        lambda n: f"QS{n:03},王某,2024-03-{n % 28 + 1:02},{rng.randint(1000, 9999)}.00",
        lambda n: f"石桥村{n % 9}组，张某某，男，1975年{n % 9 + 1}月生",
        lambda n: f"责任单位：{rng.choice(['党政办、财政所', '党建办、民政办'])}",
    ]
    rows = [makers[seed % len(makers)](number) for number in range(1, 40)]
    assert paragraphs(rows) == rows


def test_page_mark_in_ordinary_text() -> None:
    rows = ["整改情况：清理账目，收回", "— 2 —", "资金3万元。", "— 3 —", "　　完成情况：已完成"]
    assert paragraphs(rows) == ["整改情况：清理账目，收回资金3万元。", "　　完成情况：已完成"]
