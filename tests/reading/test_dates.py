"""Dates of every written form, and the limits that free text sets."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.reading.dates import DateMention, find_dates, limit_of, resolve_years
from bihuan.reading.folding import fold

REFERENCE = date(2024, 7, 16)


def _parts(mention: DateMention) -> tuple[int | None, int | None, int | None]:
    return mention.year, mention.month, mention.day


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024年4月8日", [(2024, 4, 8)]),
        ("2024 年 4 月 8 日", [(2024, 4, 8)]),
        ("２０２４年４月", [(2024, 4, None)]),
        ("二〇二四年四月八日", [(2024, 4, 8)]),
        ("二○二四年十二月三十一日", [(2024, 12, 31)]),
        ("4月8号", [(None, 4, 8)]),
        ("2024.4.8", [(2024, 4, 8)]),
        ("2024-04-08", [(2024, 4, 8)]),
        ("2024/4/8", [(2024, 4, 8)]),
        ("2023年度", [(2023, None, None)]),
        ("4月8日至15日", [(None, 4, 8), (None, 4, 15)]),
        ("2024年4月8日—6月7日", [(2024, 4, 8), (None, 6, 7)]),
        ("占比2.5", []),
        ("第3号文件共12份", []),
    ],
)
def test_dates_are_found(text: str, parts: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [_parts(mention) for mention in find_dates(fold(text))] == parts


def test_a_day_that_does_not_exist_is_a_mention_without_an_exact_day() -> None:
    (mention,) = find_dates("2024年2月30日")
    assert mention.exact() is None


def test_missing_years_follow_the_narrative() -> None:
    mentions = resolve_years(find_dates("2023年11月6日至12月29日巡察,次年1月15日反馈"))
    assert [m.year for m in mentions] == [2023, 2023, 2024]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年6月底前", date(2025, 6, 30)),
        ("2024年2月前完成", date(2024, 2, 29)),
        ("2025年3月上旬", date(2025, 3, 10)),
        ("2025年3月15日前", date(2025, 3, 15)),
        ("2024年9月1日-2024年12月20日", date(2024, 12, 20)),
        ("2025年底", date(2025, 12, 31)),
        ("2025年上半年", date(2025, 6, 30)),
        ("2025年第三季度", date(2025, 9, 30)),
        ("9月底前", date(2024, 9, 30)),
        ("3月底前", date(2025, 3, 31)),
        ("年底前", date(2024, 12, 31)),
        ("3个月内", date(2024, 10, 16)),
        ("15日内", date(2024, 7, 31)),
        ("立行立改", None),
        ("长期坚持", None),
    ],
)
def test_limits_in_free_text(text: str, day: date | None) -> None:
    assert limit_of(fold(text), REFERENCE) == day


def test_a_limit_without_year_needs_a_reference() -> None:
    assert limit_of("9月底前", None) is None
