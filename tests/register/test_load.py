"""Opening registers and documents, and saving registers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.errors import OutputExists, UnreadableInput, UserError
from bihuan.model import Kind, Paragraph, Part, Quantity
from bihuan.register import FORMATS, load, save, to_json
from bihuan.register.load import own_document
from tests.register.strategies import without_spans
from tests.register.test_xlsx import EXAMPLE


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_saved_is_loaded(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"台账{suffix}"
    save(EXAMPLE, path)
    document, register = load(path)
    assert [f.problem for f in register.findings] == [f.problem for f in EXAMPLE.findings]
    assert without_spans(register).title == EXAMPLE.title
    for finding in register.findings:
        assert finding.problem_span is not None
        assert document.text[slice(*finding.problem_span)] == finding.problem


def test_a_json_register_has_a_document_of_its_own(tmp_path: Path) -> None:
    quantities = (
        Quantity("2次", 2, "次", Part.PROBLEM),
        Quantity("9次", 9, "次", Part.RESPONSE),
        Quantity("7个", 7, "个", Part.RESPONSE),
    )
    finding = replace(EXAMPLE.findings[0], quantities=quantities)
    path = tmp_path / "台账.json"
    save(replace(EXAMPLE, findings=(finding, *EXAMPLE.findings[1:])), path)
    document, register = load(path)
    assert document.format == "json"
    assert document.text.split("\n")[:4] == [
        EXAMPLE.title,
        "党的领导方面",
        "学习不深入",
        finding.problem,
    ]
    assert all(isinstance(block, Paragraph) for block in document.blocks)
    for block in document.blocks:
        assert document.text[slice(*block.span)].strip() == document.text[slice(*block.span)] != ""
    first = register.findings[0]
    assert document.text[slice(*(first.response_span or ()))] == first.response
    printed = [q.span and document.text[slice(*q.span)] for q in first.quantities]
    assert printed == ["2次", "9次", None]


def test_texts_of_a_register_without_head() -> None:
    bare = replace(EXAMPLE, title=None, findings=(replace(EXAMPLE.findings[2], area=None),))
    document, register = own_document(bare, "x.json")
    assert document.text == "超标接待4次。"
    assert register.findings[0].problem_span == (0, 7)


@pytest.mark.parametrize("name", ["台账.json", "台账.txt"])
def test_json_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("\ufeff\n" + json.dumps(to_json(EXAMPLE)), "utf-8")
    assert load(path)[1].kind is Kind.REPORT


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "JSON"), ('{"format": "青"}'.encode("gb18030"), "UTF-8"), (b"", "空"), (b"[]", "对象")],
)
def test_a_wrong_json_file_is_one_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"台账\.json") as caught:
        load(path)
    assert said in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    for name in ("无.json", "无.xlsx", ".", "a\0b"):
        with pytest.raises(UnreadableInput):
            load(tmp_path / name)


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_text("重要")
    with pytest.raises(OutputExists, match=r"台账\.xlsx"):
        save(EXAMPLE, path)
    assert path.read_text() == "重要"
    save(EXAMPLE, path, force=True)
    assert path.read_bytes().startswith(b"PK")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    for name in ("台账.docx", "台账"):
        with pytest.raises(UserError, match=name):
            save(EXAMPLE, tmp_path / name)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"台账\.json"):
        save(EXAMPLE, tmp_path / "没有这个文件夹" / "台账.json")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_file_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(UserError):
        save(EXAMPLE, tmp_path / "台账.json")
    assert list(tmp_path.iterdir()) == []
