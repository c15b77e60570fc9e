"""Loads the ledgers that offices have into DuckDB, by the ten rules of docs/ledgers.md.

Cells are converted by SQL over columns of text; Python sees a sheet's first rows and its problems.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bihuan.documents.source import sentence, shown_name
from bihuan.errors import UnreadableInput
from bihuan.ledgers.definition import Ledger
from bihuan.ledgers.header import SEARCHED, Header, best, by_name, find
from bihuan.ledgers.report import Problem, Report
from bihuan.ledgers.rows import insert, strangers
from bihuan.ledgers.sheets import KINDS, Sheet, sheets

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1500MB"
_AT_ONCE = 2
_MOST_SHEETS = 10_000


@dataclass(frozen=True, slots=True)
class Loading:
    """The loaded ledgers: a connection with a table for each of the catalogue's, empty or not.

    Beside its columns each table has `_source`, a key of `sources` (file and sheet), and
    `_row`, the row of the sheet from 1. `reports` has an entry for each ledger with files, and one
    for files that are no ledger, where there are any.
    """

    connection: DuckDBPyConnection
    sources: Mapping[int, tuple[str, str]]
    reports: Sequence[Report]


def find_files(folder: Path) -> list[Path]:
    """The folder's workbooks and csv files, in its subfolders too, by name.

    UnreadableInput where it is no folder or holds none.
    """
    if not folder.is_dir():
        raise UnreadableInput(
            sentence(shown_name(folder), "不是文件夹", "请给出存放台账文件的文件夹")
        )
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in KINDS and path.is_file() and not path.name.startswith(("~$", "."))
    ]
    if not found:
        raise UnreadableInput(
            sentence(shown_name(folder), "里面没有台账文件", "请放入 xlsx、xls 或 csv 文件")
        )
    return found


def load(paths: Iterable[Path], catalogue: Mapping[str, Ledger]) -> Loading:
    """Loads the files; what can't be read is told in the reports, and the rest is loaded."""
    connection = create_tables(catalogue)
    with (
        tempfile.TemporaryDirectory(prefix="bihuan-") as scratch,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        workbooks = Lock()
        files = [
            _File(connection, catalogue, path, number, Path(scratch), workbooks)
            for number, path in enumerate(paths)
        ]
        list(pool.map(_File.read, files))
    sources = {number: place for file in files for number, place in file.sources.items()}
    return Loading(connection, sources, tuple(_reports(connection, catalogue, files, sources)))


def create_tables(catalogue: Mapping[str, Ledger]) -> DuckDBPyConnection:
    """A new in-memory DuckDB with an empty table for each ledger."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY})
    for ledger in catalogue.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in ledger.fields)
        connection.execute(f"CREATE TABLE {ledger.name} ({columns}, _source INTEGER, _row BIGINT)")
    return connection


@dataclass(slots=True)
class _File:
    """One file on its way into the tables; several go side by side."""

    connection: DuckDBPyConnection
    catalogue: Mapping[str, Ledger]
    path: Path
    number: int
    scratch: Path
    workbooks: Lock
    sources: dict[int, tuple[str, str]] = field(default_factory=dict)
    ledgers: set[str | None] = field(default_factory=set)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)

    def read(self) -> None:
        """Loads the file's sheets, and notes what couldn't be read."""
        # Workbooks are turned into text by Python, which gains nothing from doing two at once.
        with nullcontext() if self.path.suffix.lower() == ".csv" else self.workbooks:
            try:
                self._read_sheets()
            except (UnreadableInput, OSError) as error:
                reason = str(error)
                if isinstance(error, OSError):
                    reason = f"“{self.path.name}”打不开。"
                named = by_name([self.path.stem], self.catalogue.values())
                self._tell(named.name if named else None, None, None, reason)

    def _read_sheets(self) -> None:
        folder = self.scratch / str(self.number)
        folder.mkdir()
        for sheet in sheets(self.path, folder):
            self._add(sheet, folder)
            for copy in folder.iterdir():
                copy.unlink()

    def _add(self, sheet: Sheet, folder: Path) -> None:
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
                told = insert(cursor, sheet, found, number, folder)
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


def _reports(
    connection: DuckDBPyConnection,
    catalogue: Mapping[str, Ledger],
    files: Sequence[_File],
    sources: Mapping[int, tuple[str, str]],
) -> Iterator[Report]:
    for name in (*catalogue, None):
        of = [file for file in files if name in file.ledgers]
        if not of:
            continue
        told = [problem for file in of for ledger, problem in file.problems if ledger == name]
        rows = 0
        if name is not None:
            told += strangers(connection, catalogue[name], sources)
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        yield Report(name, list(dict.fromkeys(file.path.name for file in of)), rows, told)


def _place(sheet: Sheet) -> str:
    return f"工作表“{sheet.name}”" if sheet.name else ""
