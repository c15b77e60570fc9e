"""From what a register's rows say to drafts of findings, and to what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bihuan.model import Cell, Number, Span, Unread
from bihuan.reading.categories import IMMEDIATE, LIMITED, STANDING
from bihuan.reading.dates import limit_of
from bihuan.reading.draft import Draft
from bihuan.reading.folding import fold
from bihuan.reading.labels import Label, segments
from bihuan.reading.numbering import read_mark
from bihuan.reading.tables.columns import Column
from bihuan.reading.tables.grid import Grid, trimmed
from bihuan.reading.tables.positions import positions
from bihuan.reading.tables.rows import Entry
from bihuan.reading.tables.states import (
    is_sentence,
    limit_doubt,
    limit_text,
    state_in,
)
from bihuan.reading.titles import about, clean_title

_CATEGORY_FLAGS = frozenset({IMMEDIATE, STANDING})
_SEPARATORS = re.compile(r"[，,、；;\s]+")
_ANSWERS = (Label.RESPONSE, Label.OUTCOME)
_NUMBER = re.compile(r"(\d{1,4})[.、]?")


class Drafter:
    """Makes the drafts of a register's entries; `unread` collects what it could not understand.

    `own` is a register that bihuan wrote, whose texts are taken as they are; `dated` tells whether
    the register's head has a date from which a limit without a year can be counted.
    """

    def __init__(self, entries: Sequence[Entry], *, own: bool, dated: bool) -> None:
        self.entries = entries
        self.own = own
        self.dated = dated
        self.unread: list[Unread] = []
        self._tells = _columns_that_tell(entries)
        self._grouped = any(Column.GROUP in entry.titles for entry in entries)

    def drafts(self) -> list[Draft]:
        """The drafts in order."""
        ids = positions(self.entries, own=self.own)
        numbers = [] if self.own else _numbers(self.entries)
        drafts = [self._draft(entry, id_) for entry, id_ in zip(self.entries, ids, strict=True)]
        for draft, printed in zip(drafts, numbers, strict=False):
            draft.numbers = printed
        return drafts

    def _draft(self, entry: Entry, id_: str) -> Draft:
        titles = {level: title.text for level, title in entry.titles.items()}
        draft = Draft(
            id=id_,
            area=titles.get(Column.AREA),
            group=titles.get(Column.GROUP),
            leaders=_list(entry, Column.LEADERS),
            units=_list(entry, Column.UNITS),
            goal=entry.text(Column.GOAL),
            evidence=entry.text(Column.EVIDENCE),
            closed=_choice(entry, Column.CLOSED),
            closed_on=entry.text(Column.CLOSED_ON),
            note=entry.text(Column.NOTE),
        )
        self._problem(entry, draft)
        self._response(entry, draft)
        self._status(entry, draft)
        self._limit(entry, draft)
        return draft

    # Problem

    def _problem(self, entry: Entry, draft: Draft) -> None:
        cells = entry.cells[Column.PROBLEM]
        draft.problem = [trimmed(entry.grid.text, cell.span) for cell in cells]
        if self.own:
            return
        draft.problem[0] = _unnumbered(entry.grid.text, draft.problem[0])
        if entry.names_group or not self._grouped:
            self._named_problem(entry.grid.text, draft)

    def _named_problem(self, text: str, draft: Draft) -> None:
        """关于“…”的问题 names the group; what follows it is the problem, else the name itself."""
        start, end = draft.problem[0]
        found = about(text[start:end])
        if found is None:
            return
        (first, last), after = found
        draft.group = clean_title(text[start + first : start + last])
        rest = trimmed(text, (start + after, end))
        words = text[rest[0] : rest[1]].lstrip("。：:，,； \n")
        draft.problem[0] = (
            (rest[1] - len(words), rest[1]) if words else (start + first, start + last)
        )

    # Response

    def _response(self, entry: Entry, draft: Draft) -> None:
        for column, default in (
            (Column.MEASURES, draft.response),
            (Column.PROGRESS, draft.outcome),
        ):
            for cell in entry.cells.get(column, []):
                if column is Column.PROGRESS and self._is_state(entry.grid, cell):
                    draft.status = state_in(entry.grid.words(cell))
                else:
                    self._answer(entry.grid, cell, draft, default)

    def _is_state(self, grid: Grid, cell: Cell) -> bool:
        return not self.own and state_in(grid.words(cell)) is not None

    def _answer(self, grid: Grid, cell: Cell, draft: Draft, pieces: list[Span]) -> None:
        """Adds a cell's text without the labels that stand in it."""
        whole = trimmed(grid.text, cell.span)
        labelled = [] if self.own else _labelled(grid.text, whole)
        if not labelled:
            pieces.append(whole)
        for label, span in labelled:
            if span[1] > span[0]:
                (draft.outcome if label is Label.OUTCOME else pieces).append(span)

    # Status

    def _status(self, entry: Entry, draft: Draft) -> None:
        if chosen := entry.choices.get(Column.STATUS):
            draft.status = chosen[-1]
        for cell in entry.cells.get(Column.STATUS, []):
            words = entry.grid.words(cell)
            if (state := state_in(words)) is not None:
                draft.status = state
            elif is_sentence(words) or (entry.grid.order, cell.column) in self._tells:
                self._answer(entry.grid, cell, draft, draft.outcome)
            else:
                self._report(
                    entry.grid, cell, "看不懂这个完成情况，请改为已完成、基本完成、整改中或未完成"
                )

    # Time limit

    def _limit(self, entry: Entry, draft: Draft) -> None:
        limits = [self._checked(entry.grid, cell) for cell in entry.cells.get(Column.DEADLINE, [])]
        category = _choice(entry, Column.CATEGORY)
        words = [word for word in _SEPARATORS.split(category or "") if word]
        if words and _CATEGORY_FLAGS.issuperset(words):
            limits += [
                word for word in words if not any(word in limit for limit in limits if limit)
            ]
            category = None
        known = sorted((limit for limit in limits if limit), key=_last_day)
        draft.deadline = "，".join(known) or None
        draft.category = self._stated_category(entry, category, known)

    def _checked(self, grid: Grid, cell: Cell) -> str | None:
        limit = limit_text(grid.words(cell))
        doubt = limit_doubt(limit, dated=self.dated)
        if doubt is None:
            return limit
        self._report(grid, cell, f"整改时限{doubt}")
        return None

    def _stated_category(
        self, entry: Entry, category: str | None, limits: Sequence[str]
    ) -> str | None:
        """限期整改 says no more than that there is a limit; it is dropped where one is."""
        if category != LIMITED:
            return category
        if not limits:
            for cell in entry.cells.get(Column.CATEGORY, []):
                self._report(entry.grid, cell, "写了限期整改，却没有看得懂的整改时限，请补上日期")
        return None

    def _report(self, grid: Grid, cell: Cell, message: str) -> None:
        self.unread.append(Unread(grid.place(cell), grid.words(cell), f"{message}。"))


def _last_day(limit: str) -> date:
    return limit_of(fold(limit), None) or date.max


def _list(entry: Entry, column: Column) -> str | None:
    return "、".join(entry.texts(column)) or None


def _choice(entry: Entry, column: Column) -> str | None:
    return "，".join(entry.choices.get(column, [])) or entry.text(column)


def _unnumbered(text: str, span: Span) -> Span:
    """The problem without its number; a cell that lists several problems keeps them all."""
    folded = fold(text[span[0] : span[1]])
    mark = read_mark(folded, 0, len(folded))
    if mark is None or mark.end >= len(folded):
        return span
    lines = [m.end() for m in re.finditer("\n", folded)]
    following = (read_mark(folded, start, len(folded)) for start in lines)
    if any(other and other.form == mark.form for other in following):
        return span
    return span[0] + mark.end, span[1]


def _labelled(text: str, span: Span) -> list[tuple[Label | None, Span]]:
    """The stretches of a cell by its labels 整改措施：… 整改成效：…, empty where it has none."""
    folded = fold(text[span[0] : span[1]])
    found: list[tuple[Label | None, Span]] = []
    start = 0
    for line in folded.split("\n"):
        for segment in segments(folded, start, start + len(line)):
            known = segment.label in _ANSWERS
            label = segment.label if known or not found else found[-1][0]
            begin = segment.start if known or segment.label is None else segment.labelled_at
            found.append((label, (span[0] + begin, span[0] + segment.end)))
        start += len(line) + 1
    return found if any(label in _ANSWERS for label, _ in found) else []


def _columns_that_tell(entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """Columns of 完成情况 that hold sentences rather than states, as table and column."""
    sentences: dict[tuple[int, int], list[bool]] = {}
    for entry in entries:
        for cell in entry.cells.get(Column.STATUS, []):
            key = entry.grid.order, cell.column
            words = entry.grid.words(cell)
            sentences.setdefault(key, []).append(state_in(words) is None and is_sentence(words))
    return {key for key, told in sentences.items() if sum(told) * 2 > len(told)}


# Printed numbers


def _numbers(entries: Sequence[Entry]) -> list[list[Number]]:
    """The numbers printed before each finding and before the titles that it opens.

    A count that starts again where no numbered title stands is left out whole: it can't be told
    from a gap.
    """
    items = [_item_number(entry) for entry in entries]
    titles = [
        _opened(before, entry) for before, entry in zip([None, *entries], entries, strict=False)
    ]
    for position, item in enumerate(items):
        before = items[position - 1] if position else None
        if item and before and item.value <= before.value and not titles[position]:
            return titles
    return [
        [*opened, *([item] if item else [])] for opened, item in zip(titles, items, strict=True)
    ]


def _item_number(entry: Entry) -> Number | None:
    cells = entry.cells.get(Column.NUMBER, [])
    words = entry.grid.words(cells[0]) if cells else ""
    match = _NUMBER.fullmatch(fold(words))
    return Number(2, words, int(match[1]), cells[0].span) if match else None


def _opened(before: Entry | None, entry: Entry) -> list[Number]:
    """The numbered titles of an entry that the one before it doesn't stand under."""
    numbers = []
    for depth, level in enumerate((Column.AREA, Column.GROUP)):
        title = entry.titles.get(level)
        if title is None or not title.number:
            continue
        if before is None or before.titles.get(level) != title:
            numbers.append(Number(depth, title.number, title.value, title.span))
    return numbers
