"""An old office's database comes to the form that a new one begins with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from pytest_django import DjangoDbBlocker


def shape(alias: str) -> dict[str, Any]:
    """Each table's columns, and its indexes and constraints without their names."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _of_table(connection, cursor, table) for table in sorted(tables)}


def _of_table(connection: Any, cursor: Any, table: str) -> tuple[Any, Any]:
    described = connection.introspection.get_table_description(cursor, table)
    columns = sorted((one.name, one.type_code, one.null_ok) for one in described)
    constraints = connection.introspection.get_constraints(cursor, table).values()
    return columns, sorted(
        str({**one, "definition": None, "columns": sorted(one["columns"] or ())})
        for one in constraints
    )


@pytest.fixture
def databases(django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, str]]:
    """Two empty databases beside the tests' own."""
    names = ("old", "new")
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    connections.settings |= dict.fromkeys(names, connections.settings["default"] | plain)
    with django_db_blocker.unblock():
        yield names
        for name in names:
            connections[name].close()
            del connections.settings[name]


def test_the_long_way_ends_where_the_short_one_does(databases: tuple[str, str]) -> None:
    for name in databases:
        executor = MigrationExecutor(connections[name])
        short = name == "new"
        loader = MigrationLoader(connections[name], replace_migrations=short)
        executor.loader = loader
        leaves = loader.graph.leaf_nodes()
        executor.migrate([at for at in leaves if short or not loader.disk_migrations[at].replaces])
    old, new = map(shape, databases)
    assert "web_finding" in old
    assert old == new
