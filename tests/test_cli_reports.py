"""`bihuan report` and `template` end to end, by their contract (docs/cli.md)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

from bihuan.register import load, save
from tests.parts import need
from tests.register.strategies import without_spans
from tests.reports.parts import has_chinese_fonts
from tests.test_cli import REPORT

_PHONE = "13800001234"


def bihuan(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bihuan.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "整改报告.txt"
    path.write_text(REPORT.replace("6项业务的", f"联系村民{_PHONE}后，6项业务的"), "utf-8")
    return path


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html"])
def test_document_becomes_a_report_that_reads_the_same(source: Path, ending: str) -> None:
    if ending == ".pdf":
        need("a Chinese font", has_chinese_fonts())
    target = source.with_name(f"通报{ending}")
    done = bihuan("report", source, "-o", target)
    assert (done.returncode, "3 个问题" in done.stdout) == (0, True)
    assert without_spans(load(target)[1]) == without_spans(load(source)[1])


@pytest.mark.parametrize("ending", [".xlsx", ".json"])
def test_register_becomes_a_report(source: Path, ending: str) -> None:
    register = source.with_suffix(ending)
    save(load(source)[1], register)
    target = source.with_suffix(".html")
    assert bihuan("report", register, "-o", target).returncode == 0
    assert "全年12次集体学习中有5次没有研讨。" in target.read_text("utf-8")


@pytest.mark.parametrize("audience", ["party", "public"])
def test_personal_data_is_in_no_part_of_what_others_get(source: Path, audience: str) -> None:
    target = source.with_suffix(".docx")
    assert bihuan("report", source, "-o", target, "--audience", audience).returncode == 0
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name, data in parts.items() if _PHONE.encode() in data]
    assert not [name for name in parts if "comment" in name]
    inside = source.with_name("内部.docx")
    bihuan("report", source, "-o", inside)
    assert _PHONE in "".join(paragraph.text for paragraph in Document(str(inside)).paragraphs)


def test_internal_draft_bears_the_high_remarks(source: Path) -> None:
    target = source.with_suffix(".docx")
    bihuan("report", source, "-o", target)
    comments = [comment.text for comment in Document(str(target)).comments]
    assert any("没有" in comment or "整改情况" in comment for comment in comments)


def test_results_of_checks_are_attached(source: Path) -> None:
    results = source.with_name("checks.json")
    result = {
        "check": "sub-01", "title": "重复发放", "severity": "high", "status": "fail",
        "row_count": 1, "rows": [{"编号": "A1"}], "message": "1人重复领取。", "reason": None,
    }  # fmt: skip
    results.write_text(json.dumps({"format": "bihuan.checks/1", "results": [result]}), "utf-8")
    target = source.with_suffix(".docx")
    assert bihuan("report", source, "-o", target, "--results", results).returncode == 0
    assert "1人重复领取。" in Document(str(target)).tables[0].rows[1].cells[4].text


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "bihuan.checks/1"}', "\x00"])
def test_what_are_no_results_is_said(source: Path, content: str) -> None:
    results = source.with_name("checks.json")
    results.write_text(content, "utf-8")
    done = bihuan("report", source, "-o", source.with_suffix(".docx"), "--results", results)
    assert done.returncode == 3
    assert "checks.json" in done.stderr
    assert not source.with_suffix(".docx").exists()


def test_kind_and_findings_are_chosen(source: Path) -> None:
    target = source.with_suffix(".docx")
    bihuan("report", source, "-o", target, "--kind", "closure", "--only", "2.1")
    assert len(Document(str(target)).tables) == 1


def test_template_is_handed_out_and_used(source: Path) -> None:
    own, target = source.with_name("模板.docx"), source.with_name("通报.docx")
    assert bihuan("template", "report", "-o", own).returncode == 0
    document = Document(str(own))
    document.paragraphs[0].insert_paragraph_before("本镇的抬头")
    document.save(str(own))
    assert bihuan("report", source, "-o", target, "--template", own).returncode == 0
    assert Document(str(target)).paragraphs[0].text == "本镇的抬头"


def test_faulty_template_is_one_sentence(source: Path) -> None:
    own = source.with_name("模板.docx")
    document = Document()
    document.add_paragraph("{{ titel }}")
    document.save(str(own))
    done = bihuan("report", source, "-o", source.with_suffix(".docx"), "--template", own)
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "titel" in done.stderr


def test_existing_output_stays(source: Path) -> None:
    target = source.with_suffix(".docx")
    target.write_bytes(b"mine")
    done = bihuan("report", source, "-o", target)
    assert (done.returncode, target.read_bytes()) == (4, b"mine")
    assert bihuan("report", source, "-o", target, "--force").returncode == 0
    assert Document(io.BytesIO(target.read_bytes())).paragraphs


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("-o", "x.txt"), 2),
        (("-o", "x.docx", "--kind", "poem"), 2),
        (("-o", "x.docx", "--audience", "all"), 2),
        ((), 2),
        (("-o", "x.docx", "--only", "9"), 4),
        (("-o", "x.docx", "--template", "missing.docx"), 4),
        (("-o", "missing/x.docx"), 4),
    ],
)
def test_what_is_wrong_is_one_sentence(source: Path, words: tuple[str, ...], status: int) -> None:
    placed = [
        str(source.parent / word) if word.endswith((".docx", ".txt")) else word for word in words
    ]
    done = bihuan("report", source, *placed)
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (status, 1, "")


def test_document_without_findings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于召开防汛工作会议的通知\n各村：\n定于明天上午召开会议。\n", "utf-8")
    done = bihuan("report", path, "-o", tmp_path / "x.docx")
    assert done.returncode == 4
    assert "没有逐条的问题" in done.stderr
