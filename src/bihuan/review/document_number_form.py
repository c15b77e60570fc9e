"""document-number-form: 【】, [] or () around the year of a document number instead of 〔〕."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Remark, Span
from bihuan.review.case import Case, Item, remark

# A number is an abbreviation of the issuing office, the year in brackets, and 第…号. Round brackets
# also enclose ordinary years, so with them the abbreviation must end as such abbreviations do.
_YEAR = r" ?(?:19|20)\d\d年? ?"
_ODD = re.compile(
    r"(?P<office>[一-龥]{1,10}?) ?"
    rf"(?P<bracketed>[【\[]{_YEAR}[】\]〕]|〔{_YEAR}[】\])]|〈{_YEAR}〉|<{_YEAR}>|"
    rf"(?<=[发办函字通批政党组纪农财教卫建环审委复令议任])\({_YEAR}\))"
    r"(?P<count> ?第? ?\d{1,4} ?号)"
)
# Courts and inspection bodies write the year of a case number in round brackets first; 字第…号 of a
# certificate is no document number either.
_NO_DOCUMENT = re.compile(r"[民刑行执][初终申再字]|证字|合同")


def find(case: Case) -> Iterator[Remark]:
    """One remark for each finding, listing its odd document numbers."""
    for item in case.items:
        yield from _of_item(item)
    yield from _outside(case)


def _of_item(item: Item) -> Iterator[Remark]:
    printed: list[str] = []
    spans: list[Span] = []
    for text in item.texts():
        for match in _matches(text.folded, text.raw):
            printed.append(text.raw[match.start("bracketed") : match.end()])
            spans.extend(text.spans(match.start(), match.end()))
    if printed:
        yield remark("document-number-form", item, _message(printed), tuple(spans))


def _outside(case: Case) -> Iterator[Remark]:
    printed: list[str] = []
    spans: list[Span] = []
    for start, end in case.outside:
        for match in _matches(case.folded[start:end], case.document.text[start:end]):
            span = (start + match.start(), start + match.end())
            printed.append(case.document.text[start + match.start("bracketed") : span[1]])
            spans.append(span)
    if printed:
        yield remark("document-number-form", None, _message(printed), tuple(spans))


def _matches(folded: str, raw: str) -> list[re.Match[str]]:
    """Odd numbers; ﹝﹞ folds to [] but looks like 〔〕 and is what some keyboards have for it."""
    return [
        m
        for m in _ODD.finditer(folded)
        if not _NO_DOCUMENT.search(m["office"]) and "﹝" not in raw[slice(*m.span("bracketed"))]
    ]


def _message(printed: list[str]) -> str:
    distinct = list(dict.fromkeys(printed))
    right = [re.sub(r"[^\d]*((?:19|20)\d\d)年?[^\d]+", r"〔\1〕", p, count=1) for p in distinct]
    pairs = "、".join(f"“{odd}”改为“{good}”" for odd, good in zip(distinct, right, strict=True))
    return f"发文字号的年份应用六角括号〔〕，请把{pairs}。"
