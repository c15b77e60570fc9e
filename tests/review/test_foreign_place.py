from typing import Any

import pytest

from bihuan.review.case import Case
from bihuan.review.foreign_place import locate
from bihuan.review.gazetteer import mentions
from tests.review.cases import finding, laid_out, remarks

RULE = "foreign-place"


def _told(response: str, **given: Any) -> bool:
    return bool(remarks(finding("基层治理薄弱。", response), rule=RULE, **given))


@pytest.mark.parametrize(
    "response",
    [
        "建立网格4个，助力大连文旅名城建设。",
        "化解矛盾9起，为佛山高质量发展贡献力量。",
        "修订制度3项，推动德阳基层治理走在前列。",
        "清理台账，为建设美丽宜居泰州提供坚强保障。",
        "培训干部40人，助力江门跻身珠三角前列。",
        "开展走访，奋力谱写贵州乡村振兴新篇章。",
        "招引项目2个，助力昆山经济社会发展。",
        "建成阵地3处，努力为南宁乡村振兴作出新贡献。",
        "整治环境，擦亮温州城市名片。",
    ],
)
def test_told(response: str) -> None:
    assert _told(response)


@pytest.mark.parametrize(
    "response",
    [
        "组织村干部赴浙江省安吉县学习考察。",
        "引进寿光蔬菜种植技术，从郑州采购设备2台。",
        "与江苏省南通市结对协作，推动产业发展。",
        "学习借鉴苏州先进经验，推动工作发展。",
        "为在广东务工的党员建立微信群，服务发展。",
        "拓宽上海南路，推进道路建设。",
        "整治文山会海，推动资源整合，确保长治久安。",
        "弘扬延安精神，推动各项工作发展。",
        "聘请武汉大学专家指导产业发展。",
        "委托北京某某科技有限公司建设平台。",
        "邀请福建籍客商投资建设加工厂。",
        "推动安康工程建设，服务平安建设。",
        "群众在天津就医的费用已报销。",
        "购置东风牌洒水车1辆，服务城区建设。",
    ],
)
def test_not_told(response: str) -> None:
    assert not _told(response)


def test_the_inspectors_words_are_not_judged() -> None:
    item = finding("工作计划出现“助力江门加快发展”字样。", "重新制定计划3份。")
    assert not remarks(item, rule=RULE)


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        ("中共米脂县某某镇委员会", "助力榆林高质量发展。", False),
        ("中共米脂县某某镇委员会", "谱写陕西发展新篇章。", False),
        ("中共米脂县某某镇委员会", "助力西安高质量发展。", True),
        ("中共米脂县某某镇委员会", "推动神木市经济社会发展。", False),
        ("中共大连市某某局党组", "助力大连文旅名城建设。", False),
        ("中共大连市某某局党组", "助力沈阳文旅名城建设。", True),
        ("中共桐洲区某某局党组", "从湖南省桐洲区实际出发，助力湖南文旅建设。", False),
        ("中共桐洲区某某局党组", "从湖南省桐洲区实际出发，助力湖北文旅建设。", True),
    ],
)
def test_where_the_unit_lies(unit: str, text: str, expected: bool) -> None:
    assert _told(text, unit=unit) is expected


def test_the_rest_of_the_document_is_read_too() -> None:
    item = finding("基层治理薄弱。", "建立网格4个。")
    (remark,) = remarks(item, rule=RULE, head="局党组扛牢责任，助力大连文旅名城建设。")
    assert remark.finding is None


def test_home_by_the_authorities_that_the_text_names() -> None:
    head = "按照榆林市委部署，对照榆林市纪委要求，现报告如下。"
    document, register = laid_out(finding("治理薄弱。", "建立网格4个。"), head=head)
    assert locate(Case(document, register)).codes == {"6108"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("湖北省恩施土家族苗族自治州利川市", ["湖北省", "恩施土家族苗族自治州", "利川市"]),
        ("恩施和凉山", ["恩施", "凉山"]),
        ("内蒙古", ["内蒙古"]),
        ("云岭县青石镇", []),
        ("粤港澳大湾区", ["粤港澳大湾区"]),
    ],
)
def test_mentions(text: str, names: list[str]) -> None:
    assert [mention.name for mention in mentions(text)] == names
