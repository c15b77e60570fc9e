"""Each check's SQL against its plain Python version, on random ledgers around every boundary."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.checks import catalogue, run
from bihuan.checks.catalogue import tune
from bihuan.model import CheckStatus
from tests.checks.reference import CHECKS, Answer, Tables
from tests.checks.tables import filled, random_tables

DAYS = (
    date(2025, 6, 30), date(2025, 6, 29), date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1),
    date(2025, 3, 31), date(2025, 7, 15), date(2025, 7, 14), date(2025, 8, 17),
)  # fmt: skip
# Groups as large as the checks ask for by default are rare among a few random rows.
CATALOGUE = tune(
    catalogue(),
    {
        "study-topic-mastery-low": {"min_taken": 2},
        "welfare-grid-burst": {"min_households": 3},
        "welfare-grid-copy-paste": {"min_households": 2},
        "meetings-record-books-many": {"max_books": 2},
        "attendance-absent-month": {"min_n": 2},
    },
)


def answers(tables: Tables, as_of: date) -> dict[str, Answer]:
    """What the plain versions say."""
    found = {}
    for name, check in CATALOGUE.items():
        empty = any(not tables[ledger] for ledger in check.ledgers)
        found[name] = None if empty else CHECKS[name](tables, as_of, check.params)
    return found


@pytest.mark.parametrize("seed", range(27))
def test_the_sql_finds_what_plain_python_finds(seed: int) -> None:
    as_of = DAYS[seed % len(DAYS)]
    tables = random_tables(seed, as_of)
    wanted = answers(tables, as_of)
    for result in run(filled(tables), CATALOGUE.values(), as_of=as_of):
        keys = {row[: len(result.keys)] for row in result.rows}
        got = None if result.status is CheckStatus.NO_DATA else keys
        assert (result.check, got, result.reason if got is not None else None) == (
            result.check,
            wanted[result.check],
            None,
        )
        assert len(keys) == result.row_count


def test_every_check_has_a_plain_version() -> None:
    assert set(CHECKS) == set(CATALOGUE)


def test_the_random_ledgers_violate_every_check() -> None:
    """Otherwise the comparison above would say little about some check."""
    seen = set()
    for seed in range(150):
        as_of = DAYS[seed % len(DAYS)]
        found = answers(random_tables(seed, as_of), as_of)
        seen |= {name for name, answer in found.items() if answer}
    assert seen == set(CHECKS)
