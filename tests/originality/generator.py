"""Texts of the tests' own making, honest and copied, with what was copied from where.

Every text is invented sentence by sentence; what two honest ones have in common are formulas, a
quoted law, an outline, and sentences of one build. Copies are of the eight kinds of the issue, and
hidden templates.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bihuan.model import Span, Text
from tests.originality.words import (
    DETAILS,
    FORMULAS,
    GIVEN,
    LAW,
    NOUNS,
    OUTLINE,
    PLACES,
    RESULTS,
    SUBJECTS,
    SURNAMES,
    SYNONYMS,
    VERBS,
    VILLAGES,
)


@dataclass(frozen=True)
class Copy:
    """One planted copy: what stands in `a` stands, changed or not, in `b`."""

    kind: str
    a: str
    a_span: Span
    b: str
    b_span: Span


@dataclass
class Planted:
    """Texts with what was planted in them; a template's places by its number."""

    texts: list[Text] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    templates: list[dict[str, Span]] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How the honest texts are: their length in characters, and how many sentences are formulas."""

    length: tuple[int, int] = (1000, 1800)
    formulas: float = 0.25
    law: float = 0.05
    outline: bool = True


def person(chance: random.Random) -> str:
    """A name."""
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randint(1, 2)))


def sentence(chance: random.Random) -> str:
    """A sentence that says something of its own."""
    pick = chance.choice
    build = chance.randrange(8)
    who, what, other = pick(SUBJECTS), pick(NOUNS), pick(NOUNS)
    day = f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    village, number = pick(VILLAGES), chance.randint(2, 90)
    act, then, how = pick(VERBS), pick(VERBS), pick(DETAILS)
    end, place = pick(RESULTS), pick(PLACES)
    match build:
        case 0:
            return f"{day}，{village}村{who}{how}{act}{what}{number}处，{end}。"
        case 1:
            return f"{person(chance)}反映{place}的{what}无人{act}，{who}{how}{then}，{end}。"
        case 2:
            return f"{who}在{place}{act}了{what}，又把{other}{how}{then}了一遍。"
        case 3:
            people = f"由{person(chance)}{how}{act}"
            return f"涉及{village}、{pick(VILLAGES)}的{number}件{what}，{people}，{end}。"
        case 4:
            left = f"{how}{act}后余{chance.randint(1, 30)}个"
            return f"{place}原有{what}{number}个，{left}，{other}改由{who}{then}。"
        case 5:
            return f"有的{who}不愿{act}{what}，{person(chance)}{how}上门{then}，{end}。"
        case 6:
            return f"{how}{act}{village}村{place}的{what}，{then}{other}，花费{number * 37}元。"
        case _:
            return f"对{other}{act}不细的，{who}{how}{then}{what}；{village}村{end}。"


def passage(chance: random.Random, length: int) -> str:
    """Sentences of one's own, at least so many characters."""
    found = ""
    while len(found) < length:
        found += sentence(chance)
    return found


def honest(chance: random.Random, style: Style) -> str:
    """A text that nobody copied."""
    length = chance.randint(*style.length)
    parts, size = [], 0
    headings = list(OUTLINE) if style.outline else []
    while size < length:
        if headings and size >= length * (len(OUTLINE) - len(headings)) / len(OUTLINE):
            parts.append("\n" + headings.pop(0) + "\n")
        drawn = chance.random()
        if drawn < style.law / 4:
            parts.append("根据" + LAW)
        elif drawn < style.formulas:
            parts.append(chance.choice(FORMULAS))
        else:
            parts.append(sentence(chance))
        size += len(parts[-1])
    return "".join(parts)


# Changes that copiers make


def edited(chance: random.Random, text: str, share: float) -> str:
    """So many of the characters replaced, left out or doubled by another."""
    alphabet = "的了在是有和就不人都一上也很到说要去你会着没看好自这"
    found = []
    for character in text:
        if chance.random() >= share:
            found.append(character)
            continue
        match chance.randrange(4):
            case 0:
                pass
            case 1:
                found.append(character + chance.choice(alphabet))
            case _:
                found.append(chance.choice(alphabet))
    return "".join(found)


def renamed(chance: random.Random, text: str) -> str:
    """Villages replaced throughout, and all figures."""
    others = chance.sample(VILLAGES, len(VILLAGES))
    names = dict(zip(VILLAGES, others, strict=True))
    for number, name in enumerate(VILLAGES):
        text = text.replace(name + "村", f"\ue000{chr(0xE100 + number)}")
    for number, name in enumerate(VILLAGES):
        text = text.replace(f"\ue000{chr(0xE100 + number)}", names[name] + "村")
    return "".join(str(chance.randrange(10)) if c.isdigit() else c for c in text)


def reordered(chance: random.Random, text: str) -> str:
    """The sentences in another order."""
    sentences = [part + "。" for part in text.split("。") if part]
    chance.shuffle(sentences)
    return "".join(sentences)


def reworded(chance: random.Random, text: str) -> str:
    """Synonyms for the words that have one."""
    for word, other in SYNONYMS.items():
        if chance.random() < 0.8:
            text = text.replace(word, other)
    return text


def mixed(chance: random.Random, text: str) -> str:
    """A little of everything."""
    return edited(chance, reworded(chance, renamed(chance, reordered(chance, text))), 0.05)


WHOLE: dict[str, Callable[[random.Random, str], str]] = {
    "whole-renamed": renamed,
    "whole-edited": lambda chance, text: edited(chance, text, 0.1),
}
PASSAGES: dict[str, Callable[[random.Random, str], str]] = {
    "exact": lambda chance, text: text,
    "edited": lambda chance, text: edited(chance, text, 0.2),
    "reordered": reordered,
    "renamed": renamed,
    "reworded": reworded,
    "mixed": mixed,
}


def planted(
    seed: int,
    count: int,
    *,
    style: Style | None = None,
    share: float = 0.2,
    templates: Sequence[int] = (),
    change: float = 0.05,
) -> Planted:
    """So many texts, of which a share holds a copy from an honest one, and each template so many.

    A template is a passage of 300 to 500 characters that each of its texts changes a little.
    """
    chance = random.Random(seed)
    style = style or Style()
    bodies = [honest(chance, style) for _ in range(count)]
    names = [f"{number:05}.txt" for number in range(count)]
    order = chance.sample(range(count), count)
    copies, places = [], []
    kinds = [*WHOLE, *PASSAGES]
    copying = int(count * share / 2) * 2
    for number, (source, target) in enumerate(
        zip(order[0:copying:2], order[1:copying:2], strict=True)
    ):
        kind = kinds[number % len(kinds)]
        copies.append(_copy(chance, bodies, names, source, target, kind))
    free = order[copying:]
    for size in templates:
        members, free = free[:size], free[size:]
        places.append(_template(chance, bodies, names, members, change))
    texts = [Text(name, body) for name, body in zip(names, bodies, strict=True)]
    return Planted(texts, copies, places)


def _copy(
    chance: random.Random,
    bodies: list[str],
    names: list[str],
    source: int,
    target: int,
    kind: str,
) -> Copy:
    if kind in WHOLE:
        bodies[target] = WHOLE[kind](chance, bodies[source])
        whole = ((0, len(bodies[source])), (0, len(bodies[target])))
        return Copy(kind, names[source], whole[0], names[target], whole[1])
    length = chance.randint(100, 400)
    start = chance.randrange(max(1, len(bodies[source]) - length))
    span = start, min(start + length, len(bodies[source]))
    text = PASSAGES[kind](chance, bodies[source][slice(*span)])
    at = chance.randrange(len(bodies[target]))
    bodies[target] = bodies[target][:at] + text + bodies[target][at:]
    return Copy(kind, names[source], span, names[target], (at, at + len(text)))


def _template(
    chance: random.Random,
    bodies: list[str],
    names: list[str],
    members: list[int],
    change: float,
) -> dict[str, Span]:
    template = passage(chance, chance.randint(300, 500))
    places = {}
    for member in members:
        text = edited(chance, template, change)
        at = chance.randrange(len(bodies[member]))
        bodies[member] = bodies[member][:at] + text + bodies[member][at:]
        places[names[member]] = (at, at + len(text))
    return places
