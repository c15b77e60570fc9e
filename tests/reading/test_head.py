"""Title, unit, inspector and dates."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.model import Kind
from bihuan.reading import read
from tests.reading.documents_of import document_of, report_of

BODY = "\n一、账目混乱。\n整改情况：清理账目。\n"


def test_the_usual_head_and_foot() -> None:
    register = report_of("1.关于“账目混乱”的问题。\n整改情况：清理账目。")
    assert register.title == "中共云岭县白水镇委员会关于县委巡察反馈意见整改情况的报告"
    assert register.unit == "中共云岭县白水镇委员会"
    assert register.inspector == "县委第三巡察组"
    assert (register.inspected_from, register.inspected_to) == (date(2024, 4, 8), date(2024, 6, 7))
    assert register.feedback_date == date(2024, 7, 16)
    assert register.report_date == date(2024, 12, 20)


def test_a_title_of_two_lines() -> None:
    text = "中共云岭县白水镇委员会\n关于巡察整改进展情况的通报\n现将整改情况通报如下：" + BODY
    title = read(document_of(text)).title
    assert title == "中共云岭县白水镇委员会关于巡察整改进展情况的通报"


def test_a_date_that_names_only_a_month_is_none() -> None:
    text = "白水镇党委巡察整改情况报告\n2024年7月，县委第三巡察组反馈了意见。报告如下：" + BODY
    register = read(document_of(text))
    assert register.feedback_date is None
    assert register.inspector == "县委第三巡察组"


def test_a_unit_is_as_it_signs_else_as_it_is_named() -> None:
    opening = "整改情况报告\n县委第三巡察组对云岭县审计局开展了巡察，现将整改情况报告如下："
    assert read(document_of(opening + BODY)).unit == "云岭县审计局"
    signed = opening + BODY + "中共云岭县审计局党组\n2024年12月1日"
    assert read(document_of(signed)).unit == "中共云岭县审计局党组"


def test_contact_lines_are_no_finding() -> None:
    body = "1.关于“账目混乱”的问题。\n整改情况：清理账目。\n欢迎监督。联系电话：0800-5550100。"
    (finding,) = report_of(body).findings
    assert finding.response == "清理账目。"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("白水镇党委关于巡察整改进展情况的通报", Kind.REPORT),
        ("白水镇党委关于巡察反馈意见的整改方案", Kind.PLAN),
        ("县委第三巡察组关于巡察白水镇党委的反馈意见", Kind.FEEDBACK),
        ("关于召开巡察整改工作会议的通知", Kind.OTHER),
        ("白水镇2024年春耕生产工作总结", Kind.OTHER),
    ],
)
def test_kinds_by_title(title: str, kind: Kind) -> None:
    body = "一、账目混乱。\n整改措施：清理账目。\n二、票据缺失。\n整改措施：补齐票据。"
    assert read(document_of(f"{title}\n{body}")).kind is kind
