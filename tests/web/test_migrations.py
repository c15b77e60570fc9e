"""An old office's database comes to the form that a new one begins with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

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


def migrated(name: str, short: bool) -> dict[str, Any]:
    """The shape of an empty database after all migrations, by squashed ones or each by each."""
    connection = connections[name]
    executor = MigrationExecutor(connection)
    executor.loader = loader = MigrationLoader(connection, replace_migrations=short)
    leaves = loader.graph.leaf_nodes()
    executor.migrate([at for at in leaves if short or not loader.disk_migrations[at].replaces])
    try:
        return shape(name)
    finally:
        connection.close()


def test_the_long_way_ends_where_the_short_one_does(django_db_blocker: DjangoDbBlocker) -> None:
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    names = ("old", "new")
    connections.settings |= dict.fromkeys(names, connections.settings["default"] | plain)
    # In this thread the browser's tests may have left an event loop, which Django refuses.
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as pool:
        old, new = pool.map(migrated, names, (False, True))
    for name in names:
        del connections.settings[name]
    assert "web_finding" in old
    assert old == new
