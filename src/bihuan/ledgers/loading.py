"""Loads the ledgers that offices have into DuckDB, by the ten rules of docs/ledgers.md.

polars reads and converts whole columns; Python sees a sheet's first rows and its problems.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.documents.source import sentence, shown_name
from bihuan.errors import UnreadableInput
from bihuan.ledgers.definition import Ledger
from bihuan.ledgers.duplicates import take_out
from bihuan.ledgers.report import Report

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from bihuan.ledgers.files import LedgerFile

KINDS = (".csv", ".xlsx", ".xlsm", ".xls", ".et")
MEMORY = "1500MB"
_AT_ONCE = 2


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
    # polars takes a fifth of a second to import.
    from bihuan.ledgers.files import LedgerFile, repeat_keys

    connection = create_tables(catalogue)
    files = [LedgerFile(connection, catalogue, path, number) for number, path in enumerate(paths)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(LedgerFile.read, files))
    sources = {number: place for file in files for number, place in file.sources.items()}
    repeating = {name for name in catalogue if repeat_keys(files, name)}
    reports = _reports(connection, catalogue, files, sources, repeating)
    return Loading(connection, sources, tuple(reports))


def create_tables(catalogue: Mapping[str, Ledger]) -> DuckDBPyConnection:
    """A new in-memory DuckDB with an empty table for each ledger; it spills nothing to the disk."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": ""})
    for ledger in catalogue.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in ledger.fields)
        connection.execute(f"CREATE TABLE {ledger.name} ({columns}, _source INTEGER, _row BIGINT)")
    return connection


def _reports(
    connection: DuckDBPyConnection,
    catalogue: Mapping[str, Ledger],
    files: Sequence[LedgerFile],
    sources: Mapping[int, tuple[str, str]],
    repeating: Collection[str],
) -> Iterator[Report]:
    for name in (*catalogue, None):
        of = [file for file in files if name in file.ledgers]
        if not of:
            continue
        told = [problem for file in of for ledger, problem in file.problems if ledger == name]
        rows = 0
        if name is not None:
            if name in repeating:
                told += take_out(connection, catalogue[name], sources)
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        yield Report(name, list(dict.fromkeys(file.path.name for file in of)), rows, told)
