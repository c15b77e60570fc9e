"""Files as sheets of text that DuckDB reads: csv as it stands, workbooks by way of a csv.

A csv goes to DuckDB untouched where it can; everything else is written down anew as UTF-8 csv in a
temporary folder, which costs less than handing cells over one by one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bihuan.documents.encoding import decode
from bihuan.documents.safety import ArchiveError, prove_sizes
from bihuan.documents.source import sentence, shown_name
from bihuan.errors import UnreadableInput
from bihuan.ledgers.header import SEARCHED

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Result = TypeVar("Result")

KINDS = (".csv", ".xlsx", ".xlsm", ".xls", ".et")
MAX_FILE = 2 * 1024**3
"""The largest file that is read, and the most that a workbook may take unpacked, in bytes."""
MAX_COLUMNS = 500
"""How many columns of a sheet are looked at: ledgers have a dozen."""
_TOP = SEARCHED + 2
_BATCH = 20_000
_HEAD = 1 << 20
_RESAVE = "请用 Excel 或 WPS 打开后另存为 xlsx 再试"
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_CHUNK = 1 << 23
_MAX_AREA = 64_000_000
# With 26 columns even a million rows fit into memory.
_FAR = re.compile(rb'\br="[A-Z]{2,3}\d{1,7}"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its first rows, and the UTF-8 csv that holds all of them.

    `name` is empty for a csv; `width` is how many columns there are.
    """

    file: str
    name: str
    top: Sequence[Sequence[str]]
    csv: Path
    delimiter: str
    width: int


def sheets(path: Path, folder: Path) -> Iterator[Sheet]:
    """The sheets with anything in them; `folder` takes the copies.

    UnreadableInput where the file is damaged, locked, hostile or too large.
    """
    if path.stat().st_size > MAX_FILE:
        raise _unreadable(path, "文件太大", "请拆成几个文件")
    if path.suffix.lower() == ".csv":
        yield from _of_text(path, folder)
    else:
        yield from _of_workbook(path, folder)


def _unreadable(path: Path, reason: str, remedy: str = _RESAVE) -> UnreadableInput:
    return UnreadableInput(sentence(shown_name(path), reason, remedy))


def _of_text(path: Path, folder: Path) -> Iterator[Sheet]:
    sheet = _as_it_stands(path)
    if sheet is None:
        yield from _decoded(path, folder)
    elif sheet.top:
        yield sheet


def _as_it_stands(path: Path) -> Sheet | None:
    """The file as DuckDB can read it; None where it is known to read it otherwise or not at all.

    That it is UTF-8 throughout isn't proved: DuckDB does that, and refuses what isn't.
    """
    if not path.stat().st_size:
        return Sheet(path.name, "", (), path, ",", 0)
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        head = data[:_HEAD].removeprefix(codecs.BOM_UTF8)
        # DuckDB leaves blank lines out, and rows would be counted wrongly.
        if b"\0" in head or data.find(b"\r\r") >= 0 or _BLANK_LINE.search(data):
            return None
    try:
        text = codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return None
    delimiter = _delimiter(text)
    top = list(islice(_records(text, delimiter), _TOP))
    if any("\n" in cell or "\r" in cell for row in top for cell in row):
        return None
    return Sheet(path.name, "", top, path, delimiter, _width(top))


def _decoded(path: Path, folder: Path) -> Iterator[Sheet]:
    text = decode(path.read_bytes())
    if text is None:
        raise _unreadable(path, "不是文本，或编码无法识别", "请另存为 UTF-8 编码的 csv")
    try:
        yield from _written(path.name, "", _records(text, _delimiter(text)), folder)
    except csv.Error as error:
        raise _unreadable(path, "有一格太长，多半是引号没有成对", "请核对引号") from error


def rewritten(sheet: Sheet, folder: Path) -> Sheet:
    """The sheet in a file that DuckDB reads: for encodings, quotes and rows that it refuses.

    UnreadableInput where the file is no text.
    """
    [found] = _decoded(sheet.csv, folder)
    return replace(found, file=sheet.file, name=sheet.name)


def _width(top: Sequence[Sequence[str]]) -> int:
    return min(max(map(len, top), default=0), MAX_COLUMNS)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 24)
    return csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """What stands most often between the cells of the first lines."""
    head = text[:20_000]
    return max((",", "\t", ";", "|"), key=head.count)


def _of_workbook(path: Path, folder: Path) -> Iterator[Sheet]:
    workbook = _opened(path)
    for name in workbook.sheet_names:
        rows = _guarded(path, partial(_rows, workbook, name))
        yield from _written(path.name, name, rows, folder)


def _opened(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                prove_sizes(archive, MAX_FILE)
                _prove_areas(path, archive)
        except ArchiveError as error:
            raise _unreadable(path, str(error)) from error
    return _guarded(path, lambda: CalamineWorkbook.from_path(str(path)))


def _guarded(path: Path, work: Callable[[], Result]) -> Result:
    from python_calamine import CalamineError

    try:
        return work()
    except (CalamineError, OSError, ValueError) as error:
        reason = "文件设有打开密码" if "password" in str(error).lower() else "文件已损坏或不完整"
        raise _unreadable(path, reason) from error
    except BaseException as error:
        # A panic in calamine's Rust code derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(path, "文件已损坏或不完整") from error


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
            raise _unreadable(path, reason, "请删除多余的空行、空列后再试")


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


def _written(file: str, name: str, rows: Iterable[Sequence[Any]], folder: Path) -> Iterator[Sheet]:
    """The rows as a csv in the folder; nothing where all are empty."""
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    rows = iter(rows)
    top = [
        [cell if type(cell) is str else _text(cell) for cell in row] for row in islice(rows, _TOP)
    ]
    width = _width(top)
    if not any(cell for row in top for cell in row):
        return
    with path.open("w", encoding="utf-8", newline="") as file_object:
        writer = csv.writer(file_object, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerows(_cut(row, width) for row in top)
        while batch := list(islice(rows, _BATCH)):
            writer.writerows(
                _cut([cell if type(cell) is str else _text(cell) for cell in row], width)
                for row in batch
            )
    yield Sheet(file, name, top, path, ",", width)


def _cut(row: list[str], width: int) -> list[str]:
    # A record of one empty field would be written as a blank line, which readers skip.
    row = row[:width] if len(row) >= width else row + [""] * (width - len(row))
    return row if width > 1 else [*row, ""]


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
