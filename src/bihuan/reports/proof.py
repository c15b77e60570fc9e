"""That a published text is the approved one but for what is listed, shown and computed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher


class Unproved(Exception):
    """The listed replacements don't make the published text: a fault of the program."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands for what: `before` at `start` to `end` of the approved text became `after`."""

    start: int
    end: int
    before: str
    after: str
    because: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line of the two texts: the same in both, or replaced."""

    text: str
    replacement: Replacement | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The approved text, the published one, and every difference between them, in order.

    Offsets count code points of the approved text. Applied to it, the replacements give exactly
    the published text; `prove` has computed that.
    """

    approved: str
    published: str
    replacements: tuple[Replacement, ...]

    @property
    def approved_digest(self) -> str:
        """SHA-256 of the approved text in UTF-8."""
        return hashlib.sha256(self.approved.encode()).hexdigest()

    @property
    def published_digest(self) -> str:
        """SHA-256 of the published text in UTF-8."""
        return hashlib.sha256(self.published.encode()).hexdigest()

    def changed_lines(self) -> Iterator[tuple[int, tuple[Piece, ...]]]:
        """Each line of the approved text with a replacement in it: its number, and its pieces."""
        start, pending = 0, list(reversed(self.replacements))
        for number, line in enumerate(self.approved.split("\n"), 1):
            end = start + len(line)
            here = []
            while pending and pending[-1].start < end:
                here.append(pending.pop())
            if here:
                yield number, tuple(_pieces(self.approved, start, end, here))
            start = end + 1


def _pieces(text: str, start: int, end: int, changes: Sequence[Replacement]) -> Iterator[Piece]:
    for change in changes:
        if change.start > start:
            yield Piece(text[start : change.start])
        yield Piece(change.before, change)
        start = change.end
    if start < end:
        yield Piece(text[start:end])


def prove(
    approved: Sequence[str], published: Sequence[str], changes: Sequence[Sequence[Replacement]]
) -> Proof:
    """The proof over texts that follow one another, each with its own replacements.

    Unproved where the replacements, applied to what was approved, don't give what is published.
    """
    offset, moved = 0, []
    for text, made in zip(approved, changes, strict=True):
        moved += [replace(c, start=c.start + offset, end=c.end + offset) for c in made]
        offset += len(text) + 1
    proof = Proof("\n".join(approved), "\n".join(published), tuple(moved))
    if applied(proof.approved, proof.replacements) != proof.published:
        raise Unproved(_first_difference(proof))
    return proof


# What no document holds: noncharacters that XML allows.
MARKS = ("\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3")
"""What stands before a replaced text, before what stands for it, before the reason, after it."""
_MARKED = re.compile(
    "\ufdd0([^\ufdd0-\ufdd3]*)\ufdd1([^\ufdd0-\ufdd3]*)\ufdd2([^\ufdd0-\ufdd3]*)\ufdd3"
)


def both(change: Replacement) -> Replacement:
    """The replacement that leaves the replaced text in, between marks."""
    first, second, third, last = MARKS
    after = f"{first}{change.before}{second}{change.after}{third}{change.because}{last}"
    return replace(change, after=after)


def prove_written(
    approved: Sequence[str], published: Sequence[str], marked: Sequence[str]
) -> Proof:
    """The proof over the lines of finished documents: the approved, the published, the marked.

    The replacements are read out of the third. Unproved where without them the first two aren't
    what they should be: then writing the documents has changed something else.
    """
    proof = _read("\n".join(marked))
    if (proof.approved, proof.published) != ("\n".join(approved), "\n".join(published)):
        raise Unproved("the documents differ in more than what is listed")
    return proof


def _read(marked: str) -> Proof:
    approved, published, changes = [], [], []
    at = length = 0
    for match in _MARKED.finditer(marked):
        before, after, because = match.groups()
        same = marked[at : match.start()]
        start = length + len(same)
        changes.append(Replacement(start, start + len(before), before, after, because))
        approved += [same, before]
        published += [same, after]
        at, length = match.end(), start + len(before)
    rest = marked[at:]
    return Proof("".join([*approved, rest]), "".join([*published, rest]), tuple(changes))


def applied(approved: str, replacements: Sequence[Replacement]) -> str:
    """The approved text with the replacements in it.

    Unproved where one doesn't stand where it says, or they overlap.
    """
    parts, at = [], 0
    for change in replacements:
        if change.start < at or approved[change.start : change.end] != change.before:
            raise Unproved(f"a replacement at {change.start} is out of place")
        parts += [approved[at : change.start], change.after]
        at = change.end
    return "".join([*parts, approved[at:]])


def _first_difference(proof: Proof) -> str:
    made = applied(proof.approved, proof.replacements)
    blocks = SequenceMatcher(None, made, proof.published, autojunk=False).get_matching_blocks()
    return f"the texts part at {blocks[0].size}"
