"""`bihuan check`, `checks` and `ledgers` end to end, by their contract (docs/cli.md)."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SPEC = Path(__file__).parents[2] / "shared" / "spec"
FUNDS = """资金编号,资金名称,使用单位编码,到账日期,到账金额,已支出金额
ZJ1,=HYPERLINK("http://x"),V01,2020-01-01,100.00,50
ZJ2,饮水资金,V01,2020-01-01,100.00,100
ZJ3,道路资金,V02,去年,100.00,
"""


def bihuan(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bihuan.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def told(*arguments: object) -> Any:
    done = bihuan(*arguments, "--json")
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "台账").mkdir()
    (tmp_path / "台账" / "专项资金台账.csv").write_text(FUNDS, "utf-8")
    return tmp_path / "台账"


def test_the_document_keeps_the_contract(folder: Path) -> None:
    document = told("check", folder, "--as-of", "2025-06-30")
    assert (document["format"], document["as_of"], document["engine"]) == (
        "bihuan.checks/1",
        "2025-06-30",
        "duckdb",
    )
    [ledger] = document["ledgers"]
    assert (ledger["ledger"], ledger["files"], ledger["rows"]) == (
        "special_fund",
        ["专项资金台账.csv"],
        2,
    )
    [problem] = ledger["problems"]
    assert (problem["file"], problem["row"], problem["column"]) == (
        "专项资金台账.csv",
        4,
        "到账日期",
    )
    results = {result["check"]: result for result in document["results"]}
    assert len(results) == 67
    found = results.pop("funds-dormant")
    assert (found["status"], found["row_count"]) == ("fail", 1)
    assert found["rows"][0] == {
        "fund_no": "ZJ1",
        "fund_name": '=HYPERLINK("http://x")',
        "unit_code": "V01",
        "arrive_date": "2020-01-01",
        "balance": 50,
    }
    assert {result["status"] for result in results.values()} == {"no_data"}
    assert all(result["reason"] for result in results.values())


def test_only_limit_and_strict(folder: Path) -> None:
    document = told("check", folder, "--only", "funds-dormant", "assets-reconcile", "--limit", "0")
    assert [result["check"] for result in document["results"]] == [
        "assets-reconcile",
        "funds-dormant",
    ]
    assert (document["results"][1]["rows"], document["results"][1]["row_count"]) == ([], 1)
    assert bihuan("check", folder, "--strict").returncode == 1
    assert bihuan("check", folder, "--strict", "--only", "assets-reconcile").returncode == 0


def test_a_wrong_command_and_an_unreadable_folder_are_one_sentence(folder: Path) -> None:
    for arguments, status in (
        (("check",), 2),
        (("check", folder, "--only", "nein"), 2),
        (("check", folder, folder), 2),
        (("check", folder, "-o", "x.docx"), 2),
        (("check", folder / "无"), 3),
        (("checks", "nein"), 2),
        (("ledgers", "nein"), 2),
        (("ledgers", "voucher", "--template"), 2),
    ):
        done = bihuan(*arguments)
        assert (done.returncode, done.stdout) == (status, "")
        assert len(done.stderr.strip().splitlines()) == 1
    (folder / "专项资金台账.csv").write_text("没有,表头\n", "utf-8")
    done = bihuan("check", folder)
    assert done.returncode == 3
    assert "表头" in done.stderr


def test_no_cell_of_the_workbook_is_a_formula(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.xlsx"
    assert bihuan("check", folder, "-o", out).returncode == 0
    assert bihuan("check", folder, "-o", out).returncode == 4
    with zipfile.ZipFile(out) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["汇总", "01 专项资金沉淀两年以上"]
    assert book["01 专项资金沉淀两年以上"]["B6"].value == '=HYPERLINK("http://x")'
    assert book["01 专项资金沉淀两年以上"]["B6"].data_type == "s"


def test_a_template_filled_in_is_read_as_it_is(tmp_path: Path) -> None:
    for name in ("voucher", "org_unit", "discipline_form"):
        out = tmp_path / f"{name}.xlsx"
        assert bihuan("ledgers", name, "--template", "-o", out).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "org_unit.xlsx")
    book.worksheets[0].append(["V01", "石桥村", "行政村", "是", "是"])
    book.save(tmp_path / "org_unit.xlsx")
    ledgers = {entry["ledger"]: entry for entry in told("check", tmp_path)["ledgers"]}
    assert [(entry["rows"], entry["problems"]) for entry in ledgers.values()] == [
        (0, []),
        (1, []),
        (0, []),
    ]


def test_an_office_adds_a_ledger_and_a_check(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "ledgers").mkdir(parents=True)
    (home / "checks").mkdir()
    (home / "ledgers" / "village_well.yaml").write_text(
        "name: village_well\ntitle: 农村饮水井台账\ndescription: 一口井一行\nkind: roster\n"
        "primaryKey: [well]\nfields:\n- {name: well, title: 水井编码, type: string,"
        " constraints: {required: true}}\n- {name: depth, title: 井深, type: number, unit: 米}\n",
        "utf-8",
    )
    (home / "checks" / "well-shallow.sql").write_text(
        "-- title: 水井过浅\n-- severity: low\n-- problem: 水井过浅\n-- ledgers: [village_well]\n"
        "-- keys: [well]\n-- params:\n--   least: 10\n-- scope: 全部水井\n"
        "-- message: '{well}只有{depth}米。'\n\nWITH scope AS (SELECT * FROM village_well)\n"
        "SELECT well, depth FROM scope WHERE depth < $least\n",
        "utf-8",
    )
    (home / "checks" / "parameters.yaml").write_text("well-shallow: {least: 20}\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "水井.csv").write_text("水井编码,井深\nA,15\nB,25\n", "utf-8")
    document = told("check", tmp_path / "data", "--home", home, "--only", "well-shallow")
    assert document["results"][0]["message"] == "A只有15米。"
    (home / "ledgers" / "village_well.yaml").write_text("name: x\n", "utf-8")
    done = bihuan("check", tmp_path / "data", "--home", home)
    assert (done.returncode, len(done.stderr.splitlines())) == (4, 1)
    assert "village_well.yaml" in done.stderr


def test_parquet_is_written_by_unit_and_never_over_anything(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "parquet"
    assert bihuan("ledgers", folder, "--export-parquet", out).returncode == 0
    assert [path.name for path in (out / "special_fund").iterdir()] == ["_unit=V01"]
    assert (out / "voucher" / "data.parquet").exists()
    assert bihuan("ledgers", folder, "--export-parquet", out).returncode == 4


def test_the_catalogues_are_listed_and_shown_whole() -> None:
    assert len(told("checks")) == 67
    assert len(told("ledgers")) == 39
    entry = told("checks", "funds-dormant")
    assert {"sql", "law", "law_status", "params", "message"} <= entry.keys()
    for arguments in (
        ("checks",),
        ("ledgers",),
        ("checks", "funds-dormant"),
        ("ledgers", "voucher"),
    ):
        assert bihuan(*arguments).returncode == 0


def test_the_specs_sample_gives_exactly_its_violations() -> None:
    sample = SPEC / "ledger_data_visible"
    if not sample.exists():
        pytest.skip("the spec is not beside the project")
    wanted = json.loads((sample / "expected.json").read_text("utf-8"))
    document = told("check", sample, "--as-of", wanted["as_of"])
    assert all(not entry["problems"] for entry in document["ledgers"])
    keys = {
        entry["check"]: entry["keys"]
        for entry in told("checks")
        for entry in [entry | {"check": entry["id"]}]
    }
    got = {
        result["check"]: sorted(
            [str(row[key]) for key in keys[result["check"]]] for row in result["rows"]
        )
        for result in document["results"]
    }
    assert got == {check: sorted(map(list, rows)) for check, rows in wanted["gold"].items()}
