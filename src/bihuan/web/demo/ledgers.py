"""The ledgers of the demo's township, handed in as one workbook and checked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import yaml
from xlsxwriter import Workbook

from bihuan.ledgers import Column
from bihuan.output import WORKBOOK_OPTIONS
from bihuan.web.actions.checks import run_checks
from bihuan.web.actions.ledgers import accept_intake, begin_intake
from bihuan.web.ledgers import known_ledgers
from bihuan.web.models import CheckRun, Person, Unit

_NAME = "青石镇业务台账.xlsx"


def bring_in(office: Unit, clerk: Person, today: date) -> None:
    """The clerk hands the workbook in, and the office checks it."""
    intake = begin_intake(by=clerk, office=office, name=_NAME, chunks=[_workbook(today)])
    accept_intake(intake, by=clerk, replace=False)
    run_checks(office, by=None, trigger=CheckRun.Trigger.IMPORT, as_of=today)


def _workbook(today: date) -> bytes:
    told = yaml.safe_load(files("bihuan.web.demo").joinpath("data/台账.yaml").read_text("utf-8"))
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, **WORKBOOK_OPTIONS}) as book:
        for name, table in told.items():
            ledger = known_ledgers()[name]
            columns = [ledger.column(column) for column in table["columns"]]
            sheet = book.add_worksheet(ledger.title[:31])
            for place, line in enumerate(_lines(columns, table["rows"], today)):
                sheet.write_row(place, 0, line)
    return file.getvalue()


def _lines(columns: list[Column], rows: list[list[Any]], today: date) -> Iterator[list[str]]:
    yield [column.title for column in columns]
    for row in rows:
        yield [_cell(column, value, today) for column, value in zip(columns, row, strict=True)]


def _cell(column: Column, value: Any, today: date) -> str:
    if column.type == "date" and isinstance(value, int):
        return str(today + timedelta(days=value))
    return "" if value is None else str(value)
