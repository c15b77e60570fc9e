"""Reads workbooks by python-calamine: every cell as text, merged areas filled."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from bihuan.documents.safety import ArchiveError, prove_sizes
from bihuan.ledgers.proof import prove_sheets
from bihuan.ledgers.sheets import TOP, Sheet, as_texts, frame, unreadable, width

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Result = TypeVar("Result")

MAX_UNPACKED = 2 * 1024**3
"""The most that a workbook may take unpacked, in bytes."""
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx 再试"


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The workbook's sheets with anything in them.

    UnreadableInput where it is damaged, locked or hostile.
    """
    workbook = _opened(path)
    for name in workbook.sheet_names:
        rows = _guarded(path, partial(_rows, workbook, name))
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
    return _guarded(path, lambda: CalamineWorkbook.from_path(str(path)))


def _guarded(path: Path, work: Callable[[], Result]) -> Result:
    from python_calamine import CalamineError

    try:
        return work()
    except (CalamineError, OSError, ValueError) as error:
        reason = "文件设有打开密码" if "password" in str(error).lower() else "文件已损坏或不完整"
        raise unreadable(path, reason, _RESAVE) from error
    except BaseException as error:
        # A panic in calamine's Rust code derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(path, "文件已损坏或不完整", _RESAVE) from error


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
