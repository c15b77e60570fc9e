"""A comparison as JSON, contract `bihuan.reuse/1`."""

from __future__ import annotations

from typing import Any

from bihuan.model import Comparison, Group, Pair

FORMAT = "bihuan.reuse/1"


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison; `rare` and `common` are characters, `source` is the probable first text."""
    return {
        "format": FORMAT,
        "documents": comparison.documents,
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "groups": [_group(group) for group in comparison.groups],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "a_share": round(pair.a_share, 4),
        "b_share": round(pair.b_share, 4),
        "grade": pair.grade.value,
        "rare": pair.rare,
        "common": pair.common,
        "passages": [{"a": list(one.a), "b": list(one.b)} for one in pair.passages],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "members": list(group.members),
        "source": group.source,
        "passages": [
            {"document": place.document, "span": list(place.span)} for place in group.passages
        ],
    }
