"""What gives a borrowed text away, and what doesn't."""

from __future__ import annotations

import pytest

from bihuan.model import LeftoverKind as Kind
from bihuan.originality import leftovers

UNIT = "云岭县青石镇"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("为建设美丽惠州贡献力量。", Kind.FOREIGN_PLACE, "惠州"),
        ("全力融入珠三角发展大局。", Kind.FOREIGN_PLACE, "珠三角"),
        ("请报某市城市管理局备案。", Kind.BLANK, "某市城市管理局"),
        ("XX镇党委高度重视。", Kind.BLANK, "XX"),
        ("由××村负责。", Kind.BLANK, "××"),
        ("2019年风险预案\n一、总则", Kind.OTHER_YEAR, "2019年"),
        ("……\n青石镇人民政府\n2021年3月4日", Kind.OTHER_YEAR, "2021年"),
        ("……\n黄陂镇人民政府\n2025年3月4日", Kind.FOREIGN_UNIT, "黄陂镇人民政府"),
        ("在黄陂镇党委的领导下开展工作。", Kind.FOREIGN_UNIT, "黄陂镇"),
    ],
)
def test_leftovers_are_found(text: str, kind: Kind, words: str) -> None:
    (found,) = leftovers(text, unit=UNIT, year=2025)
    assert (found.kind, found.text) == (kind, words)
    assert text[slice(*found.span)] == words
    assert words in found.message


@pytest.mark.parametrize(
    "text",
    [
        "赴惠州考察学习先进经验。",
        "2025年风险预案\n2019年以来发生火情三起。",
        "2024年工作总结和2025年计划\n一、情况",
        "……\n青石镇人民政府\n2026年1月4日",
        "……\n松岭村村民委员会\n2025年3月4日",
        "在青石镇党委的领导下，各乡镇党委和本镇政府配合。",
        "某些村民不愿配合，某日又来。",
        "型号为XXL的雨衣十件。",
        "",
    ],
)
def test_what_stands_rightly_is_left_alone(text: str) -> None:
    assert leftovers(text, unit=UNIT, year=2025) == ()


def test_without_unit_and_year_only_what_needs_neither_is_told() -> None:
    text = "2019年预案\nXX村\n黄陂镇人民政府\n2019年3月4日"
    assert {found.kind for found in leftovers(text)} == {Kind.BLANK}
