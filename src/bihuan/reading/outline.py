"""The tree of headings of a running text, with the labelled stretches of text below each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bihuan.model import Document, Paragraph, Span, Table
from bihuan.reading.labels import Label, Segment, segments
from bihuan.reading.numbering import Mark, read_mark
from bihuan.reading.titles import about, is_about

ANSWERS = frozenset({Label.RESPONSE, Label.OUTCOME})
_LOOKING_AHEAD = re.compile(r"(?:下一步|下步|今后|接下来|下阶段|总之)[,:].*?(?:整改|巡察)")
_CLOSING = re.compile(
    r"(?:下一步|下步|今后|下阶段)(?:的)?(?:工作|整改)?(?:工作)?(?:打算|计划|安排|措施|重点|思路|努力方向)?(?:及措施)?"
)


@dataclass(slots=True)
class Line:
    """One line of running text: its span, and the heading level that the file states."""

    start: int
    end: int
    heading: int | None = None


@dataclass(slots=True)
class Node:
    """A heading with what stands below it.

    `form` names the kind of its number (numbering.py), "style2" for a heading that only the file's
    format states, "label" for 反馈问题: without a number, and "root". `title` is the heading's line
    without number and labels; `body` are the segments up to the next heading.
    """

    form: str
    value: int
    title: Span
    mark: Mark | None = None
    body: list[Segment] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the text's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def answered(self) -> bool:
        """Whether the node's own text holds a labelled answer."""
        return _answers(self.body)


def lines_of(document: Document, folded: str) -> list[Line]:
    """The lines of running text; a table of one column is layout and counts as text."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.extend(_split(folded, block.span, block.heading))
        elif _is_layout(block):
            for cell in block.cells:
                lines.extend(_split(folded, cell.span, None))
    return lines


def _is_layout(table: Table) -> bool:
    return all(cell.column == 0 for cell in table.cells)


def _split(folded: str, span: Span, heading: int | None) -> Iterator[Line]:
    start = span[0]
    for part in folded[span[0] : span[1]].split("\n"):
        text = part.strip()
        if text:
            begin = start + part.index(text[0])
            yield Line(begin, begin + len(text), heading)
        start += len(part) + 1


class _Builder:
    """Puts lines under headings; a number inside an answer is told from a heading by its run."""

    def __init__(self, folded: str, lines: list[Line]) -> None:
        self.folded = folded
        self.lines = lines
        self.marks = [read_mark(folded, line.start, line.end) for line in lines]
        self.parts = [segments(folded, line.start, line.end) for line in lines]
        self.stack = [Node("root", 0, (0, 0))]
        # Beside each node of the stack, whether it is answered: bodies may be long.
        self.answered = [False]
        self.seen = {"root"}
        self.enumeration: dict[str, int] = {}

    def build(self) -> Node:
        for index, line in enumerate(self.lines):
            mark, parts = self.marks[index], self.parts[index]
            if mark and self._is_section_title(mark, parts):
                self._open(Node(mark.form, mark.value, (mark.end, line.end), mark), [])
            elif mark and parts[0].label is None and self._is_heading(mark, index):
                self._open_numbered(mark, parts)
            elif not mark and self._is_farewell(index):
                self._open_styled(line, [])
            elif not mark and self._is_styled(line, parts):
                self._open_styled(line, parts)
            elif parts[0].label in (Label.PROBLEM, Label.TASK) and self._begins_finding(parts[0]):
                self._open(
                    Node("label", self._next_value("label"), (line.start, line.start)), parts
                )
            else:
                self._add(mark, parts)
        return self.stack[0]

    @property
    def current(self) -> Node:
        return self.stack[-1]

    def _next_value(self, form: str) -> int:
        same = self._same(form)
        return same.value + 1 if same else 1

    def _same(self, form: str) -> Node | None:
        return next((node for node in reversed(self.stack) if node.form == form), None)

    def _add(self, mark: Mark | None, parts: list[Segment]) -> None:
        if _answers(parts):
            self.answered[-1] = True
            self.enumeration.clear()
        elif mark:
            self.enumeration[mark.form] = mark.value
        self.current.body.extend(parts)

    def _open(self, node: Node, body: list[Segment]) -> None:
        same = self._same(node.form)
        if same:
            self._close(self.stack.index(same))
        elif self.current.form == "label":
            self._close(len(self.stack) - 1)
        self.current.children.append(node)
        self.stack.append(node)
        self.seen.add(node.form)
        node.body.extend(part for part in body if part.end > part.start or part.label)
        self.answered.append(node.answered)
        self.enumeration.clear()

    def _close(self, depth: int) -> None:
        """Ends the node at that depth of the stack and all below it."""
        del self.stack[depth:]
        del self.answered[depth:]

    def _open_numbered(self, mark: Mark, parts: list[Segment]) -> None:
        title = (max(mark.end, parts[0].start), max(mark.end, parts[0].end))
        self._open(Node(mark.form, mark.value, title, mark), parts[1:])

    # Headings without a number

    def _is_styled(self, line: Line, parts: list[Segment]) -> bool:
        text = self.folded[line.start : line.end]
        if _is_closing(text):
            return True
        if parts[0].label is not None:
            return False
        return bool(line.heading) or (len(text) <= 80 and _is_bare_about(text))

    def _is_farewell(self, index: int) -> bool:
        """Whether the last paragraphs look ahead on the whole: 下一步，我镇将巩固整改成果."""
        line = self.lines[index]
        if not _LOOKING_AHEAD.match(self.folded, line.start, line.end):
            return False
        return index > self._last_structured

    @cached_property
    def _last_structured(self) -> int:
        """The last line that bears a number or begins with a label, or -1."""
        indexes = range(len(self.lines) - 1, -1, -1)
        return next((i for i in indexes if self.marks[i] or self.parts[i][0].label), -1)

    def _open_styled(self, line: Line, parts: list[Segment]) -> None:
        text = self.folded[line.start : line.end]
        closing = _is_closing(text)
        level = 1 if closing else line.heading or (9 if is_about(text) else 1)
        while len(self.stack) > 1 and self._ends_before(self.current, level):
            self._close(len(self.stack) - 1)
        form = f"style{level}"
        self._open(Node(form, self._next_value(form), (line.start, line.end)), parts[1:])

    @staticmethod
    def _ends_before(node: Node, level: int) -> bool:
        """Whether a heading of that level closes the node: its equals, and all if it is high."""
        if node.form.startswith("style"):
            return int(node.form[5:]) >= level
        return level == 1 or node.form == "label"

    # Numbers

    def _begins_finding(self, part: Segment) -> bool:
        """A 问题: label opens a finding; 整改任务: below a problem without answer doesn't."""
        begun = self.current.body[0].label if self.current.form == "label" else None
        if part.label is Label.TASK and begun is Label.PROBLEM:
            return self.answered[-1]
        return True

    def _is_section_title(self, mark: Mark, parts: list[Segment]) -> bool:
        """Whether a numbered label stands for a whole section: 二、整改落实情况."""
        if parts[0].label is None or parts[0].end > parts[0].start:
            return False
        same = self._same(mark.form)
        return mark.form == "section" or (same is not None and not any(self.answered))

    def _is_heading(self, mark: Mark, index: int) -> bool:
        if mark.form in ("named", "nth"):
            return True
        if not any(self.answered):
            return True
        same = self._same(mark.form)
        continued = self.enumeration.get(mark.form, 0) + 1 == mark.value
        if same is None:
            return not continued and mark.form in self.seen
        if continued:
            return self._announces_finding(mark, index)
        return mark.value > 1 or self._announces_finding(mark, index)

    def _announces_finding(self, mark: Mark, index: int) -> bool:
        """Whether a finding's own labels or wording follow before the next number of this form."""
        line = self.lines[index]
        if is_about(self.folded[mark.end : line.end]):
            return True
        if _answers(self.parts[index]):
            return True
        forms = {node.form for node in self.stack}
        for later in range(index + 1, min(index + 40, len(self.lines))):
            if self.parts[later][0].label is not None or _answers(self.parts[later]):
                return True
            following = self.marks[later]
            if following and following.form in forms:
                return False
        return False


def _answers(parts: list[Segment]) -> bool:
    return any(part.label in ANSWERS for part in parts)


def _is_closing(text: str) -> bool:
    """Whether a line is the title of what follows the findings: 下一步工作打算."""
    return _CLOSING.fullmatch(text.rstrip("。:")) is not None


def _is_bare_about(text: str) -> bool:
    found = about(text)
    return found is not None and len(text) - found[1] <= 1


def build_outline(folded: str, lines: list[Line]) -> Node:
    """The tree of a text's headings; its root's body is what stands before the first heading."""
    return _Builder(folded, lines).build()
