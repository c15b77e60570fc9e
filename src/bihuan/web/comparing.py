"""A task's materials as the texts that are compared, and what is alike as rows to keep.

Wording of what superiors sent down and of forms doesn't count between two materials. What a
material shares with a superior's text itself is compared apart, so that a plan which only repeats
the superior's is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.model import Comparison, Grade, Group, Pair, Text
from bihuan.originality import compare, leftovers
from bihuan.web.materials import current, elsewhere, references_for
from bihuan.web.models import FileText, HandIn, MaterialTask, Overlap, Reference
from bihuan.web.sides import Kept, kept_passage, turned
from bihuan.web.texts import text_of

Kind = Reference.Kind


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison found of a task: rows to keep, and leftovers by hand-in."""

    overlaps: list[Overlap] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    leftovers: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def compared(task: MaterialTask) -> Found:
    """Compares a task's materials with each other and with all that they may come from."""
    pool = _Pool(task)
    official = pool.references(Kind.SUPERIOR, Kind.FORM)
    among = compare(
        pool.own, against=[*pool.elsewhere, *pool.references(Kind.TEMPLATE)], official=official
    )
    pairs = (*among.pairs, *_downwards(pool))
    overlaps = [overlap for pair in pairs for overlap in pool.overlaps(pair)]
    overlaps += pool.of_groups(among, {_sides(overlap) for overlap in overlaps})
    return Found(
        overlaps,
        [told for group in among.groups if (told := pool.group(group))],
        {row.pk: pool.left_in(row) for row in pool.hand_ins if row.pk in pool.read},
    )


def _downwards(pool: _Pool) -> list[Pair]:
    """What materials share with what superiors sent down."""
    superiors = pool.references(Kind.SUPERIOR)
    if not superiors:
        return []
    found = compare(pool.own, against=superiors, official=pool.references(Kind.FORM))
    names = {text.name for text in superiors}
    return [pair for pair in found.pairs if {pair.a, pair.b} & names]


Sides = tuple[int, int | None, int | None]


def _sides(overlap: Overlap) -> Sides:
    return overlap.hand_in_id, overlap.other_id, overlap.reference_id


class _Pool:
    """The texts of a task's materials and of all that they are compared with, by their names."""

    def __init__(self, task: MaterialTask) -> None:
        self.task = task
        self.hand_ins = current(task)
        self.rows: dict[str, HandIn | Reference] = {}
        self.texts: dict[str, Text] = {}
        self.read: set[int] = set()
        self.own = [text for row in self.hand_ins if (text := self._text(f"h{row.pk}", row))]
        self.read.update(row.pk for row in self.hand_ins if f"h{row.pk}" in self.texts)
        self.elsewhere = [t for row in elsewhere(task) if (t := self._text(f"h{row.pk}", row))]
        self._references = references_for(task.office)

    def _text(self, name: str, row: HandIn | Reference) -> Text | None:
        read = text_of(row.blob, row.name if isinstance(row, HandIn) else row.title)
        if read.fault:
            return None
        self.rows[name] = row
        self.texts[name] = Text(name, read.text, _forms(read), _written(row))
        return self.texts[name]

    def references(self, *kinds: Reference.Kind) -> list[Text]:
        """The reference texts of these kinds."""
        chosen = [row for row in self._references if row.kind in kinds]
        return [text for row in chosen if (text := self._text(f"r{row.pk}", row))]

    def overlaps(self, pair: Pair) -> Iterator[Overlap]:
        """The pair as each of its sides sees it that is a material of the task."""
        passages = [kept_passage(passage) for passage in pair.passages]
        yield from self._overlap(pair.a, pair.b, pair.a_share, pair.b_share, pair.grade, passages)
        yield from self._overlap(
            pair.b, pair.a, pair.b_share, pair.a_share, pair.grade, turned(passages)
        )

    def _overlap(
        self, a: str, b: str, share: float, other: float, grade: Grade, passages: list[Kept]
    ) -> Iterator[Overlap]:
        row, source = self.rows[a], self.rows[b]
        if not isinstance(row, HandIn) or row.pk not in self.read:
            return
        yield Overlap(
            hand_in=row,
            other=source if isinstance(source, HandIn) else None,
            reference=source if isinstance(source, Reference) else None,
            share=share,
            other_share=other,
            grade=grade,
            passages=passages,
        )

    def of_groups(self, found: Comparison, known: set[Sides]) -> Iterator[Overlap]:
        """Each member of a group with its source, where the pair isn't told by itself."""
        shared: defaultdict[tuple[str, str], list[Kept]] = defaultdict(list)
        for group in found.groups:
            spans = {place.document: place.span for place in reversed(group.passages)}
            for member in group.members:
                if member != group.source and member in spans and group.source in spans:
                    span = spans[member]
                    kept = [*span, *spans[group.source], span[1] - span[0], 0, 1.0]
                    shared[member, group.source].append(kept)
        for (member, source), passages in sorted(shared.items()):
            shares = self._share(member, passages, 0), self._share(source, passages, 2)
            for overlap in self._overlap(member, source, *shares, Grade.SIMILAR, passages):
                if _sides(overlap) not in known:
                    yield overlap

    def _share(self, name: str, passages: list[Kept], at: int) -> float:
        """How much of a text lies in its spans, which may overlap."""
        covered, reached = 0.0, 0.0
        for start, end in sorted((p[at], p[at + 1]) for p in passages):
            covered += max(0, end - max(start, reached))
            reached = max(reached, end)
        return covered / max(1, len(self.texts[name].text))

    def group(self, group: Group) -> dict[str, Any] | None:
        """A group as it is kept; None where fewer than two materials of the task are in it."""
        members = [pk for name in group.members if (pk := self._own(name))]
        if len(members) < 2:
            return None
        spans = [[pk, *p.span] for p in group.passages if (pk := self._own(p.document))]
        return {"members": members, "source": self._own(group.source), "spans": spans}

    def _own(self, name: str) -> int | None:
        """The number of a material of the task; None for other texts."""
        row = self.rows[name]
        return row.pk if isinstance(row, HandIn) and row.pk in self.read else None

    def left_in(self, row: HandIn) -> list[dict[str, Any]]:
        """What another text left behind in a material."""
        text = self.texts[f"h{row.pk}"].text
        unit = "".join(one.name for one in row.obligation.unit.ancestors(include_self=True))
        found = leftovers(text, unit=unit, year=self.task.due.year)
        return [
            {"kind": it.kind, "span": list(it.span), "text": it.text, "message": it.message}
            for it in found
        ]


def _forms(read: FileText) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in read.forms)


def _written(row: HandIn | Reference) -> datetime:
    return row.handed_in_at if isinstance(row, HandIn) else row.added_at
