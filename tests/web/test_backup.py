"""A back-up brings everything back: under a writer, into another database, or not at all."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.parts import need
from tests.web.cluster import cluster, programs
from tests.web.running import build_demo, command, environment

_WRITER = """
from pathlib import Path
from bihuan.web.server import start
start(Path({!r}))
from bihuan.rectification.status import Degree
from bihuan.web.actions.findings import report_progress
from bihuan.web.models import Finding, Person
finding = Finding.objects.filter(status="rectifying", owners__isnull=False).first()
owner = finding.owners.first()
print("writing", flush=True)
for turn in range(100_000):
    report_progress(finding, by=owner, degree=list(Degree)[turn % 3])
"""
# Each database begins with its own; sessions end.
_OWN = ("django_", "auth_", "sqlite_")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an office in which much has happened."""
    place = tmp_path_factory.mktemp("office") / "home"
    build_demo(place)
    return place


def _run(*arguments: str | Path, code: int = 0, **variables: str) -> str:
    done = subprocess.run(
        command(*map(str, arguments)), capture_output=True, text=True, timeout=200,
        env=environment(**variables), check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def _rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(home / "office.sqlite3") as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith(_OWN)
        ]
        found = {}
        for table in tables:
            columns = sorted(row[1] for row in database.execute(f"PRAGMA table_info({table})"))
            quoted = ", ".join(f'"{column}"' for column in columns)
            rows = database.execute(f"SELECT {quoted} FROM {table}")
            found[table] = sorted((tuple(map(_plain, row)) for row in rows), key=repr)
    return found


def _plain(value: object) -> object:
    """PostgreSQL keeps the keys of an object in an order of its own."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.dumps(json.loads(value), sort_keys=True)
    return value


def _files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "evidence").glob("??/*")}


def test_everything_comes_back(home: Path, tmp_path: Path) -> None:
    saved, back = tmp_path / "办公室.zip", tmp_path / "home"
    assert "已备份" in _run("backup", saved, "--home", home)
    assert "已恢复" in _run("restore", saved, "--home", back)
    rows = _rows(back)
    assert rows == _rows(home)
    assert len(rows["web_event"]) > 100
    assert _files(back) == _files(home)
    assert (back / "secret.key").read_text() == (home / "secret.key").read_text()
    assert {path.name for path in tmp_path.iterdir()} == {"办公室.zip", "home"}


def test_a_backup_under_a_writer_is_of_one_moment(home: Path, tmp_path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER.format(str(home))],
        stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert writer.stdout
    try:
        assert "writing" in writer.stdout.readline()
        _run("backup", tmp_path / "1.zip", "--home", home)
    finally:
        writer.kill()
        writer.wait()
    _run("restore", tmp_path / "1.zip", "--home", tmp_path / "home")
    rows = sqlite3.connect(tmp_path / "home" / "office.sqlite3")
    finding, verb = rows.execute(
        "SELECT finding_id, after FROM web_event WHERE verb='progress' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    degree = rows.execute("SELECT degree FROM web_finding WHERE id=?", (finding,)).fetchone()[0]
    assert json.loads(verb)["degree"] == degree


def test_an_office_moves_to_postgresql_and_back(home: Path, tmp_path: Path) -> None:
    place = programs()
    need("PostgreSQL", place is not None)
    assert place
    _run("backup", tmp_path / "1.zip", "--home", home)
    with cluster(place) as url:
        there = tmp_path / "there"
        _run("restore", tmp_path / "1.zip", "--home", there, BIHUAN_DATABASE_URL=url)
        again = _run(
            "restore", tmp_path / "1.zip", "--home", tmp_path / "other", code=4,
            BIHUAN_DATABASE_URL=url,
        )  # fmt: skip
        assert "已经有数据" in again
        _run("backup", tmp_path / "2.zip", "--home", there, BIHUAN_DATABASE_URL=url)
    _run("restore", tmp_path / "2.zip", "--home", tmp_path / "back")
    assert _rows(tmp_path / "back") == _rows(home)


def _changed(saved: Path, target: Path, change: dict[str, bytes]) -> Path:
    """The archive with some entries put in place of others, or added."""
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, old.read(name)))
        for name, content in change.items():
            new.writestr(name, content)
    return target


@pytest.fixture(scope="module")
def saved(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("saved") / "office.zip"
    _run("backup", target, "--home", home)
    return target


def test_what_is_damaged_or_foreign_is_refused_whole(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        evidence = next(name for name in archive.namelist() if name.startswith("evidence/"))
    newer = json.dumps(manifest | {"migrations": ["web.9999_later"]}).encode()
    torn = tmp_path / "torn.zip"
    torn.write_bytes(saved.read_bytes()[:-2000])
    cases = {
        "已损坏": {evidence: b"other"},
        "更新的版本": {"manifest.json": newer},
        "不该有的文件": {"../../escaped": b"x"},
        "不是本软件": {"manifest.json": b"{}"},
    }
    archives = {
        word: _changed(saved, tmp_path / f"{n}.zip", dict(change))
        for n, (word, change) in enumerate(cases.items())
    } | {torn.name: torn}
    for word, archive_path in archives.items():
        assert word in _run("restore", archive_path, "--home", tmp_path / "home", code=4)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {archive_path.name for archive_path in archives.values()}


def test_nothing_is_overwritten(saved: Path, home: Path, tmp_path: Path) -> None:
    assert "--force" in _run("backup", saved, "--home", home, code=4)
    assert "不是空的" in _run("restore", saved, "--home", home, code=4)
    assert "--home" in _run("backup", tmp_path / "x.zip", "--home", tmp_path / "none", code=4)
    assert not (tmp_path / "none").exists()
