"""An index answers like the folder that it was built from, and is refused when it can't."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bihuan.errors import OutputExists, UnreadableInput
from bihuan.model import Text
from bihuan.originality import compare
from bihuan.originality.index import Index, build, is_index
from tests.originality.generator import planted

GIVEN = planted(60, 60, share=0.6, templates=(5,)).texts
MINE = GIVEN[:20]
REFERENCE = [Text("r" + text.name, text.text) for text in GIVEN[20:]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the reference."""
    place = tmp_path_factory.mktemp("index") / "库.idx"
    build(REFERENCE, place, force=False)
    return place


def test_an_index_answers_like_its_texts(path: Path) -> None:
    expected = compare(MINE, against=REFERENCE)
    assert any(pair.b.startswith("r") for pair in expected.pairs)
    assert compare(MINE, indexes=[Index.open(path)]) == expected


def test_a_name_that_is_taken_is_told_apart(tmp_path: Path) -> None:
    build(MINE, tmp_path / "same.idx", force=False)
    found = compare(MINE[:1], indexes=[Index.open(tmp_path / "same.idx")])
    assert "索引/" + MINE[0].name in [pair.b for pair in found.pairs]


def test_an_existing_file_is_kept(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(OutputExists):
        build(MINE, path, force=False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("place", [8, 20, 60, -200])
def test_a_damaged_index_is_refused(path: Path, tmp_path: Path, place: int) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[place] ^= 0x55
    (tmp_path / "x.idx").write_bytes(damaged)
    with pytest.raises(UnreadableInput, match=r"x\.idx"):
        Index.open(tmp_path / "x.idx")


@pytest.mark.parametrize("length", [8, 12, 40, 5000])
def test_half_an_index_is_refused(path: Path, tmp_path: Path, length: int) -> None:
    (tmp_path / "x.idx").write_bytes(path.read_bytes()[:length])
    assert is_index(tmp_path / "x.idx")
    with pytest.raises(UnreadableInput, match="重新建"):
        Index.open(tmp_path / "x.idx")


def test_an_index_of_a_newer_version_is_refused(path: Path, tmp_path: Path) -> None:
    newer = bytearray(path.read_bytes())
    newer[8:12] = struct.pack("<I", 99)
    (tmp_path / "x.idx").write_bytes(newer)
    with pytest.raises(UnreadableInput, match="升级"):
        Index.open(tmp_path / "x.idx")
