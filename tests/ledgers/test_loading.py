"""Untidy files give the clean rows that they were made of."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bihuan.errors import UnreadableInput
from bihuan.ledgers import Ledger, Loading, catalogue, find_files, load
from tests.ledgers.messy import Row, rows_for, sheet, write_csv, write_xlsx

LEDGERS = catalogue()


def loaded(loading: Loading, ledger: Ledger) -> list[dict[str, Any]]:
    names = [column.name for column in ledger.fields]
    columns = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {columns} FROM {ledger.name} ORDER BY _source, _row"
    found = loading.connection.execute(query)
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def problems(loading: Loading) -> list[tuple[str, int | None, str | None]]:
    return [(p.file, p.row, p.column) for report in loading.reports for p in report.problems]


def same(got: list[dict[str, Any]], wanted: Sequence[Row]) -> None:
    assert [dict(row) for row in got] == [dict(row) for row in wanted]


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("kind", ["utf-8-sig", "gb18030", "xlsx"])
def test_an_untidy_file_gives_its_clean_rows(name: str, kind: str, tmp_path: Path) -> None:
    chance = random.Random(f"{name} {kind}")
    ledger = LEDGERS[name]
    rows = rows_for(ledger, 40, chance)
    lines = sheet(ledger, rows, chance)
    if kind == "xlsx":
        write_xlsx(tmp_path / f"{ledger.title}（终稿）.xlsx", {"Sheet1": lines})
    else:
        write_csv(tmp_path / f"2025年{ledger.title}.csv", lines, kind)
    loading = load(find_files(tmp_path), LEDGERS)
    same(loaded(loading, ledger), rows)
    assert [column for _, _, column in problems(loading)] == ["其他说明"]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_is_known_by_its_header_alone(name: str, tmp_path: Path) -> None:
    ledger = LEDGERS[name]
    rows = rows_for(ledger, 5, random.Random(name))
    header = [column.title for column in ledger.fields]
    lines = [header, *(["" if v is None else _plain(v) for v in row.values()] for row in rows)]
    write_csv(tmp_path / "导出.csv", lines, "utf-8")
    same(loaded(load(find_files(tmp_path), LEDGERS), ledger), rows)


def _plain(value: Any) -> str:
    return "是" if value is True else "否" if value is False else str(value)


def test_several_files_and_sheets_are_one_ledger(tmp_path: Path) -> None:
    ledger = LEDGERS["voucher"]
    rows = rows_for(ledger, 30, random.Random(1))
    parts = [sheet(ledger, part, random.Random(2)) for part in (rows[:10], rows[10:20], rows[20:])]
    write_csv(tmp_path / "1财务凭证台账.csv", parts[0], "gb18030")
    write_xlsx(tmp_path / "2财务凭证台账.xlsx", {"上半年": parts[1], "下半年": parts[2]})
    loading = load(find_files(tmp_path), LEDGERS)
    same(loaded(loading, ledger), rows)
    [report] = loading.reports
    assert list(report.files) == ["1财务凭证台账.csv", "2财务凭证台账.xlsx"]


VOUCHER = ["单位编码", "凭证号", "凭证日期", "金额", "支付方式", "附件张数", "是否盖章"]


def vouchers(tmp_path: Path, *lines: list[str]) -> Loading:
    write_csv(tmp_path / "财务凭证台账.csv", [VOUCHER, *lines], "utf-8")
    return load(find_files(tmp_path), LEDGERS)


def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    loading = vouchers(
        tmp_path,
        ["V1", "1", "2025-01-01", "10", "现金", "一张", "对"],
        ["V1", "2", "去年", "10", "现金", "1", "是"],
        ["V1", "3", "2025-01-01", "", "现金", "1", "是"],
        ["V1", "4", "2025-01-01", "10", "刷脸", "1", "是"],
        ["V1", "1", "2025-02-01", "99", "现金", "1", "是"],
    )
    file = "财务凭证台账.csv"
    assert problems(loading) == [
        (file, 2, "附件张数"), (file, 2, "是否盖章"), (file, 3, "凭证日期"), (file, 4, "金额"),
        (file, 5, "支付方式"), (file, 6, "单位编码、凭证号"),
    ]  # fmt: skip
    rows = loaded(loading, LEDGERS["voucher"])
    assert [(r["voucher_no"], r["attachment_count"], r["has_seal"]) for r in rows] == [
        ("1", None, None),
        ("4", 1, True),
    ]
    assert rows[1]["pay_method"] == "刷脸"


def test_a_missing_required_column_is_told_once(tmp_path: Path) -> None:
    write_csv(tmp_path / "财务凭证台账.csv", [VOUCHER[:3], ["V1", "1", "2025-01-01"]], "utf-8")
    loading = load(find_files(tmp_path), LEDGERS)
    assert problems(loading) == [
        ("财务凭证台账.csv", 1, "金额"),
        ("财务凭证台账.csv", 1, "支付方式"),
    ]


def test_rows_are_numbered_as_the_sheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "财务凭证台账.csv"
    text = (
        "财务凭证台账\n\n"
        + ",".join(VOUCHER)
        + '\n\nV1,1,2025-01-01,10,现金,1,"两\n行"\n\nV1,2,x,1,现金,1,是\n'
    )
    path.write_text(text, "utf-8")
    loading = load(find_files(tmp_path), LEDGERS)
    assert problems(loading) == [(path.name, 5, "是否盖章"), (path.name, 7, "凭证日期")]


def test_rows_of_other_lengths_and_stray_quotes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "财务凭证台账.csv"
    lines = [
        "V1,1,2025-01-01,10,现金",
        'V1,2"x",2025-01-01,10,现金,1,是,多,多',
        "V1,3,2025-01-01,1,转账,2,否",
    ]
    path.write_text("\n".join([",".join(VOUCHER), *lines]), "utf-8")
    rows = loaded(load(find_files(tmp_path), LEDGERS), LEDGERS["voucher"])
    assert [row["voucher_no"] for row in rows] == ["1", '2"x"', "3"]


def test_merged_cells_and_a_header_over_two_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "固定资产台账.xlsx") as book:
        page = book.add_worksheet("Sheet1")
        page.merge_range(0, 0, 0, 6, "青石镇固定资产台账")
        for column, title in enumerate(["资产编号", "资产名称", "使用单位编码", "到货日期"]):
            page.merge_range(1, column, 2, column, title)
        page.merge_range(1, 4, 1, 6, "签字情况")
        page.write_row(2, 4, ["使用人签字", "管理人签字", "财务签字"])
        day = book.add_format({"num_format": "yyyy年m月d日"})
        for row in range(3, 6):
            page.write_row(row, 0, [row, f"电脑{row}"])
            page.write_datetime(row, 3, datetime(2025, 3, row), day)
            page.write_row(row, 4, ["是", "否", True])
        page.merge_range(3, 2, 5, 2, "V01")
    loading = load(find_files(tmp_path), LEDGERS)
    rows = loaded(loading, LEDGERS["fixed_asset"])
    assert problems(loading) == []
    assert [(r["asset_no"], r["unit_code"], r["received_date"]) for r in rows] == [
        (str(n), "V01", date(2025, 3, n)) for n in (3, 4, 5)
    ]
    assert [(r["user_signed"], r["keeper_signed"], r["finance_signed"]) for r in rows] == [
        (True, False, True)
    ] * 3


@pytest.mark.parametrize("merged", [True, False])
def test_unknown_columns_beside_a_header_over_two_rows_hide_nothing(
    merged: bool, tmp_path: Path
) -> None:
    upper = ["序号", "资产编号", "资产名称", "使用单位编码", "到货日期", "签字情况", "", "说明"]
    lower = ["", "", "", "", "", "使用人签字", "管理人签字", ""]
    if merged:
        upper[6] = upper[5]
        lower = [low or up for low, up in zip(lower, upper, strict=True)]
    row = ["1", "ZC1", "电脑", "V01", "2025-05-01", "是", "否", "旧"]
    write_csv(tmp_path / "固定资产台账.csv", [["青石镇"], upper, lower, row], "utf-8")
    loading = load(find_files(tmp_path), LEDGERS)
    [asset] = loaded(loading, LEDGERS["fixed_asset"])
    assert (asset["user_signed"], asset["keeper_signed"]) == (True, False)
    assert [(row, column) for _, row, column in problems(loading)] == [(3, "序号"), (3, "说明")]


@pytest.mark.parametrize("total", ["合计", " 合计\u3000", "合  计", "小计"])
def test_totals_are_left_out_however_spaced(total: str, tmp_path: Path) -> None:
    loading = vouchers(tmp_path, ["V1", "1", "2025-01-01", "10", "现金"], ["", total, "", "10", ""])
    assert (loading.reports[0].rows, problems(loading)) == (1, [])


def test_a_date_that_lost_its_format_is_read(tmp_path: Path) -> None:
    [row] = loaded(vouchers(tmp_path, ["V1", "1", "45778", "10", "现金"]), LEDGERS["voucher"])
    assert row["voucher_date"] == date(2025, 5, 1)


def test_the_title_wins_over_an_alias_and_the_first_alias_over_the_next(tmp_path: Path) -> None:
    header = ["单位代码", "单位编码", "凭证编号", "记账凭证号", "凭证日期", "支出金额", "支付方式"]
    write_csv(
        tmp_path / "财务凭证台账.csv",
        [header, ["a", "b", "c", "d", "2025-01-01", "1", "现金"]],
        "utf-8",
    )
    loading = load(find_files(tmp_path), LEDGERS)
    [row] = loaded(loading, LEDGERS["voucher"])
    assert (row["unit_code"], row["voucher_no"], row["amount"]) == ("b", "c", Decimal("1.00"))
    assert [column for _, _, column in problems(loading)] == ["单位代码", "记账凭证号"]


def test_a_serial_number_is_a_key_only_where_nothing_better_is(tmp_path: Path) -> None:
    header = ["序号", "检查编号", "单位编码", "检查日期", "是否有问题"]
    write_csv(
        tmp_path / "人居环境检查台账.csv", [header, ["1", "HJ9", "V1", "2025-01-01", "否"]], "utf-8"
    )
    [row] = loaded(load(find_files(tmp_path), LEDGERS), LEDGERS["environment_inspection"])
    assert row["inspect_no"] == "HJ9"
    del header[1]
    write_csv(tmp_path / "人居环境检查台账.csv", [header, ["1", "V1", "2025-01-01", "否"]], "utf-8")
    [row] = loaded(load(find_files(tmp_path), LEDGERS), LEDGERS["environment_inspection"])
    assert row["inspect_no"] == "1"


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 not a zip", b"", b"\xd0\xcf\x11\xe0" + b"x" * 600]
)
def test_a_damaged_workbook_hides_no_other(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(content)
    loading = vouchers(tmp_path, ["V1", "1", "2025-01-01", "10", "现金", "1", "是"])
    assert [report.ledger for report in loading.reports] == ["voucher", None]
    assert [file for file, _, _ in problems(loading)] == ["坏.xlsx"]
    assert loading.reports[0].rows == 1


def test_a_quote_without_end_is_one_sentence_and_hides_no_other(tmp_path: Path) -> None:
    line = "V1,1,2025-01-01,10,现金\n"
    text = f'{",".join(VOUCHER)}\n{line}"{line * 900_000}'
    (tmp_path / "1财务凭证台账.csv").write_text(text, "utf-8")
    loading = vouchers(tmp_path, ["V1", "2", "2025-01-01", "10", "现金", "1", "是"])
    assert problems(loading) == [("1财务凭证台账.csv", None, None)]
    assert loading.reports[0].rows == 1


def test_a_folder_without_ledgers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="没有台账文件"):
        find_files(tmp_path)
    with pytest.raises(UnreadableInput, match="不是文件夹"):
        find_files(tmp_path / "无")
