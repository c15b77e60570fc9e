"""Fictional inspections, told once: findings with everything that is true of them.

A story knows nothing of numbering, labels or files; `layout.py` prints it. The source form is a
text of one line a thing, so that a story can be written and read like the report it becomes:

    unit: 中共云岭县白水镇委员会            the head (see `Head`), one `name: value` a line
    ## 聚焦…                              an area
    ### 低保动态管理不及时                  a group
    - {6户}家庭收入超标仍享受低保。          a finding's problem
    = <m>逐户核查。<m>停发{6户}。           its response
    + 多发资金全部追回。                     what stands under a label 整改成效
    ~ …                                    another response, that leaves the quantities open
    @ status done                          said in the response (also: due DATE)
    @ state 已完成 done                     printed under a status label, and what it means
    @ limit 2025年6月底前 2025-06-30         printed under a time-limit label; `-` for no date
    @ leaders 镇长、组织委员                  (also: units, goal)
    ! term-drift also=-1 or=other-rule      a planted defect; `?` one that is only defensible
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Flaw:
    """A planted defect; `also` are offsets (in findings) of others where it may be told as well."""

    rule: str
    also: tuple[int, ...] = ()
    alternatives: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Item:
    """One finding, in marked-up text."""

    problem: str
    response: str | None = None
    outcome: str | None = None
    evasion: str | None = None
    status: str = "unstated"
    due: str | None = None
    state: tuple[str, str] | None = None
    limit: tuple[str, str | None] | None = None
    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    goal: str | None = None
    flaws: tuple[Flaw, ...] = ()


@dataclass(frozen=True)
class Group:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Area:
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Head:
    """What the document says of itself; dates are ISO, None where it doesn't say."""

    unit: str = ""
    short: str = ""
    inspector: str = ""
    title: str | None = None
    inspected_from: str | None = None
    inspected_to: str | None = None
    feedback_date: str | None = None
    report_date: str | None = None
    kind: str = "report"


@dataclass(frozen=True)
class Story:
    head: Head
    areas: tuple[Area, ...]
    flaws: tuple[Flaw, ...] = field(default=())

    def items(self) -> list[Item]:
        return [item for area in self.areas for group in area.groups for item in group.items]


def parse_story(source: str) -> Story:
    """The source form above -> a story. Raises ValueError on a line that isn't of the form."""
    head: dict[str, str] = {}
    areas: list[tuple[str, list[tuple[str, list[Item]]]]] = []
    flaws: list[Flaw] = []
    for line in filter(None, map(str.strip, source.splitlines())):
        if line.startswith("## "):
            areas.append((line[3:], []))
        elif line.startswith("### "):
            areas[-1][1].append((line[4:], []))
        elif line[:2] in _FIELDS:
            _add(areas, flaws, line[:2].strip(), line[2:].strip())
        elif not areas and ":" in line:
            name, value = line.split(":", 1)
            head[name.strip()] = value.strip()
        else:
            raise ValueError(f"not a line of a story: {line!r}")
    return Story(Head(**head), _frozen(areas), tuple(flaws))


_FIELDS = ("- ", "= ", "+ ", "~ ", "@ ", "! ", "? ")


def _frozen(areas: list[tuple[str, list[tuple[str, list[Item]]]]]) -> tuple[Area, ...]:
    return tuple(
        Area(a, tuple(Group(g, tuple(items)) for g, items in groups)) for a, groups in areas
    )


def _add(
    areas: list[tuple[str, list[tuple[str, list[Item]]]]], flaws: list[Flaw], mark: str, text: str
) -> None:
    if mark in "!?" and not areas:
        flaws.append(_flaw(text, optional=mark == "?"))
        return
    items = areas[-1][1][-1][1]
    if mark == "-":
        items.append(Item(text))
    else:
        items[-1] = _with(items[-1], mark, text)


def _with(item: Item, mark: str, text: str) -> Item:
    match mark:
        case "=":
            return replace(item, response=text)
        case "+":
            return replace(item, outcome=text)
        case "~":
            return replace(item, evasion=text)
        case "@":
            name, value = text.split(" ", 1)
            return _with_property(item, name, value)
        case _:
            return replace(item, flaws=(*item.flaws, _flaw(text, optional=mark == "?")))


def _with_property(item: Item, name: str, value: str) -> Item:
    match name:
        case "status":
            return replace(item, status=value)
        case "due":
            return replace(item, due=value)
        case "goal":
            return replace(item, goal=value)
        case "leaders":
            return replace(item, leaders=tuple(value.split("、")))
        case "units":
            return replace(item, units=tuple(value.split("、")))
        case "state":
            printed, status = value.rsplit(" ", 1)
            return replace(item, state=(printed, status))
        case "limit":
            printed, day = value.rsplit(" ", 1)
            return replace(item, limit=(printed, None if day == "-" else day))
    raise ValueError(f"a finding has no property {name!r}")


def _flaw(text: str, *, optional: bool) -> Flaw:
    rule, *options = text.split()
    also: Iterable[int] = ()
    alternatives: tuple[str, ...] = ()
    for option in options:
        name, value = option.split("=", 1)
        if name == "also":
            also = map(int, value.split(","))
        else:
            alternatives = tuple(value.split(","))
    return Flaw(rule, tuple(also), alternatives, optional)
