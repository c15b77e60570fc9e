"""The ids of a register's findings: by position, whatever numbers are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bihuan.reading.columns import Column
from bihuan.reading.folding import fold
from bihuan.reading.rows import Entry

Path = tuple[str | int, ...]
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
    """Paths of distinct titles; without any title of a level, that level is left out."""
    levels = [
        level
        for level in (Column.AREA, Column.GROUP)
        if any(level in entry.titles for entry in entries)
    ]
    return [_path(entry, index, levels) for index, entry in enumerate(entries)]


def _path(entry: Entry, index: int, levels: Sequence[Column]) -> Path:
    path: list[str | int] = []
    for level in levels:
        title = entry.titles.get(level)
        if level is Column.AREA:
            path.append(title.text if title else "")
        elif title:
            path.append(title.text)
    return tuple(path) if entry.names_group else (*path, index)


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
