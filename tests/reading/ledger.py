"""A story as a register that an office keeps in its own way: rows of a workbook or a Word table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from io import BytesIO

import xlsxwriter

from tests.reading.layout import Printed, Style, gold_finding, head_gold, listed, review_gold
from tests.reading.markup import Gold, parse
from tests.reading.phrases import day
from tests.reading.story import Flaw, Group, Item, Story

Cell = str | int | date | None


@dataclass(frozen=True)
class Column:
    """What a column holds, its header, and the header above it if it has one."""

    role: str
    header: str
    above: str = ""


@dataclass(frozen=True)
class LedgerStyle:
    """How a register looks: its columns, its title and info rows, and its oddities."""

    columns: tuple[Column, ...]
    titled: bool = True
    informed: bool = True
    repeat_header: int = 0
    blank_rows: bool = False
    footer: str = ""
    other_sheets: tuple[str, ...] = ()
    merged: bool = True
    enumeration: str = "一是"
    sheet_per_area: bool = False
    total_row: bool = False
    real_dates: bool = False


@dataclass(frozen=True)
class Ledger:
    """The rows as printed (None continues the cell above) with their gold."""

    title: str | None
    info: str | None
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: LedgerStyle
    printed: Printed


def ledger(story: Story, style: LedgerStyle) -> Ledger:
    """Rows and gold of a story in this ledger style."""
    roles = {column.role for column in style.columns}
    rows, findings, flaws = _filled(story, style, roles)
    head = head_gold(story) | {"findings": findings, "inspected_from": None, "inspected_to": None}
    if not style.titled:
        head["title"] = None
    if not style.informed:
        head |= {"inspector": None, "feedback_date": None, "report_date": None}
    if not (style.informed or style.titled):
        head["unit"] = None
    review = review_gold([str(finding["id"]) for finding in findings], flaws)
    return Ledger(
        story.head.title if style.titled else None, _info(story) if style.informed else None,
        _headers(style), tuple(rows), style, Printed((), head, review),
    )  # fmt: skip


def _info(story: Story) -> str:
    head = story.head
    return (
        f"填报单位：{head.unit}    巡察机构：{head.inspector}    "
        f"反馈时间：{day(head.feedback_date)}    填报日期：{day(head.report_date)}"
    )


def _headers(style: LedgerStyle) -> tuple[tuple[str, ...], ...]:
    lower = tuple(column.header for column in style.columns)
    if not any(column.above for column in style.columns):
        return (lower,)
    return tuple(column.above or column.header for column in style.columns), lower


def _filled(
    story: Story, style: LedgerStyle, roles: set[str]
) -> tuple[list[tuple[Cell, ...]], list[Gold], list[tuple[int | None, Flaw]]]:
    rows: list[tuple[Cell, ...]] = []
    findings: list[Gold] = []
    flaws: list[tuple[int | None, Flaw]] = [(None, flaw) for flaw in story.flaws]
    groups_before = rows_before = 0
    for a, area in enumerate(story.areas, 1):
        if "area" in roles:
            groups_before, rows_before = 0, len(rows)
        for g, group in enumerate(area.groups, 1):
            for i, item in enumerate(group.items, 1):
                first = (i == 1, g == 1 and i == 1)
                rows.append(_row(item, style, len(rows) + 1, area.title, group, first))
                within = (a, g + groups_before, i if len(group.items) > 1 else 0)
                levels = _place(roles, within, len(rows) - rows_before)
                flaws += [(len(findings), flaw) for flaw in item.flaws]
                findings.append(_finding(item, style, roles, levels, area.title, group.title))
        groups_before += len(area.groups)
    return rows, findings, flaws


def _place(roles: set[str], within: tuple[int, int, int], row: int) -> str:
    """AREA.GROUP.ITEM of the levels that the columns show; `row` counts within the area."""
    area, group, item = within
    levels = [area] if "area" in roles else []
    levels += [group, item] if "group" in roles else [row]
    return ".".join(map(str, filter(None, levels)))


def _finding(
    item: Item, style: LedgerStyle, roles: set[str], identity: str, area: str, group: str
) -> Gold:
    text = Style(
        enumeration=style.enumeration,
        state_label="state" if "state" in roles else "",
        duties="lines" if roles & {"limit", "leaders", "units"} else "",
    )
    shown = item if "outcome" in roles else replace(item, outcome=None)
    place: Gold = {
        "id": identity,
        "area": area if "area" in roles else None,
        "group": group if "group" in roles else None,
    }
    gold = place | gold_finding(shown, text, item.problem, "\n")
    missing: Gold = {"leaders": [], "units": [], "deadline": item.due}
    return gold | {name: empty for name, empty in missing.items() if _ROLE[name] not in roles}


_ROLE = {"leaders": "leaders", "units": "units", "deadline": "limit"}


def _row(
    item: Item, style: LedgerStyle, number: int, area: str, group: Group, first: tuple[bool, bool]
) -> tuple[Cell, ...]:
    opens_group, opens_area = first
    text = Style(enumeration=style.enumeration)
    response = None if item.response is None else listed(item.response, text)
    values: dict[str, Cell] = {
        "number": number,
        "area": area if opens_area or not style.merged else None,
        "group": group.title if opens_group or not style.merged else None,
        "problem": parse(item.problem).text,
        "goal": item.goal or "",
        "measures": response or "",
        "outcome": parse(item.outcome).text if item.outcome else "",
        "state": item.state[0] if item.state else "",
        "limit": _limit(item, style),
        "leaders": "、".join(item.leaders),
        "units": "、".join(item.units),
        "note": "",
    }
    return tuple(values[column.role] for column in style.columns)


def _limit(item: Item, style: LedgerStyle) -> Cell:
    """The limit as printed, or as a date of the workbook's own where it is one."""
    printed, day = item.limit or ("", None)
    return date.fromisoformat(day) if style.real_dates and day else printed


def workbook(ledger: Ledger) -> bytes:
    """The ledger as xlsx: title and info over all columns, merged headers and cells."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name in ledger.style.other_sheets:
            _explanation(book.add_worksheet(name), name)
        dates = book.add_format({"num_format": "yyyy/m/d"})
        for number, part in enumerate(_parts(ledger), 1):
            sheet = book.add_worksheet(
                f"整改台账{number}" if ledger.style.sheet_per_area else "整改台账"
            )
            sheet.add_write_handler(date, partial(_write_date, form=dates))
            _write_sheet(sheet, part)
    return buffer.getvalue()


def _write_date(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    day: date,
    _: object = None,
    *,
    form: xlsxwriter.format.Format,
) -> int:
    return int(sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), form))


def _parts(ledger: Ledger) -> list[Ledger]:
    """The ledger itself, or one for each area, as rows that open an area begin it."""
    if not ledger.style.sheet_per_area:
        return [ledger]
    at = [column.role for column in ledger.style.columns].index("area")
    starts = [n for n, row in enumerate(ledger.rows) if row[at] is not None]
    ends = [*starts[1:], len(ledger.rows)]
    return [replace(ledger, rows=ledger.rows[s:e]) for s, e in zip(starts, ends, strict=True)]


def _write_sheet(sheet: xlsxwriter.worksheet.Worksheet, ledger: Ledger) -> None:
    line, width = 0, len(ledger.style.columns)
    for text in filter(None, (ledger.title, ledger.info)):
        sheet.merge_range(line, 0, line, width - 1, text)
        line += 1
    line = _write_header(sheet, line, ledger.header)
    line = _write_rows(sheet, line, ledger)
    if ledger.style.total_row:
        sheet.write_row(line, 0, ("合计", f"{len(ledger.rows)}个"))
        line += 1
    if ledger.style.footer:
        sheet.merge_range(line, 0, line, width - 1, ledger.style.footer)


def _explanation(sheet: xlsxwriter.worksheet.Worksheet, name: str) -> None:
    for row, text in enumerate((name, "1.本表一式两份，按月报送。", "2.整改时限须填写具体日期。")):
        sheet.write(row, 0, text)


def _write_header(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, header: tuple[tuple[str, ...], ...]
) -> int:
    if len(header) == 1:
        sheet.write_row(line, 0, header[0])
        return line + 1
    upper, lower = header
    column = 0
    while column < len(upper):
        end = column
        while end + 1 < len(upper) and upper[end + 1] == upper[column] != lower[end + 1]:
            end += 1
        if upper[column] == lower[column]:
            sheet.merge_range(line, column, line + 1, column, upper[column])
        else:
            _merge(sheet, line, column, line, end, upper[column])
            sheet.write_row(line + 1, column, lower[column : end + 1])
        column = end + 1
    return line + 2


def _merge(
    sheet: xlsxwriter.worksheet.Worksheet, top: int, left: int, bottom: int, right: int, value: Cell
) -> None:
    """A merged range, or a plain cell where there is nothing to merge."""
    if (top, left) == (bottom, right):
        sheet.write(top, left, value)
    else:
        sheet.merge_range(top, left, bottom, right, value)


def _write_rows(sheet: xlsxwriter.worksheet.Worksheet, line: int, ledger: Ledger) -> int:
    starts: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(ledger.rows):
        interrupted = _interrupted(ledger.style, number)
        if interrupted:
            _close(sheet, starts, line)
            if interrupted == "header":
                sheet.write_row(line, 0, ledger.header[-1])
            line += 1
        for column, value in enumerate(_unmerged(ledger.rows, number) if interrupted else row):
            if value is not None:
                _close(sheet, {column: starts.pop(column)} if column in starts else {}, line)
                starts[column] = (line, value)
        line += 1
    _close(sheet, starts, line)
    return line


def _interrupted(style: LedgerStyle, number: int) -> str:
    """What stands above a row: the header again, an empty row, or nothing."""
    if style.repeat_header and number and number % style.repeat_header == 0:
        return "header"
    return "blank" if style.blank_rows and number == 2 else ""


def _unmerged(rows: Sequence[tuple[Cell, ...]], number: int) -> tuple[Cell, ...]:
    """A row with the values that merged cells above would have given it."""
    values = list(rows[number])
    for column in range(len(values)):
        above = number
        while values[column] is None and above:
            above -= 1
            values[column] = rows[above][column]
    return tuple(values)


def _close(
    sheet: xlsxwriter.worksheet.Worksheet, starts: dict[int, tuple[int, Cell]], end: int
) -> None:
    """Writes the cells that began above `end`, merged down to it."""
    for column, (start, value) in list(starts.items()):
        _merge(sheet, start, column, end - 1, column, value)
        del starts[column]
