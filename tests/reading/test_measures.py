"""Answers split at their outermost enumeration."""

from __future__ import annotations

import pytest

from bihuan.reading.measures import split_measures


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("一是清理账目。二是退回资金。", ["清理账目。", "退回资金。"]),
        ("镇党委研究。一是清账；二是退款。", ["镇党委研究。", "清账；", "退款。"]),
        ("①清账。②退款。", ["清账。", "退款。"]),
        ("1）清账。2）退款。", ["清账。", "退款。"]),
        ("（1）清账。（2）退款。", ["清账。", "退款。"]),
        ("1.清账。\n2.退款。", ["清账。", "退款。"]),
        ("一是清账，①查票据；②查合同。二是退款。", ["清账，①查票据；②查合同。", "退款。"]),
        ("清理账目，退回资金。", ["清理账目，退回资金。"]),
        ("一是一，二是二，账目一清二楚。", ["一，", "二，账目一清二楚。"]),
        ("这一问题一是一时疏忽。", ["这一问题一是一时疏忽。"]),
    ],
)
def test_measures(text: str, measures: list[str]) -> None:
    assert list(split_measures(text)) == measures


def test_text_after_the_last_mark_stays_with_it() -> None:
    assert split_measures("一是清账。二是退款。目前均已办结。")[-1] == "退款。目前均已办结。"
