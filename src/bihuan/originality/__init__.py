"""Texts -> what they share with each other: pairs, passages, groups; and what gives a copy away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bihuan.model import Comparison, Leftover, Text
from bihuan.originality.intake import to_text

__all__ = ["compare", "leftovers", "to_text"]

Progress = Callable[[str, float], None]
"""Told the stage in Chinese and how much of it is done, 0..1."""


def compare(
    texts: Iterable[Text],
    *,
    against: Iterable[Text] | Path = (),
    official: Iterable[Text] = (),
    least: int = 32,
    progress: Progress | None = None,
) -> Comparison:
    """What the texts share with each other and with the reference `against`.

    `against` is texts or an index's file; its texts are not compared with each other. Wording of
    the `official` texts (what superiors sent down, law, blank forms) doesn't count. `least` is the
    least number of characters of a passage that is told. Names must differ.
    """
    from bihuan.originality.corpus import normalise
    from bihuan.originality.engine import Settings, find
    from bihuan.originality.official import Wording, packaged
    from bihuan.originality.telling import tell

    own = sorted(texts, key=lambda text: text.name)
    reference = sorted(against, key=lambda text: text.name)
    corpus = normalise([*own, *reference])
    (packaged() | Wording.of(list(official))).mark(corpus)
    found = find(corpus, len(own), Settings(mass=least), progress or (lambda stage, done: None))
    written = {text.name: text.written for text in [*own, *reference] if text.written}
    return tell(corpus, len(own), found, written, least)


def leftovers(
    text: str, *, unit: str | None = None, year: int | None = None
) -> tuple[Leftover, ...]:
    """What another text left behind: foreign places and units, XX, another year's dates.

    `unit` names the author's unit with what lies above it (云岭县青石镇), `year` what it is about.
    """
    raise NotImplementedError
