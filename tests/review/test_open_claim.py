import pytest

from bihuan.model import Progress
from tests.review.cases import finding, remarks

RULE = "open-claim"


def _told(response: str, status: Progress = Progress.DONE) -> bool:
    return bool(remarks(finding("档案缺件。", response, status=status), rule=RULE))


@pytest.mark.parametrize(
    "response",
    [
        "该问题已完成整改。2间库房完成改造，另有1间正在办理验收手续。",
        "翻检账册31本，补齐附件8份，其余附件正在找寻。该问题已整改到位。",
        "已完成整改。已追回1.2万元，剩余0.8万元尚未追回。",
        "该问题已整改完成，预计2025年6月底前投入使用。",
        "已整改到位，剩余3户限期在2025年3月搬出。",
        "该问题已整改到位。配套道路计划于2025年5月底前完工。",
        "问题已整改完成。部分欠款仍在追缴之中。",
        "该问题已完成整改，2025年8月底前完成剩余渠道修复。",
        "该问题已完成整改，后续手续办理中。",
        "已完成整改，相关人员待核查结束后处理。",
    ],
)
def test_told(response: str) -> None:
    assert _told(response)


@pytest.mark.parametrize(
    "response",
    [
        "该问题已完成整改。4间库房改造完毕，2024年11月投入使用。",
        "对尚未签字的凭证补办签字手续，该问题已整改到位。",
        "对3户责令限期拆除，目前已全部拆除，该问题已整改到位。",
        "已整改到位，剩余3户已全部搬出。",
        "该问题已完成整改，下一步将持续加强日常管理。",
        "对正在使用的5处房屋全部登记入账，该问题已整改到位。",
        "该问题已完成整改，租赁合同期限至2030年12月。",
        "该问题已完成整改，其余村组参照执行。",
        "针对未完成的任务重新制定计划，已全部完成，该问题已整改到位。",
        "该问题已整改到位，计划生育特殊家庭全部走访。",
    ],
)
def test_not_told(response: str) -> None:
    assert not _told(response)


@pytest.mark.parametrize(
    "status", [p for p in Progress if p is not Progress.DONE], ids=lambda p: p.value
)
def test_only_findings_called_done(status: Progress) -> None:
    assert not _told("已硬化3.2公里，剩余1.1公里正在施工。", status)


def test_quotes_what_is_open() -> None:
    response = "该问题已完成整改。西侧仓棚正在办理验收手续。"
    (remark,) = remarks(finding("库房漏水。", response, status=Progress.DONE), rule=RULE)
    assert "正在办理验收手续" in remark.message
