"""Labels inside a finding."""

from __future__ import annotations

import pytest

from bihuan.reading.folding import fold
from bihuan.reading.labels import Label, is_status_line, label_of, segments


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("整改情况", Label.RESPONSE),
        ("采取的措施及取得的成效", Label.RESPONSE),
        ("整改落实情况", Label.RESPONSE),
        ("整改措施", Label.RESPONSE),
        ("整改成效", Label.OUTCOME),
        ("整改结果", Label.OUTCOME),
        ("完成情况", Label.STATUS),
        ("整改目标", Label.GOAL),
        ("整改任务", Label.TASK),
        ("反馈问题", Label.PROBLEM),
        ("具体表现", Label.PROBLEM),
        ("整改时限", Label.DEADLINE),
        ("完成时限", Label.DEADLINE),
        ("责任领导", Label.LEADERS),
        ("牵头领导", Label.LEADERS),
        ("责任单位", Label.UNITS),
        ("牵头单位", Label.UNITS),
        ("整改类型", Label.CATEGORY),
        ("佐证材料", Label.EVIDENCE),
        ("是否销号", Label.CLOSED),
        ("销号时间", Label.CLOSED_ON),
        ("村级账目", None),
    ],
)
def test_words_of_labels(words: str, label: Label | None) -> None:
    assert label_of(words) is label


def _split(text: str) -> list[tuple[Label | None, str]]:
    folded = fold(text)
    return [(s.label, text[s.start : s.end]) for s in segments(folded, 0, len(folded))]


def test_a_paragraph_with_several_labels() -> None:
    text = "账目混乱。整改措施：清理账目。整改成效：账实相符。责任单位：财政所"
    assert _split(text) == [
        (None, "账目混乱。"),
        (Label.RESPONSE, "清理账目。"),
        (Label.OUTCOME, "账实相符。"),
        (Label.UNITS, "财政所"),
    ]


@pytest.mark.parametrize("head", ["【整改情况】", "整改情况：", "2.整改情况：", "★整改情况:"])
def test_a_label_at_the_head(head: str) -> None:
    assert _split(f"{head}已清理账目。") == [(Label.RESPONSE, "已清理账目。")]


def test_a_label_alone_on_its_line() -> None:
    assert _split("整改情况") == [(Label.RESPONSE, "")]


def test_a_sentence_that_speaks_of_a_label_has_none() -> None:
    assert _split("整改措施要逐条落实到人") == [(None, "整改措施要逐条落实到人")]


@pytest.mark.parametrize(
    ("line", "is_status"),
    [
        ("该问题已完成整改。", True),
        ("（已整改到位）", True),
        ("已完成，并长期坚持。", True),
        ("已完成3个村的账目清理。", False),
    ],
)
def test_status_lines(line: str, is_status: bool) -> None:
    assert is_status_line(fold(line)) is is_status
