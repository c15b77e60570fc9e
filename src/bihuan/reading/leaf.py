"""One finding's own text: its heading, problem, answer and labelled particulars."""

from __future__ import annotations

import re

from bihuan.model import Span
from bihuan.reading.answers import is_plain_answer, is_problem, split_answer, tells_measures
from bihuan.reading.draft import Draft
from bihuan.reading.folding import HAN
from bihuan.reading.labels import Label, Segment, is_status_line, label_of
from bihuan.reading.outline import ANSWERS, Node
from bihuan.reading.status import status_of_label
from bihuan.reading.titles import FINAL, about, heading_name

_LONGEST_STATUS = 30
_TITLE_LABEL = re.compile(rf"[【\[(]?(?P<words>{HAN}{{2,10}})[】\])]?:? ?")
_STATED = re.compile(
    r"(?:该问题)?(?:目前|现)?(?:已经|已|正在|尚未|未|基本|阶段性|持续|长期|立行立改,?)*(?:全部|按期)?"
    r"(?:整改|完成|到位|推进|坚持|销号|办结|解决|移交|完毕|中)+(?:,?并?(?:长期坚持|持续推进|持续坚持))?。?"
)
_TEXT_LABELS = {
    Label.DEADLINE: "deadline",
    Label.LEADERS: "leaders",
    Label.UNITS: "units",
    Label.GOAL: "goal",
    Label.CATEGORY: "category",
    Label.EVIDENCE: "evidence",
    Label.CLOSED: "closed",
    Label.CLOSED_ON: "closed_on",
    Label.NOTE: "note",
}
_PROSE = frozenset({"goal", "evidence", "note"})
_FLOWING = frozenset({Label.PROBLEM, Label.TASK, *ANSWERS})


def read_leaf(
    text: str, folded: str, node: Node, *, named: bool, labelled: bool, answered: bool
) -> Draft:
    """The draft of a finding whose text stands at and below `node`; id and area are left open.

    `named` tells whether the heading may be a title above the problem, which then is the draft's
    group (it is the problem's own text in 反馈问题一：… and for items), `labelled` whether the
    document marks answers with labels anywhere, `answered` whether it has answers at all (a
    feedback has none).
    """
    return _Leaf(text, folded, labelled=labelled, answered=answered).read(node, named)


class _Leaf:
    def __init__(self, text: str, folded: str, *, labelled: bool, answered: bool) -> None:
        self.text = text
        self.folded = folded
        self.labelled = labelled
        self.answered = answered
        self.draft = Draft(id="")
        self.name: Span | None = None
        self.heading: Span | None = None
        self.loose: list[Span] = []
        self.task: list[Span] = []

    def read(self, node: Node, named: bool) -> Draft:
        self._read_title(node, named)
        self._read_body(_flat(node))
        if not self.draft.response and not self.draft.outcome and self.answered:
            self._find_unlabelled_answer()
        self._settle_problem()
        if named and self.name:
            self.draft.group = self.text[slice(*self.name)]
        return self.draft

    def _read_title(self, node: Node, named: bool) -> None:
        start, end = self._without_label(node.title)
        named = named and start == node.title[0]
        text = self.folded[start:end]
        found = about(text)
        if found is None:
            if named and heading_name(text):
                self.name = _strip(self.folded, (start, end), FINAL)
            elif end > start:
                self.heading = (start, end)
            return
        (name_start, name_end), after = found
        self.name = _strip(self.folded, (start + name_start, start + name_end))
        rest = _strip(self.folded, (start + after, end), FINAL)
        if rest[1] > rest[0]:
            self.loose.append((rest[0], end))

    def _without_label(self, span: Span) -> Span:
        match = _TITLE_LABEL.match(self.folded, *span)
        words = label_of(match["words"]) if match else None
        if (
            match
            and words in (Label.PROBLEM, Label.TASK)
            and self.folded[match.end() - 1] in ": 】])"
        ):
            return match.end(), span[1]
        return span

    # The body

    def _read_body(self, body: list[Segment]) -> None:
        flowing: Label | None = None
        for segment in body:
            label = segment.label or flowing
            span = (segment.start, segment.end)
            text = self.folded[segment.start : segment.end]
            if (
                segment.label is None
                and is_status_line(text)
                and (self._has_answer() or text[0] in "(【[")
            ):
                self.draft.status = text
                continue
            if segment.label:
                flowing = None
            if segment.label in _FLOWING or (
                segment.label in (Label.STATUS, Label.GOAL) and not text
            ):
                flowing = segment.label
            if segment.end > segment.start:
                self._place(label, span, text)

    def _has_answer(self) -> bool:
        return bool(self.draft.response or self.draft.outcome)

    def _place(self, label: Label | None, span: Span, text: str) -> None:
        draft = self.draft
        if self._is_status(label, text):
            draft.status = text
        elif label is Label.RESPONSE and not draft.outcome:
            draft.response.append(span)
        elif label in (Label.OUTCOME, Label.STATUS, Label.RESPONSE):
            (draft.outcome if self._has_answer() else draft.response).append(span)
        elif label is Label.PROBLEM:
            draft.problem.append(span)
        elif label is Label.TASK:
            self.task.append(span)
        elif label in _TEXT_LABELS:
            self._note(_TEXT_LABELS[label], self.text[span[0] : span[1]])
        else:
            self.loose.append(span)

    @staticmethod
    def _is_status(label: Label | None, text: str) -> bool:
        if len(text) > _LONGEST_STATUS:
            return False
        if label is Label.STATUS:
            return status_of_label(text) is not None
        return label is Label.OUTCOME and _STATED.fullmatch(text) is not None

    def _note(self, field: str, text: str) -> None:
        earlier = getattr(self.draft, field)
        value = text.strip() if field in _PROSE else text.strip(FINAL)
        setattr(self.draft, field, f"{earlier}、{value}" if earlier else value)

    # What no label tells

    def _find_unlabelled_answer(self) -> None:
        """Moves what reads like an answer out of the text that stands under no label."""
        if not self.loose and self.heading and not self.labelled:
            self.heading, answer = split_answer(self.folded, *self.heading)
            self.heading = _strip(self.folded, self.heading)
            self.draft.response = [answer] if answer else []
            return
        named = bool(self.name or self.heading or self.draft.problem)
        for index, span in enumerate(self.loose):
            piece = self.folded[span[0] : span[1]]
            reads_as_answer = is_plain_answer(piece) if self.labelled else self._may_answer(piece)
            if (named or index > 0) and reads_as_answer:
                self.draft.response = self.loose[index:]
                del self.loose[index:]
                return
        if self.loose and not self.labelled:
            problem, answer = split_answer(self.folded, *self.loose[-1])
            if answer:
                self.loose[-1] = _strip(self.folded, problem)
                self.draft.response = [answer]

    def _may_answer(self, piece: str) -> bool:
        """Where nothing marks answers, the only paragraph below a named problem is one."""
        return not is_problem(piece) or (len(self.loose) == 1 and tells_measures(piece))

    def _settle_problem(self) -> None:
        draft = self.draft
        pieces = [*([self.heading] if self.heading else []), *self.loose, *draft.problem]
        if not pieces and self.task and not self.name:
            pieces, self.task = self.task, []
        if not pieces and self.name:
            pieces = [self.name]
        draft.problem = pieces
        if self.task and draft.goal is None:
            goal = "\n".join(self.text[start:end] for start, end in self.task)
            draft.goal = goal.strip()


def _flat(node: Node) -> list[Segment]:
    """A finding's whole text: numbered lines below it belong to it."""
    body = list(node.body)
    for child in node.children:
        start = child.mark.start if child.mark else child.title[0]
        if child.title[1] > start:
            body.append(Segment(None, start, child.title[1], start))
        body.extend(_flat(child))
    return body


def _strip(folded: str, span: Span, characters: str = " \n") -> Span:
    start, end = span
    while start < end and folded[start] in characters:
        start += 1
    while end > start and folded[end - 1] in characters:
        end -= 1
    return start, end
