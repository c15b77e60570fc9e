"""Reads workbooks by python-calamine: every cell as text, merged areas filled."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bihuan.documents.calamine import calamine_errors
from bihuan.documents.safety import BROKEN, ArchiveError, prove_sizes
from bihuan.documents.source import DAMAGED, PASSWORD
from bihuan.errors import UnreadableInput
from bihuan.ledgers.proof import prove_sheets
from bihuan.ledgers.sheets import TOP, Sheet, as_texts, frame, unreadable, width

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_UNPACKED = 2 * 1024**3
"""The most that a workbook may take unpacked, in bytes."""
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx 再试"


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The workbook's sheets with anything in them.

    UnreadableInput where it is damaged, locked or hostile.
    """
    workbook = _opened(path)
    for name in workbook.sheet_names:
        with calamine_errors(partial(_refused, path)):
            rows = _rows(workbook, name)
        top = [as_texts(row) for row in islice(rows, TOP)]
        if any(cell for row in top for cell in row):
            yield Sheet(path.name, name, top, partial(_below, top, rows))


def _below(top: Sequence[Sequence[str]], rows: Iterator[list[Any]], above: int) -> pl.DataFrame:
    return frame(chain(top[above:], rows), width(top))


def _opened(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                prove_sizes(archive, MAX_UNPACKED)
                prove_sheets(archive)
        except ArchiveError as error:
            raise unreadable(path, str(error), _RESAVE) from error
        except BROKEN as error:
            raise unreadable(path, DAMAGED, _RESAVE) from error
    with calamine_errors(partial(_refused, path)):
        return CalamineWorkbook.from_path(str(path))


def _refused(path: Path, error: BaseException) -> UnreadableInput:
    locked = "password" in str(error).lower()
    return unreadable(path, PASSWORD if locked else DAMAGED, _RESAVE)


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[list[Any]]:
    """The sheet's rows, a merged area's value in each of its cells."""
    sheet = workbook.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    merged = [area for area in sheet.merged_cell_ranges or () if area[0] != area[1]]
    if not merged:
        return ([""] * left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()
    grid = [[""] * left + row for row in sheet.iter_rows()]
    room = sum(map(len, grid))
    for (top, first), (bottom, last) in merged:
        if top >= len(grid) or first >= len(grid[top]):
            continue
        value, rows = grid[top][first], grid[top : bottom + 1]
        size = len(rows[0][first : last + 1])
        # Areas that overlap, as no program writes them, could keep us busy for hours.
        room -= len(rows) * size
        if room < 0:
            raise ValueError("merged areas overlap")
        for row in rows:
            row[first : last + 1] = [value] * size
    return iter(grid)
