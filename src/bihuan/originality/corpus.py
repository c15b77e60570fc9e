"""Texts as one row of normalised characters, each with its offset in its own text.

What a copy changes without changing a word is taken away: width and form (NFKC), punctuation,
spaces, zero-width characters, traditional forms. Digits are kept here and folded where grams are
made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bihuan.model import Span, Text
from bihuan.originality.pool import in_order, threads
from bihuan.originality.quoted import quotations
from bihuan.originality.spill import Workspace

Codes = NDArray[np.uint32]
_UNICODE = 0x110000
_ZERO, _NINE = ord("0"), ord("9")
# Letters, marks that make letters, and numbers: all else is punctuation or space.
_KEPT = frozenset("LN")
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Corpus:
    """Many texts' kept characters: `codes[starts[n]:starts[n + 1]]` are those of text n.

    `offsets` are the characters' offsets in their own text; `marked` tells which of them don't
    count as copied: forms, quoted law, official wording. `names` and `lengths` (in code points, as
    given) are the texts'.
    """

    names: tuple[str, ...]
    lengths: NDArray[np.int64]
    starts: NDArray[np.int64]
    codes: Codes
    offsets: NDArray[np.uint32]
    marked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)

    def text_of(self) -> NDArray[np.uint32]:
        """The number of the text in which each character stands."""
        return np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self.starts))

    def span(self, first: int, last: int, start: int) -> Span:
        """The span, in its own text, of the characters `first` to `last` counted from `start`."""
        return int(self.offsets[start + first]), int(self.offsets[start + last]) + 1


def normalise(texts: Sequence[Text]) -> Corpus:
    """The texts' kept characters, with forms and quotations marked."""
    raw = [_raw(text.text) for text in texts]
    lengths = np.array([len(codes) for codes in raw], dtype=np.int64)
    joined = np.concatenate([*raw, np.empty(0, np.uint32)])
    changed = _table(joined)[joined]
    kept = np.flatnonzero(changed)
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    starts = np.searchsorted(kept, bounds)
    counts = np.diff(starts)
    offsets = (kept - np.repeat(bounds[:-1], counts)).astype(np.uint32)
    corpus = Corpus(
        names=tuple(text.name for text in texts),
        lengths=lengths,
        starts=starts.astype(np.int64),
        codes=changed[kept],
        offsets=offsets,
        marked=np.zeros(len(kept), np.bool_),
    )
    for number, text in enumerate(texts):
        mark(corpus, number, [*text.forms, *quotations(text.text)])
    return corpus


def mark(corpus: Corpus, number: int, spans: Sequence[Span]) -> None:
    """Marks what stands in these spans of a text as not counting."""
    if not spans:
        return
    begin, end = corpus.starts[number], corpus.starts[number + 1]
    places = np.searchsorted(corpus.offsets[begin:end], np.array(spans, np.int64)) + begin
    for first, last in places:
        corpus.marked[first:last] = True


def joined(corpora: Sequence[Corpus]) -> Corpus:
    """The corpora's texts one after the other."""
    if len(corpora) == 1:
        return corpora[0]
    shifts = np.cumsum([0] + [len(corpus.codes) for corpus in corpora])
    starts = [corpus.starts[:-1] + shift for corpus, shift in zip(corpora, shifts, strict=False)]
    return Corpus(
        names=tuple(name for corpus in corpora for name in corpus.names),
        lengths=np.concatenate([corpus.lengths for corpus in corpora]),
        starts=np.concatenate([*starts, shifts[-1:]]).astype(np.int64),
        codes=np.concatenate([corpus.codes for corpus in corpora]),
        offsets=np.concatenate([corpus.offsets for corpus in corpora]),
        marked=np.concatenate([corpus.marked for corpus in corpora]),
    )


def gather(texts: Sequence[Text], space: Workspace) -> Corpus:
    """The texts' kept characters, some texts at a time, kept where the workspace keeps things."""
    parts = (texts[start : start + _AT_ONCE] for start in range(0, max(len(texts), 1), _AT_ONCE))
    with ThreadPoolExecutor(threads()) as pool:
        corpus = joined(list(in_order(pool, normalise, parts)))
    return replace(
        corpus,
        codes=space.kept(corpus.codes),
        offsets=space.kept(corpus.offsets),
        marked=space.kept(corpus.marked),
    )


def renamed(corpus: Corpus, taken: Collection[str]) -> Corpus:
    """The corpus with names that none of those taken has."""
    names = [f"索引/{name}" if name in taken else name for name in corpus.names]
    return replace(corpus, names=tuple(names))


def fold_digits(codes: Codes) -> Codes:
    """The characters with every digit as 0."""
    return np.where((codes >= _ZERO) & (codes <= _NINE), np.uint32(_ZERO), codes)


def _raw(text: str) -> Codes:
    # A lone surrogate, which a damaged file can hold, is a character like any other here.
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _table(codes: Codes) -> Codes:
    """What each code point that occurs becomes, 0 for what is dropped."""
    occurs = np.zeros(_UNICODE, np.bool_)
    occurs[codes] = True
    table = np.zeros(_UNICODE, np.uint32)
    for code in np.flatnonzero(occurs).tolist():
        table[code] = _become(code)
    return table


@cache
def _become(code: int) -> int:
    """The first kept character of the compatible form; ㎡ is m, for a copy's length stays."""
    for character in unicodedata.normalize("NFKC", chr(code)).lower():
        if unicodedata.category(character)[0] in _KEPT:
            return ord(_simplifier().convert(character)[0])
    return 0


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
