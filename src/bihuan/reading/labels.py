"""Labels inside a finding: 采取的措施及取得的成效：, 【整改情况】, 责任单位：, 完成情况：已完成."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bihuan.reading.numbering import read_mark


class Label(Enum):
    """What the text after a label is."""

    PROBLEM = "problem"
    TASK = "task"
    GOAL = "goal"
    RESPONSE = "response"
    OUTCOME = "outcome"
    STATUS = "status"
    DEADLINE = "deadline"
    LEADERS = "leaders"
    UNITS = "units"
    CATEGORY = "category"
    EVIDENCE = "evidence"
    CLOSED = "closed"
    CLOSED_ON = "closed_on"
    NOTE = "note"


_AND = r"(?:及其?|和|与|、|以及|暨)"
_MEASURE = r"(?:(?:已?采取|主要|具体|整改|落实|工作|下步|防范|推进)(?:的|了)?)*(?:措施|举措|做法)"
_OUTCOME = r"(?:(?:取得|整改|工作|落实|阶段性|初步|实际)(?:的|了)?)*(?:成效|成果|效果|实效)"
_SITUATION = (
    r"(?:(?:已?采取|主要|具体|目前|当前)(?:的)?)*"
    r"(?:整改|落实|进展|办理|处理|推进|处置|完成){1,3}(?:进展|落实|完成|工作)?情况(?:说明)?"
)
_PROGRESS = r"(?:整改|工作|目前|落实|推进)*(?:进展|进度)(?:情况)?"
_RESULT = r"(?:整改|办理|处理|落实)(?:的)?(?:结果|效果|实绩)"
_ANSWER = rf"(?:{_MEASURE}|{_OUTCOME}|{_SITUATION}|{_PROGRESS}|{_RESULT})"
_PERSON = r"(?:牵头|责任|分管|主管|包抓|包联|主要|整改|第一|直接|县级|具体|督办|承办)*"
_VOCABULARY: dict[Label, str] = {
    Label.STATUS: r"(?:整改)?完成情况|(?:整改|完成|办理|销号|当前|目前)(?:的)?(?:状态|状况|程度)"
    r"|是否(?:已?完成|整改到位)|完成与否",
    Label.OUTCOME: rf"{_OUTCOME}(?:情况)?|{_RESULT}"
    r"|(?:目前|整改|工作)*(?:进展|进度)(?:情况)?|(?:整改)?进展情况",
    Label.RESPONSE: rf"{_ANSWER}(?:{_AND}{_ANSWER})*|整改(?:落实)?|(?:已)?整改完成情况",
    Label.GOAL: r"(?:整改|工作|预期|目标)(?:目标|要求)|目标|整改标准",
    Label.TASK: r"(?:整改|具体|主要|重点)任务",
    Label.PROBLEM: r"(?:(?:反馈|具体|存在|主要|巡察|巡视|原|突出)(?:的|指出的?)?)*(?:问题|意见)"
    r"(?:描述|表现|内容|具体表现|情况|清单)?"
    r"|(?:具体|问题|主要)表现(?:为|在)?",
    Label.DEADLINE: r"(?:整改|完成|办结|销号|落实|整改完成|限期)?(?:时限|期限)(?:要求)?"
    r"|(?:整改|完成|办结|计划完成|预计完成|整改完成)(?:时间|日期|时间节点)"
    r"|限期|时间节点",
    Label.LEADERS: rf"{_PERSON}(?:领导|责任人|负责人|人)(?:及职务|姓名)?",
    Label.UNITS: r"(?:牵头|责任|配合|主责|整改|承办|落实|主办|协办|协助|主体|具体)*"
    r"(?:单位|部门|科室|股室|处室|站所)",
    Label.CATEGORY: r"(?:整改|问题)(?:类型|类别)",
    Label.EVIDENCE: r"佐证(?:材料|资料)?"
    r"|(?:印证|证明|支撑)(?:材料|资料)|整改(?:佐证)?(?:材料|资料)",
    Label.CLOSED_ON: r"销号(?:时间|日期)",
    Label.CLOSED: r"是否(?:已)?销号|销号(?:情况|与否)",
    Label.NOTE: r"备注|说明",
}
_GROUPS = "|".join(f"(?P<{label.value}>{pattern})" for label, pattern in _VOCABULARY.items())
_WORDS = re.compile(_GROUPS)
_DECORATION = r"[-*·•●■◆★▲►➤□◇☆> ]*"
# What may be a label, to be looked up in the vocabulary. re takes a millisecond to compile the
# range of Chinese characters, and a tenth for all but these.
_NAME = r"[^\x00-\x7f。“”《》【】〔〕]{2,20}"
_LABEL = re.compile(
    rf"{_DECORATION}(?:[【\[(<]\s?(?P<boxed>{_NAME})\s?[】\])>] ?:?"
    rf"|[(]?(?P<bare>{_NAME}) ?(?P<colon>:|。(?=[^\W_a-zA-Z]|[“《])|(?=\n|$)))"
)
_INLINE = re.compile(
    r"(?:(?<=[。;!?)】\n (]))(?P<mark>\d{1,2}[.、] ?|[(]\d{1,2}[)] ?)?"
    rf"(?:[【\[](?P<boxed>{_NAME})[】\]] ?:?|(?P<bare>{_NAME}) ?:)"
)
_STATUS_LINE = re.compile(
    r"[(【\[]?(?:(?:目前|现|以上|上述|本|该|此)?,?(?:该|此|本|上述)?(?:项|类|个)?(?:具体)?问题)?(?:目前|现)?(?:已经|已|均已)?(?:全部|按期|如期|按时|基本|阶段性)?"
    r"(?:整改完成|完成整改|整改到位|完成|整改完毕|整改|销号|办结|解决)(?:,?(?:并|需|将)?(?:长期坚持|持续推进|持续坚持|坚持常态化))?[)】\]]?[。.]?"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph under one label (None: under none); `start` is after the label."""

    label: Label | None
    start: int
    end: int
    labelled_at: int


def label_of(words: str) -> Label | None:
    """The label that exactly these folded words are, or None."""
    match = _WORDS.fullmatch(words.strip())
    return Label(match.lastgroup) if match and match.lastgroup else None


def is_status_line(folded: str) -> bool:
    """Whether a paragraph says nothing but the finding's status: 该问题已完成整改。"""
    return len(folded) <= 30 and _STATUS_LINE.fullmatch(folded) is not None


def segments(folded: str, start: int, end: int) -> list[Segment]:
    """The stretches of one paragraph by the labels in it, in order; the first may have none."""
    first = _leading(folded, start, end)
    found = [first] if first else [Segment(None, start, end, start)]
    for match in _INLINE.finditer(folded, found[0].start, end):
        label = label_of(match["boxed"] or match["bare"])
        if label is None or (label is Label.NOTE and not match["boxed"]):
            continue
        previous = found[-1]
        before = match.start() - (folded[match.start() - 1] == "(")
        found[-1] = Segment(previous.label, previous.start, before, previous.labelled_at)
        found.append(Segment(label, match.end(), end, match.start()))
    return [_stripped(folded, segment) for segment in found]


def _leading(folded: str, start: int, end: int) -> Segment | None:
    """The label at the paragraph's head, also one behind a number of its own: 2.整改情况：."""
    mark = read_mark(folded, start, end)
    match = _LABEL.match(folded, mark.end if mark else start, end)
    if match is None:
        return None
    label = label_of(match["boxed"] or match["bare"])
    if label is None or (mark and label in (Label.PROBLEM, Label.TASK)):
        return None
    if match["bare"] and match["colon"] != ":" and label not in _WITHOUT_COLON:
        return None
    return Segment(label, match.end(), end, start)


_WITHOUT_COLON = frozenset({Label.RESPONSE, Label.OUTCOME, Label.PROBLEM, Label.GOAL})


def _stripped(folded: str, segment: Segment) -> Segment:
    """The segment without blanks and the bracket that closes a list of labels."""
    start, end = segment.start, segment.end
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    text = folded[start:end]
    if text.endswith(")") and text.count(")") > text.count("("):
        end -= 1
    return Segment(segment.label, start, end, segment.labelled_at)
