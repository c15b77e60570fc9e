import pytest

from bihuan.model import Kind, Severity
from tests.review.cases import finding, remarks

RULE = "unanswered-quantity"


@pytest.mark.parametrize(
    ("problem", "response"),
    [
        ("9户低保户信息有误。", "重新核对低保户信息，更新公示栏内容3次。"),
        ("违规发放补贴2.4万元。", "对分管领导进行约谈，修订补贴发放办法。"),
        ("违规发放补贴2.4万元。", "已追回补贴1.1万元，其余资金来源正在核实。"),
        ("6个村未公开账目，涉及资金8万元。", "6个村均已重新公开账目。"),
        ("白条入账4200元，7笔支出无合同。", "7笔支出的合同已全部补签。"),
        ("霉变种子300公斤未处理。", "更换仓库锁具2把，落实每日巡查。"),
        ("11个行政村均未建立台账。", "召开推进会，对村干部进行业务培训1次。"),
        ("21个合作社中只有4个正常运营。", "因地制宜发展特色产业，建设李子基地1处。"),
        ("65%的支部会议记录雷同。", "对各支部书记开展培训，统一印制记录本。"),
        ("群众来访83件，重复访较多。", "设立接访室，安排班子成员轮流值班。"),
        ("大额支出12项未经集体研究。", "修订议事规则，大额支出一律先上会后支付。"),
        ("扶贫资产闲置5处。", "组织各村参加资产管理培训，制定管护办法。"),
        ("32名公职人员未申报。", "召开警示教育会，签订承诺书。"),
        ("巡察要求自查46人次。", "安排班子成员到村组座谈，听取意见。"),
    ],
)
def test_told(problem: str, response: str) -> None:
    assert remarks(finding(problem, response), rule=RULE)


@pytest.mark.parametrize(
    ("problem", "response"),
    [
        ("9户低保户信息有误。", "9户低保户信息已更正。"),
        ("17名党员去向不明。", "13名已找到，4名正在查找。"),
        ("19名护林员超龄。", "退出11名、返聘8名，新招聘10名。"),
        ("26个村未公开。", "26个行政村已公开。"),
        ("三个村虚列支出。", "对3个村的支出逐笔核查，追回资金1万元。"),
        ("违规发放补贴2.4万元。", "违规发放的补贴已全部追回并上缴财政。"),
        ("违规发放补贴2.4万元。", "已追回1.5万元，从绩效中抵扣0.9万元。"),
        ("多领补助3000元、超标报销2000元。", "5000元已退回财政专户。"),
        ("24000元未入账。", "2.4万元已补记入账。"),
        ("投资80万元建成的冷库闲置。", "冷库已出租给合作社，年租金2万元。"),
        ("专项资金沉淀3年以上。", "沉淀资金已统筹用于道路维修。"),
        ("60岁以上村干部比例偏高。", "调整村干部4名。"),
        ("13名股室负责人中5名未交工作总结。", "5名负责人已补交工作总结。"),
        ("4个村有11名临时工未登记。", "11名临时工已全部登记。"),
        ("村务公开每季度少于1次。", "设立公开栏，逐月公开。"),
        ("全年仅召开党员大会2次。", "今年以来召开党员大会4次。"),
        ("满意率仅76%。", "满意率提高到95%。"),
        ("7个项目没有验收。", "所有项目均已完成验收，资料装订成册。"),
        ("5份合同要素不全。", "对合同逐份补充完善。"),
        ("18件信访件超期。", "超期的18起信访全部办结。"),
        ("检查发现4处隐患，涉及3家企业。", "3家企业的4个隐患已消除。"),
        ("党费少缴360元。", "少缴的党费已足额补缴。"),
        ("共实施工程13项，决算不及时。", "对工程决算资料进行清理，补齐手续。"),
    ],
)
def test_not_told(problem: str, response: str) -> None:
    assert not remarks(finding(problem, response), rule=RULE)


def test_lists_all_at_once_and_weighs_money() -> None:
    problem = "现金支出3.5万元，请假人员工资1200元未上缴，4处场地未登记。"
    (remark,) = remarks(finding(problem, "规范报销流程，补盖财务章。"), rule=RULE)
    assert remark.severity is Severity.HIGH
    assert all(text in remark.message for text in ("3.5万元", "1200元", "4处"))
    assert len(remark.spans) == 3


def test_people_are_asked_for() -> None:
    (remark,) = remarks(finding("8名干部未请假外出。", "修订考勤办法，安装打卡机。"), rule=RULE)
    assert "人员" in remark.message
    assert remark.severity is Severity.MEDIUM


def test_a_plan_owes_no_account_yet() -> None:
    item = finding("9户低保户信息有误。", "组织开展低保信息专项核查。")
    assert not remarks(item, rule=RULE, kind=Kind.PLAN)


def test_an_empty_answer_is_told_as_vague_alone() -> None:
    item = finding("9户低保户信息有误。", "提高认识，压实责任，常抓不懈。")
    assert [r.rule for r in remarks(item)] == ["vague-response"]
