import pytest

from bihuan.review.glyphs import confusable
from tests.review.cases import finding, remarks, told

RULE = "term-drift"


@pytest.mark.parametrize(
    ("problem", "response"),
    [
        ("“两室一廊”常年闭门。", "把“三室一廊”列为教学点，接待学员90人次。"),
        ("“四馆一站”管护差。", "维修五馆一站，安排专人值守。"),
        ("“霜叶书院”无人管理。", "为“霜业书院”配备管理员1名。"),
        ("“板凳议事会”活动少。", "“板橙议事会”每月开展活动。"),
        ("薛王陈守义纪念馆杂草丛生。", "安排专人对薜王陈守义纪念馆进行清扫。"),
        ("青石坳村党支部软弱涣散。", "整顿青石凹村党支部，补选支委2名。"),
        ("云岭先锋号评选无标准。", "首批评选云岑先锋号3个，制定云岑先锋号细则。"),
    ],
)
def test_told(problem: str, response: str) -> None:
    assert told(problem, response, RULE)


@pytest.mark.parametrize(
    ("problem", "response"),
    [
        ("“两室一廊”常年闭门。", "把“两室一廊”列为教学点。"),
        ("东坪村党支部组织生活不经常。", "西坪村党支部已补开党员大会。"),
        ("上级文件传达不及时。", "下级支部传达文件均已补课。"),
        ("“四个一”活动未开展。", "开展“六个一”活动。"),
        ("李家湾村、黎家湾村账目不清。", "对李家湾村和黎家湾村的账目进行审计。"),
        ("县委巡察组指出问题。", "县纪委巡查组开展核查。"),
        ("镇党委会议室陈旧，修订议事规则不及时。", "镇党委会议事规则已修订。"),
        ("村级集体经济薄弱。", "发展村集体经济，及时化解风险。"),
        ("上半年学习少，第一季度未研讨。", "下半年组织学习，第二季度开展研讨。"),
        ("“东片联合支部”无阵地。", "“西片联合支部”与“东片联合支部”共用阵地。"),
        ("做好防汛工作不力。", "作好防汛工作，制订预案，制定方案。"),
        ("项目资金拨付慢。", "项目基金已到位，项目资金全部拨付。"),
    ],
)
def test_not_told(problem: str, response: str) -> None:
    assert not told(problem, response, RULE)


def test_two_drifts_in_one_finding_are_two_remarks() -> None:
    problem = "“五廊两坊”闭门，薛王陈守义纪念馆杂草丛生。"
    response = "开放“五廊三坊”，清扫薜王陈守义纪念馆。"
    assert len(remarks(finding(problem, response), rule=RULE)) == 2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("坳", "凹", True),
        ("薛", "薜", True),
        ("未", "末", True),
        ("东", "西", False),
        ("张", "李", False),
        ("㐀", "李", False),
    ],
)
def test_confusable(one: str, other: str, expected: bool) -> None:
    assert confusable(one, other) is expected
