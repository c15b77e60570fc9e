"""Marked-up text: a document's sentence with its quantities, document numbers and measures noted.

`{14个}村` marks a quantity whose text already says its value and unit, `{33.7万元=337000元}` one
whose value is written out by hand; `[[云发〔2024〕3号]]` marks a document number, and `<m>` the
beginning of a measure. The annotations come from the author of the sentence, never from a pattern
that a reader might share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\{(?P<text>[^{}=]+)(?:=(?P<value>[^{}]+))?\}|\[\[(?P<document>.+?号)\]\]")
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>.+)")
MEASURE = "<m>"

Gold = dict[str, object]


@dataclass(frozen=True)
class Marked:
    """Plain text with the quantities and document numbers that its author marked in it."""

    text: str
    quantities: tuple[tuple[str, int | float, str], ...]
    documents: tuple[str, ...]

    def gold_quantities(self, part: str) -> list[Gold]:
        return [{"text": t, "value": v, "unit": u, "in": part} for t, v, u in self.quantities]


def parse(source: str) -> Marked:
    """Marked-up text -> what is printed and what is true of it; `<m>` must be gone already."""
    quantities: list[tuple[str, int | float, str]] = []
    documents: list[str] = []

    def plain(match: re.Match[str]) -> str:
        if match["document"]:
            documents.append(canonical_number(match["document"]))
            return match["document"]
        quantities.append((match["text"], *amount(match["value"] or match["text"])))
        return match["text"]

    text = _MARK.sub(plain, source)
    return Marked(text, tuple(quantities), tuple(dict.fromkeys(documents)))


def amount(written: str) -> tuple[int | float, str]:
    """`337000元` -> (337000, "元")."""
    match = _AMOUNT.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"an annotation must be a number and a unit: {written!r}")
    number = float(match["number"])
    return (int(number) if number.is_integer() else number), match["unit"]


def canonical_number(printed: str) -> str:
    """A document number with the brackets that the rule demands."""
    return printed.translate(str.maketrans("【】[]［］", "〔〕〔〕〔〕"))


def measures_of(source: str) -> list[str]:
    """Marked-up response -> its measures, still marked up; text before the first mark counts."""
    return [part for part in source.split(MEASURE) if part.strip()]


def enumerated(source: str) -> bool:
    return MEASURE in source
