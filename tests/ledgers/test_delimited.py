"""csv files are read as Python's own reader reads them, fast or not."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.ledgers.delimited import delimited
from bihuan.ledgers.sheets import TOP, Sheet

PIECES = ["a", "长", " ", ",", ",", "\n", "\n", "\r\n", "\r", '"', '""', '"b"', '"c\nd"', "é"]


def as_python_reads(text: str) -> list[tuple[str, ...]]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    # What the first rows don't have, no header names.
    width = max(map(len, rows[:TOP]), default=0)
    columns = [*zip_longest(*rows, fillvalue="")][:width]
    return [*zip(*columns, strict=True)]


def read(sheet: Sheet, above: int) -> list[tuple[str, ...]]:
    return sheet.below(above).fill_null("").rows()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(0, 3))
def test_any_text_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, text: str, above: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "任何.csv"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_bytes(text.encode(encoding))
        found = [read(sheet, above) for sheet in delimited(path)]
        wanted = as_python_reads(text)
        assert found == ([wanted[above:]] if any(map(any, wanted[:TOP])) else [])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_quoted_lines_are_counted_right_in_long_files(
    ends: str, encoding: str, tmp_path: Path
) -> None:
    lines = [["编号", "说明"], *([f"{n}", f'"{n}"，第\n二行,' * (n % 9)] for n in range(100_000))]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ends).writerows(lines)
    path = tmp_path / "长.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    [sheet] = delimited(path)
    assert read(sheet, 1) == as_python_reads(text.getvalue())[1:]
