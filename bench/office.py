"""How fast the office answers twenty people at once, beside a bare Django view: `make bench`.

A county of 30 townships with 9,000 findings, and one of a tenth of that. Of both, how many SQL
queries each page takes, which must not grow with the data. Of the larger, how long twenty signed-in
people of all roles wait for each page of `bihuan serve`, and for a bare view in the same kind of
process that shows as many rows of one query in a plain table; the goal is three times its p95.
SQLite, and PostgreSQL where its programs are. Rounds are interleaved, so that a busy machine slows
both alike. A figure that misses its goal is no error: the exit status is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.web.cluster import cluster, programs

from crowd import Server, Visitor, rows_of, served, settle, visit

_HERE = Path(__file__).parent
_GOAL = 3
# Townships, and findings in the round of each.
_FULL = (30, 300)
_QUICK = (20, 30)

Taken = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Home:
    """An office that was filled: its folder, and the environment that leads to its database."""

    folder: Path
    environment: Mapping[str, str]

    def tell(self, command: str, *more: int) -> Any:
        """What a command of bench/inside.py tells."""
        words = [sys.executable, str(_HERE / "inside.py"), command, str(self.folder)]
        done = subprocess.run(
            [*words, *map(str, more)],
            check=True,
            stdout=subprocess.PIPE,
            env=self.environment,
            text=True,
        )
        return json.loads(done.stdout)


def main() -> None:
    """Runs the parts over each database and prints their tables."""
    options = _options()
    # What was started is ended and what was written is removed, however this ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    townships, findings = _QUICK if options.quick else _FULL
    figures: dict[str, Any] = {}
    for database in ("SQLite", "PostgreSQL"):
        place = programs()
        if database == "PostgreSQL" and place is None:
            print("\nPostgreSQL is not on this machine")
            continue
        with (
            _filled(townships // 10, findings, place if database == "PostgreSQL" else None) as few,
            _filled(townships, findings, place if database == "PostgreSQL" else None) as many,
        ):
            figures[database] = _measured(database, few, many, options.rounds)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the raw figures here")
    parser.add_argument("--quick", action="store_true", help="a county of 600 findings")
    parser.add_argument("--rounds", type=int, default=3, help="in each, everyone sees each page")
    return parser.parse_args()


@contextmanager
def _filled(townships: int, findings: int, place: Path | None) -> Iterator[Home]:
    """An office with a county in it; its folder and its database are gone when the block ends."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "DJANGO_"))}
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder, _database(place) as more:
        home = Home(Path(folder), kept | more)
        home.tell("build", townships, findings)
        yield home


@contextmanager
def _database(place: Path | None) -> Iterator[dict[str, str]]:
    if place is None:
        yield {}
        return
    with cluster(place) as url:
        yield {"BIHUAN_DATABASE_URL": url}


def _measured(database: str, few: Home, many: Home, rounds: int) -> dict[str, Any]:
    rows = many.tell("rows")
    print(f"\n{database}: " + ", ".join(f"{n:,} {name}" for name, n in rows.items()))
    queries = {"few": few.tell("queries"), "many": many.tell("queries")}
    _print_queries(queries["few"], queries["many"])
    return {"rows": rows, "queries": queries, "seconds": _under_load(many, rounds)}


# SQL queries


def _print_queries(few: dict[str, dict[str, int]], many: dict[str, dict[str, int]]) -> None:
    """The least and the most of the roles, and whether any role's have grown."""
    print("\nSQL queries a page, for the roles")
    _row("page", "a tenth", "full size", "grown", "goal")
    for page, by_role in many.items():
        grown = max(count - few[page][role] for role, count in by_role.items())
        _row(page, _range(few[page]), _range(by_role), str(grown), "0")


def _range(by_role: dict[str, int]) -> str:
    least, most = min(by_role.values()), max(by_role.values())
    return str(least) if least == most else f"{least} to {most}"


# Time


def _under_load(home: Home, rounds: int) -> Taken:
    crowd = [Visitor(one["cookie"], one["pages"]) for one in home.tell("sign-in")]
    serve = [sys.executable, "-c", "from bihuan.cli import main; main()", "serve", "--port", "0"]
    bare = [sys.executable, str(_HERE / "bare.py"), str(home.folder)]
    with (
        served([*serve, "--home", str(home.folder)], home.environment) as office,
        served(bare, home.environment) as limit,
    ):
        settle(office)
        taken = _asked(office, limit, crowd, rounds)
    print(f"\n{len(crowd)} people at once, {rounds} rounds: median and p95 of a page")
    _row("page", "rows", "bihuan", "bare view", "ratio of p95s", "goal")
    for page, seconds in taken.items():
        _print_page(page, seconds)
    return taken


def _asked(office: Server, limit: Server, crowd: list[Visitor], rounds: int) -> Taken:
    """For each page the seconds of the office and of the limit; what comes first warms both up."""
    taken: Taken = {}
    for page in crowd[0].pages:
        visits = [(visitor, visitor.pages[page]) for visitor in crowd]
        rows = [rows_of(office, *one) for one in visits]
        bare = [(visitor, f"/bare/?rows={n}") for visitor, n in zip(crowd, rows, strict=True)]
        seconds: dict[str, list[float]] = {"bihuan": [], "bare": [], "rows": list(map(float, rows))}
        visit(limit, bare, 1)
        for _ in range(rounds):
            seconds["bihuan"] += visit(office, visits, 3)
            seconds["bare"] += visit(limit, bare, 3)
        taken[page] = seconds
    return taken


def _print_page(page: str, seconds: dict[str, list[float]]) -> None:
    late, bare = _p95(seconds["bihuan"]), _p95(seconds["bare"])
    _row(
        page,
        f"{median(seconds['rows']):.0f}",
        f"{_ms(median(seconds['bihuan']))} {_ms(late)}",
        f"{_ms(median(seconds['bare']))} {_ms(bare)}",
        f"{late / bare:.1f}",
        f"<= {_GOAL}",
    )


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _row(label: str, *cells: str) -> None:
    print(f"  {label:<22}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
