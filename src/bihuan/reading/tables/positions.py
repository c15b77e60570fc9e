"""The ids of a register's findings: by position, whatever numbers are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bihuan.reading.folding import fold
from bihuan.reading.tables.columns import Column
from bihuan.reading.tables.rows import Entry

Path = tuple[str | int, ...]
_LEVELS = (Column.AREA, Column.GROUP)
_DOTTED = re.compile(r"\d{1,4}(?:[.．]\d{1,4}){0,2}")


def positions(entries: Sequence[Entry], *, own: bool) -> list[str]:
    """The id of each entry (AREA.GROUP.ITEM, a missing level left out).

    The register's own numbers tell the levels where they are dotted (1.4 a group without items,
    1.4.1 an item) and agree with the titles; `own` is a register that bihuan wrote, whose numbers
    are ids. Otherwise the areas and groups tell them.
    """
    printed = [_printed(entry) for entry in entries]
    numbers = [number for number in printed if number is not None]
    if len(numbers) == len(entries) and (own or _tell_levels(entries, numbers)):
        return _counted(numbers)
    return _counted(_by_titles(entries))


def _printed(entry: Entry) -> Path | None:
    text = fold("".join(entry.texts(Column.NUMBER)))
    return tuple(text.split(".")) if _DOTTED.fullmatch(text) else None


def _tell_levels(entries: Sequence[Entry], numbers: Sequence[Path]) -> bool:
    if any(len(number) == 1 for number in numbers):
        return False
    for (before, first), (after, second) in pairwise(zip(entries, numbers, strict=True)):
        area = _same(before, after, Column.AREA)
        if area is not None and area != (first[0] == second[0]):
            return False
        items = first[:2] == second[:2] and 3 in (len(first), len(second))
        if _same(before, after, Column.GROUP) and not items:
            return False
    return True


def _same(before: Entry, after: Entry, level: Column) -> bool | None:
    """Whether two entries stand under one title of a level, or None where it isn't told."""
    first, second = before.titles.get(level), after.titles.get(level)
    return first.text == second.text if first and second else None


def _by_titles(entries: Sequence[Entry]) -> list[Path]:
    """Paths of titles; a level without any title is left out, and so is the item of a group of one.

    A finding that only its place tells from the one before it gets the place.
    """
    levels = [level for level in _LEVELS if any(level in entry.titles for entry in entries)]
    titles = [_titles(entry, levels) for entry in entries]
    return [_path(entries, titles, index, levels) for index in range(len(entries))]


def _titles(entry: Entry, levels: Sequence[Column]) -> Path:
    """The titles that the entry stands under; only an area may be missing among them."""
    named = {level: entry.titles[level].text for level in levels if level in entry.titles}
    area = (named.get(Column.AREA, ""),) if Column.AREA in levels else ()
    return area + ((named[Column.GROUP],) if Column.GROUP in named else ())


def _path(
    entries: Sequence[Entry], titles: Sequence[Path], index: int, levels: Sequence[Column]
) -> Path:
    under = titles[index]
    beside = [titles[n] for n in (index - 1, index + 1) if 0 <= n < len(titles)]
    grouped = Column.GROUP in levels and len(under) == len(levels)
    alone = grouped and under not in beside
    return under if alone or entries[index].names_group else (*under, index)


def _counted(paths: Sequence[Path]) -> list[str]:
    """Counts at each level the different parts that follow each other under the same parent.

    A path that says the same as the one before it (1.10 kept as 1.1) is another part all the same.
    """
    ids: list[str] = []
    last: Path = ()
    counts: list[int] = []
    for path in paths:
        kept = min(_shared(path, last), len(path) - 1)
        current = counts[kept] if kept < len(counts) else 0
        counts = [*counts[:kept], current + 1, *[1] * (len(path) - kept - 1)]
        ids.append(".".join(map(str, counts)))
        last = path
    return ids


def _shared(path: Path, last: Path) -> int:
    pairs = enumerate(zip(path, last, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(path), len(last)))
