"""The rules by name, as `bihuan rules` lists them."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: name, usual severity, and in Chinese its title, when it speaks and what to do."""

    name: str
    severity: Severity
    title: str
    explanation: str
    remedy: str


_CATALOGUE = (
    Rule(
        "missing-response",
        Severity.HIGH,
        "问题没有整改回应",
        "报告、台账或方案列出了问题，却没有写任何整改措施或成效。反馈意见本身不要求回应。",
        "补写采取的措施、完成情况和佐证；确未整改的，写明原因、责任人和时限。",
    ),
    Rule(
        "unanswered-quantity",
        Severity.MEDIUM,
        "问题中的数量没有交代",
        "问题里点到的金额、人数、件数等，在整改情况中找不到下落：既没有原数，也没有相加等于原数的分项，"
        "也没有“已全部退回”之类覆盖全部的说法。背景数（总投资、年限、每年次数要求等）不在此列。",
        "逐项写清这个数量的处理结果：多少已办结、多少正在办、金额去向如何。",
    ),
    Rule(
        "vague-response",
        Severity.MEDIUM,
        "整改情况空泛",
        "整改情况只有提高认识、加强管理一类通用语，没有具体动作、数量、日期、责任单位或文件。",
        "写清做了什么、谁做的、何时做的、做到什么程度，并附佐证。",
    ),
    Rule(
        "copied-response",
        Severity.HIGH,
        "两个问题的整改情况雷同",
        "两个不同问题的整改情况几乎一字不差，像是复制粘贴。短的套话不算。",
        "对照各自问题分别写明实际整改情况。",
    ),
    Rule(
        "part-exceeds-whole",
        Severity.HIGH,
        "分项与总数对不上",
        "分项大于总数，或者按“已办、未办”分列的各项相加不等于总数。人次可能重复，不在此列。",
        "核对原始台账，更正总数或分项。",
    ),
    Rule(
        "term-drift",
        Severity.MEDIUM,
        "同一名称前后写法不一",
        "同一个专有名称或固定提法在文中有两种写法，只差一个数字或一个形近、音近的字。",
        "核实正确写法，全文统一。",
    ),
    Rule(
        "foreign-place",
        Severity.HIGH,
        "出现外地地名",
        "本单位的工作表述里出现了外省外市的地名或区域名，像是套用外地材料留下的。"
        "外出学习考察、招商采购、籍贯产地、机构名称和引用不算。",
        "改成本地实际情况；确有其事的，写明与外地的关系。",
    ),
    Rule(
        "open-claim",
        Severity.HIGH,
        "称已完成但仍有未了事项",
        "问题已标为完成整改，正文却说还有事项正在办理、尚未完成，或完成日期晚于报告日期。",
        "核实后把完成情况改为“正在整改”，或补充最终结果。",
    ),
    Rule(
        "transferred-without-outcome",
        Severity.MEDIUM,
        "移交后没有结果",
        "写明问题或线索已移交有关机关，却没有写处理结果。产权、档案、物资的移交不算。",
        "补写接收机关的处理结果；尚未办结的，写明办理进度和预计时间。",
    ),
    Rule(
        "date-order",
        Severity.HIGH,
        "日期不合常理",
        "日期不存在，整改措施或时限早于反馈日期，报告日期早于反馈日期，或称已办结的日期晚于报告日期。",
        "核对并更正日期；确属反馈前已做的，注明“立行立改”或“巡察期间”。",
    ),
    Rule(
        "numbering-gap",
        Severity.LOW,
        "序号跳号或重号",
        "印出的序号中间缺号或重复。换到新的方面后重新编号、跨方面连续编号都不算。",
        "核对是否漏写问题，更正序号。",
    ),
    Rule(
        "document-number-form",
        Severity.LOW,
        "发文字号括号不规范",
        "发文字号的年份应当用六角括号〔〕（GB/T 9704—2012 第7.2.5条），文中用了其他括号。",
        "把年份两边的括号改为〔〕。",
    ),
    Rule(
        "personal-data",
        Severity.HIGH,
        "出现个人信息",
        "文中有居民身份证号、个人手机号、银行卡号或个人住址。单位的联系电话和地址不算。",
        "删除或遮蔽个人信息后再上报或公开。",
    ),
    Rule(
        "totals-mismatch",
        Severity.MEDIUM,
        "总数与所列问题不符",
        "文中或表中说的问题总数、已完成数与逐条列出的问题对不上。",
        "核对逐条情况，更正总数或补齐遗漏的问题。",
    ),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in _CATALOGUE}
