import pytest

from tests.review.cases import finding, remarks

RULE = "document-number-form"


@pytest.mark.parametrize(
    "text",
    [
        "云政办发【2023】9号",
        "青党发[2024]3号",
        "云纪发（2022）14号",
        "云办函〔2022)5号",
        "云党办【2021】第7号",
        "云农函 [ 2024 ] 3号",
    ],
)
def test_told(text: str) -> None:
    assert remarks(finding("文件未传达。", f"学习《办法》（{text}）。"), rule=RULE)


@pytest.mark.parametrize(
    "text",
    [
        "青党发〔2024〕3号",
        "青党发﹝2024﹞3号",
        "（2022）云民初字第5号",
        "报告编号[A-12]",
        "2023年9号通知",
        "合同（2022）15号",
        "会议纪要（2023年）",
    ],
)
def test_not_told(text: str) -> None:
    assert not remarks(finding("文件未传达。", f"学习了{text}。"), rule=RULE)


def test_once_for_problem_and_response_with_the_right_form() -> None:
    number = "云办发【2023】9号"
    (remark,) = remarks(finding(f"未传达{number}。", f"已传达{number}。"), rule=RULE)
    assert len(remark.spans) == 2
    assert "〔2023〕9号" in remark.message


def test_outside_the_findings() -> None:
    (remark,) = remarks(finding("甲。", "乙3次。"), rule=RULE, head="根据云办发【2023】9号文件。")
    assert remark.finding is None
