from collections.abc import Sequence
from dataclasses import replace

import pytest

from bihuan.model import Number
from tests.review.cases import finding, remarks

Row = tuple[str | None, str | None, Sequence[tuple[int, int]]]


def _told_on(rows: Sequence[Row]) -> list[str | None]:
    items = []
    for area, group, numbers in rows:
        printed = tuple(Number(level, f"{value}.", value, (0, 1)) for level, value in numbers)
        item = finding("道路破损。", "修补道路3处。", area=area, group=group)
        items.append(replace(item, numbers=printed))
    return [remark.finding for remark in remarks(*items, rule="numbering-gap")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # one level
        ([(None, None, [(0, 1)]), (None, None, [(0, 2)]), (None, None, [(0, 3)])], []),
        ([(None, None, [(0, 1)]), (None, None, [(0, 3)]), (None, None, [(0, 4)])], ["2"]),
        ([(None, None, [(0, 1)]), (None, None, [(0, 2)]), (None, None, [(0, 2)])], ["3"]),
        ([(None, None, [(0, 3)]), (None, None, [(0, 2)])], ["2"]),
        # restarting in a new area, or running on across areas
        ([("甲", None, [(0, 1), (1, 1)]), ("乙", None, [(0, 2), (1, 1)])], []),
        ([("甲", None, [(0, 1), (1, 1)]), ("乙", None, [(0, 2), (1, 2)])], []),
        ([("甲", None, [(0, 1), (1, 1)]), ("乙", None, [(0, 2), (1, 3)])], ["2"]),
        # chapters before the areas take numbers as well
        ([("甲", None, [(0, 2), (1, 1)]), ("乙", None, [(0, 3), (1, 1)])], []),
        # areas without printed numbers
        ([("甲", None, [(0, 1)]), ("甲", None, [(0, 2)]), ("乙", None, [(0, 1)])], []),
        # a group's number repeated
        ([("甲", "一", [(0, 1), (1, 1)]), ("甲", "二", [(1, 1)]), ("甲", "三", [(1, 2)])], ["2"]),
        # items restart under each group whose heading has no number
        (
            [("甲", "一", [(0, 1)]), ("甲", "一", [(0, 2)]), ("甲", "二", [(0, 1)])],
            [],
        ),
        # items that begin at 2
        ([("甲", "一", [(0, 1), (1, 1), (2, 2)])], ["1"]),
        # no numbers printed
        ([("甲", None, []), ("甲", None, [])], []),
    ],
)
def test_numbering(rows: Sequence[Row], expected: list[str]) -> None:
    assert _told_on(rows) == expected
