from datetime import date

import pytest

from bihuan.model import Kind, Severity
from tests.review.cases import finding, remarks, told

RULE = "date-order"


@pytest.mark.parametrize(
    "response",
    [
        "已于2024年2月30日退还。",
        "2024年6月31日召开会议研究。",
        "2024年13月5日完成验收。",
        "2023年9月10日召开巡察整改专题会议进行研究。",
        "多领补助已于2024年3月15日全部追回。",
        "2023年11月印发接待办法。",
        "已于2025年3月2日全部退还。",
    ],
)
def test_told(response: str) -> None:
    assert told("补助发放有误。", response, RULE)


@pytest.mark.parametrize(
    "response",
    [
        "已于2024年7月30日退还。",
        "2024年6月20日当天退还。",
        "2024年6月召开会议研究。",
        "自2020年3月以来的接待费用逐笔核对，已退还超标部分。",
        "2023年5月印发的办法已修订。",
        "2022年8月签订的合同已重新签订。",
        "学习《县委2023年3月5日会议纪要》，组织讨论。",
        "2021年度的考核结果已重新评定。",
        "2025年6月底前完成剩余工程。",
        "租赁合同已续签，合同期至2027年3月1日。",
        "2月29日开展主题党日。",
        "预计2025年4月1日投入使用。",
    ],
)
def test_not_told(response: str) -> None:
    assert not told("补助发放有误。", response, RULE)


def test_measures_at_once_during_the_inspection() -> None:
    item = finding("垃圾堆积。", "立行立改，2024年4月10日清理垃圾9吨。")
    during = {"inspected_from": date(2024, 3, 4), "inspected_to": date(2024, 4, 30)}
    assert not remarks(item, rule=RULE, **during)
    plain = finding("垃圾堆积。", "2024年4月10日清理垃圾9吨。")
    (remark,) = remarks(plain, rule=RULE, **during)
    assert remark.severity is Severity.MEDIUM


def test_limit_before_the_feedback() -> None:
    item = finding("垃圾堆积。", "清理垃圾9吨。", deadline=date(2024, 5, 31))
    (remark,) = remarks(item, rule=RULE)
    assert "2024年5月31日" in remark.message


def test_report_before_the_feedback_is_told_once() -> None:
    item = finding("垃圾堆积。", "已于2024年7月10日清理垃圾9吨。")
    (remark,) = remarks(item, rule=RULE, report_date=date(2024, 3, 1))
    assert remark.finding is None


def test_feedback_before_the_end_of_the_inspection() -> None:
    (remark,) = remarks(
        finding("垃圾堆积。", "清理垃圾9吨。"), rule=RULE, inspected_to=date(2024, 8, 1)
    )
    assert remark.finding is None


def test_a_feedback_has_no_report_date_to_compare() -> None:
    item = finding("垃圾堆积。")
    assert not remarks(item, rule=RULE, kind=Kind.FEEDBACK, report_date=date(2024, 3, 1))


def test_impossible_date_outside_the_findings() -> None:
    item = finding("垃圾堆积。", "清理垃圾9吨。")
    (remark,) = remarks(item, rule=RULE, head="2023年11月31日，反馈了巡察意见。")
    assert remark.finding is None
    assert "2023年11月31日" in remark.message
