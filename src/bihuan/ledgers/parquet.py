"""Loaded ledgers as Parquet, a folder for each, partitioned by unit: what Spark reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bihuan.errors import OutputExists, UserError
from bihuan.ledgers.definition import Ledger

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PARTITION = "_unit"
"""The partitions' column: a copy of the unit's, which stays in the rows with its own type."""

# Spark refuses a partition without a name.
_NO_UNIT = "_"


def export(connection: DuckDBPyConnection, catalogue: Mapping[str, Ledger], folder: Path) -> None:
    """Writes every ledger to folder/NAME/, empty ones too, so that each has its columns.

    OutputExists where the folder holds anything; UserError where it can't be written.
    """
    import duckdb

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(f"“{folder.name}”不是空文件夹，没有改动；请换一个文件夹。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ledger in catalogue.values():
            _export(connection, ledger, folder / ledger.name)
    except (OSError, duckdb.IOException) as error:
        raise UserError(f"写不了文件夹“{folder.name}”：请检查能否写入、空间是否够用。") from error


def _export(connection: DuckDBPyConnection, ledger: Ledger, folder: Path) -> None:
    columns = ", ".join(f'"{column.name}"' for column in ledger.fields)
    folder.mkdir()
    [(empty,)] = connection.execute(f"SELECT count(*) = 0 FROM {ledger.name}").fetchall()
    if ledger.unit_column is None or empty:
        target, options, unit = folder / "data.parquet", "", ""
    else:
        target, options = folder, f", PARTITION_BY ({PARTITION})"
        unit = f", coalesce({ledger.unit_column}, '{_NO_UNIT}') AS {PARTITION}"
    path = str(target).replace("'", "''")
    connection.execute(
        f"COPY (SELECT {columns}{unit} FROM {ledger.name}) TO '{path}'"
        f" (FORMAT parquet, COMPRESSION zstd{options})"
    )
