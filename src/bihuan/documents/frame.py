"""How pages are set, learned from their lines: margins, size of type, pitch, and indents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bihuan.documents.layout import breaks_off, ends_heading, starts_item
from bihuan.documents.rows import Line, Page

_CLUSTER = 0.7
"""How far, in characters, the ends of lines may differ that end at one margin."""
_MIN_SHARE = 0.03
"""The share of lines that must stand at a margin."""
_MIN_BROKEN = 3
"""How many lines must stop there in mid-sentence before an unusual right margin is believed."""
_HANGING = tuple("，。、；：,;:")
"""Marks that may hang beyond the margin."""
_BODY_SIZE = 1.15
"""How many times larger or smaller than the body's type a line of the body may be."""
_SAME_WIDTH = 30
"""Pages whose widths differ by no more points are set alike."""
_MAX_SHIFT = 1.3
"""How far, in characters, a page may be shifted against the others, as scans are."""
_SHORT = 2
"""A line with more room left, in characters, ends its paragraph beyond doubt."""
_INDENTED = 1
_MAX_INDENT = 4
_STEADY = 0.8
"""The share of paragraphs that must be indented before a line without indent is believed."""
_MIN_STARTS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The margins that a page's text stands between, and the width of a character, in points."""

    left: float
    right: float
    em: float

    def indent(self, line: Line) -> float:
        """How far in the line starts, in characters."""
        return (line.left - self.left) / self.em

    def room(self, line: Line) -> float:
        """How much room is left on the line, in characters."""
        return (self.right - line.right) / self.em

    def centred(self, line: Line) -> bool:
        """Whether the line stands in the middle, at equal distance from both margins."""
        return abs(self.indent(line) - self.room(line)) < 1.4 * line.size / self.em

    def of_body(self, line: Line) -> bool:
        """Whether the line is set in the body's size of type."""
        return 1 / _BODY_SIZE <= line.size / self.em <= _BODY_SIZE


@dataclass(frozen=True, slots=True)
class Setting:
    """How the paragraphs of a document are set.

    `pitch` is the usual distance between the feet of a paragraph's lines, `continuation` where they
    start but for the first, both in characters. `indented` says that first lines start elsewhere,
    `items_indented` that those of list items do, `spaced` that paragraphs are further apart.
    """

    pitch: float
    continuation: float
    indented: bool
    items_indented: bool
    spaced: bool


def frames_of(pages: Sequence[Page]) -> list[Frame]:
    """Each page's frame, learned from all pages of its width."""
    alike: dict[int, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        alike[_width_of(page)].append(number)
    frames: dict[int, Frame] = {}
    for numbers in alike.values():
        found = _frames_alike([pages[number] for number in numbers])
        frames.update(zip(numbers, found, strict=True))
    return [frames[number] for number in range(len(pages))]


def _width_of(page: Page) -> int:
    return round(page.width / _SAME_WIDTH)


def _frames_alike(pages: Sequence[Page]) -> list[Frame]:
    """The frames of pages that are set alike, though each may be shifted, as scans are."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return [Frame(0, page.width, 1) for page in pages]
    em = _usual_size(lines)
    bodies = [
        [line for line in page.lines if 1 / _BODY_SIZE <= line.size / em <= _BODY_SIZE]
        for page in pages
    ]
    lefts = _lefts(bodies, em)
    width = _width(bodies, lefts, em, pages[0].width)
    return [Frame(left, left + width, em) for left in lefts]


def _lefts(bodies: Sequence[Sequence[Line]], em: float) -> list[float]:
    """Each page's left margin; the usual one for pages that don't show theirs."""
    own = [-_edge([-line.left for line in body], em) if body else None for body in bodies]
    shown = sorted(left for left in own if left is not None)
    usual = median(left for left in shown if left <= shown[0] + _MAX_SHIFT * em)
    return [
        left if left is not None and abs(left - usual) <= _MAX_SHIFT * em else usual for left in own
    ]


def _width(
    bodies: Sequence[Sequence[Line]], lefts: Sequence[float], em: float, page_width: float
) -> float:
    """The width of a full line, which is the same on all pages."""
    placed = [
        (line.right - left, line.text)
        for body, left in zip(bodies, lefts, strict=True)
        for line in body
    ]
    rights = [right for right, text in placed if not text.endswith(_HANGING)]
    width = _edge(rights or [right for right, _ in placed], em)
    # Both margins are about equal; where the lines end early, it may be that all are short.
    expected = page_width - 2 * median(lefts)
    broken = sum(1 for right, text in placed if abs(right - width) <= em and breaks_off(text))
    return expected if broken < _MIN_BROKEN and width < expected - 3 * em else width


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of the line that the middle character stands in."""
    ordered = sorted(lines, key=lambda line: line.size)
    left = sum(len(line.text) for line in lines) / 2
    for line in ordered:
        left -= len(line.text)
        if left <= 0:
            return max(line.size, 0.1)
    return max(ordered[-1].size, 0.1)


def _edge(ends: Sequence[float], em: float) -> float:
    """The outermost place at which enough lines end."""
    ordered = sorted(ends, reverse=True)
    needed = max(1, _MIN_SHARE * len(ordered))
    last = 0
    for first, place in enumerate(ordered):
        while last < len(ordered) and place - ordered[last] <= _CLUSTER * em:
            last += 1
        if last - first >= needed:
            return median(ordered[first:last])
    return ordered[0]


def setting_of(pages: Sequence[Page], frames: Sequence[Frame]) -> Setting:
    """How the paragraphs of the document are set: as on the pages that are as wide as the first.

    Tables at the end often stand on turned pages, and teach nothing about the text.
    """
    pairs = [
        (frame, first, second)
        for page, frame in zip(pages, frames, strict=True)
        if _width_of(page) == _width_of(pages[0])
        for first, second in pairwise(page.lines)
        if frame.of_body(first) and frame.of_body(second)
    ]
    inner = [pair for pair in pairs if _goes_on(*pair)]
    starts = [pair for pair in pairs if _ends(*pair)]
    pitch = _middle(inner or pairs, _pitch, 0)
    continuation = round(_middle(inner, lambda frame, _, line: frame.indent(line), 0))
    items = [pair for pair in starts if starts_item(pair[2].text)]
    others = [pair for pair in starts if not starts_item(pair[2].text)]
    return Setting(
        pitch,
        continuation,
        indented=_steadily_indented(_enough(others, starts), continuation),
        items_indented=_steadily_indented(_enough(items, starts), continuation),
        spaced=bool(inner) and _middle(starts, _pitch, 0) > 1.15 * pitch,
    )


_Pair = tuple[Frame, Line, Line]


def _goes_on(frame: Frame, first: Line, second: Line) -> bool:
    """Whether the second line goes on with the first one's paragraph beyond doubt."""
    full = abs(frame.room(first)) < _SHORT and not ends_heading(first.text)
    return full and breaks_off(first.text) and not starts_item(second.text)


def _ends(frame: Frame, first: Line, second: Line) -> bool:
    """Whether the first line ends its paragraph beyond doubt, and the second is no signature."""
    return frame.room(first) > 2 * _SHORT and frame.indent(second) <= _MAX_INDENT


def _enough(some: Sequence[_Pair], all_: Sequence[_Pair]) -> Sequence[_Pair]:
    return some if len(some) >= _MIN_STARTS else all_


def _steadily_indented(starts: Sequence[_Pair], continuation: float) -> bool:
    deeper = sum(
        1 for frame, _, line in starts if abs(frame.indent(line) - continuation) >= _INDENTED
    )
    return len(starts) >= _MIN_STARTS and deeper >= _STEADY * len(starts)


def _pitch(frame: Frame, first: Line, second: Line) -> float:
    return (second.foot - first.foot) / frame.em


def _middle(
    pairs: Sequence[_Pair], measure: Callable[[Frame, Line, Line], float], default: float
) -> float:
    return median(measure(*pair) for pair in pairs) if pairs else default
