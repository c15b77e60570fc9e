import pytest

from tests.review.cases import finding, remarks, told

RULE = "part-exceeds-whole"


@pytest.mark.parametrize(
    "response",
    [
        "排查企业40家，40家企业中，30家达标，16家经整改后达标。",
        "12个村中有15个村未公开，现已公开。",
        "入户核查50户，其中符合条件的33户继续实施，不符合条件的19户取消资格。",
        "应清退补助20万元，其中已退回12万元，从绩效中抵扣11万元。",
        "18名党员中，12名已补缴党费，4名正在核实。",
        "发现问题12个，已整改14个。",
        "共追回资金9.6万元，分别为青石村3.2万元、白水村4.1万元、红岩村1.3万元。",
    ],
)
def test_told(response: str) -> None:
    assert told("监管不力。", response, RULE)


@pytest.mark.parametrize(
    "response",
    [
        "排查企业40家，40家企业中，30家达标，10家经整改后达标。",
        "12个村中有5个村未公开，现已公开。",
        "入户核查50户，其中符合条件的33户，不符合条件的17户取消资格。",
        "抽查账目40本，其中重点抽查10本。",
        "18名党员中，12名已补缴党费，6名正在核实。",
        "20名干部中，党员15名、女性8名。",
        "30个项目中，已开工26个，已完工18个。",
        "发现问题12个，已整改10个，另有历年问题14个一并整改。",
        "在3次会议中形成意见15条。",
        "谈话41人次，退回重谈63人次。",
        "检查过程中发现9处隐患，已整改9处。",
        "共追回资金9.6万元，其中青石村3.2万元。",
        "70家中，52家达标，其余18家限期达标。",
    ],
)
def test_not_told(response: str) -> None:
    assert not told("监管不力。", response, RULE)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("目前6名已续签，剩余4名正在办理。", True),
        ("目前6名已续签，剩余3名正在办理。", False),
        ("第一批4名、第二批2名已续签，剩余3名正在办理。", False),
    ],
)
def test_remainder_against_the_problem(response: str, expected: bool) -> None:
    assert told("9名护林员合同未续签。", response, RULE) is expected


def test_quotes_whole_and_parts() -> None:
    text = "排查企业40家，40家企业中，30家达标，16家经整改后达标。"
    (remark,) = remarks(finding("监管不力。", text), rule=RULE)
    assert all(part in remark.message for part in ("40家", "30家", "16家"))
