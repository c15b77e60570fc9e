"""What was found, told by names and spans: pairs with grades, groups with their first source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bihuan.model import Comparison, Grade, Group, Pair, Passage, Place, Span
from bihuan.originality.corpus import Corpus
from bihuan.originality.engine import Found
from bihuan.originality.grouping import Bundle, bundles, told_in_groups

# So much rare text must be in a passage before a pair is called copied: formulas are shorter, and
# those that stand near each other read like an edited copy.
_STRONG, _STRONG_EDITED = 80, 110
_VERBATIM, _EDITED = 0.95, 0.6


def tell(
    corpus: Corpus, own: int, found: Found, written: Mapping[str, datetime], least: float
) -> Comparison:
    """The pairs and groups; `written` is when texts were written, by name."""
    together = bundles(found)
    hidden = told_in_groups(found, together)
    rows = [row for row in range(len(found.a)) if row not in hidden]
    pairs = [
        _pair(corpus, found, list(of_pair), least)
        for _, of_pair in groupby(rows, key=lambda row: (found.a[row], found.b[row]))
    ]
    pairs.sort(key=lambda pair: (-max(pair.a_share, pair.b_share), pair.a, pair.b))
    groups = [_group(corpus, bundle, written) for bundle in together]
    groups.sort(key=lambda group: (-len(group.members), group.members, group.passages[0].span))
    return Comparison(own, tuple(pairs), tuple(groups))


# Pairs


def _pair(corpus: Corpus, found: Found, rows: list[int], least: float) -> Pair:
    a, b = int(found.a[rows[0]]), int(found.b[rows[0]])
    passages = tuple(_passage(corpus, found, row) for row in rows)
    return Pair(
        a=corpus.names[a],
        b=corpus.names[b],
        a_share=_share([passage.a for passage in passages], int(corpus.lengths[a])),
        b_share=_share([passage.b for passage in passages], int(corpus.lengths[b])),
        grade=_grade(passages, least),
        passages=passages,
        rare=sum(passage.rare for passage in passages),
        common=sum(passage.common for passage in passages),
    )


def _passage(corpus: Corpus, found: Found, row: int) -> Passage:
    from rapidfuzz.distance import Levenshtein

    clusters = found.clusters
    a = _range(corpus, found.a[row], clusters.a_start[row], clusters.a_end[row])
    b = _range(corpus, found.b[row], clusters.b_start[row], clusters.b_end[row])
    rare = round(float(clusters.mass[row]))
    return Passage(
        a=_span(corpus, a),
        b=_span(corpus, b),
        similarity=Levenshtein.normalized_similarity(_words(corpus, a), _words(corpus, b)),
        rare=rare,
        common=max(int(clusters.matched[row]) - rare, 0),
    )


def _range(corpus: Corpus, text: int, start: int, end: int) -> Span:
    begin = int(corpus.starts[text])
    return begin + int(start), begin + int(end)


def _words(corpus: Corpus, places: Span) -> str:
    return corpus.codes[slice(*places)].tobytes().decode("utf-32-le")


def _span(corpus: Corpus, places: Span) -> Span:
    return int(corpus.offsets[places[0]]), int(corpus.offsets[places[1] - 1]) + 1


def _share(spans: Iterable[Span], length: int) -> float:
    covered = reached = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered / length if length else 0.0


def _grade(passages: Sequence[Passage], least: float) -> Grade:
    """By the passages that hold enough rare text, each counting as much as it is long."""
    strong = [passage for passage in passages if _is_strong(passage)]
    if not strong:
        rare = any(passage.rare >= least for passage in passages)
        return Grade.SIMILAR if rare else Grade.COMMON_SOURCE
    sizes = [passage.rare + passage.common for passage in strong]
    alike = sum(p.similarity * size for p, size in zip(strong, sizes, strict=True)) / sum(sizes)
    if alike >= _VERBATIM:
        return Grade.VERBATIM
    return Grade.EDITED if alike >= _EDITED else Grade.SIMILAR


def _is_strong(passage: Passage) -> bool:
    return passage.rare >= (_STRONG if passage.similarity >= _VERBATIM else _STRONG_EDITED)


# Groups


def _group(corpus: Corpus, bundle: Bundle, written: Mapping[str, datetime]) -> Group:
    places = []
    for text, (start, end) in bundle.intervals.items():
        begin = int(corpus.starts[text])
        places.append(Place(corpus.names[text], _span(corpus, (begin + start, begin + end))))
    return Group(
        members=tuple(place.document for place in places),
        passages=tuple(places),
        source=_source(places, written),
    )


def _source(places: Sequence[Place], written: Mapping[str, datetime]) -> str:
    """The earliest of those whose day is known, else the one that has most of the passage."""
    dated = [place.document for place in places if place.document in written]
    if dated:
        return min(dated, key=lambda name: (written[name], name))
    longest = min(places, key=lambda place: (place.span[0] - place.span[1], place.document))
    return longest.document
