"""Loads the ledgers that offices have into DuckDB, by the ten rules of docs/ledgers.md.

Cells are converted by SQL over columns of text; Python sees a sheet's first rows and its problems.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.documents.source import sentence, shown_name
from bihuan.errors import UnreadableInput
from bihuan.ledgers import header
from bihuan.ledgers.definition import Ledger
from bihuan.ledgers.header import Header
from bihuan.ledgers.report import Problem, Report
from bihuan.ledgers.rows import insert, strangers
from bihuan.ledgers.sheets import KINDS, Sheet, sheets

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1500MB"


@dataclass(frozen=True, slots=True)
class Loading:
    """The loaded ledgers: a connection with a table for each of the catalogue's, empty or not.

    Beside its columns each table has `_source`, an index into `sources` (file and sheet), and
    `_row`, the row of the sheet from 1. `reports` has an entry for each ledger with files, and one
    for files that are no ledger, where there are any.
    """

    connection: DuckDBPyConnection
    sources: Sequence[tuple[str, str]]
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
    with tempfile.TemporaryDirectory(prefix="bihuan-") as scratch:
        loader = _Loader(create_tables(catalogue), catalogue, Path(scratch))
        for path in paths:
            loader.add_file(path)
        return loader.finish()


def create_tables(catalogue: Mapping[str, Ledger]) -> DuckDBPyConnection:
    """A new in-memory DuckDB with an empty table for each ledger."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY})
    for ledger in catalogue.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in ledger.fields)
        connection.execute(f"CREATE TABLE {ledger.name} ({columns}, _source INTEGER, _row BIGINT)")
    return connection


@dataclass(slots=True)
class _Loader:
    connection: DuckDBPyConnection
    catalogue: Mapping[str, Ledger]
    scratch: Path
    sources: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str | None, list[str]] = field(default_factory=dict)
    problems: dict[str | None, list[Problem]] = field(default_factory=dict)

    def add_file(self, path: Path) -> None:
        try:
            for sheet in sheets(path, self.scratch):
                self.add_sheet(sheet)
                self._clear()
        except (UnreadableInput, OSError) as error:
            reason = str(error) if isinstance(error, UnreadableInput) else f"“{path.name}”打不开。"
            named = header.by_name([path.stem], self.catalogue.values())
            self._tell(named.name if named else None, path.name, None, None, reason)

    def add_sheet(self, sheet: Sheet) -> None:
        named = header.by_name([sheet.name, Path(sheet.file).stem], self.catalogue.values())
        found = header.find(sheet.top, named) if named else None
        found = found or header.best(sheet.top, self.catalogue.values())
        if found is None:
            what = f"“{named.title}”的表头" if named else "任何一种台账的表头"
            name = named.name if named else None
            message = f"{_place(sheet)}前 {header.SEARCHED} 行里没有{what}，请核对列名。"
            self._tell(name, sheet.file, None, None, message)
            return
        self._note(found.ledger.name, sheet.file)
        self._tell_columns(found, sheet)
        if not found.missing:
            self.sources.append((sheet.file, sheet.name))
            told = insert(self.connection, sheet, found, len(self.sources) - 1)
            self.problems.setdefault(found.ledger.name, []).extend(told)

    def finish(self) -> Loading:
        for name in self.files:
            if name is not None:
                told = strangers(self.connection, self.catalogue[name], self.sources)
                self.problems.setdefault(name, []).extend(told)
        return Loading(self.connection, self.sources, tuple(self._reports()))

    def _reports(self) -> Iterator[Report]:
        for name in (*self.catalogue, None):
            if name in self.files or name in self.problems:
                rows = self._count(name) if name else 0
                files = self.files.get(name, [])
                yield Report(name, files, rows, self.problems.get(name, []))

    def _count(self, name: str) -> int:
        [(count,)] = self.connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        return int(count)

    def _tell_columns(self, found: Header, sheet: Sheet) -> None:
        ledger = found.ledger
        for column in found.missing:
            message = f"{_place(sheet)}缺少必填的列“{column.title}”，整张表没有载入。"
            self._tell(ledger.name, sheet.file, found.rows, column.title, message)
        for title in found.unknown:
            message = f"{_place(sheet)}“{title}”不是{ledger.title}的列，没有读取。"
            self._tell(ledger.name, sheet.file, found.rows, title, message)

    def _note(self, name: str | None, file: str) -> None:
        files = self.files.setdefault(name, [])
        if file not in files:
            files.append(file)

    def _tell(
        self, ledger: str | None, file: str, row: int | None, column: str | None, message: str
    ) -> None:
        self._note(ledger, file)
        self.problems.setdefault(ledger, []).append(Problem(file, row, column, message))

    def _clear(self) -> None:
        for path in self.scratch.iterdir():
            path.unlink()


def _place(sheet: Sheet) -> str:
    return f"工作表“{sheet.name}”" if sheet.name else ""
