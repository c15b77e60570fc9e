"""transferred-without-outcome: a case handed to another authority, and no result told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Remark
from bihuan.review.case import Case, Item, Text, remark

_AUTHORITY = (
    r"(?:纪检?委|纪检|监委|监察|纪工委|派驻|公安|派出所|司法机关|检察|法院|执法|"
    r"(?:有关|相关|主管|职能|上级|业务|行政|监管)(?:职能|主管|业务|行政|监管)?(?:部门|单位|机关)|"
    r"组织部|审计|巡察|税务|市场监管|自然资源|城管|应急|生态环境|县委|市委|区委|卫健|住建|农业农村)"
)
_HAND = (
    r"(?:(?:移[交送]|转交|转送|移转|转办)(?!机制|制度|办法|流程|程序|渠道|手续|工作|标准|规定)|"
    rf"(?<=[已被])(?:报送|上报|转)(?:给|至|到)?(?=[^,。;]{{0,6}}{_AUTHORITY}))"
)
_TRANSFER = re.compile(
    rf"{_HAND}(?:给|至|到|了)?[^,。;]{{0,14}}?{_AUTHORITY}[^,。;]*|"
    rf"(?:线索|案件)[^,。;]{{0,12}}?{_HAND}[^,。;]*|"
    rf"(?:由|向|给|报)[^,。;]{{0,6}}?{_AUTHORITY}[^,。;]{{0,12}}?{_HAND}[^,。;]{{0,6}}(?:线索|案件)[^,。;]*"
)
_NO_CASE = re.compile(
    r"产权|档案|资产|钥匙|手续|物资|物品|设备|账目|账簿|凭证|财务|工作|资金|房屋|车辆|钥匙|组织关系|公章|印章|资料|权属|不动产|土地证|工程移交|管护|管理权(?!限)|办公用房|设施"
)
_CASE = re.compile(r"线索|案件|问题|违[纪法规]|涉嫌|涉案|人员|干部|责任人|调查|处理|借调")
_SUSPECT = re.compile(r"线索|案件|涉嫌|违[纪法]")
_NOT_DONE = re.compile(
    r"(?:未|应|不|拒[不绝]|及时|按规定|依规|依法依纪|一律|凡|如|若|可|对拒[^,。;]*|待|将[^,。;]{0,4}线索及时)$"
)
_RULE = re.compile(r"建立|机制|制度|办法|凡|一经|如有|如发现|若|严格按照|做到")
_OUTCOME = re.compile(
    r"处分|立案|诫勉|批评教育|谈话|函询|约谈|警告|记过|撤职|开除|免职|调离|书面检[查讨]|追[回缴责究](?!力度|机制)|退[回还缴赔]|"
    r"清退|上缴|办结|结案|了结|判决|判处|起诉|强制措施|留置|拘留|逮捕|处罚|罚款|处理完毕|(?:作出|予以|进行了|得到|完成|已|给予[^,。;]{0,12})"
    r"(?:了)?(?:严肃)?处理|问责(?!力度|机制|制度)|通报批评|查[实清]|查无|不属实|不予立案|未发现|处理(?:结果|意见|决定)|"
    r"组织处理|批评|责令|全部转出|已转出|已返岗|已[归返]|整改(?:完成|到位)|完成整改|采取[^,。;]{0,8}措施"
)
_OUTCOME_PURPOSE = re.compile(r"\d|已|并|经|被|给予|结果")
# What may come of it later is no result.
_AWAITED = re.compile(r"(?:待|将|视|根据|依据)[^,。;]*[,;]?[^,。;]*")
_CONDITION = re.compile(r"拒不|如有|如发现|凡|今后|一旦|^若")


def find(case: Case) -> Iterator[Remark]:
    """One remark for each answer that hands a case over and tells no result after it."""
    for item in case.items:
        if item.response is None:
            continue
        match = next(_open_transfers(item.response), None)
        if match is not None:
            yield _told(item, item.response, match)


def _open_transfers(response: Text) -> Iterator[re.Match[str]]:
    text = response.folded
    for match in _TRANSFER.finditer(text):
        start, end = response.clause_at(match.start())
        clause = text[start:end]
        before = text[start : match.start() + _hand_at(match)]
        told = _named(response, start, clause)
        if _NO_CASE.search(told) and not _SUSPECT.search(told):
            continue
        if _NOT_DONE.search(before) or _RULE.search(before) or not _CASE.search(told):
            continue
        if _CONDITION.search(response.folded[slice(*response.clause_at(max(0, start - 2)))]):
            continue
        if not _has_outcome(text, match):
            yield match


def _named(response: Text, start: int, clause: str) -> str:
    """The clause, with the one before it where only that names the case: …线索,已移交…."""
    first = start == response.sentence_at(start)[0]
    if first or _CASE.search(clause) or _NO_CASE.search(clause):
        return clause
    return response.folded[slice(*response.clause_at(start - 2))] + "," + clause


def _hand_at(match: re.Match[str]) -> int:
    hand = re.search(_HAND, match[0])
    return hand.start() if hand else 0


def _has_outcome(text: str, match: re.Match[str]) -> bool:
    """A result after the transfer; inside its clause a bare 调查处理 is only its purpose."""
    if _OUTCOME.search(_AWAITED.sub("", text[match.end() :])):
        return True
    inside = match[0][_purpose_start(match[0]) :]
    return bool(_OUTCOME.search(inside) and _OUTCOME_PURPOSE.search(inside))


def _purpose_start(transfer: str) -> int:
    hand = re.search(_HAND, transfer)
    return hand.end() if hand else 0


def _told(item: Item, response: Text, match: re.Match[str]) -> Remark:
    start, end = response.clause_at(match.start())
    quoted = response.raw[start:end].strip()
    quoted = quoted if len(quoted) <= 40 else quoted[:40] + "…"
    message = f"“{quoted}”之后没有写处理结果，请补写接收机关的处理结果或目前的办理进度。"
    return remark("transferred-without-outcome", item, message, response.spans(start, end))
