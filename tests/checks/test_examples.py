"""The examples beside each check: what they say is what the SQL says, and plain Python too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bihuan.checks import catalogue, examples, run
from bihuan.checks.contract import plain
from bihuan.checks.examples import Example
from bihuan.ledgers import Column
from bihuan.model import CheckStatus
from tests.checks.reference import CHECKS
from tests.checks.tables import LEDGERS, filled

CATALOGUE = catalogue()
ALL = [(name, example) for name, check in CATALOGUE.items() for example in examples(check)]


def whole(rows: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The example's rows with every column, as a ledger would hold them."""
    return {
        name: [{c.name: _typed(c, row.get(c.name)) for c in LEDGERS[name].fields} for row in given]
        for name, given in rows.items()
    }


def _typed(column: Column, value: Any) -> Any:
    match column.type:
        case "number" if value is not None:
            return Decimal(str(value))
        case "datetime" if isinstance(value, str):
            return datetime.fromisoformat(value)
        case _:
            return value


@pytest.mark.parametrize(("name", "example"), ALL, ids=lambda one: getattr(one, "name", one))
def test_an_example_is_as_it_says(name: str, example: Example) -> None:
    assert isinstance(example.as_of, date)
    tables = whole(example.rows)
    check = replace(CATALOGUE[name], params={**CATALOGUE[name].params, **example.params})
    wanted = sorted([str(value) for value in key] for key in example.violations)
    assert bool(wanted) is (example.status is CheckStatus.FAIL)

    [result] = run(filled(tables), [check], as_of=example.as_of)
    width = len(check.keys)
    got = sorted([str(plain(value)) for value in row[:width]] for row in result.rows)
    assert (result.status, got) == (example.status, wanted)

    answer = CHECKS[name](tables, example.as_of, check.params)
    keys = sorted([str(plain(value)) for value in key] for key in answer or ())
    assert (answer is None, keys) == (example.status is CheckStatus.NO_DATA, wanted)


def test_examples_stand_beside_a_check_and_keep_the_ledgers_rules() -> None:
    assert {name for name, _ in ALL} == set(CATALOGUE)
    for name, example in ALL:
        assert set(example.rows) == set(CATALOGUE[name].ledgers)
        for ledger, rows in whole(example.rows).items():
            required = [column.name for column in LEDGERS[ledger].required]
            assert all(row[column] is not None for row in rows for column in required)
            keys = [tuple(row[key] for key in LEDGERS[ledger].key) for row in rows]
            assert len(set(keys)) == len(keys)
