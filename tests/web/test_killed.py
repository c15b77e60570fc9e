"""A server killed at any moment of a write leaves whole rows, their files and their events."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import re
import sqlite3
import threading
import time
from http.client import HTTPException
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from tests.web.running import build_demo, started
from tests.web.visitor import Visitor

_KILLS = 6
_VARIABLES = {"BIHUAN_DEMO": "1"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an office that was killed again and again amid writes."""
    folder = tmp_path_factory.mktemp("killed")
    build_demo(folder / "home", **_VARIABLES)
    chance = random.Random(20261124)
    for turn in range(_KILLS):
        process, office = started(folder, "serve", "--home", str(folder / "home"), **_VARIABLES)
        _write_until_killed(office, process, turn, chance.uniform(0.05, 0.9))
    return folder / "home"


def _write_until_killed(office: str, process: Popen[str], turn: int, seconds: float) -> None:
    clerk = Visitor(office, "韩雪梅")
    page = clerk.get("/register/?status=rectifying").text
    findings = list(dict.fromkeys(re.findall(r'href="/findings/(\d+)/"', page)))
    writers = [
        threading.Thread(target=_write, args=(Visitor(office, "韩雪梅"), findings, f"{turn}-{n}"))
        for n in range(3)
    ]
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    process.kill()
    process.wait()
    for writer in writers:
        writer.join()


def _write(clerk: Visitor, findings: list[str], name: str) -> None:
    """Sends one form after the other until nobody answers."""
    try:
        for n in itertools.count():
            at = f"/findings/{findings[n % len(findings)]}"
            clerk.post(f"{at}/measures/", {"text": f"措施{name}-{n}"})
            clerk.post(f"{at}/evidence/", files={f"{name}-{n}.txt": f"说明{name}-{n}".encode()})
            clerk.post(f"{at}/progress/", {"degree": ("not_done", "mostly_done")[n % 2]})
    except (OSError, HTTPException):
        return


def _query(home: Path, sql: str) -> list[Any]:
    with sqlite3.connect(home / "office.sqlite3") as database:
        return list(database.execute(sql))


def test_something_was_written(home: Path) -> None:
    rows = _query(home, "SELECT count(*) FROM web_event WHERE label LIKE '措施%-%'")
    assert int(rows[0][0]) > _KILLS


def test_the_database_is_whole(home: Path) -> None:
    assert _query(home, "PRAGMA integrity_check") == [("ok",)]
    assert _query(home, "PRAGMA foreign_key_check") == []


def test_every_change_has_its_event_and_every_event_its_change(home: Path) -> None:
    # A finding begins as version 1, with its first event.
    changes = dict(_query(home, "SELECT id, version FROM web_finding"))
    told = dict(
        _query(
            home,
            "SELECT finding_id, count(*) FROM web_event WHERE subject='finding' "
            "GROUP BY finding_id",
        )
    )
    assert {finding: told.get(finding, 0) for finding in changes} == changes
    for table, verb in (("measure", "measure_added"), ("evidence", "evidence_added")):
        rows = {str(pk) for (pk,) in _query(home, f"SELECT id FROM web_{table}")}
        events = {
            subject
            for (subject,) in _query(home, f"SELECT subject_id FROM web_event WHERE verb='{verb}'")
        }
        assert rows == events


def test_the_last_event_says_what_the_row_says(home: Path) -> None:
    for finding, degree in _query(home, "SELECT id, degree FROM web_finding"):
        said = [
            json.loads(after)["degree"]
            for (after,) in _query(
                home,
                "SELECT after FROM web_event WHERE subject='finding' "
                f"AND finding_id={finding} ORDER BY id",
            )
            if "degree" in json.loads(after)
        ]
        assert said[-1] == degree


def test_every_piece_of_evidence_has_its_file(home: Path) -> None:
    digests = [digest for (digest,) in _query(home, "SELECT DISTINCT blob_id FROM web_evidence")]
    for digest in digests:
        content = (home / "evidence" / digest[:2] / digest).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest


def test_what_was_left_half_uploaded_goes_at_a_later_start(home: Path, tmp_path: Path) -> None:
    known = {digest for (digest,) in _query(home, "SELECT digest FROM web_blob")}
    stray = home / "evidence" / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("nobody's")
    old = time.time() - 48 * 3600
    for path in (home / "evidence").rglob("*"):
        if path.is_file():
            os.utime(path, (old, old))
    process, _ = started(tmp_path, "serve", "--home", str(home))
    process.terminate()
    process.wait(20)
    left = {path.name for path in (home / "evidence").rglob("*") if path.is_file()}
    assert left == known
