"""One file on its way into the ledgers' tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from bihuan.errors import UnreadableInput
from bihuan.ledgers.definition import Ledger
from bihuan.ledgers.delimited import delimited
from bihuan.ledgers.header import SEARCHED, Header, best, by_name, find
from bihuan.ledgers.report import Problem
from bihuan.ledgers.rows import insert
from bihuan.ledgers.sheets import Sheet, unreadable
from bihuan.ledgers.workbooks import sheets_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAX_FILE = 2 * 1024**3
"""The largest file that is read, in bytes."""
_MOST_SHEETS = 10_000
# Workbooks are turned into text by Python, which gains nothing from doing two at once.
_WORKBOOKS = Lock()


@dataclass(slots=True)
class LedgerFile:
    """One file on its way into the tables; several go side by side.

    Once read, `sources` tells which sheets it had, by their keys in the tables' `_source`,
    `ledgers` whose they are, None among them for a sheet of none, `problems` what is wrong, and
    `keys` the numbers of each sheet's keys.
    """

    connection: DuckDBPyConnection
    catalogue: Mapping[str, Ledger]
    path: Path
    number: int
    sources: dict[int, tuple[str, str]] = field(default_factory=dict)
    ledgers: set[str | None] = field(default_factory=set)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)
    keys: list[tuple[str, pl.Series]] = field(default_factory=list)

    def read(self) -> None:
        """Loads the file's sheets, and notes what couldn't be read."""
        try:
            for sheet in _sheets(self.path):
                self._add(sheet)
        except UnreadableInput as error:
            self._refuse(str(error))
        except OSError:
            self._refuse(f"“{self.path.name}”打不开。")
        except duckdb.OutOfMemoryException:
            self._refuse(f"“{self.path.name}”的数据放不进内存，请按年份或单位拆开，分几次检查。")

    def _refuse(self, reason: str) -> None:
        named = by_name([self.path.stem], self.catalogue.values())
        self._tell(named.name if named else None, None, None, reason)

    def _add(self, sheet: Sheet) -> None:
        named = by_name([sheet.name, self.path.stem], self.catalogue.values())
        found = find(sheet.top, named) if named else None
        found = found or best(sheet.top, self.catalogue.values())
        if found is None:
            what = f"“{named.title}”的表头" if named else "任何一种台账的表头"
            message = f"{_place(sheet)}前 {SEARCHED} 行里没有{what}，请核对列名。"
            self._tell(named.name if named else None, None, None, message)
            return
        name = found.ledger.name
        self.ledgers.add(name)
        self._tell_columns(found, sheet)
        if not found.missing:
            number = self.number * _MOST_SHEETS + len(self.sources)
            self.sources[number] = (sheet.file, sheet.name)
            with self.connection.cursor() as cursor:
                keys, told = insert(cursor, sheet, found, number)
            self.keys.append((name, keys))
            self.problems.extend((name, problem) for problem in told)

    def _tell_columns(self, found: Header, sheet: Sheet) -> None:
        ledger = found.ledger
        for column in found.missing:
            message = f"{_place(sheet)}缺少必填的列“{column.title}”，整张表没有载入。"
            self._tell(ledger.name, found.rows, column.title, message)
        for title in found.unknown:
            message = f"{_place(sheet)}“{title}”不是{ledger.title}的列，没有读取。"
            self._tell(ledger.name, found.rows, title, message)

    def _tell(self, ledger: str | None, row: int | None, column: str | None, message: str) -> None:
        self.ledgers.add(ledger)
        self.problems.append((ledger, Problem(self.path.name, row, column, message)))


def _sheets(path: Path) -> Iterator[Sheet]:
    if path.stat().st_size > MAX_FILE:
        raise unreadable(path, "文件太大", "请拆成几个文件")
    if path.suffix.lower() == ".csv":
        yield from delimited(path)
    else:
        with _WORKBOOKS:
            yield from sheets_of(path)


def _place(sheet: Sheet) -> str:
    return f"工作表“{sheet.name}”" if sheet.name else ""


def repeat_keys(files: Iterable[LedgerFile], ledger: str) -> bool:
    """Whether two of the ledger's rows may have the same key; False is sure."""
    keys = [numbers for file in files for name, numbers in file.keys if name == ledger]
    return bool(keys) and pl.concat(keys).n_unique() < sum(map(len, keys))
