"""Small documents of each form: what their findings are."""

from __future__ import annotations

from bihuan.model import Finding, Progress, Register
from bihuan.reading import read
from tests.reading.documents_of import document_of, report_of


def _ids(register: Register) -> list[str]:
    return [finding.id for finding in register.findings]


def _told(finding: Finding) -> tuple[str | None, str | None, str, str | None]:
    return finding.area, finding.group, finding.problem, finding.response


def test_areas_groups_and_items() -> None:
    register = report_of(
        "一、聚焦政策落实方面\n"
        "（一）关于“惠农资金管理不严”的问题。\n"
        "1.3户补贴未兑付。\n整改情况：已兑付3户。\n"
        "2.台账缺页。\n整改情况：补齐台账。\n"
        "（二）关于“环境整治不力”的问题。\n河道有垃圾。\n整改情况：清理河道。\n"
        "二、聚焦队伍建设方面\n"
        "（一）关于“考勤松散”的问题。\n整改情况：修订考勤办法。"
    )
    assert _ids(register) == ["1.1.1", "1.1.2", "1.2", "2.1"]
    assert [_told(finding) for finding in register.findings] == [
        ("聚焦政策落实方面", "惠农资金管理不严", "3户补贴未兑付。", "已兑付3户。"),
        ("聚焦政策落实方面", "惠农资金管理不严", "台账缺页。", "补齐台账。"),
        ("聚焦政策落实方面", "环境整治不力", "河道有垃圾。", "清理河道。"),
        ("聚焦队伍建设方面", "考勤松散", "考勤松散", "修订考勤办法。"),
    ]


def test_separate_labels_without_areas() -> None:
    register = report_of(
        "反馈问题一：账目混乱。\n整改任务：清账。\n整改措施：清理账目。\n整改成效：账实相符。\n"
        "完成情况：已完成\n"
        "反馈问题二：票据缺失。\n整改任务：补票。\n整改措施：补齐票据。\n完成情况：正在整改\n"
    )
    first, second = register.findings
    assert _told(first) == (None, None, "账目混乱。", "清理账目。\n账实相符。")
    assert (first.goal, first.outcome, first.status) == ("清账。", "账实相符。", Progress.DONE)
    assert (second.id, second.status) == ("2", Progress.IN_PROGRESS)


def test_a_problem_and_its_answer_in_one_paragraph() -> None:
    register = report_of(
        "1.关于“账目混乱”的问题。已清理账目3本。\n2.关于“票据缺失”的问题。针对5张票据逐一补办。"
    )
    assert [(f.group, f.problem, f.response) for f in register.findings] == [
        ("账目混乱", "账目混乱", "已清理账目3本。"),
        ("票据缺失", "票据缺失", "针对5张票据逐一补办。"),
    ]


def test_ids_count_by_position_whatever_is_printed() -> None:
    register = report_of(
        "1.关于“账目混乱”的问题。\n整改情况：清账。\n"
        "3.关于“票据缺失”的问题。\n整改情况：补票。\n"
        "3.关于“考勤松散”的问题。\n整改情况：考勤。"
    )
    assert _ids(register) == ["1", "2", "3"]
    assert [f.numbers[0].value for f in register.findings] == [1, 3, 3]


def test_numbers_inside_an_answer_are_measures() -> None:
    register = report_of(
        "1.关于“账目混乱”的问题。\n整改情况：\n1.清理账目。\n2.退回资金。\n"
        "2.关于“票据缺失”的问题。\n整改情况：补齐票据。"
    )
    assert [f.measures for f in register.findings] == [
        ("清理账目。", "退回资金。"),
        ("补齐票据。",),
    ]


def test_sections_that_are_no_findings() -> None:
    register = report_of(
        "一、整改工作组织情况\n（一）加强领导。召开会议3次。\n（二）压实责任。制定方案。\n"
        "二、反馈问题整改情况\n（一）关于“账目混乱”的问题。\n整改情况：清理账目。\n"
        "三、下一步工作打算\n（一）持续巩固。长期抓好整改。"
    )
    assert [finding.problem for finding in register.findings] == ["账目混乱"]


def test_a_finding_without_answer_has_none() -> None:
    first, second = report_of(
        "1.关于“账目混乱”的问题。\n账目不清。\n"
        "2.关于“票据缺失”的问题。\n缺票5张。\n整改情况：补票5张。"
    ).findings
    assert (first.problem, first.response, first.measures) == ("账目不清。", None, ())
    assert second.response == "补票5张。"


def test_a_plan_names_people_units_and_limits() -> None:
    (finding,) = read(
        document_of(
            "白水镇党委关于巡察反馈意见的整改方案\n"
            "1.关于“账目混乱”的问题。\n整改措施：清理账目。\n"
            "牵头领导：张某某、李某某\n责任单位：财政所，农经站\n整改时限：2025年6月底前，长期坚持"
        )
    ).findings
    assert finding.leaders == ("张某某", "李某某")
    assert finding.units == ("财政所", "农经站")
    assert str(finding.deadline) == "2025-06-30"
    assert (finding.immediate, finding.standing) == (False, True)
    assert finding.status is Progress.UNSTATED


def test_feedback_has_no_answers() -> None:
    register = read(
        document_of(
            "县委第三巡察组关于巡察白水镇党委的反馈意见\n一、主要问题\n"
            "（一）政策落实方面\n1.账目混乱，已有3年未清理。\n2.票据缺失，整改推进不力。"
        )
    )
    assert [finding.response for finding in register.findings] == [None, None]


def test_spans_point_at_the_texts() -> None:
    document = document_of(
        "白水镇党委巡察整改情况报告\n1.关于“账目混乱”的问题。\n　　账目不清。\n"
        "　　整改情况：清理账目。"
    )
    (finding,) = read(document).findings
    assert finding.problem_span
    assert finding.response_span
    assert document.text[slice(*finding.problem_span)] == "账目不清。"
    assert document.text[slice(*finding.response_span)] == "清理账目。"
