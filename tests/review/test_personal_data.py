import pytest

from tests.review.cases import finding, remarks

RULE = "personal-data"


@pytest.mark.parametrize(
    ("response", "secret"),
    [
        ("当事人卓某（身份证号110101199003077758）已说明。", "199003077758"),
        ("群众可拨打包村干部邵某手机13900001234反映。", "00001234"),
        ("款项已退至个人银行卡6222020000001234567。", "0000001234567"),
        ("可向卓某平（住桐坪镇枇杷巷9号1单元203室）反映。", "枇杷巷9号1单元203室"),
        ("已到阮某家中（青石镇枣园路15号3单元402室）致歉。", "枣园路15号3单元402室"),
        ("村民覃某，家住红岩社区桃花里12栋2单元601室。", "桃花里12栋2单元601室"),
    ],
)
def test_told_without_repeating_it(response: str, secret: str) -> None:
    (remark,) = remarks(finding("服务不到位。", response), rule=RULE)
    assert secret not in remark.message
    assert remark.spans


@pytest.mark.parametrize(
    "response",
    [
        "身份证号1101**********7758已遮蔽。",
        "包村干部手机139****1234。",
        "发票号码26117000001234567890已核对。",
        "公开办公地址青石镇政府路1号，增设窗口2个。",
        "资金已转入财政专户6222020000001234567。",
        "便民服务中心设在人民路8号，监督电话0800-5550188。",
        "入住率提高到90%，搬迁入住2号安置点。",
        "维修水管3处，累计1390米。",
    ],
)
def test_not_told(response: str) -> None:
    assert not remarks(finding("服务不到位。", response), rule=RULE)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("联系电话：13900001234；邮编：000000。", False),
        ("联系人：卓某平，手机13900001234。", True),
    ],
)
def test_contact_lines(head: str, expected: bool) -> None:
    found = remarks(finding("甲。", "修订制度3项。"), rule=RULE, head=head)
    assert bool(found) is expected
