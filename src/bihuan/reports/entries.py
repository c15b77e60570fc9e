"""A register's findings as a document tells them, under the headings of their areas and groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bihuan.documents.builder import clean
from bihuan.model import Finding, Progress
from bihuan.reading.categories import category_of
from bihuan.reading.folding import fold
from bihuan.reading.status import UNFINISHED
from bihuan.rectification.gates import Gate
from bihuan.rectification.snapshot import Snapshot
from bihuan.rectification.status import Degree, Status
from bihuan.register.sheet import STATUS_WORDS
from bihuan.reports import wording
from bihuan.reports.context import Area, Entry, Group, RemarkLine

_PROBLEM = "反馈问题"
_COUNTS = re.compile(r"[1-9]\d*(\.[1-9]\d*)*")


def entry_of(
    finding: Finding,
    record: Snapshot | None,
    remarks: Sequence[RemarkLine],
    events: Sequence[str],
) -> Entry:
    """The finding as told; what the office's `record` knows of its state goes before its text."""
    response, outcome = _answer(finding)
    status = _status(finding, record)
    return Entry(
        id=finding.id,
        area=wording.line(finding.area),
        group=wording.line(finding.group),
        problem=_paragraphs(finding.problem),
        response=_paragraphs(response),
        outcome=_paragraphs(outcome),
        measures=tuple(map(wording.line, finding.measures)),
        goal=wording.line(finding.goal),
        category=wording.line(finding.category),
        status=status,
        degree=record.degree.label if record else "",
        deadline=_deadline(finding, record),
        leaders="、".join(finding.leaders),
        units="、".join(finding.units),
        evidence=wording.line(finding.evidence),
        closed=wording.line(finding.closed),
        closed_on=wording.line(finding.closed_on),
        note=wording.line(finding.note),
        remaining=_remaining(finding, record) if status in wording.OPEN else "",
        transfer=_transfer(record),
        events=tuple(map(wording.line, events)),
        waivers=_waivers(record),
        remarks=tuple(remarks),
    )


def unanswered(entry: Entry) -> Entry:
    """The entry as a list of problems has it: without what was done about it."""
    return replace(entry, response=(), outcome=(), measures=(), status="", degree="", remaining="")


def _paragraphs(text: str | None) -> tuple[str, ...]:
    """The text's lines that say anything, without the white space at their ends."""
    lines = (line.strip() for line in clean(text or "").replace("\t", " ").split("\n"))
    return tuple(line for line in lines if line)


def _answer(finding: Finding) -> tuple[str, str]:
    """The response without its outcome, and the outcome."""
    response, outcome = finding.response or "", finding.outcome or ""
    if not outcome or not response.endswith(outcome):
        return response, ""
    return response.removesuffix(outcome), outcome


def _status(finding: Finding, record: Snapshot | None) -> str:
    """Standing and transferred findings are never told as done, nor what is not closed."""
    if record is None:
        return STATUS_WORDS.get(finding.status, "")
    if record.standing:
        return STATUS_WORDS[Progress.LONG_TERM]
    if record.transfer:
        return STATUS_WORDS[Progress.TRANSFERRED]
    if record.degree is Degree.NOT_DONE:
        started = record.status is not Status.DRAFT
        return STATUS_WORDS[Progress.IN_PROGRESS if started else Progress.NOT_DONE]
    proved = record.status is Status.CLOSED and record.degree is Degree.DONE
    return STATUS_WORDS[Progress.DONE if proved else Progress.MOSTLY_DONE]


def _deadline(finding: Finding, record: Snapshot | None) -> str:
    day = record.deadline if record and record.deadline else finding.deadline
    flags = category_of(immediate=finding.immediate, standing=finding.standing, dated=False)
    return "，".join(part for part in (wording.day(day), flags) if part)


def _remaining(finding: Finding, record: Snapshot | None) -> str:
    """The measures not yet taken, else the response's own sentences that say what is to come."""
    if record and (waiting := [m.text for m in record.present_measures if m.taken_at is None]):
        return "；".join(wording.line(text).rstrip("。；") for text in waiting)
    sentences = wording.sentences(finding.response or "")
    return "".join(one for one in sentences if UNFINISHED.search(fold(one)))


def _transfer(record: Snapshot | None) -> str:
    if record is None or record.transfer is None:
        return ""
    answer = record.transfer.outcome or "尚未反馈处理结果"
    return f"移交{record.transfer.to}，{answer}"


def _waivers(record: Snapshot | None) -> tuple[str, ...]:
    if record is None:
        return ()
    return tuple(
        f"{Gate(waiver.gate).label}经豁免，理由：{wording.line(waiver.reason)}"
        for waiver in record.waivers
        if waiver.cycle == record.cycle
    )


# Under headings


def arranged(entries: Sequence[Entry]) -> tuple[Area, ...]:
    """The entries under numbered headings: 一、 for areas, （一） for groups, 问题1 for findings.

    Where nothing names an area, groups take the first level. Numbers are those of the ids, which
    count by position; what an office numbers otherwise (检1) follows on what it belongs to.
    """
    entries = _counted(entries)
    named = any(entry.group for entry in entries)
    areas = groupby(entries, key=lambda entry: (entry.area, _position(entry, 0, bool(entry.area))))
    return tuple(
        _area(title, position, tuple(some), named=named) for (title, position), some in areas
    )


def _counted(entries: Sequence[Entry]) -> list[Entry]:
    """The entries by their numbers; one without, as an office gives them, gets the next."""
    known = {entry.id: entry for entry in entries if _COUNTS.fullmatch(entry.id)}
    for entry in entries:
        if entry.id not in known:
            number = _next(entry, known)
            known[number] = replace(entry, id=number)
    return [known[number] for number in sorted(known, key=_parts)]


def _next(entry: Entry, known: Mapping[str, Entry]) -> str:
    """The number after those of the same group, else of the same area, else of all."""
    names = _headings(entry)
    for depth in range(len(names), -1, -1):
        peers = [_parts(n) for n, one in known.items() if _headings(one)[:depth] == names[:depth]]
        if peers:
            last = max(peers)
            after = last[depth] + 1 if depth < len(last) else 1
            return ".".join(map(str, (*last[:depth], after, *[1] * (len(names) - depth))))
    return ".".join(["1"] * (len(names) + 1))


def _headings(entry: Entry) -> list[str]:
    return [name for name in (entry.area, entry.group) if name]


def _parts(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


def _position(entry: Entry, depth: int, there: bool) -> int:
    parts = entry.id.split(".")
    return int(parts[depth]) if there and depth < len(parts) else 0


def _area(title: str, position: int, entries: Sequence[Entry], *, named: bool) -> Area:
    depth = 1 if title else 0
    groups = groupby(entries, key=lambda entry: (entry.group, _position(entry, depth, True)))
    return Area(
        title=title,
        heading=wording.section(position, title) if title else "",
        groups=tuple(
            _group(group, number, depth, tuple(some), named=named)
            for (group, number), some in groups
        ),
    )


def _group(
    title: str, position: int, depth: int, entries: Sequence[Entry], *, named: bool
) -> Group:
    level = depth + 1
    if title:
        heading = wording.heading(level, position, wording.about(title))
        told = tuple(_below(entry, depth + 1) for entry in entries)
        return Group(title=title, heading=heading, level=level, entries=told)
    return Group(
        level=level,
        entries=tuple(
            replace(
                entry,
                number=wording.heading(level, position, ""),
                label=f"{_PROBLEM}：",
                level=level,
            )
            if named
            else replace(entry, label=f"{_PROBLEM}{position}：")
            for entry in entries
        ),
    )


def _below(entry: Entry, depth: int) -> Entry:
    item = _position(entry, depth, True)
    return replace(entry, label=f"{_PROBLEM}{item or ''}：")
