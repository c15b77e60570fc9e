"""Titles of areas and groups."""

from __future__ import annotations

import pytest

from bihuan.reading.titles import clean_title, heading_name


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("聚焦群众身边腐败问题和不正之风方面。", "聚焦群众身边腐败问题和不正之风方面"),
        ("关于“账目管理混乱”的问题。", "账目管理混乱"),
        ("关于“账目管理混乱”问题的整改情况：", "账目管理混乱"),
        ("针对账目管理混乱的问题", "账目管理混乱"),
        ("关于“统筹推进“河长制”工作不力”的问题", "统筹推进“河长制”工作不力"),
        ("“账目管理混乱”等问题", "账目管理混乱"),
    ],
)
def test_clean_titles(text: str, title: str) -> None:
    assert clean_title(text) == title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("关于“账目管理混乱”的问题。2023年有3笔支出无票据。", "账目管理混乱"),
        ("账目管理混乱。", "账目管理混乱"),
        ("有3笔支出无票据。", None),
        ("账目混乱。票据缺失。", None),
    ],
)
def test_names_of_headings(text: str, name: str | None) -> None:
    assert heading_name(text) == name
