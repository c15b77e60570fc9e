"""Reads workbooks by python-calamine: every cell as text, merged areas filled."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from bihuan.documents.safety import ArchiveError, prove_sizes
from bihuan.ledgers.sheets import TOP, Sheet, frame, unreadable, width

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Result = TypeVar("Result")

MAX_UNPACKED = 2 * 1024**3
"""The most that a workbook may take unpacked, in bytes."""
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx 再试"
_CHUNK = 1 << 23
_MAX_AREA = 64_000_000
# With 26 columns even a million rows fit into memory.
_FAR = re.compile(rb'\br="[A-Z]{2,3}\d{1,7}"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The workbook's sheets with anything in them.

    UnreadableInput where it is damaged, locked or hostile.
    """
    workbook = _opened(path)
    for name in workbook.sheet_names:
        rows = _guarded(path, partial(_rows, workbook, name))
        top = [_texts(row) for row in islice(rows, TOP)]
        if any(cell for row in top for cell in row):
            yield Sheet(path.name, name, top, partial(_below, top, rows))


def _below(top: Sequence[list[str]], rows: Iterator[list[Any]], above: int) -> pl.DataFrame:
    return frame(chain(top[above:], map(_texts, rows)), width(top))


def _opened(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                prove_sizes(archive, MAX_UNPACKED)
                _prove_areas(path, archive)
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


def _prove_areas(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuses sheets with cells absurdly far apart: calamine holds the whole area in memory."""
    for name in archive.namelist():
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        if not any(_FAR.search(chunk) for chunk in _chunks(archive, name)):
            continue
        rows = columns = count = 0
        for chunk in _chunks(archive, name):
            for place in _PLACE.finditer(chunk):
                rows, columns = max(rows, int(place[2])), max(columns, _column(place[1]))
                count += 1
        if rows * columns > max(_MAX_AREA, 8 * count):
            reason = "工作表的范围大得不正常"
            raise unreadable(path, reason, "请删除多余的空行、空列后再试")


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part's bytes in pieces that cut no tag in two."""
    with archive.open(name) as part:
        rest = b""
        while piece := part.read(_CHUNK):
            whole, mark, rest = (rest + piece).rpartition(b"<")
            yield whole
            rest = mark + rest
        yield rest


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[list[Any]]:
    """The sheet's rows, a merged area's value in each of its cells."""
    sheet = workbook.get_sheet_by_name(name)
    left = sheet.start[1] if sheet.start else 0
    merged = [area for area in sheet.merged_cell_ranges or () if area[0] != area[1]]
    if not merged:
        return ([""] * left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()
    grid = [[""] * left + row for row in sheet.iter_rows()]
    for (top, first), (bottom, last) in merged:
        if top >= len(grid) or first >= len(grid[top]):
            continue
        value = grid[top][first]
        for row in grid[top : bottom + 1]:
            row[first : last + 1] = [value] * len(row[first : last + 1])
    return iter(grid)


def _texts(row: list[Any]) -> list[str]:
    return [cell if type(cell) is str else _text(cell) for cell in row]


def _text(value: object) -> str:
    """A cell's value as text: whole numbers without a fraction, days without midnight."""
    if type(value) is float:
        return str(int(value)) if value.is_integer() else repr(value)
    match value:
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.isoformat(" ", "seconds" if value.second else "minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
