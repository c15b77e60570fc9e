from tests.review.cases import finding, remarks

RULE = "copied-response"
LONG = (
    "对照清单走访企业和农户26家次，收集意见9条，更换窗口人员3名，公布投诉办法，办结积压事项14件。"
)


def test_told_on_the_later_finding_with_both_places() -> None:
    first = finding("窗口服务质量不高。", LONG)
    between = finding("窗口排队时间长。", "增设窗口2个，推行预约办理。")
    second = finding("护林巡查有漏洞。", LONG.replace("企业和农户", "商户和村民"))
    (remark,) = remarks(first, between, second, rule=RULE)
    assert remark.finding == "3"
    assert "问题1" in remark.message
    assert len(remark.spans) == 2


def test_short_formulas_are_shared_rightly() -> None:
    items = [finding(f"问题{name}。", "该问题已完成整改，长期坚持。") for name in ("甲甲", "乙乙")]
    assert not remarks(*items, rule=RULE)


def test_a_form_with_its_own_figures_is_no_copy() -> None:
    form = "对{}个村开展核查，追回资金{}元，约谈责任人{}名，修订完善资金管理办法并张榜公布。"
    one, other = form.format(3, 4100, 2), form.format(8, 950, 5)
    assert not remarks(finding("种粮补贴错发。", one), finding("危房改造超付。", other), rule=RULE)


def test_one_problem_told_twice_may_be_answered_twice() -> None:
    problem = "青石坪村集体资产底数不清、账实不符。"
    assert not remarks(finding(problem, LONG), finding(problem, LONG), rule=RULE)


def test_different_answers() -> None:
    one = "修订考勤办法，安装打卡设备，按月通报出勤情况，对经常迟到的人员进行谈话提醒。"
    other = "清理河道垃圾，设立保护区公示牌，组织巡河员培训，把巡河日志纳入考核内容。"
    assert not remarks(finding("考勤松散。", one), finding("河道脏乱。", other), rule=RULE)
