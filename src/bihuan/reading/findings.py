"""From the tree of headings to the findings in it: which nodes are findings, and at which level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.model import Number
from bihuan.reading.answers import is_problem, split_answer
from bihuan.reading.draft import Draft
from bihuan.reading.leaf import read_leaf
from bihuan.reading.outline import Node
from bihuan.reading.titles import clean_title, is_about

_LEVELS = 3
# Forms whose line is the problem itself, never a title above it: 反馈问题一：…
_UNNAMED = frozenset({"named", "nth", "label"})
_NO_FINDINGS = re.compile(
    r"下一步|下步|下阶段|今后|工作打算|工作计划|持续(?:巩固|深化|推进|抓好)|巩固.{0,8}成果|意见建议|意见和建议|"
    r"工作要求|整改要求|联系方式|努力方向|工作体会|主要经验"
)
_PREAMBLE = re.compile(
    r"(?<!党)组织(?:领导|落实|实施|开展|推进|情况|工作)|总体(?:情况|要求)|基本情况|工作(?:开展|推进|部署)|主体责任(?:落实)?情况|主要做法"
)
_AREA = re.compile(
    r"^(?:在)?聚焦|方面(?:存在)?(?:的)?(?:主要|突出)?(?:问题)?(?:整改)?(?:落实)?(?:情况)?$|建设(?:情况)?$|"
    r"^(?:贯彻|履行|落实|执行|推进|加强|坚持).{2,40}情况$"
)
_WRAPPER = re.compile(r"整改|反馈|存在.{0,4}问题|主要问题|具体问题|发现的?问题|落实情况")


@dataclass(slots=True)
class _Counter:
    """How many findings, groups and areas have been counted, by position."""

    parts: tuple[int, ...] = ()

    def step(self, depth: int) -> str:
        kept = self.parts[:depth]
        self.parts = (*kept[:-1], kept[-1] + 1) if len(kept) == depth else (*kept, 1)
        return ".".join(map(str, self.parts))


def find_findings(text: str, folded: str, root: Node, *, answered: bool) -> list[Draft]:
    """The findings of a text in order; `answered` tells a report or plan from bare feedback."""
    root = _without_single_labels(folded, root)
    labelled = any(node.answered for node in root.walk())
    top = _first_level(folded, _sections(folded, root, labelled), labelled)
    if not top:
        return []
    reader = _Reader(text, folded, labelled=labelled, answered=answered)
    reader.has_areas = _are_areas(folded, top)
    for node in top:
        reader.read(node, 0 if reader.has_areas else 1)
    return reader.drafts


# Which sections hold findings


def _title(folded: str, node: Node) -> str:
    return folded[node.title[0] : node.title[1]].strip(" 。:;")


def _without_single_labels(folded: str, node: Node) -> Node:
    """The tree where 反馈问题： as the only one below a heading is that heading's own text."""
    children = [_without_single_labels(folded, child) for child in node.children]
    body = node.body
    if len(children) == 1 and children[0].form == "label" and not _is_area(_title(folded, node)):
        body, children = body + children[0].body, children[0].children
    return Node(node.form, node.value, node.title, node.mark, body, children)


def _sections(folded: str, root: Node, labelled: bool) -> list[Node]:
    return [node for node in root.children if _holds_findings(folded, node, labelled)]


def _holds_findings(folded: str, node: Node, labelled: bool) -> bool:
    title = _title(folded, node)
    if _NO_FINDINGS.search(title) and not is_about(title):
        return False
    if any(child.answered for child in node.walk()):
        return True
    if any(is_about(_title(folded, child)) or child.form in _UNNAMED for child in node.walk()):
        return True
    if _PREAMBLE.search(title) and not is_about(title):
        return False
    return bool(node.children) and (_is_area(title) or (not labelled and _is_wrapper(title)))


def _is_area(title: str) -> bool:
    return bool(_AREA.search(title)) and not is_about(title) and len(title) <= 60


def _is_wrapper(title: str) -> bool:
    return bool(_WRAPPER.search(title)) and not _is_area(title) and not is_about(title)


def _first_level(folded: str, nodes: list[Node], labelled: bool) -> list[Node]:
    """The nodes without the sections that only say 整改落实情况 above them."""
    level: list[Node] = []
    for node in nodes:
        title = _title(folded, node)
        if node.children and not node.answered and (_is_wrapper(title) or not title):
            inner = [c for c in node.children if _counts(folded, c, labelled)]
            level.extend(_first_level(folded, inner, labelled))
        else:
            level.append(node)
    return level


def _counts(folded: str, node: Node, labelled: bool) -> bool:
    """Whether a node below 整改落实情况 is about findings: all are but a part without answers."""
    if not labelled or not node.children:
        return not _NO_FINDINGS.match(_title(folded, node))
    return _holds_findings(folded, node, labelled)


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, node.children)) if node.children else 0


def _are_areas(folded: str, nodes: list[Node]) -> bool:
    """Whether the first level names areas rather than groups of findings."""
    parents = [node for node in nodes if node.children]
    if not parents:
        return False
    if max(map(_depth, parents)) >= _LEVELS - 1:
        return True
    titles = [_title(folded, node) for node in parents]
    if any(map(is_about, titles)):
        return False
    if sum(map(_is_area, titles)) * 2 >= len(titles):
        return True
    children = [child for node in parents for child in node.children]
    return any(c.form in _UNNAMED or is_about(_title(folded, c)) for c in children)


class _Reader:
    """Walks the levels area (0), group (1), item (2) and makes a draft of each finding."""

    def __init__(self, text: str, folded: str, *, labelled: bool, answered: bool) -> None:
        self.text = text
        self.folded = folded
        self.labelled = labelled
        self.answered = answered
        self.has_areas = False
        self.drafts: list[Draft] = []
        self._counter = _Counter()
        self._numbers: list[Number] = []

    def read(
        self, node: Node, level: int, area: str | None = None, group: str | None = None
    ) -> None:
        """Adds the findings at or below a node of that level."""
        self._note_number(node, level)
        identity = self._counter.step(level + (1 if self.has_areas else 0))
        if level == _LEVELS - 1 or not node.children or self._is_answer_list(node):
            self._add(node, identity, level, area, group)
            return
        text = self.text[node.title[0] : node.title[1]]
        if level == 0:
            area = clean_title(text)
        elif node.form not in _UNNAMED or is_about(text):
            group = clean_title(text)
        if node.answered:
            self._add(
                Node(node.form, node.value, node.title, None, node.body),
                identity,
                level,
                area,
                group,
            )
        for child in node.children:
            self.read(child, level + 1, area, group)

    def _is_answer_list(self, node: Node) -> bool:
        """Whether what looks like items is the enumeration of the node's own answer."""
        if any(child.answered for child in node.walk() if child is not node):
            return False
        if node.answered:
            return True
        if self.labelled or not self.answered:
            return False
        return 2 * sum(map(self._is_bare_answer, node.children)) > len(node.children)

    def _is_bare_answer(self, node: Node) -> bool:
        """Whether a numbered line tells only of measures: no problem stands before them."""
        named = node.form in _UNNAMED or is_about(self.folded[node.title[0] : node.title[1]])
        if node.children or named:
            return False
        _, answer = split_answer(self.folded, *node.title)
        return answer is None and not is_problem(self.folded[node.title[0] : node.title[1]])

    def _note_number(self, node: Node, level: int) -> None:
        if node.mark:
            text = self.folded[node.mark.start : node.mark.end].strip()
            span = (node.mark.start, node.mark.start + len(text))
            self._numbers.append(Number(level, text, node.mark.value, span))

    def _add(
        self, node: Node, identity: str, level: int, area: str | None, group: str | None
    ) -> None:
        title = self.text[node.title[0] : node.title[1]]
        named = level < _LEVELS - 1 and (node.form not in _UNNAMED or is_about(title))
        draft = read_leaf(
            self.text,
            self.folded,
            node,
            named=named,
            labelled=self.labelled,
            answered=self.answered,
        )
        draft.id = identity
        draft.area = clean_title(title) if level == 0 else area
        if level != 1:
            draft.group = group
        draft.numbers, self._numbers = self._numbers, []
        if draft.problem:
            self.drafts.append(draft)
