"""How hard-wrapped text is set: learned from its lines, asked whether a line was full.

A line was full if what follows had no room on it. Print stretches and scans slip: by how much, the
lines tell that stop in mid-sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bihuan.documents.layout import (
    breaks_off,
    ends_heading,
    ends_sentence,
    starts_item,
    starts_label,
)

_MIN_BROKEN = 4
"""How many full lines must stop in mid-sentence before a text counts as hard-wrapped."""
_MIN_OUTDENTED = 2
_MIN_BROKEN_SHARE = 0.05
_MIN_FULL_SHARE = 0.65
"""The share of the lines that stop in mid-sentence which must be full."""
_MAX_ITEM_SHARE = 0.3
"""The share of full lines that a new list item may follow."""
_MIN_ENDED_SHARE = 0.1
"""How many lines must end a sentence for each full one: rows of figures or names never do."""
_MIN_MARGIN, _MAX_MARGIN = 14, 70
_MAX_LONGER = 0.02
"""The share of lines that may stick out beyond the margin: slips of the scan."""
_RAGGED = 3
"""How far, in characters, a full line may stay short of the margin."""
_USUAL = 0.9
"""The share of full lines whose raggedness is taken for the page's own."""
_MAX_HANGING = 1.5
_HANGING = tuple("，。、；：,;:")
_MIN_PARAGRAPHS = 4
_MIN_INDENTED = 3
_INDENT = 2
"""How far in a paragraph starts, in characters."""
_STEADY = 0.9
"""The share of paragraphs that must be indented before a line without indent is believed."""
# What stays together: no line ends with an opening mark, none starts with a closing one, and a
# number or a Latin word is not divided.
_WORD = re.compile(
    r"[“‘（《〔【(\[]{0,3}(?:[0-9A-Za-z.,%@:_/-]{1,60}|.)[，。；：、？！）”’》〕】…％,.;:?!)\]]{0,3}",
    re.S,
)
_CHARACTER = re.compile(r".", re.S)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where and how lines are broken: at the width `right`, between pieces that stay whole."""

    width: Callable[[str], float]
    piece: re.Pattern[str]
    right: float = 0

    def room(self, line: str) -> float:
        """How much room the line leaves."""
        return self.right - self.width(line.rstrip())

    def slack(self, line: str, following: str) -> float:
        """How much room would be left if the following line's first piece stood on this one."""
        found = self.piece.match(following.lstrip())
        return self.room(line) - (self.width(found[0]) if found else 0)


def _columns(line: str) -> float:
    """The width in full-width characters, a half-width one counting as half."""
    return len(line) - len(line.encode("ascii", "ignore")) / 2


_EDGES = (_Edge(_columns, _WORD), _Edge(len, _CHARACTER))
"""A printed page is broken by width and between words, many an export by mere characters."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How a hard-wrapped text is set.

    Lines end at `edge`, give or take `ragged` characters; lines that go on with a paragraph start
    at `left`. `indented` says that paragraphs start further in, `steady` that hardly any doesn't.
    `lost` is the indent that the scan dropped: first lines end that much too early.
    """

    edge: _Edge
    ragged: float
    left: int
    indented: bool
    steady: bool
    lost: float

    def full(self, line: str, following: str, *, first: bool) -> bool:
        """Whether what follows had no room on the line, the `first` of its paragraph or not.

        A line that ends a sentence was full only if it was so beyond doubt.
        """
        slack = self.edge.slack(line, following)
        if first and _indent(line) <= self.left:
            slack -= self.lost
        return slack < 0 or (slack <= self.ragged and not ends_sentence(line))

    def starts_paragraph(self, line: str) -> bool:
        """Whether the line is indented as the first of a paragraph."""
        return self.indented and _indent(line) > self.left


def margins_of(lines: Sequence[str]) -> Margins | None:
    """How the lines (none blank, no page marks) are set; None for text with a paragraph a line."""
    lines = [line.rstrip() for line in lines]
    edges = [replace(edge, right=_right(lines, edge)) for edge in _EDGES]
    # The right way to measure is the one by which the text has the straightest edge.
    edge = max(edges, key=lambda one: _of_one_width(lines, one))
    full = _full_lines(lines, edge)
    if not _is_wrapped(lines, edge, full):
        return None
    left = Counter(_indent(following) for _, following in full).most_common(1)[0][0]
    starts = _starts(lines, edge)
    deeper = sum(1 for line in starts if _indent(line) > left)
    inner, firsts = _slacks(full, set(starts), left, edge)
    return Margins(
        edge,
        _raggedness(inner or firsts),
        left,
        indented=deeper >= _MIN_INDENTED,
        steady=len(starts) >= _MIN_PARAGRAPHS and deeper >= _STEADY * len(starts),
        lost=_lost_indent(firsts, inner),
    )


def _broken(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines that stop in mid-sentence, each with the next."""
    return (pair for pair in pairwise(lines) if breaks_off(pair[0]) and not ends_heading(pair[0]))


def _full_lines(lines: Sequence[str], edge: _Edge) -> list[tuple[str, str]]:
    """The lines that stop in mid-sentence at the margin, each with the next."""
    return [pair for pair in _broken(lines) if edge.room(pair[0]) <= _RAGGED]


def _is_wrapped(lines: Sequence[str], edge: _Edge, full: Sequence[tuple[str, str]]) -> bool:
    """Whether so many lines stop in mid-sentence at the margin that it is no chance."""
    longer = sum(1 for line in lines if edge.room(line) < -_MAX_HANGING)
    if not _MIN_MARGIN <= edge.right <= _MAX_MARGIN or longer > _MAX_LONGER * len(lines):
        return False
    # A list of names or figures may have lines of one length too, but each is an item.
    items = sum(1 for _, following in full if starts_item(following))
    ended = sum(1 for line in lines if ends_sentence(line))
    return (
        len(full) >= max(_least(lines, full), _MIN_BROKEN_SHARE * len(lines))
        and len(full) >= _MIN_FULL_SHARE * (len(full) + _short_lines(lines, edge))
        and items <= _MAX_ITEM_SHARE * len(full)
        and ended >= _MIN_ENDED_SHARE * len(full)
    )


def _least(lines: Sequence[str], full: Sequence[tuple[str, str]]) -> int:
    """How many full lines it takes: two where the indents say the same."""
    usual = Counter(_indent(line) for line in lines).most_common(1)[0][0]
    outdented = all(_indent(following) < usual for _, following in full)
    return _MIN_OUTDENTED if outdented else _MIN_BROKEN


def _short_lines(lines: Sequence[str], edge: _Edge) -> int:
    """How many stop in mid-sentence with room left; headings and labels end without a stop too."""
    short = (line for line, _ in _broken(lines) if edge.room(line) > _RAGGED)
    return sum(1 for line in short if not starts_item(line) and not starts_label(line))


def _starts(lines: Sequence[str], edge: _Edge) -> list[str]:
    """The lines that start a paragraph for certain: the one before ended, with room left."""
    return [
        following
        for line, following in pairwise(lines)
        if ends_sentence(line) and edge.slack(line, following) > _RAGGED
    ]


def _slacks(
    full: Sequence[tuple[str, str]], starts: set[str], left: int, edge: _Edge
) -> tuple[list[float], list[float]]:
    """What full lines stay short of the margin: inner ones, and first ones without an indent."""
    inner: list[float] = []
    firsts: list[float] = []
    for line, following in full:
        first = line in starts or starts_item(line) or starts_label(line)
        kind = firsts if first and _indent(line) <= left else inner
        kind.append(edge.slack(line, following))
    return sorted(inner), sorted(firsts)


def _raggedness(slacks: Sequence[float]) -> float:
    return max(0, slacks[int(_USUAL * (len(slacks) - 1))]) if slacks else 0


def _lost_indent(firsts: Sequence[float], inner: Sequence[float]) -> float:
    if len(firsts) < _MIN_INDENTED or not inner:
        return 0
    # Some first lines pass for inner ones: hence not the median of these, but the lower quarter.
    earlier = firsts[len(firsts) // 2] - inner[len(inner) // 4]
    return _INDENT if earlier > 0.6 * _INDENT else 0


def _right(lines: Sequence[str], edge: _Edge) -> float:
    """The width that lines are broken at; punctuation may hang beyond it."""
    widths = sorted(
        (edge.width(line) for line in lines if not line.endswith(_HANGING)), reverse=True
    )
    return widths[int(len(widths) * _MAX_LONGER)] if widths else 0


def _of_one_width(lines: Sequence[str], edge: _Edge) -> int:
    """How many of the long lines have one and the same width, give or take a digit."""
    widths = Counter(edge.width(line) for line in lines)
    long = [width for width in widths if abs(edge.right - width) <= _RAGGED]
    return max((sum(widths[width - back] for back in (0, 0.5, 1)) for width in long), default=0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
