"""What headings mean, and the user's own names for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.errors import UserError
from bihuan.reading.tables.columns import Column, load_synonyms, name_column, user_file
from tests.register.tables_of import column, register, sheet


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIHUAN_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["整改措施"], Column.MEASURES),
        (["镇党委整改措施"], Column.MEASURES),
        (["整改措施及成效"], Column.PROGRESS),
        (["责任单位、责任人"], Column.UNITS),
        (["责任分工", "领导"], Column.LEADERS),
        (["反馈问题", "问题类别"], Column.GROUP),
        (["整改情况", "第一季度"], Column.PROGRESS),
        (["反馈时间"], None),
        (["联系电话"], None),
        ([""], None),
        ([], None),
    ],
)
def test_headings(path: list[str], expected: Column | None, home: Path) -> None:
    assert name_column(path, load_synonyms()) is expected


def test_every_packaged_heading_has_one_meaning(home: Path) -> None:
    synonyms = load_synonyms()
    assert set(synonyms.values()) == set(Column)
    assert all(name_column([heading], synonyms) is field for heading, field in synonyms.items())


def test_a_users_own_headings(home: Path) -> None:
    (home / "columns.toml").write_text('problem = ["短板弱项"]\nunits = ["认领人"]', "utf-8")
    found = register(sheet([["短板弱项", "认领人"], ["路灯不亮。", "村建所"]]))
    assert column(found, "units") == [("村建所",)]


def test_without_a_home_the_configuration_folder_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BIHUAN_HOME", raising=False)
    assert user_file().parts[-3:] == (".config", "bihuan", "columns.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'problem = ["x"', "TOML"),
        (b"\n\nproblem is x", "第3行"),
        (b'problems = ["x"]', "problems"),
        (b'problem = "x"', "problem"),
        (b"problem = [1]", "problem"),
        (b'problem = [" "]', "problem"),
        ("问题".encode("gb18030"), "UTF-8"),
    ],
)
def test_a_malformed_file_is_one_sentence(home: Path, content: bytes, said: str) -> None:
    (home / "columns.toml").write_bytes(content)
    with pytest.raises(UserError) as caught:
        load_synonyms()
    sentence = str(caught.value)
    assert said in sentence
    assert "columns.toml" in sentence
    assert "\n" not in sentence
