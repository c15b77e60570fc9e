"""Texts -> what they share with each other: pairs, passages, groups; and what gives a copy away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from bihuan.model import Comparison, Text
from bihuan.originality.intake import to_text
from bihuan.originality.leftovers import leftovers

if TYPE_CHECKING:
    from bihuan.originality.corpus import Corpus
    from bihuan.originality.engine import Stored
    from bihuan.originality.index import Index
    from bihuan.originality.spill import Workspace

__all__ = ["compare", "leftovers", "to_text"]


def compare(
    texts: Iterable[Text],
    *,
    against: Iterable[Text] = (),
    indexes: Sequence[Index] = (),
    official: Iterable[Text] = (),
    least: int = 32,
    memory: float | None = None,
    engine: str = "duckdb",
    master: str | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Comparison:
    """What the texts share with each other and with the reference: texts `against` and `indexes`.

    The reference's texts are not compared with each other. Wording of the `official` texts (what
    superiors sent down, law, blank forms) doesn't count. `least` is the least number of rare
    characters of a passage that is told. With `memory`, in GB, what needs more is kept in files.
    `engine` is "spark" for a cluster at `master`, else for this machine; MissingPart where
    Spark isn't installed. `progress` is told each stage, in Chinese, and how much of it is done,
    0..1. Names must differ; an index's text whose name is taken is told as 索引/….
    """
    from bihuan.originality.engine import Settings, find
    from bihuan.originality.spill import workspace
    from bihuan.originality.telling import tell

    own = sorted(texts, key=lambda text: text.name)
    reference = sorted(against, key=lambda text: text.name)
    characters = sum(len(text.text) for text in own + reference)
    with workspace(characters, memory) as space:
        corpus, stored = _corpus(own + reference, indexes, list(official), space)
        settings = Settings(mass=least)
        if engine == "spark":
            from bihuan.originality import spark

            found = spark.find(corpus, len(own), settings, master)
        else:
            found = find(corpus, len(own), settings, progress, stored=stored, space=space)
        written = {text.name: text.written for text in own + reference if text.written}
        return tell(corpus, len(own), found, written, least)


def _corpus(
    texts: Sequence[Text], indexes: Sequence[Index], official: Sequence[Text], space: Workspace
) -> tuple[Corpus, list[Stored]]:
    """All texts with what doesn't count marked, and the keys that the indexes bring."""
    from bihuan.originality.corpus import gather, joined, renamed
    from bihuan.originality.engine import Stored
    from bihuan.originality.official import Wording, packaged

    corpus = gather(texts, space)
    wording = packaged() | Wording.of(official) if official else packaged()
    wording.mark(corpus)
    taken, place, stored, corpora = set(corpus.names), len(corpus.codes), [], [corpus]
    for index in indexes:
        corpora.append(renamed(index.corpus, taken))
        stored.append(Stored(place, index.keys))
        place += len(index.corpus.codes)
        taken.update(corpora[-1].names)
    return joined(corpora), stored
