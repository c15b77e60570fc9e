"""Registers as offices keep them: each test is one oddity that must not change what is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.builder import Builder
from bihuan.model import Document, Kind, Progress
from bihuan.reading.tables.reading import read_tables
from bihuan.reading.tables.register import read_register
from tests.register.tables_of import cells, column, register, sheet, sheets

HEADER = [
    "序号",
    "方面",
    "问题类别",
    "具体问题",
    "整改措施",
    "整改进展",
    "完成情况",
    "整改时限",
    "责任单位",
]
ROWS = [
    ["1", "党的领导方面", "学习不深入", "中心组全年只学习2次。",
     "每月集中学习1次。", "已学习9次。", "已完成", "2024-06-30", "党政办"],
    ["2", "", "", "6个村没有学习记录。",
     "逐村补课。", "6个村均已补齐。", "已完成", "2024年7月底前", "组织办"],
    ["3", "", "决策不规范", "3个项目未经集体研究。",
     "修订议事规则。", "", "整改中", "长期坚持", "财政所、纪委"],
    ["4", "作风建设方面", "公务接待超标", "超标接待4次。", "", "", "", "", ""],
]  # fmt: skip
IDS = ["1.1.1", "1.1.2", "1.2", "2.1"]


def test_plain_register() -> None:
    found = register(sheet([HEADER, *ROWS]))
    assert column(found, "id") == IDS
    assert column(found, "area") == ["党的领导方面"] * 3 + ["作风建设方面"]
    assert column(found, "group") == ["学习不深入", "学习不深入", "决策不规范", "公务接待超标"]
    assert column(found, "problem")[2] == "3个项目未经集体研究。"
    assert column(found, "response") == [
        "每月集中学习1次。\n已学习9次。",
        "逐村补课。\n6个村均已补齐。",
        "修订议事规则。",
        None,
    ]
    assert column(found, "outcome")[:2] == ["已学习9次。", "6个村均已补齐。"]
    assert column(found, "status") == [
        Progress.DONE,
        Progress.DONE,
        Progress.IN_PROGRESS,
        Progress.UNSTATED,
    ]
    assert column(found, "deadline") == [date(2024, 6, 30), date(2024, 7, 31), None, None]
    assert column(found, "standing") == [False, False, True, False]
    assert column(found, "units")[2] == ("财政所", "纪委")
    assert found.kind is Kind.REPORT
    assert found.unread == ()


def test_spans_index_the_text() -> None:
    document = sheet([HEADER, *ROWS])
    for finding in register(document).findings:
        assert finding.problem_span is not None
        assert document.text[slice(*finding.problem_span)] == finding.problem


def test_merged_cells_and_repeated_values_say_the_same() -> None:
    merged = sheet([HEADER, *ROWS], (1, 1, 3, 1), (1, 2, 2, 2))
    repeated = [list(row) for row in ROWS]
    for row, above in zip(repeated[1:], repeated, strict=False):
        row[1] = row[1] or above[1]
        row[2] = row[2] or above[2]
    expected = register(sheet([HEADER, *ROWS]))
    for found in (register(merged), register(sheet([HEADER, *repeated]))):
        assert column(found, "id") == IDS
        assert column(found, "area") == column(expected, "area")
        assert column(found, "group") == column(expected, "group")


def test_group_is_not_carried_into_the_next_area() -> None:
    rows = [["1", "甲方面", "一类", "问题甲。"], ["2", "乙方面", "", "问题乙。"]]
    found = register(sheet([HEADER[:4], *rows]))
    assert column(found, "group") == ["一类", None]
    assert column(found, "id") == ["1.1", "2.1"]


def test_title_and_head_lines() -> None:
    found = register(
        sheet(
            [
                ["附件2"],
                ["中共青石镇委员会"],
                ["巡察反馈问题整改台账"],
                ["（2024年第三季度）"],
                [
                    "填报单位（盖章）：中共青石镇委员会   反馈时间：2024年3月8日",
                    "",
                    "",
                    "填报日期：2024.9.30",
                ],
                ["巡察机构", "县委第二巡察组", "巡察时间：2023年11月1日至12月20日"],
                HEADER,
                *ROWS,
            ]
        )
    )
    assert found.title == "中共青石镇委员会巡察反馈问题整改台账"
    assert found.unit == "中共青石镇委员会"
    assert found.inspector == "县委第二巡察组"
    assert (found.inspected_from, found.inspected_to) == (date(2023, 11, 1), date(2023, 12, 20))
    assert (found.feedback_date, found.report_date) == (date(2024, 3, 8), date(2024, 9, 30))


def test_header_of_two_rows() -> None:
    upper = ["序号", "反馈问题", "", "", "整改情况", "", "", "整改时限", "责任分工"]
    lower = ["", "反馈方面", "问题类别", "具体问题", "整改措施", "整改进展", "完成情况", "", "单位"]
    merges = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6), (0, 7, 1, 7)]
    expected = register(sheet([HEADER, *ROWS])).findings
    for document in (sheet([upper, lower, *ROWS], *merges), sheet([upper, lower, *ROWS])):
        found = register(document)
        assert [f.response for f in found.findings] == [f.response for f in expected]
        assert [f.units for f in found.findings] == [f.units for f in expected]
        assert column(found, "id") == IDS


def test_header_of_three_rows() -> None:
    upper = ["序号", "巡察反馈", "", "整改落实", "", ""]
    middle = ["", "方面", "具体问题", "整改措施", "完成情况", ""]
    lower = ["", "", "", "", "完成情况", "时限"]
    rows = [["1", "党的建设方面", "支部换届超期8个月。", "已换届。", "已完成", "2024.12"]]
    merges = [(0, 0, 2, 0), (0, 1, 0, 2), (0, 3, 0, 5), (1, 4, 1, 5)]
    merges += [(1, place, 2, place) for place in (1, 2, 3)]
    found = register(sheet([upper, middle, lower, *rows], *merges))
    assert column(found, "id") == ["1.1"]
    assert column(found, "status") == [Progress.DONE]
    assert column(found, "deadline") == [date(2024, 12, 31)]


@pytest.mark.parametrize(
    "heading",
    [
        "整改\n时限",
        "整 改 时 限",
        "整改时限（年/月/日）",
        "【整改时限】",
        "*整改时限：",
        "完成时限",
        "党工委整改时限",
    ],
)
def test_headings_however_printed(heading: str) -> None:
    found = register(sheet([["问题", heading], ["路灯不亮。", "2025年3月1日"]]))
    assert column(found, "deadline") == [date(2025, 3, 1)]


def test_bands_across_the_table() -> None:
    rows = [
        ["序号", "问题", "整改措施"],
        ["一、聚焦党的领导方面", "", ""],
        ["（一）关于“学习不深入”的问题", "", ""],
        ["1", "全年只学习2次。", "已补课。"],
        ["2", "没有记录。", "已补记。"],
        ["二、聚焦作风建设方面", "", ""],
        ["（一）接待超标", "", ""],
        ["3", "超标4次。", "已退款。"],
    ]
    merges = [(row, 0, row, 2) for row in (1, 2, 5, 6)]
    found = register(sheet(rows, *merges))
    assert column(found, "id") == ["1.1.1", "1.1.2", "2.1"]
    assert column(found, "area") == ["聚焦党的领导方面"] * 2 + ["聚焦作风建设方面"]
    assert column(found, "group") == ["学习不深入"] * 2 + ["接待超标"]
    assert found.unread == ()


def test_area_in_a_row_with_a_chinese_number() -> None:
    rows = [
        ["序号", "问题", "整改措施"],
        ["一", "党的领导方面", ""],
        ["1", "学习少。", "已补课。"],
        ["二", "作风建设方面", ""],
        ["2", "接待超标。", "已退款。"],
    ]
    found = register(sheet(rows))
    assert column(found, "id") == ["1.1", "2.1"]
    assert column(found, "area") == ["党的领导方面", "作风建设方面"]


def test_chinese_numbers_of_findings_are_no_areas() -> None:
    rows = [["序号", "问题", "整改措施"], ["一", "学习少。", ""], ["二", "接待超标。", "已退款。"]]
    assert column(register(sheet(rows)), "problem") == ["学习少。", "接待超标。"]


def test_what_is_no_finding_is_left_out() -> None:
    rows = [
        ["青石镇巡察整改台账"],
        HEADER,
        *ROWS[:2],
        [""] * 9,
        HEADER,
        *ROWS[2:],
        ["合计", "", "", "4个", "", "", "", "", ""],
        ["5", "", "", "", "", "", "", "", ""],
        ["填表人：李某", "", "", "审核人：张某"],
        ["备注：本表每月报送。"],
        ["2.时限以方案为准。"],
    ]
    found = register(sheet(rows))
    assert column(found, "id") == IDS
    assert found.unread == ()


def test_several_sheets() -> None:
    rows = [list(row) for row in ROWS]
    rows[3][1] = "党的领导方面"
    document = sheets(
        {
            "填表说明": [["填表说明"], ["1.问题与反馈意见一致。"]],
            "台账": [["青石镇台账"], HEADER, *rows[:2]],
            "台账续": [HEADER, *rows[2:3]],
            "续2": rows[3:],
            "统计": [["方面", "问题数", "已完成"], ["党的领导方面", "3", "2"]],
        }
    )
    found = register(document)
    assert column(found, "id") == ["1.1.1", "1.1.2", "1.2", "1.3"]
    assert found.title == "青石镇台账"


def test_a_sheet_that_repeats_findings_is_told_and_left_out() -> None:
    found = register(sheets({"总表": [HEADER, *ROWS], "党政办": [HEADER, ROWS[0]]}))
    assert column(found, "id") == IDS
    assert [cell.place for cell in found.unread] == ["工作表“党政办”"]


def test_counts_by_problem_are_no_register() -> None:
    rows = [
        ["单位", "反馈问题", "已完成", "整改中"],
        ["青石镇", "12", "10", "2"],
        ["白云镇", "8", "8", "0"],
    ]
    assert read_register(sheet(rows)) is None


@pytest.mark.parametrize("rows", [[], [["姓名", "电话"], ["李某", "无"]], [["问题"], ["路灯不亮"]]])
def test_no_register(rows: list[list[str]]) -> None:
    assert read_register(sheet(rows)) is None


def test_one_problem_over_several_rows() -> None:
    rows = [
        ["序号", "问题", "整改措施", "责任单位", "整改时限"],
        ["1", "渠道损毁2公里。", "一是清淤。", "水利站", "2024年5月底前"],
        ["", "", "二是修复。", "农业办", "2024年3月底前"],
        ["2", "路灯不亮。", "已更换。", "村建所", ""],
    ]
    found = register(sheet(rows, (1, 0, 2, 0), (1, 1, 2, 1)))
    assert column(found, "response") == ["一是清淤。\n二是修复。", "已更换。"]
    assert column(found, "units") == [("水利站", "农业办"), ("村建所",)]
    assert column(found, "deadline") == [date(2024, 5, 31), None]


def test_a_problem_repeated_beside_each_measure() -> None:
    rows = [["序号", "问题", "措施"], ["1", "渠损。", "清淤。"], ["1", "渠损。", "修复。"]]
    rows += [["2", "渠损。", "加固。"]]
    assert column(register(sheet(rows)), "response") == ["清淤。\n修复。", "加固。"]


def test_one_answer_over_several_problems() -> None:
    rows = [["问题", "措施"], ["甲。", "一并整改。"], ["乙。", ""]]
    found = register(sheet(rows, (1, 1, 2, 1)))
    assert column(found, "response") == ["一并整改。", "一并整改。"]


def test_a_group_without_a_specific_problem_is_the_problem() -> None:
    rows = [
        ["问题", "具体表现", "措施"],
        ["学习不深入", "", "已补课。"],
        ["接待超标", "4次。", "已退款。"],
    ]
    found = register(sheet(rows))
    assert column(found, "problem") == ["学习不深入", "4次。"]
    assert column(found, "id") == ["1", "2"]


def test_problem_named_in_quotation_marks() -> None:
    rows = [
        ["序号", "反馈问题", "措施"],
        ["1", "1.关于“学习不深入”的问题。", "已补课。"],
        ["2", "（2）关于“接待超标”的问题。超标4次。", "退款。"],
    ]
    found = register(sheet(rows))
    assert column(found, "group") == ["学习不深入", "接待超标"]
    assert column(found, "problem") == ["学习不深入", "超标4次。"]


def test_numbers_before_a_problem() -> None:
    rows = [
        ["问题", "措施"],
        ["1.路灯不亮。", "修。"],
        ["问题2：沟渠堵塞。", "疏。"],
        ["1.甲。\n2.乙。", "改。"],
    ]
    problems = column(register(sheet(rows)), "problem")
    assert problems == ["路灯不亮。", "沟渠堵塞。", "1.甲。\n2.乙。"]


def test_dotted_numbers_tell_groups_from_items() -> None:
    rows = [
        ["序号", "方面", "问题", "具体表现"],
        ["1.1", "甲方面", "一类", "问题一。"],
        ["1.2.1", "甲方面", "二类", "问题二。"],
        ["1.2.2", "甲方面", "二类", "问题三。"],
        ["1.4.1", "甲方面", "三类", "问题四。"],
        ["2.1", "乙方面", "四类", "问题五。"],
    ]
    found = register(sheet(rows))
    assert column(found, "id") == ["1.1", "1.2.1", "1.2.2", "1.3.1", "2.1"]


def test_dotted_numbers_that_contradict_the_titles_count_for_nothing() -> None:
    rows = [
        ["序号", "方面", "问题", "具体表现"],
        ["1.1", "甲方面", "一类", "问题一。"],
        ["1.2", "甲方面", "一类", "问题二。"],
        ["1.3", "乙方面", "二类", "问题三。"],
        ["1.4", "乙方面", "二类", "问题四。"],
    ]
    assert column(register(sheet(rows)), "id") == ["1.1.1", "1.1.2", "2.1.1", "2.1.2"]


def test_printed_numbers_are_kept_for_the_review() -> None:
    found = register(
        sheet([["序号", "问题", "措施"], ["1", "甲。", "改。"], ["3", "乙。", "改。"]])
    )
    assert [[n.value for n in finding.numbers] for finding in found.findings] == [[1], [3]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年6月底前", date(2025, 6, 30)),
        ("2024.12", date(2024, 12, 31)),
        ("45658", date(2025, 1, 1)),
        ("２０２４年８月１５日", date(2024, 8, 15)),
        ("2024/9/5", date(2024, 9, 5)),
        ("立行立改", None),
        ("/", None),
    ],
)
def test_time_limits(text: str, expected: date | None) -> None:
    found = register(sheet([["问题", "整改时限"], ["路灯不亮。", text]]))
    assert column(found, "deadline") == [expected]
    assert found.unread == ()


@pytest.mark.parametrize(
    "text", ["尽快", "2月30日", "6月底前", "2204年1月5日", "1019-3-1", "另见附件"]
)
def test_a_time_limit_that_cannot_be_used_is_told(text: str) -> None:
    found = register(sheet([["问题", "整改时限"], ["路灯不亮。", text]]))
    assert column(found, "deadline") == [None]
    assert [(cell.place, cell.text) for cell in found.unread] == [("工作表“台账” B2", text)]


def test_a_limit_without_a_year_counts_from_the_feedback() -> None:
    rows = [["反馈时间：2024年5月8日"], ["问题", "整改时限"], ["路灯不亮。", "6月底前"]]
    found = register(sheet(rows))
    assert column(found, "deadline") == [date(2024, 6, 30)]
    assert found.unread == ()


def test_completion_told_in_sentences_is_progress() -> None:
    rows = [
        ["问题", "整改措施", "完成情况"],
        ["路灯不亮。", "更换。", "9月已更换路灯12盏，群众反映良好。"],
        ["沟渠堵塞。", "疏通。", "已疏通2公里，剩余部分计划年底完成。"],
        ["垃圾堆积。", "清运。", "已完成"],
    ]
    found = register(sheet(rows))
    assert column(found, "response")[:2] == [
        "更换。\n9月已更换路灯12盏，群众反映良好。",
        "疏通。\n已疏通2公里，剩余部分计划年底完成。",
    ]
    assert column(found, "response")[2] == "清运。"
    assert column(found, "status")[2] is Progress.DONE
    assert found.unread == ()


def test_a_first_row_of_states_is_no_header() -> None:
    rows = [["问题", "完成情况", "整改类型"], ["甲。", "已完成", "长期坚持"]]
    assert column(register(sheet(rows)), "problem") == ["甲。"]


def test_a_row_that_ends_like_headings_is_no_header() -> None:
    rows = [["问题", "整改措施", "完成情况", "整改类型"], ["甲。", "改。", "已完成", "长期坚持"]]
    rows += [["账目存在问题", "已改。", "已完成", "长期坚持"]]
    assert column(register(sheet(rows)), "problem") == ["甲。", "账目存在问题"]


def test_an_unknown_state_is_told() -> None:
    found = register(sheet([["问题", "完成情况"], ["甲。", "已完成"], ["乙。", "红灯"]]))
    assert column(found, "status") == [Progress.DONE, Progress.UNSTATED]
    assert [(cell.place, cell.text) for cell in found.unread] == [("工作表“台账” B3", "红灯")]


@pytest.mark.parametrize(
    ("heading", "text", "status"),
    [
        ("是否完成", "是", Progress.DONE),
        ("是否完成整改", "否", Progress.NOT_DONE),
        ("完成情况", "☑已完成 □整改中", Progress.DONE),
        ("完成情况", "□已完成 ☑整改中", Progress.IN_PROGRESS),
        ("完成率", "100%", Progress.DONE),
        ("整改进度", "60%", Progress.IN_PROGRESS),
        ("整改情况", "基本完成", Progress.MOSTLY_DONE),
        ("整改状态", "长期坚持", Progress.LONG_TERM),
    ],
)
def test_states(heading: str, text: str, status: Progress) -> None:
    found = register(sheet([["问题", heading], ["路灯不亮。", text]]))
    assert column(found, "status") == [status]
    assert column(found, "response") == [None]


def test_ticked_columns() -> None:
    rows = [
        ["问题", "整改措施", "完成情况", "", ""],
        ["", "", "已完成", "整改中", "未完成"],
        ["甲。", "改。", "√", "", ""],
        ["乙。", "改。", "", "√", ""],
    ]
    found = register(sheet(rows, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)))
    assert column(found, "status") == [Progress.DONE, Progress.IN_PROGRESS]


def test_category_says_what_the_limit_does_not() -> None:
    rows = [
        ["问题", "整改时限", "整改类型"],
        ["甲。", "2024-05-01", "限期整改"],
        ["乙。", "2024-05-01", "立行立改"],
        ["丙。", "", "限期整改"],
        ["丁。", "2024-05-01", "重点督办"],
    ]
    found = register(sheet(rows))
    assert column(found, "category") == [None, None, None, "重点督办"]
    assert column(found, "immediate") == [False, True, False, False]
    assert column(found, "deadline") == [date(2024, 5, 1)] * 2 + [None, date(2024, 5, 1)]
    assert [cell.place for cell in found.unread] == ["工作表“台账” C4"]


def test_labels_inside_a_cell() -> None:
    rows = [["问题", "整改情况"], ["路灯不亮。", "整改措施：更换路灯。\n整改成效：换了12盏。"]]
    found = register(sheet(rows))
    assert column(found, "response") == ["更换路灯。\n换了12盏。"]


def test_an_answer_without_a_problem_is_told() -> None:
    rows = [
        ["序号", "问题", "措施", "时限"],
        ["1", "甲。", "改。", ""],
        ["2", "", "清运。", "2024-05-01"],
    ]
    found = register(sheet(rows))
    assert len(found.findings) == 1
    assert [cell.text for cell in found.unread] == ["清运。", "2024-05-01"]


def test_an_unknown_column_is_told_once() -> None:
    rows = [["问题", "措施", "督办频次"], ["甲。", "改。", "每周"], ["乙。", "改。", "每月"]]
    found = register(sheet(rows))
    assert [(cell.place, cell.text) for cell in found.unread] == [("工作表“台账” C1", "督办频次")]
    empty = register(sheet([["问题", "措施", "督办频次"], ["甲。", "改。", ""]]))
    assert empty.unread == ()


def test_text_without_a_heading_is_told() -> None:
    found = register(sheet([["问题", "措施"], ["甲。", "改。", "记得催"]]))
    assert [cell.text for cell in found.unread] == ["记得催"]


def test_several_inspected_units_are_told() -> None:
    rows = [["被巡察单位", "问题", "措施"], ["青石镇", "甲。", "改。"], ["白云镇", "乙。", "改。"]]
    found = register(sheet(rows))
    assert found.unit == "青石镇"
    assert len(found.unread) == 1


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (["序号", "反馈问题"], ["1", "甲。"], Kind.FEEDBACK),
        (["问题", "整改措施", "完成情况"], ["甲。", "拟换灯。", ""], Kind.PLAN),
        (["问题", "整改措施", "整改成效"], ["甲。", "换灯。", "已亮。"], Kind.REPORT),
    ],
)
def test_kind(header: list[str], row: list[str], kind: Kind) -> None:
    assert register(sheet([header, row])).kind is kind


def test_every_column() -> None:
    rows = [
        ["具体问题", "整改目标", "责任领导", "牵头单位", "配合单位",
         "佐证材料", "是否销号", "销号时间", "备注"],
        ["甲。", "路灯全亮", "李某，张某", "村建所", "财政所；党政办",
         "照片3张", "是", "2024-08-01", "已公示"],
    ]  # fmt: skip
    finding = register(sheet(rows)).findings[0]
    assert finding.goal == "路灯全亮"
    assert finding.leaders == ("李某", "张某")
    assert finding.units == ("村建所", "财政所", "党政办")
    assert (finding.evidence, finding.note) == ("照片3张", "已公示")
    assert (finding.closed, finding.closed_on) == ("是", "2024-08-01")


def test_table_in_a_text() -> None:
    builder = Builder()
    builder.paragraph("青石镇巡察反馈问题整改台账")
    builder.paragraph("填报单位：中共青石镇委员会    填报日期：2024年9月30日")
    builder.table(cells([HEADER, *ROWS[:2]], (), named=False))
    builder.table(cells(ROWS[2:], (), named=False))
    found = register(builder.build("台账.docx", "docx"))
    assert column(found, "id") == IDS
    assert found.title == "青石镇巡察反馈问题整改台账"
    assert (found.unit, found.report_date) == ("中共青石镇委员会", date(2024, 9, 30))


def test_places_in_a_text_are_told_by_row_and_column() -> None:
    builder = Builder()
    builder.table(cells([["问题", "时限"], ["甲。", "尽快"]], (), named=False))
    found = register(builder.build("台账.docx", "docx"))
    assert [cell.place for cell in found.unread] == ["第1个表格第2行第2列"]


def test_merges_down_to_the_last_row_of_a_sheet() -> None:
    found = register(sheet([HEADER, *ROWS], (1, 1, 1_048_575, 1), (0, 8, 0, 16_383)))
    assert len(found.findings) == 4


def test_no_tables() -> None:
    assert read_tables(Document("空.txt", "text", "", ())) is None


_TEXTS = st.sampled_from(
    [
        "", "序号", "问题", "具体问题", "方面", "整改措施", "整改情况", "完成情况", "整改时限",
        "整改类型", "是否销号", "一、", "（一）甲方面", "1", "1.1", "1.2.1", "合计", "备注：无",
        "填报单位：甲", "已完成", "√", "/", "45658", "9999999", "2024.13", "0", "问题1：",
        "关于“学习”的问题", "限期整改", "整改措施：\n整改成效：", "甲。\n\n乙。",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(_TEXTS | st.text(max_size=4), min_size=1, max_size=7), max_size=9),
    merges=st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=4),
)
def test_any_table_gives_a_register_or_none(
    rows: list[list[str]], merges: list[tuple[int, int, int, int]]
) -> None:
    areas = [(top, left, top + down, left + right) for top, left, down, right in merges]
    document = sheet(rows, *areas)
    found = read_register(document)
    for finding in found.findings if found else ():
        assert finding.problem_span is not None
        assert finding.problem.split("\n")[0] in document.text[slice(*finding.problem_span)]
    ids = [finding.id for finding in found.findings] if found else []
    assert len(set(ids)) == len(ids)
