"""Telling what was done from what was wrong, where no label says it."""

from __future__ import annotations

import re
from bisect import bisect_left

from bihuan.model import Span
from bihuan.reading.folding import HAN

_DONE = re.compile(
    r"一是|二是|已|完成|开展|召开|制定|印发|组织|整改|建立|修订|督促|落实|"
    r"追回|清退|约谈|加强|强化|健全|完善|举办|投入|更换|恢复|建成|安装|清理|整治|化解|办结|补缴|补齐|补开|退还|退回|取消|拆除|新建|改造|修复|聘请|成立|设立|出台|签订|公示|兑付|收回|移交|补录|核销|调取|加装|处理|处分|诫勉|谈话|培训|宣传|走访|排查|核查|核实|推动|严格|责令|收缴|通报|明确|深入学习|专题研究|举一反三|立行立改"
)
_WRONG = re.compile(
    r"不到位|不力|不够|不足|不严|不高|不深|不实|不细|不强|不紧|不规范|不及时|不全|不清|不符|不健全|不完善|不到|不准|不扎实|"
    r"未(?!来|央|成年)|没有|缺|滞后|存在|流于|薄弱|欠|差距|偏|虚|违规|违反|问题突出|较少|仍(?:有|然|存)|弱化|淡化|松散|随意|长期闲置|"
    r"混乱|损毁|停用|意见(?:较)?大|反映强烈|盲目|不适应|仅(?=\d)|无人|重复|冒领|虚报|多发|空岗|脱岗|漏损|堆放|反弹|照搬|照抄|悬空|挪作|超(?:标|范围|支)|挪用|白条|漏洞|空转|较差|形式化|走过场|时有发生|脱节|失管"
)
_OPENING = re.compile(
    r"(?:针对|鉴于|经|对此|对照|通过|已|一是|立即|迅速|及时|组织|召开|制定|印发|建立|按照|根据|修订|开展|严格|加强|强化|我|"
    rf"{HAN}{{0,8}}(?:党委|党组|支部|党工委|局|镇|乡|街道|馆|院|校)(?:高度重视|立即|迅速|及时|召开|组织|已|第一时间|专题))"
)
_OPENS = 2
"""How many words of measures an opening like one counts for."""
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”）]?")


def is_answer(folded: str) -> bool:
    """Whether a paragraph plainly tells of measures rather than of a problem."""
    return _balance(folded) > 0


def is_problem(folded: str) -> bool:
    """Whether a paragraph plainly tells of a problem rather than of measures."""
    return _balance(folded) < 0


def is_plain_answer(folded: str) -> bool:
    """Whether a paragraph tells of measures beyond doubt, as where others carry a label."""
    return _balance(folded) > 1


def tells_measures(folded: str) -> bool:
    """Whether a paragraph names anything done at all."""
    return _DONE.search(folded) is not None or _OPENING.match(folded) is not None


def _balance(folded: str) -> int:
    opening = _OPENS if _OPENING.match(folded) else 0
    return len(_DONE.findall(folded)) + opening - len(_WRONG.findall(folded))


def split_answer(folded: str, start: int, end: int) -> tuple[Span, Span | None]:
    """A paragraph's problem and the answer that follows it in the same paragraph, if one does."""
    done, wrong = (
        [match.start() for match in pattern.finditer(folded, start, end)]
        for pattern in (_DONE, _WRONG)
    )
    for match in _SENTENCE.finditer(folded, start, end):
        place = match.start()
        if place > start and _begins(match[0]):
            # What is said from here on, without reading the rest again for every sentence.
            rest = len(done) - bisect_left(done, place) - len(wrong) + bisect_left(wrong, place)
            if rest + _OPENS > 0:
                return (start, place), (place, end)
    return (start, end), None


def _begins(sentence: str) -> bool:
    return bool(_OPENING.match(sentence)) and is_answer(sentence)
