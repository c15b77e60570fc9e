"""China's divisions down to the county, from the packaged list `data/places.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bihuan.model import Span

_DATA = Path(__file__).with_name("data")
_TAIL = re.compile(
    r"(?:(?:[一-龥]{1,3}族)*|维吾尔|蒙古|哈萨克|柯尔克孜|各族)"
    r"(?:自治区|自治州|特别行政区|地区|林区|特区|省|市|盟|州)$"
)
# Autonomous areas whose peoples' names are not told from the place's by form alone.
_SHORT = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "西藏自治区": "西藏",
    "延边朝鲜族自治州": "延边",
    "恩施土家族苗族自治州": "恩施",
    "湘西土家族苗族自治州": "湘西",
    "阿坝藏族羌族自治州": "阿坝",
    "甘孜藏族自治州": "甘孜",
    "凉山彝族自治州": "凉山",
    "黔西南布依族苗族自治州": "黔西南",
    "黔东南苗族侗族自治州": "黔东南",
    "黔南布依族苗族自治州": "黔南",
    "楚雄彝族自治州": "楚雄",
    "红河哈尼族彝族自治州": "红河",
    "文山壮族苗族自治州": "文山",
    "西双版纳傣族自治州": "西双版纳",
    "大理白族自治州": "大理",
    "德宏傣族景颇族自治州": "德宏",
    "怒江傈僳族自治州": "怒江",
    "迪庆藏族自治州": "迪庆",
    "临夏回族自治州": "临夏",
    "甘南藏族自治州": "甘南",
    "海北藏族自治州": "海北",
    "黄南藏族自治州": "黄南",
    "海南藏族自治州": "海南州",
    "果洛藏族自治州": "果洛",
    "玉树藏族自治州": "玉树",
    "海西蒙古族藏族自治州": "海西",
    "昌吉回族自治州": "昌吉",
    "博尔塔拉蒙古自治州": "博尔塔拉",
    "巴音郭楞蒙古自治州": "巴音郭楞",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏",
    "伊犁哈萨克自治州": "伊犁",
}
# Economic regions by the codes of the provinces and prefectures in them.
_REGIONS = {
    "珠三角": ("44",),
    "粤港澳大湾区": ("44", "81", "82"),
    "长三角": ("31", "32", "33", "34"),
    "京津冀": ("11", "12", "13"),
    "雄安新区": ("13",),
    "长株潭": ("43",),
    "成渝": ("50", "51"),
    "北部湾经济区": ("44", "45", "46"),
    "中原经济区": ("13", "14", "34", "37", "41"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A division: its code (2, 4 or 6 digits, its parents' codes being prefixes) and full name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place's name in a text; `places` bear it, `full` is whether 市, 县… was said."""

    span: Span
    name: str
    places: tuple[Place, ...]
    full: bool


def mentions(text: str) -> Iterator[Mention]:
    """The names of divisions and regions in a text, longest first, without overlap.

    A county is only known by its full name, unless it is a city.
    """
    index, at, last = _index(), 0, len(text) - 1
    while at < last:
        for name, places, full in index.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                yield Mention((at, at + len(name)), name, places, full)
                at += len(name) - 1
                break
        at += 1


@cache
def _index() -> dict[str, list[tuple[str, tuple[Place, ...], bool]]]:
    """Names by their first two characters, longest first, with what bears them."""
    index: defaultdict[str, list[tuple[str, tuple[Place, ...], bool]]] = defaultdict(list)
    for full, named in ((True, _grouped(_full_names())), (False, _grouped(_short_names()))):
        for name, places in named.items():
            index[name[:2]].append((name, tuple(places), full))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _grouped(named: Iterable[tuple[str, Place]]) -> dict[str, list[Place]]:
    grouped: defaultdict[str, list[Place]] = defaultdict(list)
    for name, place in named:
        grouped[name].append(place)
    return grouped


@cache
def _rows() -> tuple[Place, ...]:
    return tuple(Place(*line.split("\t")) for line in _lines("places.tsv"))


@cache
def ordinary_names() -> frozenset[str]:
    """Names that are words as well (长治, 城区): not enough to tell a place by."""
    return frozenset(_lines("ordinary_names.txt"))


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def _full_names() -> Iterator[tuple[str, Place]]:
    for place in _rows():
        yield place.name, place


def _short_names() -> Iterator[tuple[str, Place]]:
    for place in _rows():
        if len(place.code) < 6 or place.name.endswith("市"):
            short = _SHORT.get(place.name) or _TAIL.sub("", place.name)
            if len(short) > 1 and short != place.name:
                yield short, place
    for region, codes in _REGIONS.items():
        for code in codes:
            yield region, Place(code, region)
