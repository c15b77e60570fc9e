"""`bihuan compare` and `bihuan index` end to end, by their contract."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bihuan.cli.originality import name_files
from tests.originality.generator import planted
from tests.test_cli import Run, run

__all__ = ["run"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty texts, of which four pairs are copied, one of them in a subfolder."""
    place = tmp_path / "材料"
    (place / "分组").mkdir(parents=True)
    for number, text in enumerate(planted(70, 20, share=0.4).texts):
        (place / ("分组" if number == 3 else ".") / text.name).write_text(text.text, "utf-8")
    return place


def test_json_is_the_contract(run: Run, folder: Path) -> None:
    ran = run("compare", folder, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["format"] == "bihuan.reuse/1"
    assert ran.json["documents"] == 20
    assert len(ran.json["pairs"]) == 4
    pair = ran.json["pairs"][0]
    assert pair["grade"] in ("verbatim", "edited", "similar", "common-source")
    text = run("read", folder / pair["a"], "--text").out
    start, end = pair["passages"][0]["a"]
    assert 0 <= start < end <= len(text)


def test_a_person_gets_a_summary_that_accuses_nobody(run: Run, folder: Path) -> None:
    ran = run("compare", folder)
    assert ran.status == 0
    assert "请对照原文判断" in ran.out.replace("\n", "")


def test_strict_ends_with_one_where_something_was_copied(run: Run, folder: Path) -> None:
    assert run("compare", folder, "--strict").status == 1
    assert run("compare", folder / "分组", "--strict").status == 0


def test_what_cannot_be_read_is_told_and_the_rest_is_compared(run: Run, folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04nothing")
    ran = run("compare", folder, "--json")
    assert ran.status == 3
    assert len(ran.err.strip().splitlines()) == 1
    assert "坏.docx" in ran.err
    assert ran.json["documents"] == 20


def test_an_empty_file_is_a_text_that_is_like_no_other(run: Run, folder: Path) -> None:
    for number, content in enumerate(["", "\n  \n", "好的"]):
        (folder / f"空{number}.txt").write_text(content, "utf-8")
    ran = run("compare", folder, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert (ran.json["documents"], len(ran.json["pairs"])) == (23, 4)


def test_nothing_to_compare_is_one_sentence(run: Run, tmp_path: Path) -> None:
    ran = run("compare", tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert len(ran.err.strip().splitlines()) == 1


def test_against_a_folder_and_an_index_of_it_agree(run: Run, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (folder / "分组" / "00003.txt").rename(mine / "报告.txt")
    index = tmp_path / "库.idx"
    assert run("index", folder, "-o", index).status == 0
    by_folder = run("compare", mine, "--against", folder, "--json").json
    assert by_folder == run("compare", mine, "--against", index, "--json").json
    assert by_folder["documents"] == 1


def test_a_damaged_index_is_one_sentence(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "库.idx").write_bytes(b"BIHUANIX\x01")
    ran = run("compare", folder, "--against", tmp_path / "库.idx", "--json")
    assert (ran.status, ran.out) == (3, "")
    assert "库.idx" in ran.err


def test_outputs_are_written_whole_and_never_over_others(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    page, book = tmp_path / "结果.html", tmp_path / "结果.xlsx"
    assert run("compare", folder, "-o", page).status == 0
    assert "<html" in page.read_text("utf-8")
    assert run("compare", folder, "-o", book).status == 0
    assert openpyxl.load_workbook(book).sheetnames
    assert run("compare", folder, "-o", page).status == 4
    assert run("compare", folder, "-o", tmp_path / "x.pdf").status == 2
    assert run("index", folder, "-o", page).status == 4


def test_official_wording_does_not_count(run: Run, folder: Path, tmp_path: Path) -> None:
    pair = run("compare", folder, "--json").json["pairs"][0]
    (tmp_path / "上级").mkdir()
    (tmp_path / "上级" / "通知.txt").write_bytes((folder / pair["a"]).read_bytes())
    found = run("compare", folder, "--official", tmp_path / "上级", "--json").json["pairs"]
    assert (pair["a"], pair["b"]) not in [(one["a"], one["b"]) for one in found]


def test_names_are_relative_and_told_apart(tmp_path: Path) -> None:
    for place in ("甲/报告.txt", "乙/报告.txt", "乙/子/计划.txt", "乙/.hidden", "乙/~$报告.docx"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("文字")
    names = name_files([tmp_path / "甲", tmp_path / "乙"])
    first, second = (tmp_path / place for place in ("甲/报告.txt", "乙/报告.txt"))
    assert names == {
        first: first.as_posix(),
        second: second.as_posix(),
        tmp_path / "乙/子/计划.txt": "子/计划.txt",
    }
