"""Ledgers: what offices keep in Excel, read into typed tables.

`catalogue(home)` gives the ledgers' definitions, `load(paths, catalogue)` a DuckDB connection with
a table for each, and what couldn't be read.
"""

from __future__ import annotations

from bihuan.ledgers.catalogue import catalogue
from bihuan.ledgers.definition import Column, Ledger
from bihuan.ledgers.loading import Loading, create_tables, find_files, load
from bihuan.ledgers.report import Problem, Report

__all__ = [
    "Column", "Ledger", "Loading", "Problem", "Report", "catalogue", "create_tables", "find_files",
    "load",
]  # fmt: skip
