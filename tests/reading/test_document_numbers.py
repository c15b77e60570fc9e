"""Document numbers, in whatever brackets."""

from __future__ import annotations

import pytest

from bihuan.reading.document_numbers import find_document_numbers
from bihuan.reading.folding import fold


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("云政办发〔2023〕17号", "云政办发〔2023〕17号"),
        ("（云发【2023】5号）", "云发〔2023〕5号"),
        ("制定印发青发[2024]3号文件", "青发〔2024〕3号"),
        ("根据云农函（2022）41号要求", "云农函〔2022〕41号"),
        ("青石镇党委会议纪要〔2024〕第6号", "青石镇党委会议纪要〔2024〕第6号"),
    ],
)
def test_brackets_become_the_official_ones(text: str, number: str) -> None:
    assert [found for _, found in find_document_numbers(fold(text))] == [number]


def test_the_span_leaves_out_the_words_before() -> None:
    text = "严格执行云财〔2023〕8号规定"
    ((start, end), _) = find_document_numbers(text)[0]
    assert text[start:end] == "云财〔2023〕8号"


def test_a_year_in_brackets_alone_is_none() -> None:
    assert find_document_numbers("台账〔2023〕已归档") == []
