"""Dates of every written form, and the limits that free text sets."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.model import Span
from bihuan.reading.numerals import parse_numeral

_CN = "〇一二三四五六七八九十"
_TEXTUAL = (
    rf"(?:(?P<year>(?:19|20)\d\d|[{_CN}]{{4}}) ?年(?:度)? ?)?"
    rf"(?P<month>\d{{1,2}}|[{_CN}]{{1,3}}) ?月份?"
    rf"(?: ?(?P<day>\d{{1,2}}|[{_CN}]{{1,3}}) ?[日号])?"
)
_YEAR_ONLY = rf"(?P<only>(?<!\d)(?:19|20)\d\d|二〇[{_CN}]{{2}}) ?年(?:度)?"
_NUMERIC = (
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<separator>[-./])(?P<m>\d{1,2})"
    r"(?:(?P=separator)(?P<d>\d{1,2}))?(?![\d%万元亩])"
)
_RANGE_DAY = r"(?<=[至到~-])(?P<late>\d{1,2})日"
# The look ahead passes over most characters before any of the forms is tried.
_DATE = re.compile(rf"(?=[\d{_CN}])(?:(?<!\d){_TEXTUAL}|{_YEAR_ONLY}|{_NUMERIC}|{_RANGE_DAY})")
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_TERM = re.compile(
    r"(?P<half>上半年|下半年)|(?:第?(?P<quarter>[一二三四1-4])季度)|(?P<yearend>年(?:底|末|内)|全年)"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: what the text names, and what stands elsewhere as None."""

    span: Span
    year: int | None
    month: int | None
    day: int | None

    def exact(self, default_year: int | None = None) -> date | None:
        """The calendar day, or None for a month, a year, or a day that doesn't exist."""
        year = self.year or default_year
        if year is None or self.month is None or self.day is None:
            return None
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def find_dates(folded: str) -> list[DateMention]:
    """Every date in folded text, in order; one without a year takes none from its neighbours."""
    return list(_mentions(folded))


def _mentions(folded: str) -> Iterator[DateMention]:
    month: int | None = None
    for match in _DATE.finditer(folded):
        groups = match.groupdict()
        if groups["month"] is None and groups["late"]:
            if month is not None:
                yield DateMention(match.span(), None, month, int(groups["late"]))
            continue
        mention = DateMention(
            match.span(),
            _number(groups["year"] or groups["only"] or groups["y"]),
            _number(groups["month"] or groups["m"]),
            _number(groups["day"] or groups["d"]),
        )
        if _is_date(mention, match[0]):
            month = mention.month
            yield mention


def _number(text: str | None) -> int | None:
    return parse_numeral(text) if text else None


def _is_date(mention: DateMention, text: str) -> bool:
    """Leaves out 2.5 and 2021.3 without a day: a decimal fraction is more likely than a month."""
    if mention.month is None:
        return True
    if "." in text and mention.day is None:
        return mention.year is not None and 1 <= mention.month <= 12
    return True


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def resolve_years(mentions: list[DateMention]) -> list[DateMention]:
    """Mentions in the order of a narrative: a missing year is that of the date before it.

    A month earlier than the one before it belongs to the next year: 2023年11月3日…，1月15日反馈.
    """
    resolved: list[DateMention] = []
    year = month = None
    for mention in mentions:
        current = mention.year
        if current is None and year is not None:
            rolls = month is not None and mention.month is not None and mention.month < month
            current = year + 1 if rolls else year
        year, month = current, mention.month
        resolved.append(DateMention(mention.span, current, mention.month, mention.day))
    return resolved


_PERIODS = (("上旬", 10), ("中旬", 20))


def limit_of(folded: str, reference: date | None) -> date | None:
    """The last day that a time limit's text names: 2025年6月底前 is 2025-06-30.

    `folded` is the limit's own text; of several dates the last counts. A text without a year is
    counted from `reference` on (the feedback or report date). None where no date is named.
    """
    mentions = [m for m in resolve_years(find_dates(folded)) if m.month is not None]
    if mentions:
        return _limit_of_mention(mentions[-1], folded, reference)
    return _limit_of_term(folded, reference) or _limit_of_span(folded, reference)


def _limit_of_mention(mention: DateMention, folded: str, reference: date | None) -> date | None:
    month = mention.month
    if month is None or not 1 <= month <= 12:
        return None
    year = mention.year or _year_from(reference, month, mention.day)
    if year is None:
        return None
    if mention.day is not None:
        return mention.exact(year)
    rest = folded[mention.span[1] : mention.span[1] + 2]
    for name, day in _PERIODS:
        if rest.startswith(name):
            return date(year, month, day)
    return month_end(year, month)


def _year_from(reference: date | None, month: int, day: int | None) -> int | None:
    if reference is None:
        return None
    behind = (month, day or 31) < (reference.month, reference.day)
    return reference.year + 1 if behind else reference.year


def _limit_of_term(folded: str, reference: date | None) -> date | None:
    term = _TERM.search(folded)
    years = [m.year for m in find_dates(folded) if m.year is not None]
    if term is None:
        return date(years[-1], 12, 31) if years else None
    year = years[-1] if years else (reference.year if reference else None)
    if year is None:
        return None
    if term["half"]:
        return month_end(year, 6 if term["half"] == "上半年" else 12)
    if term["quarter"]:
        return month_end(year, _QUARTERS[term["quarter"]])
    return date(year, 12, 31)


_SPAN = re.compile(
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>个月|天|日|周)(?:之)?内"
)


def _limit_of_span(folded: str, reference: date | None) -> date | None:
    """A limit counted from the feedback: 3个月内."""
    match = _SPAN.search(folded)
    count = parse_numeral(match["count"]) if match else None
    if match is None or count is None or reference is None:
        return None
    if match["unit"] == "个月":
        months = reference.month - 1 + count
        year, month = reference.year + months // 12, months % 12 + 1
        return date(year, month, min(reference.day, monthrange(year, month)[1]))
    return reference + timedelta(days=count * (7 if match["unit"] == "周" else 1))
