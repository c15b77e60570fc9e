"""The office's tests once more, over a private PostgreSQL that this test starts and stops."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts import need
from tests.web.cluster import cluster, programs

_HERE = Path(__file__).parent
# These start offices of their own, on PostgreSQL too where that matters.
_OWN_DATABASES = ("test_backup.py", "test_concurrency.py", "test_killed.py", "test_server.py")
# So many that all cores have some; each builds the tables anew.
_PARTS = 4


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of a database in a cluster of its own."""
    place = programs()
    need("PostgreSQL", place is not None)
    assert place
    with cluster(place) as url:
        yield url


@pytest.mark.parametrize("part", range(_PARTS))
def test_the_office_s_tests_pass_on_postgresql(database: str, part: int) -> None:
    others = [path for path in sorted(_HERE.glob("test_*.py")) if path != Path(__file__)]
    files = [str(path) for path in others if path.name not in _OWN_DATABASES][part::_PARTS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
        env=os.environ | {"BIHUAN_DATABASE_URL": database},
        cwd=_HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
