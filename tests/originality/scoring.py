"""How well what was planted was found.

Precision, recall and granularity over characters, and plagdet, are those of PAN (Potthast et al.,
An Evaluation Framework for Plagiarism Detection, COLING 2010), macro-averaged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from bihuan.model import Comparison, Span
from tests.originality.generator import Planted

Case = tuple[Span, Span]
Cases = dict[tuple[str, str], list[Case]]


@dataclass(frozen=True)
class Scores:
    """All 0..1."""

    pair_precision: float
    pair_recall: float
    plagdet: float
    groups: float
    by_kind: dict[str, float]
    false_pairs: tuple[tuple[str, str], ...] = ()


def score(found: Comparison, planted: Planted) -> Scores:
    """The scores of what was found; a large template's pairs are asked of its group."""
    truth, told = _truth(planted), _told(found)
    right = [pair for pair in told if pair in truth]
    return Scores(
        pair_precision=len(right) / len(told) if told else 1.0,
        pair_recall=sum(pair in told for pair in truth) / len(truth) if truth else 1.0,
        plagdet=plagdet(truth, told),
        groups=_groups(found, planted),
        by_kind=_by_kind(planted, told),
        false_pairs=tuple(sorted(set(told) - set(truth))),
    )


def true_pairs(planted: Planted) -> set[tuple[str, str]]:
    """The pairs that must be found, by names in order."""
    return set(_truth(planted))


def _truth(planted: Planted) -> Cases:
    truth: Cases = defaultdict(list)
    for copy in planted.copies:
        _add(truth, (copy.a, copy.a_span), (copy.b, copy.b_span))
    for places in planted.templates:
        if len(places) <= 12:
            entries = sorted(places.items())
            for number, one in enumerate(entries):
                for other in entries[number + 1 :]:
                    _add(truth, one, other)
    return truth


def _add(cases: Cases, one: tuple[str, Span], other: tuple[str, Span]) -> None:
    (a, a_span), (b, b_span) = sorted((one, other))
    cases[a, b].append((a_span, b_span))


def _told(found: Comparison) -> Cases:
    told: Cases = defaultdict(list)
    for pair in found.pairs:
        for part in pair.passages:
            _add(told, (pair.a, part.a), (pair.b, part.b))
    return told


def plagdet(truth: Cases, told: Cases) -> float:
    """PAN's measure: the harmonic mean of precision and recall over log2(1 + granularity)."""
    precision = _covered(told, truth)
    recall = _covered(truth, told)
    if not precision or not recall:
        return 0.0
    return 2 * precision * recall / (precision + recall) / log2(1 + _granularity(truth, told))


def _covered(cases: Cases, others: Cases) -> float:
    """The mean share of each case's characters that the other side's cases cover."""
    shares = [
        _share(case, [other for other in others.get(pair, []) if _meet(case, other)])
        for pair, entries in cases.items()
        for case in entries
    ]
    return sum(shares) / len(shares) if shares else 0.0


def _share(case: Case, others: list[Case]) -> float:
    covered = size = 0
    for side in (0, 1):
        start, end = case[side]
        inside: set[int] = set()
        for other in others:
            inside.update(range(max(start, other[side][0]), min(end, other[side][1])))
        covered += len(inside)
        size += end - start
    return covered / size if size else 0.0


def _meet(one: Case, other: Case) -> bool:
    return all(
        max(one[side][0], other[side][0]) < min(one[side][1], other[side][1]) for side in (0, 1)
    )


def _granularity(truth: Cases, told: Cases) -> float:
    counts = [
        sum(_meet(case, other) for other in told.get(pair, []))
        for pair, entries in truth.items()
        for case in entries
    ]
    counts = [count for count in counts if count]
    return sum(counts) / len(counts) if counts else 1.0


def _groups(found: Comparison, planted: Planted) -> float:
    """The mean share of a template's texts that one group holds, less those that it adds."""
    if not planted.templates:
        return 1.0
    members = [frozenset(group.members) for group in found.groups]
    return _mean(
        max((len(m & set(t)) / len(m | set(t)) for m in members), default=0.0)
        for t in planted.templates
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _by_kind(planted: Planted, told: Cases) -> dict[str, float]:
    counts: dict[str, list[int]] = defaultdict(list)
    for copy in planted.copies:
        counts[copy.kind].append(tuple(sorted((copy.a, copy.b))) in told)
    return {kind: sum(found) / len(found) for kind, found in counts.items()}
