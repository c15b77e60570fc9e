"""Sentences with slots -> findings with numbers, villages, dates and documents of their own."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from string import Template

from tests.reading.pools import VILLAGES
from tests.reading.story import Item, Story, parse_story

_HERE = Path(__file__).parent
_SMALL = re.compile(r"\{(\d)([个名件份处座家户笔项])\}")
_DIGITS = "零一两三四五六七八九"


def load(name: str) -> Story:
    """The templates of one file, as a story whose texts still have slots."""
    return parse_story((_HERE / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Times:
    """When the fiction happens: feedback and report, between which measures are taken."""

    feedback: date
    report: date

    def between(self, rng: Random) -> date:
        return self.feedback + timedelta(rng.randint(10, (self.report - self.feedback).days - 5))

    def after(self, rng: Random) -> date:
        return self.report + timedelta(rng.randint(40, 200))


def fill(template: Item, rng: Random, times: Times, prefix: str) -> Item:
    """One finding of a template; its text, numbers and dates depend on `rng` alone."""
    limit = times.after(rng)
    slots = _slots(rng, times, prefix, limit)
    words = rng.random() < 0.15

    def filled(text: str | None) -> str | None:
        if text is None:
            return None
        result = Template(text).substitute(slots)
        return _SMALL.sub(_in_words, result) if words else result

    return replace(
        template,
        problem=filled(template.problem) or "",
        response=filled(template.response),
        evasion=filled(template.evasion),
        due=_month_end(limit) if template.due else None,
    )


def _slots(rng: Random, times: Times, prefix: str, limit: date) -> dict[str, str]:
    n = rng.randint(6, 19)
    p = rng.randint(2, n - 2)
    j = rng.choice([value for value in range(2, 10) if value not in (n, p, n - p)])
    first, second = rng.sample(VILLAGES, 2)
    day, month = times.between(rng), times.between(rng)
    return {
        "n": str(n), "p": str(p), "r": str(n - p), "j": str(j),
        "k": str(rng.randint(21, 480)), "c": str(rng.randint(61, 98)),
        "m": money(rng), "w": money(rng), "v": first, "u": second,
        "d": _day(day, rng), "e": f"{month.year}年{month.month}月",
        "f": f"{limit.year}年{limit.month}月底前{rng.choice(('', '全部'))}",
        "doc": f"{prefix}〔{times.feedback.year}〕{rng.randint(2, 80)}号",
    }  # fmt: skip


def _day(day: date, rng: Random) -> str:
    return rng.choice([f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month}月底"])


def _month_end(day: date) -> str:
    return day.replace(day=monthrange(day.year, day.month)[1]).isoformat()


def money(rng: Random) -> str:
    """A sum as officials write it, marked up."""
    kind = rng.random()
    if kind < 0.45:
        hundreds = rng.randint(31, 4200)
        return f"{{{hundreds / 100:g}万元={hundreds * 100}元}}"
    if kind < 0.7:
        yuan = rng.randint(640, 98000)
        return f"{{{yuan}元}}"
    if kind < 0.85:
        yuan, cents = rng.randint(1000, 98000), rng.randint(1, 99)
        return f"{{{yuan:,}.{cents:02d}元={yuan}.{cents:02d}元}}"
    whole = rng.randint(3, 90)
    return rng.choice([f"{{{whole}余万元={whole}0000元}}", f"{{{whole}多万元={whole}0000元}}"])


def _in_words(match: re.Match[str]) -> str:
    return f"{{{_DIGITS[int(match[1])]}{match[2]}={match[1]}{match[2]}}}"
