"""Numbers with their measure words: what counts, what it is worth, and what is no quantity."""

from __future__ import annotations

import pytest

from bihuan.model import Part
from bihuan.reading.quantities import find_quantities


def _found(text: str) -> list[tuple[str, int | float, str]]:
    return [(q.text, q.value, q.unit) for q in find_quantities(text, Part.PROBLEM)]


@pytest.mark.parametrize(
    ("text", "text_found", "value", "unit"),
    [
        ("结余资金41.6万元", "41.6万元", 416000, "元"),
        ("挂账25多万元", "25多万元", 250000, "元"),
        ("报销18,467.50元", "18,467.50元", 18467.5, "元"),
        ("投入１．２亿元", "１．２亿元", 120000000, "元"),
        ("参训率72%", "72%", 72, "%"),
        ("走访63人次", "63人次", 63, "人次"),
        ("涉及三个村", "三个", 3, "个"),
        ("两名干部", "两名", 2, "名"),
        ("十二户", "十二户", 12, "户"),
        ("30余件积案", "30余件", 30, "件"),
        ("近40户", "近40户", 40, "户"),
        ("占比45%以上", "45%以上", 45, "%"),
        ("通组路2.6公里", "2.6公里", 2.6, "公里"),
        ("空缺8个月", "8个月", 8, "个月"),
        ("超期3年以上", "3年以上", 3, "年"),
        ("5个工作日", "5个", 5, "个"),
        ("百分之三十", "百分之三十", 30, "%"),
        ("3000亩", "3000亩", 3000, "亩"),
        ("只开过一次会", "一次", 1, "次"),
        ("1.7宗土地未确权", "7宗", 7, "宗"),
        ("百余户未接通", "百余户", 100, "户"),
    ],
)
def test_quantities(text: str, text_found: str, value: float, unit: str) -> None:
    assert _found(text) == [(text_found, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月",
        "2023年",
        "云发〔2023〕12号",
        "第一批名单",
        "第3次会议",
        "三会一课",
        "四议两公开",
        "两不愁三保障",
        "一事一结",
        "一个时期以来",
        "中央八项规定精神",
        "青石路18号3栋201室",
        "身份证号110101199003074477",
        "一期工程",
        "2期项目建设",
        "千吨万人水厂",
        "杏花坪村二组18号",
        "防止二次返贫",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert _found(text) == []


def test_every_occurrence_counts_in_order_and_knows_its_place() -> None:
    text = "抽查12户，其中5户不符，另有12户待查"
    found = find_quantities(text, Part.RESPONSE, 100)
    assert [q.text for q in found] == ["12户", "5户", "12户"]
    assert [q.span and (q.span[0] - 100, q.span[1] - 100) for q in found] == [
        (2, 5),
        (8, 10),
        (15, 18),
    ]
