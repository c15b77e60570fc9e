"""Printed list numbers."""

from __future__ import annotations

import pytest

from bihuan.reading.folding import fold
from bihuan.reading.numbering import read_mark


def _read(text: str) -> tuple[str, int, str] | None:
    folded = fold(text)
    mark = read_mark(folded, 0, len(folded))
    return (mark.form, mark.value, text[mark.end :]) if mark else None


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("一、村级账目混乱", "section", 1),
        ("十二、村级账目混乱", "section", 12),
        ("（三）村级账目混乱", "section_parenthesis", 3),
        ("(三)村级账目混乱", "section_parenthesis", 3),
        ("4.村级账目混乱", "decimal", 4),
        ("４．村级账目混乱", "decimal", 4),
        ("4、村级账目混乱", "decimal", 4),
        ("l.村级账目混乱", "decimal", 1),
        ("l0.村级账目混乱", "decimal", 10),
        ("1.2村级账目混乱", "dotted", 2),
        ("（5）村级账目混乱", "parenthesis", 5),
        ("5)村级账目混乱", "half_parenthesis", 5),
        ("⑥村级账目混乱", "circle", 6),
        ("⑴村级账目混乱", "parenthesis", 1),
        ("㈡村级账目混乱", "section_parenthesis", 2),
        ("问题3：村级账目混乱", "named", 3),
        ("反馈问题一：村级账目混乱", "named", 1),
        ("整改任务（二）村级账目混乱", "named", 2),
        ("第4个问题：村级账目混乱", "nth", 4),
        ("第二，村级账目混乱", "ordinal", 2),
    ],
)
def test_marks(text: str, form: str, value: int) -> None:
    assert _read(text) == (form, value, "村级账目混乱")


@pytest.mark.parametrize(
    "text", ["村级账目混乱", "33.7万元未入账", "一是开展清理", "2023年账目混乱", "3个村账目混乱"]
)
def test_lines_without_a_mark(text: str) -> None:
    assert _read(text) is None
