"""Ledgers and checks at size, against polars, python-calamine, bare scans and pointblank.

    make bench, or: PYTHONPATH=. .venv/bench/bin/python bench/checks.py [--vouchers N] [--others N]

Writes fictional ledgers, then runs each phase in a process of its own, in one run on one machine,
and prints medians, ratios and peak memory. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

AS_OF = date(2025, 6, 30)
_TIMES = 3
_XLSX_ROWS = 100_000


def write_ledgers(folder: Path, vouchers: int, others: int) -> None:
    """One csv a ledger, plausible and clean, with a violation now and then."""
    from bihuan.ledgers import catalogue

    folder.mkdir()
    for ledger in catalogue().values():
        # Rosters hold units and people, of which even a county has no more.
        rows = vouchers if ledger.name == "voucher" else others
        rows = min(rows, 2000) if ledger.kind == "roster" else rows
        with (folder / f"{ledger.title}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.title for column in ledger.fields])
            chance = random.Random(ledger.name)
            cells = [_column(ledger, column, rows, chance) for column in ledger.fields]
            writer.writerows(zip(*cells, strict=True))


def _column(ledger: Any, column: Any, rows: int, chance: random.Random) -> list[str]:
    """A column's cells: row n of every column speaks of the same day, person and amount."""
    last = ledger.column(ledger.key[-1])
    if column == last and not last.constraints.enum and last.type in ("string", "integer"):
        return [f"{column.name}-{n}" if column.type == "string" else str(n) for n in range(rows)]
    if column == last and last.type == "date":
        return [str(date(2021, 1, 1) + timedelta(days=n % 1640)) for n in range(rows)]
    if column.name == "unit_code":
        yearly = last.type == "year" or last.constraints.enum
        step = 1 if yearly or ledger.name == "org_unit" else 40
        return [f"V{n // step % (rows if yearly else 2000):04}" for n in range(rows)]
    if column.name in ("person_code", "helper_code", "grid_member_code"):
        return [f"P{n // 1640}" for n in range(rows)]
    if column.type == "string" and not column.constraints.enum:
        return [f"{column.title}{n % 40_000}" for n in range(rows)]
    # A slip in one of 200 rows: what the checks are there to find.
    slips = [_slip(column, chance) for _ in range(rows // 200)]
    cells = [_usual(column, n) for n in range(rows)]
    cells[100::200] = slips[: len(cells[100::200])]
    return cells


def _usual(column: Any, row: int) -> str:
    """What a careful office writes: done within days, whole, signed."""
    if column.constraints.enum:
        return str(column.constraints.enum[row % len(column.constraints.enum)])
    if column.name == "end_date":
        return ""
    day = AS_OF - timedelta(days=5 + row * 7 % 1200)
    later = 0 if column.constraints.required else 3
    match column.type:
        case "number":
            return _NUMBERS.get(column.name, "800.00")
        case "integer":
            return _NUMBERS.get(column.name, "1")
        case "boolean":
            # Few documents have to reach every village.
            return "否" if column.name in ("need_convey", "extended") else "是"
        case "date":
            return str(day + timedelta(days=later))
        case "datetime":
            return f"{day} {8 + row % 10}:{row * 7 % 60:02}:00"
        case "year":
            return str(2020 + row % 6)
        case _:
            return f"{day:%Y-%m}"


# What would be a violation if it were like other amounts and counts.
_NUMBERS = {
    "days": "1", "diverted_amount": "0", "foreign_place_hits": "0", "similarity": "12.5",
    "score": "80", "full_score": "100", "spent": "800", "stock_qty": "0", "measures_done": "4",
    "subsidy_income": "0", "contract_income": "0", "operating_income": "20000",
}  # fmt: skip


def _slip(column: Any, chance: random.Random) -> str:
    if column.constraints.enum:
        return str(chance.choice(column.constraints.enum))
    match column.type:
        case "number" | "integer":
            return str(chance.randrange(1, 5))
        case "boolean":
            return "否" if column.name != "need_convey" else chance.choice(["是", "否"])
        case "date":
            return str(AS_OF - timedelta(days=chance.randrange(1200)))
        case "datetime":
            return f"{AS_OF} 9:00:00"
        case "year":
            return "2024"
        case _:
            return "2024-05"


def write_xlsx(folder: Path) -> Path:
    """The first vouchers as a workbook, dates and numbers in cells of their own kind."""
    import xlsxwriter

    (folder / "xlsx").mkdir()
    path = folder / "xlsx" / "财务凭证台账.xlsx"
    source = folder / "csv" / "财务凭证台账.csv"
    with (
        source.open(encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(path, {"constant_memory": True}) as book,
    ):
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate(csv.reader(file)):
            if row > _XLSX_ROWS:
                break
            for column, cell in enumerate(line):
                if row and column in (2, 12):
                    sheet.write_datetime(row, column, date.fromisoformat(cell), day)
                elif row and column in (5, 8):
                    sheet.write_number(row, column, float(cell))
                else:
                    sheet.write_string(row, column, cell)
    return path


# The phases: each gives seconds by name


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long the work takes, in seconds, and what it gives."""
    start = time.perf_counter()
    given = work()
    return time.perf_counter() - start, given


def load_ours(place: Path) -> dict[str, float]:
    from bihuan.ledgers import catalogue, find_files, load

    known = catalogue()
    # What is imported on first use isn't counted, as it isn't for the peers.
    load([], known)
    seconds, loading = timed(lambda: load(find_files(place), known))
    assert not [problem for report in loading.reports for problem in report.problems]
    return {"load": seconds}


def load_polars(place: Path) -> dict[str, float]:
    import polars

    readers: dict[str, Callable[..., Any]] = {"csv": polars.read_csv, "xlsx": polars.read_excel}
    read = readers[place.name]
    paths = [path for path in place.iterdir() if path.suffix == f".{place.name}"]
    seconds, _ = timed(lambda: [read(path) for path in paths])
    return {"load": seconds}


def load_calamine(place: Path) -> dict[str, float]:
    from python_calamine import CalamineWorkbook

    def read() -> list[Any]:
        path = str(next(place.iterdir()))
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    return {"load": timed(read)[0]}


def run_checks(place: Path) -> dict[str, float]:
    """All checks over loaded ledgers; bare scans of the columns that each reads; one check."""
    from bihuan.checks import catalogue as checks
    from bihuan.checks import run
    from bihuan.ledgers import catalogue, find_files, load

    known = catalogue()
    loading = load(find_files(place), known)
    every = list(checks().values())
    scans = [scan for check in every for scan in _scans(check, known)]
    taken, results = timed(lambda: run(loading.connection, every, as_of=AS_OF, keep=0))
    assert not [r.reason for r in results if r.status == "error"]
    bare = timed(lambda: [loading.connection.execute(scan).fetchall() for scan in scans])[0]
    one = [check for check in every if check.id == "finance-voucher-incomplete"]
    rules = timed(lambda: run(loading.connection, one, as_of=AS_OF, keep=0))[0]
    return {"checks": taken, "scans": bare, "rules": rules}


def _scans(check: Any, known: Any) -> list[str]:
    from sqlglot import exp, parse_one

    named = {column.name for column in parse_one(check.sql, read="duckdb").find_all(exp.Column)}
    scans = []
    for name in check.ledgers:
        read = [f'max("{c.name}")' for c in known[name].fields if c.name in named]
        scans.append(f"SELECT {', '.join(read) or 'count(*)'} FROM {name}")
    return scans


def run_pointblank(place: Path) -> dict[str, float]:
    """The five things that a voucher must have, as pointblank's rules over a polars frame."""
    import pointblank
    import polars

    frame = polars.read_csv(place / "财务凭证台账.csv")

    def interrogate() -> Any:
        rules = pointblank.Validate(frame)
        for title in ("是否盖章", "经办人签字", "审批人签字"):
            rules = rules.col_vals_in_set(columns=title, set=["是"])
        rules = rules.col_vals_not_null(columns="签字日期")
        return rules.col_vals_ge(columns="附件张数", value=1).interrogate()

    return {"rules": timed(interrogate)[0]}


PHASES: dict[str, Callable[[Path], dict[str, float]]] = {
    "ours": load_ours, "polars": load_polars, "calamine": load_calamine, "checks": run_checks,
    "pointblank": run_pointblank,
}  # fmt: skip


def measured(phase: str, place: Path) -> dict[str, float]:
    """The medians of a phase run several times, each in a process of its own; peak in MB."""
    command = [sys.executable, __file__, "--phase", phase, "--place", str(place)]
    taken = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(_TIMES)
    ]
    return {name: median(one[name] for one in taken) for name in taken[0]}


def peak() -> float:
    """The most memory that this process has held, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(folder: Path, vouchers: int, others: int) -> None:
    """Runs all phases and prints what they took."""
    print(f"{vouchers:,} vouchers and {others:,} rows in each other ledger")
    ours, polars = measured("ours", folder / "csv"), measured("polars", folder / "csv")
    _line("csv: load, against polars", ours["load"], polars["load"], ours["peak"])
    write_xlsx(folder)
    ours, bare = measured("ours", folder / "xlsx"), measured("calamine", folder / "xlsx")
    _line("xlsx: load, against calamine alone", ours["load"], bare["load"], ours["peak"])
    polars = measured("polars", folder / "xlsx")
    _line("xlsx: load, against polars", ours["load"], polars["load"], ours["peak"])
    checks = measured("checks", folder / "csv")
    _line("67 checks, against bare scans", checks["checks"], checks["scans"], checks["peak"])
    peer = measured("pointblank", folder / "csv")
    _line("five voucher rules, against pointblank", checks["rules"], peer["rules"], peer["peak"])


def _line(what: str, ours: float, peer: float, memory: float) -> None:
    print(f"{what:42} {ours:8.2f} s {peer:8.2f} s  ratio {ours / peer:5.2f}  peak {memory:6.0f} MB")


def main() -> None:
    """The whole benchmark; or one phase, for a process of its own."""
    options = argparse.ArgumentParser()
    options.add_argument("--vouchers", type=int, default=1_000_000)
    options.add_argument("--others", type=int, default=100_000)
    options.add_argument("--phase", choices=PHASES)
    options.add_argument("--place", type=Path)
    chosen = options.parse_args()
    if chosen.phase:
        print(json.dumps({**PHASES[chosen.phase](chosen.place), "peak": peak()}))
        return
    for tenth in (10, 1):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_ledgers(folder / "csv", chosen.vouchers // tenth, chosen.others // tenth)
            report(folder, chosen.vouchers // tenth, chosen.others // tenth)


if __name__ == "__main__":
    main()
