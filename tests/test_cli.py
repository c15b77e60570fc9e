"""The command line end to end, by its contract (docs/cli.md): what is printed, and the status."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bihuan import __version__, cli

REPORT = """中共云岭县白沙镇委员会关于巡察整改情况的报告
2024年3月4日至4月30日，县委第一巡察组对白沙镇党委进行了巡察，5月20日反馈了巡察意见。现将整改情况报告如下：
一、聚焦落实党的路线方针政策情况
1.关于“集体学习走过场”的问题。
全年12次集体学习中有5次没有研讨。
整改情况：修订学习制度，5次集体学习已补开研讨会，该问题已完成整改。
2.关于“公示栏长期不更新”的问题。
3个村的公示栏半年没有更新。
二、聚焦群众身边腐败和作风情况
1.关于“办事指南缺失”的问题。
便民大厅6项业务没有办事指南。
整改情况：6项业务的办事指南已印发上墙，该问题已完成整改。
中共云岭县白沙镇委员会
2024年9月2日
"""
NOTICE = "关于召开防汛工作会议的通知\n各村：\n定于明天上午召开会议。\n"
IDS = ["1.1", "1.2", "2.1"]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with these words."""

    def run(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["bihuan", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "整改报告.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def answered(tmp_path: Path) -> Path:
    """The report with an answer to every finding."""
    path = tmp_path / "已答复.txt"
    answer = "整改情况：3个村的公示栏已更新，该问题已完成整改。\n二、"
    path.write_text(REPORT.replace("二、", answer), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "坏了.docx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with enough files for several processes, one of them unreadable."""
    folder = tmp_path / "批量"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.txt").write_text(REPORT, "utf-8")
    (folder / "5.txt").write_bytes(b"")
    return folder


# read


def test_a_person_sees_the_findings_and_their_total(run: Run, report: Path) -> None:
    ran = run("read", report)
    assert (ran.status, ran.err) == (0, "")
    assert "中共云岭县白沙镇委员会关于巡察整改情况的报告" in ran.out
    assert "（无回应）" in ran.out
    assert "共 3 个问题，2 个方面分别为 2、1 个。" in ran.out


def test_json_is_the_register(run: Run, report: Path) -> None:
    ran = run("read", report, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["format"] == "bihuan.register/1"
    assert ran.json["kind"] == "report"
    assert ran.json["unit"] == "中共云岭县白沙镇委员会"
    assert (ran.json["inspected_from"], ran.json["inspected_to"]) == ("2024-03-04", "2024-04-30")
    assert (ran.json["feedback_date"], ran.json["report_date"]) == ("2024-05-20", "2024-09-02")
    assert [finding["id"] for finding in ran.json["findings"]] == IDS
    assert ran.json["findings"][1]["response"] is None
    assert ran.json["findings"][1]["response_span"] is None


def test_spans_index_the_printed_text(run: Run, report: Path) -> None:
    text = run("read", report, "--text").out.removesuffix("\n")
    findings = run("read", report, "--json").json["findings"]
    for finding in findings:
        assert text[slice(*finding["problem_span"])] == finding["problem"]
    assert text[slice(*findings[0]["response_span"])] == findings[0]["response"]


def test_a_document_of_another_kind_has_no_findings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text(NOTICE, "utf-8")
    ran = run("read", tmp_path / "通知.txt", "--json")
    assert ran.status == 0
    assert (ran.json["kind"], ran.json["findings"]) == ("other", [])


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.json"])
def test_a_written_register_reads_back_the_same(
    run: Run, report: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    ran = run("read", report, "-o", target)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"已写好 {target}：3 个问题。\n"
    first, again = (run("read", path, "--json").json for path in (report, target))
    for register in (first, again):
        for finding in register["findings"]:
            # Spans index the file that was read.
            del finding["problem_span"], finding["response_span"]
    assert again == first


def test_an_xlsx_opens_in_other_programs(run: Run, report: Path, tmp_path: Path) -> None:
    run("read", report, "--output", tmp_path / "台账.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "台账.xlsx").sheetnames
    assert sheets == ["整改台账", "统计"]


def test_json_and_output_go_together(run: Run, report: Path, tmp_path: Path) -> None:
    ran = run("read", report, "--json", "-o", tmp_path / "台账.json")
    assert ran.json == json.loads((tmp_path / "台账.json").read_text("utf-8"))


def test_an_output_is_replaced_only_by_force(run: Run, report: Path, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_text("别人的", "utf-8")
    refused = run("read", report, "-o", target)
    assert (refused.status, refused.out) == (4, "")
    assert refused.err.count("\n") == 1
    assert "台账.xlsx”已存在" in refused.err
    assert target.read_text("utf-8") == "别人的"
    assert run("read", report, "-o", target, "--force").status == 0
    assert openpyxl.load_workbook(target).sheetnames


@pytest.mark.parametrize("name", ["台账.txt", "台账", "没有/这个/文件夹/台账.xlsx"])
def test_an_output_that_can_not_be_written(
    run: Run, report: Path, tmp_path: Path, name: str
) -> None:
    ran = run("read", report, "-o", tmp_path / name)
    assert (ran.status, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert "台账" in ran.err
    assert not (tmp_path / name).exists()


def test_an_output_folder_takes_a_file_named_after_the_document(
    run: Run, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "出").mkdir()
    assert run("read", report, "-o", tmp_path / "出").status == 0
    assert [path.name for path in (tmp_path / "出").iterdir()] == ["整改报告.xlsx"]


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04" + b"\x00" * 100])
def test_an_unreadable_file_is_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "文件.docx"
    if content is not None:
        path.write_bytes(content)
    for command in ("read", "review"):
        ran = run(command, path, "--json")
        assert (ran.status, ran.out) == (3, "")
        assert ran.err.startswith("读不了“文件.docx”：")
        assert ran.err.count("\n") == 1


def test_the_input_is_never_changed(run: Run, report: Path, tmp_path: Path) -> None:
    run("read", report, "-o", tmp_path / "台账.xlsx")
    assert report.read_text("utf-8") == REPORT


# Several files


def test_several_files_are_an_array_in_order(run: Run, report: Path, answered: Path) -> None:
    ran = run("read", answered, report, "--json")
    assert ran.status == 0
    assert [entry["source"] for entry in ran.json] == ["已答复.txt", "整改报告.txt"]
    assert all(entry["format"] == "bihuan.register/1" for entry in ran.json)


def test_an_unreadable_file_keeps_no_other_from_being_read(
    run: Run, report: Path, broken: Path, answered: Path
) -> None:
    ran = run("read", report, broken, answered, "--json")
    assert ran.status == 3
    assert [entry["source"] for entry in ran.json] == ["整改报告.txt", "已答复.txt"]
    assert ran.err.count("\n") == 1
    assert "坏了.docx" in ran.err


def test_only_unreadable_files_are_an_empty_array(run: Run, broken: Path, tmp_path: Path) -> None:
    ran = run("read", broken, tmp_path / "没有.txt", "--json")
    assert (ran.status, ran.json, ran.err.count("\n")) == (3, [], 2)


@pytest.mark.parametrize("command", ["read", "review"])
def test_a_folder_is_its_files(run: Run, folder: Path, command: str) -> None:
    ran = run(command, folder, "--json")
    assert ran.status == 3
    assert [entry["source"] for entry in ran.json] == [f"{n}.txt" for n in (0, 1, 2, 3, 4, 6, 7, 8)]
    assert ran.err.count("\n") == 1


def test_an_empty_folder_is_one_sentence(run: Run, tmp_path: Path) -> None:
    ran = run("read", tmp_path)
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_several_registers_go_to_a_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "新建" / "台账"
    ran = run("read", folder, "-o", out)
    assert ran.status == 3
    assert sorted(path.name for path in out.iterdir()) == [
        f"{n}.xlsx" for n in (0, 1, 2, 3, 4, 6, 7, 8)
    ]
    again = run("read", folder, "-o", out)
    assert again.out == ""
    assert again.err.count("已存在") == 8


def test_several_registers_do_not_go_to_one_file(
    run: Run, report: Path, answered: Path, tmp_path: Path
) -> None:
    ran = run("read", report, answered, "-o", tmp_path / "台账.xlsx")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / "台账.xlsx").exists()


def test_files_of_one_name_do_not_overwrite_each_other(
    run: Run, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "别处").mkdir()
    twin = tmp_path / "别处" / report.name
    twin.write_text(REPORT, "utf-8")
    ran = run("read", report, twin, "-o", tmp_path / "出")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / "出").exists()


# review


def test_a_review_lists_remarks_with_their_places(run: Run, report: Path) -> None:
    ran = run("review", report, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert (ran.json["format"], ran.json["source"]) == ("bihuan.review/1", "整改报告.txt")
    (missing,) = (r for r in ran.json["remarks"] if r["rule"] == "missing-response")
    assert set(missing) == {"rule", "severity", "finding", "message", "spans"}
    assert (missing["finding"], missing["severity"]) == ("1.2", "high")
    assert missing["message"]
    text = run("read", report, "--text").out
    assert all(0 <= start < end <= len(text) for start, end in missing["spans"])


def test_strict_tells_of_high_remarks(run: Run, report: Path, answered: Path) -> None:
    assert run("review", report, "--strict").status == 1
    assert run("review", report).status == 0
    assert run("review", answered, "--strict").status == 0


def test_an_unreadable_file_outweighs_remarks(run: Run, report: Path, broken: Path) -> None:
    assert run("review", report, broken, "--strict", "--json").status == 3


def test_a_person_sees_remarks(run: Run, report: Path) -> None:
    ran = run("review", report)
    assert "missing-response" in ran.out
    assert "条意见" in ran.out


def test_a_register_is_reviewed_like_a_document(run: Run, report: Path, tmp_path: Path) -> None:
    for name in ("台账.xlsx", "台账.json"):
        run("read", report, "-o", tmp_path / name)
        remarks = run("review", tmp_path / name, "--json").json["remarks"]
        assert "missing-response" in {remark["rule"] for remark in remarks}


# rules


def test_rules_are_listed_and_told_whole(run: Run) -> None:
    listed = run("rules", "--json").json
    names = [rule["name"] for rule in listed]
    assert len(names) == len(set(names)) >= 14
    assert "missing-response" in run("rules").out
    for rule in listed:
        assert run("rules", rule["name"], "--json").json == rule
        assert rule["remedy"] in run("rules", rule["name"]).out.replace("\n", "")


def test_an_unknown_rule_is_a_wrong_command_line(run: Run) -> None:
    ran = run("rules", "没有这条")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


# The command line itself


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["read"], "没有说要读哪个文件"),
        (["review"], "没有说要读哪个文件"),
        (["--nonsense"], "没有 --nonsense 这个选项"),
        (["read", "x.txt", "--nonsense"], "没有 --nonsense 这个选项"),
        (["read", "x.txt", "-o"], "选项 -o 的写法不对"),
        (["write"], "没有 write 这个命令"),
        (["rules", "a", "b"], "看不懂这个命令"),
        (["read", "x.txt", "--json", "--text"], "只能用一个"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_help_and_version(run: Run) -> None:
    assert run("--version").out == f"bihuan {__version__}\n"
    helped = run("--help")
    assert helped.status == 0
    assert all(command in helped.out for command in ("read", "review", "rules"))
    assert "--force" in run("read", "-h").out
    bare = run()
    assert bare.status == 2
    assert "rules" in bare.err


def test_the_command_is_installed(report: Path) -> None:
    command = [str(Path(sys.executable).with_name("bihuan")), "read", str(report), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert [finding["id"] for finding in json.loads(done.stdout)["findings"]] == IDS


def test_reading_a_text_imports_nothing_heavy(report: Path, tmp_path: Path) -> None:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from bihuan.cli import main\n"
        "main()"
    )
    words = ["read", str(report), "-o", str(tmp_path / "台账.xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, check=True, text=True
    )
    heavy = {"rich", "pydantic", "openpyxl", "python_calamine", "pypdfium2", "rapidfuzz", "olefile"}
    heavy |= {"xlrd", "bihuan.review", "bihuan.terminal", "concurrent.futures"}
    assert heavy.isdisjoint(done.stderr.split())
