from __future__ import annotations

import pytest

from bihuan.reports.personal import personal
from tests.reports.marked import Marked, corpus


def masked(text: str, officials: tuple[str, ...] = ()) -> str:
    for piece in reversed(personal([text], officials)[0]):
        text = text[: piece.start] + piece.mask + text[piece.end :]
    return text


@pytest.mark.parametrize("line", [m for m in corpus() if m.secrets], ids=lambda m: m.text)
def test_masked(line: Marked) -> None:
    published = masked(line.text)
    assert [secret for secret in line.secrets if secret in published] == []


@pytest.mark.parametrize("line", [m for m in corpus() if not m.secrets], ids=lambda m: m.text)
def test_left_alone(line: Marked) -> None:
    assert masked(line.text) == line.text


@pytest.mark.parametrize("line", [m for m in corpus() if m.secrets], ids=lambda m: m.text)
def test_nothing_else_is_masked(line: Marked) -> None:
    """What is masked lies within what was marked."""
    rest = line.text
    for secret in line.secrets:
        rest = rest.replace(secret, "⟦⟧")
    published = masked(line.text)
    for part in filter(None, rest.split("⟦⟧")):
        assert part in published


@pytest.mark.parametrize("line", [m for m in corpus() if m.secrets], ids=lambda m: m.text)
def test_masking_what_is_masked_changes_nothing(line: Marked) -> None:
    once = masked(line.text)
    assert masked(once) == once


def test_a_name_that_is_private_once_is_private_wherever_it_stands() -> None:
    told, bare = personal(["村民覃小丫反映问题。", "覃小丫的诉求已办结；覃小丫很满意。"])
    assert [piece.mask for piece in (*told, *bare)] == ["覃某某"] * 3


def test_an_official_who_is_known_stays_but_not_as_a_resident() -> None:
    assert masked("罗大勇、龚丽华", ("罗大勇", "龚丽华")) == "罗大勇、龚丽华"
    assert masked("村民罗大勇反映", ("罗大勇",)) == "村民罗某某反映"


@pytest.mark.parametrize("digits", ["6217001234567890", "6217001234567890123"])
def test_a_mask_tells_neither_length_nor_digits(digits: str) -> None:
    assert masked(f"卡号{digits}。") == "卡号×××。"


def test_a_mask_of_a_name_doesn_t_tell_how_long_it_was() -> None:
    assert masked("村民李强反映") == masked("村民李大强反映")
