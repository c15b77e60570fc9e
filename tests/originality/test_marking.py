"""A text cut at its passages loses nothing, whatever the passages are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.originality.marking import Mark, marked, pieces

_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


def _marks(spans: list[tuple[int, int]]) -> list[Mark]:
    return [Mark((min(s), max(s)), number) for number, s in enumerate(spans, 1)]


@given(st.text(alphabet="甲乙丙𠀀\n", max_size=30), _SPANS)
def test_all_of_the_text_comes_in_order(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, _marks(spans))) == text


@given(st.text(alphabet="甲乙", min_size=5, max_size=30), _SPANS)
def test_every_mark_can_be_led_to(text: str, spans: list[tuple[int, int]]) -> None:
    found = {piece.mark.number for piece in pieces(text, _marks(spans)) if piece.mark}
    assert found == set(range(1, len(spans) + 1))


def test_what_counts_goes_before_what_does_not() -> None:
    marks = [Mark((0, 4), 1, common=True), Mark((0, 2), 2)]
    told = [(piece.text, piece.mark and piece.mark.number) for piece in pieces("甲乙丙丁戊", marks)]
    assert told == [("甲乙", 2), ("丙丁", 1), ("戊", None)]


def test_what_one_text_words_differently_is_told_on_both_sides() -> None:
    own, other = marked("前：一组十一户。", "二组九户，", [((2, 7), (0, 4), False)])
    [piece] = [piece for piece in pieces("前：一组十一户。", own) if piece.mark]
    assert [part for part, changed in piece.parts if changed] == ["一", "十一"]
    [piece] = [piece for piece in pieces("二组九户，", other) if piece.mark]
    assert "".join(part for part, _ in piece.parts) == "二组九户"
    assert [part for part, changed in piece.parts if changed] == ["二", "九"]


@given(st.text(alphabet="甲乙丙𠀀", max_size=20), st.text(alphabet="甲乙丙", max_size=20))
def test_the_parts_of_a_piece_are_its_text(a: str, b: str) -> None:
    for text, marks in zip((a, b), marked(a, b, [((0, len(a)), (0, len(b)), False)]), strict=True):
        for piece in pieces(text, marks):
            assert "".join(part for part, _ in piece.parts) == piece.text
