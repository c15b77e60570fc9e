"""A second generator, built otherwise than the first: what it makes must be judged as well.

Words of two characters are made up from common characters and drawn by Zipf's law, so that nothing
has a grammar; formulas are whole paragraphs; copies are made word by word.
"""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate

from bihuan.model import Text
from tests.originality.generator import Copy, Planted

_CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
)


class Language:
    """Words of one's own, drawn by Zipf's law."""

    def __init__(self, seed: int, words: int = 3000) -> None:
        self._chance = random.Random(seed)
        pick = self._chance.choice
        self.words = [pick(_CHARACTERS) + pick(_CHARACTERS) for _ in range(words)]
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(words)))

    def word(self) -> str:
        """One word."""
        return self.words[bisect(self._weights, self._chance.random() * self._weights[-1])]

    def clauses(self, length: int) -> str:
        """At least so many characters."""
        found = ""
        while len(found) < length:
            found += "".join(self.word() for _ in range(self._chance.randint(3, 8)))
            found += self._chance.choice("，，，。。；、")
        return found


def planted(seed: int, count: int, *, template: int = 20) -> Planted:
    """So many texts of 300 to 6,000 characters, a tenth with a copied passage, and one template."""
    chance, language = random.Random(seed), Language(seed)
    formulas = [language.clauses(chance.randint(30, 70)) for _ in range(60)]
    bodies = []
    for _ in range(count):
        parts = [language.clauses(chance.randint(80, 300)) for _ in range(chance.randint(3, 20))]
        bodies.append("".join(part + chance.choice(formulas) for part in parts))
    names = [f"{number:05}" for number in range(count)]
    order = chance.sample(range(count), count)
    copies = []
    for a, b in zip(order[: count // 10], order[count // 10 : count // 5], strict=True):
        start = chance.randrange(max(1, len(bodies[a]) - 300))
        span = start, min(len(bodies[a]), start + chance.randint(120, 300))
        changed = _reworded(chance, bodies[a][slice(*span)], language)
        at = chance.randrange(len(bodies[b]))
        bodies[b] = bodies[b][:at] + changed + bodies[b][at:]
        copies.append(Copy("reworded", names[a], span, names[b], (at, at + len(changed))))
    text, places = language.clauses(320), {}
    for member in order[-template:]:
        places[names[member]] = (len(bodies[member]), len(bodies[member]) + len(text))
        bodies[member] += text
    texts = [Text(name, body) for name, body in zip(names, bodies, strict=True)]
    return Planted(texts, copies, [places])


def _reworded(chance: random.Random, text: str, language: Language) -> str:
    """Every twelfth character or so with its neighbour replaced by another word."""
    found, place = "", 0
    while place < len(text):
        if chance.random() < 0.08:
            found += language.word()
            place += 2
        else:
            found += text[place]
            place += 1
    return found
