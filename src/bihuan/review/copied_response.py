"""copied-response: two findings answered by nearly the same text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bihuan.model import Remark
from bihuan.review.case import Case, Item, remark

# Below this length an answer is a formula that findings may share (该问题已完成整改…).
_LEAST_LENGTH = 25
_ALIKE = 88.0
# Comparing takes the product of two lengths.
_COMPARED = 4000
_GRAM = 5
_STRIDE = 3
# A gram that more answers share is common phrasing and only costs time.
_COMMON = 8
_FORMULA = re.compile(r"(?:该|此|本)(?:项|条)?(?:问题|任务)[^。;,]{0,12}整改[^。;,]{0,12}[。;,]")
_FIGURE = re.compile(r"\d+")
_LIST_MARK = re.compile(
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十],|[①-⑳]|[(]?\d{1,2}[).、]"
)
_CLAUSE = re.compile(r"[^,。;:!?\n]+")
_NOISE = re.compile(r"[\W_]+")


def find(case: Case) -> Iterator[Remark]:
    """One remark on each finding whose answer repeats an earlier finding's."""
    answered = [item for item in case.items if item.response is not None]
    bare = [_bare(item) for item in answered]
    clauses = [_clauses(item) for item in answered]
    problems = [item.problem.folded for item in answered]
    candidates = _candidates(bare)
    for late, earlier in sorted(candidates.items()):
        twin = _twin(bare, clauses, problems, late, sorted(earlier))
        if twin is not None:
            yield _told(answered[twin], answered[late])


def _bare(item: Item) -> str:
    response = item.response
    assert response is not None
    return _NOISE.sub("", _FORMULA.sub("", response.folded[:_COMPARED]))


def _clauses(item: Item) -> frozenset[str]:
    response = item.response
    assert response is not None
    text = _LIST_MARK.sub("", _FORMULA.sub("", response.folded[:_COMPARED]))
    return frozenset(clause.strip() for clause in _CLAUSE.findall(text))


def _reordered(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two answers consist of the same clauses in whatever order."""
    if min(len(one), len(other)) < 3:
        return False
    shared = sum(map(len, one & other))
    return 100 * shared >= _ALIKE * max(sum(map(len, one)), sum(map(len, other)))


def _candidates(bare: list[str]) -> dict[int, set[int]]:
    """For each long answer, the earlier ones that share a sampled run of characters with it.

    Two texts that are alike by 88 % share many such runs, so sampling keeps the work linear
    without losing pairs.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for index, text in enumerate(bare):
        if len(text) < _LEAST_LENGTH:
            continue
        last = len(text) - _GRAM + 1
        for start in range(last):
            earlier = holders.get(text[start : start + _GRAM])
            if earlier is not None and len(earlier) < _COMMON:
                found[index].update(earlier)
        for start in range(0, last, _STRIDE):
            holders[text[start : start + _GRAM]].append(index)
    return found


def _twin(
    bare: list[str],
    clauses: list[frozenset[str]],
    problems: list[str],
    late: int,
    earlier: list[int],
) -> int | None:
    """The first earlier finding with this answer; a problem told twice may be answered twice."""
    from rapidfuzz import fuzz

    for index in earlier:
        alike = fuzz.ratio(bare[index], bare[late], score_cutoff=_ALIKE)
        if not alike and not _reordered(clauses[index], clauses[late]):
            continue
        if fuzz.ratio(problems[index], problems[late], score_cutoff=_ALIKE):
            continue
        if _same_figures(bare[index], bare[late]):
            return index
    return None


def _same_figures(one: str, other: str) -> bool:
    """Whether half of the numbers agree: a formula with figures of its own is no copy."""
    figures, others = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    return 2 * len(figures & others) >= min(len(figures), len(others))


def _told(first: Item, second: Item) -> Remark:
    assert first.response is not None
    assert second.response is not None
    message = (
        f"整改情况与问题{first.finding.id}“{_name(first)}”的几乎相同，"
        "请对照本问题写明实际采取的措施和结果。"
    )
    spans = (*second.response.whole(), *first.response.whole())
    return remark("copied-response", second, message, spans)


def _name(item: Item) -> str:
    title = item.finding.group or item.finding.problem
    title = title.strip().split("\n", 1)[0]
    return title if len(title) <= 20 else title[:20] + "…"
