"""A task's comparison as the values that originality's page and workbook are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from bihuan.model import Comparison, Grade, Group, Pair, Passage, Place, Text
from bihuan.web.materials import (
    seen_whole,
    source_code,
    source_name,
    visible_obligations,
    with_versions,
)
from bihuan.web.models import HandIn, MaterialTask, Overlap, Person, Reference

Passages = tuple[Passage, ...]


@dataclass(slots=True)
class Report:
    """What somebody may see of a comparison: the task's texts, and those that they are like."""

    texts: list[Text] = field(default_factory=list)
    reference: list[Text] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def comparison(self) -> Comparison:
        """The values as the engine gives them."""
        pairs = sorted(self.pairs, key=lambda p: (-max(p.a_share, p.b_share), p.a, p.b))
        return Comparison(len(self.texts), tuple(pairs), tuple(self.groups))


def report_for(person: Person, task: MaterialTask) -> Report:
    """The task's comparison; of texts that aren't the person's to see, what is shared alone."""
    report = Report()
    rows = with_versions(visible_obligations(person).filter(task=task))
    versions = [list(row.hand_ins.all())[-1] for row in rows if row.hand_ins.all()]
    names = {version.pk: _name(version) for version in versions}
    report.texts = [
        Text(names[row.pk], row.blob.read.text, written=timezone.localtime(row.handed_in_at))
        for row in versions
        if hasattr(row.blob, "read")
    ]
    _add_pairs(report, person, names)
    report.groups = [told for group in task.groups if (told := _group(group, names))]
    return report


def _name(version: HandIn) -> str:
    return f"{version.obligation.code} {version.obligation.who}"


def _add_pairs(report: Report, person: Person, names: Mapping[int, str]) -> None:
    overlaps = Overlap.objects.filter(hand_in__in=names).select_related(
        "hand_in__obligation__task", "other__blob__read", "other__obligation__task",
        "other__obligation__unit", "other__obligation__person", "reference__blob__read",
    )  # fmt: skip
    whole = seen_whole(person, overlaps)
    for overlap in overlaps:
        passages = tuple(map(_passage, overlap.passages))
        other = names.get(overlap.other_id or 0)
        if other is None:
            text, passages = _outside(overlap, passages, whole=overlap.pk in whole)
            report.reference.append(text)
            other = text.name
        elif overlap.other_id is None or overlap.other_id < overlap.hand_in_id:
            # Each pair within the task is kept as both sides see it, and told once.
            continue
        report.pairs.append(_pair(names[overlap.hand_in_id], other, overlap, passages))


def _outside(overlap: Overlap, passages: Passages, *, whole: bool) -> tuple[Text, Passages]:
    """A text that isn't of the task: as a whole where it may be seen, else what is shared."""
    source: HandIn | Reference | None = overlap.other or overlap.reference
    assert source
    name = f"{source_name(overlap, whole=whole)}（{source_code(overlap)}）"
    if whole:
        return Text(name, source.blob.read.text), passages
    # The number keeps apart what several materials share with one text.
    return _excerpts(f"{name}〔{overlap.pk}〕", source.blob.read.text, passages)


def _excerpts(name: str, text: str, passages: Passages) -> tuple[Text, Passages]:
    words, moved, at = [], [], 0
    for passage in passages:
        excerpt = text[slice(*passage.b)]
        words.append(excerpt)
        moved.append(replace(passage, b=(at, at + len(excerpt))))
        at += len(excerpt) + 1
    return Text(name, "\n".join(words)), tuple(moved)


def _pair(a: str, b: str, overlap: Overlap, passages: Passages) -> Pair:
    return Pair(
        a, b, overlap.share, overlap.other_share, Grade(overlap.grade), passages,
        sum(passage.rare for passage in passages), sum(passage.common for passage in passages),
    )  # fmt: skip


def _passage(kept: Sequence[Any]) -> Passage:
    start, end, other_start, other_end, rare, common, similarity = kept
    return Passage((start, end), (other_start, other_end), similarity, rare, common)


def _group(kept: Mapping[str, Any], names: Mapping[int, str]) -> Group | None:
    """A group as the page tells it; None where its materials have been replaced since."""
    members = [names[pk] for pk in kept["members"] if pk in names]
    if len(members) < 2:
        return None
    source = names.get(kept["source"], "本次报送以外的文本")
    places = [Place(names[pk], (start, end)) for pk, start, end in kept["spans"] if pk in names]
    return Group(tuple(members), tuple(places), source)
