"""vague-response: an answer of generic words only.

An answer counts as concrete as soon as one thing in it could be checked: a number, a date, a
document, a named undertaking, a schedule, or an action that leaves a trace. Verbs that only govern
an attitude (加强, 严格, 进一步…) turn the weaker of these actions into intentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Part, Remark
from bihuan.review.case import Case, Item, Text, remark

_CHECKABLE = re.compile(
    r"\d|《|〔|微信群|公众号|(?:[一二三四五六七八九十两几]|每)(?:个)?(?:季度|月|周|年|半年|星期|旬|天)[^,。;]"
)
_UNDERTAKING = re.compile(
    r"(?:开展|组织|设立|组建|创建|推行|实行|建立|打造|启动|举办|构建|确定|采取|搭建|成立|评选|创新|运用|利用)了?"
    r"[^,。;]{0,8}“(?!四个意识|四个自信|两个维护|两个确立|一岗双责|一把手|两个责任)[^”]{2,16}”|"
    r"”[^,。;]{0,4}(?:活动|行动|模式|平台|系统|专栏|机制|工程|品牌|评选|制度)"
)
# Actions that leave a trace, however they are introduced.
_TRACE = re.compile(
    r"召开|印发|出台|制[定订]|修[订改编]|起草|下发|发布|公示(?!制)|张贴|公告|通报(?!制|意)|约谈|谈话(?!制)|诫勉|批评教育|"
    r"作出(?:书面)?检[查讨]|书面检[查讨]|警告|处分|立案|查处|免职|调离|撤[换职销]|补选|改选|选举|换届|任命|"
    r"追[回缴]|退[回还缴赔]|清退|腾[退空]|上缴|收回|补[签录登交缴齐发办盖种植记植建]|归[还档垫]|入账|造册|建档|存档|装订|"
    r"清[运淤]|盘点|安装|更换|维修|修[缮复]|翻新|改造|新建|兴建|兴办|建成|建起|铺设|硬化|疏[浚通]|拆除|关[停闭]|注销|撤并|划[入转]|解除|购[置买进]|添置|配发|"
    r"采购(?!管理|制度|程序|流程|行为|工作|环节|监管|领域|规定|活动|业务)|"
    r"配[备齐]|选派|选聘|聘[请用]|招[聘录]|增设|新增|设置|开设|挂牌|授牌|签[订字]|办结|移[交送]|审计(?!监)|验收|委托|"
    r"流转|出租|拍卖|报废|核销|兑[付现]|拨付|发放|办理了|梳理|撰写|重新|签到|打卡|轮训|专题党课|讲党课|座谈|慰问|"
    r"走访|回访|入户|参观|观摩|宣讲|竞赛|演练|专题研讨|集中学习|交叉检查|比对|核对|对账|台账|清单|花名册|"
    r"领导小组|工作专班|工作组|宣讲团|服务队|志愿者|由[一-龥、“”]{2,20}(?:负责|牵头|带队|具体|进行)|专人|上门|驻点|交还|(?<!整)改[用由种为成]|双人|双锁|双签|AB岗|会签|联审|实名|岗位分离|不相容|设[立置](?!健全)|值班(?!制)|轮流|"
    r"(?:组织|带领|安排|选派)[^,。;]{0,12}(?:到|赴|前往)"
)
# Actions that are as often mere intentions: they count where nothing generic governs them.
_ACTIVITY = re.compile(
    r"学习|培训|宣传|检查|抽查|督[查导办]|巡查|核[查实]|排查|摸排|清[理查]|调研|整理|调整|审[批核]|登记|录入|"
    r"监督|考核|问责|纳入|公开|引导|对接|申请|争取|评[选议估]|研究|发动|招募|化解|调[解处]|开放|停[止用]|处理|取消"
)
_NOUN_USE = re.compile(
    r"(?:的)?(?:力度|工作|制度|机制|意识|水平|质量|程序|流程|关口|关|管理|责任|要求|能力|效果|规定|纪律|职责|"
    r"重要|议事|日程|日常|成效|实效|部署|决定|讨论|到位|氛围|重点|内容|体系|作用|支持)"
)
_GOVERNOR = re.compile(
    r"加强|强化|加大|提[高升]|深化|深入|严格|严肃|完善|健全|抓[好实紧]|做[好实]|落实|注重|狠抓|压[实紧]|规范|推[进动]|"
    r"确保|坚[持决]|切实|增强|杜绝|防止|避免|持续|不断|进一步|认真|继续|将[要会继]|必须|应当|要求|务必|高度|"
    r"牢固|充分|全面|扎实|积极|努力|主动|及时|统筹|优化|夯实|凝聚|树立|端正|明确|高标准|凡|都要|统一"
)
_DONE = re.compile(
    r"(?:已|现已|均已|已经)(?:将|把|对|按|由|全部|全面|于)?"
    r"(?!经|完成整改|全部完成整改|整改|完成(?![一-龥])|要求|落实|加强|提[高升]|解决|引起|规范|部署|取得|明显|有|形成|得到|达到|基本|"
    r"逐步|初步|见|成为|到位|按要求|按照|知|采取|高度|深刻|认识|建立(?:健全|完善|起)?(?:长效|相关|有关|工作|常态))"
)
_ACHIEVED = re.compile(r"(?P<verb>[一-龥]{2})了(?!解|然|望|算)")
_GENERIC_VERB = re.compile(
    r"提[高升供]|增强|强化|[加增]强|加大|取得|达到|规范|[完改]善|改进|健全|促进|推[动进]|压实|夯实|营造|形成|树立|"
    r"明确|深化|统一|凝聚|[确保]保|保[证障]|落实|端正|奠定|筑牢|扭转|转变|激发|发挥|巩固|维护|进行|[作做]出|做到|"
    r"[起得]到|充分|有[效力]|彻底|解决|体现|打牢|实现"
)


def find(case: Case) -> Iterator[Remark]:
    """One remark for each answer in which nothing could be checked."""
    for item in case.items:
        if item.response is not None and is_vague(item):
            yield _told(item, item.response)


def is_vague(item: Item) -> bool:
    """Whether the finding has an answer and nothing in it could be checked."""
    if item.response is None:
        return False
    if any(q.part is Part.RESPONSE for q in item.finding.quantities):
        return False
    text = item.response.folded
    if _CHECKABLE.search(text) or _UNDERTAKING.search(text):
        return False
    return not any(_is_action(item.response, start, end) for start, end in item.response.clauses)


def _is_action(response: Text, start: int, end: int) -> bool:
    clause = response.folded[start:end]
    if _TRACE.search(clause) or _DONE.search(clause):
        return True
    if any(not _GENERIC_VERB.fullmatch(m["verb"]) for m in _ACHIEVED.finditer(clause)):
        return "有了" not in clause
    for match in _ACTIVITY.finditer(clause):
        governed = _GOVERNOR.search(clause, 0, match.start())
        if not governed and not _NOUN_USE.match(clause, match.end()):
            return True
    return False


def _told(item: Item, response: Text) -> Remark:
    opening = response.raw.strip().split("\n", 1)[0].rstrip("。；，,.;")
    if len(opening) > 24:
        opening = opening[:24] + "…"
    message = (
        f"整改情况“{opening}”只有通用表述，没有具体做法、数量、时间、责任单位或文件，"
        "请写明做了什么、何时做的、结果如何。"
    )
    return remark("vague-response", item, message, response.whole())
