"""Quotations in a text: what a law or a superior says in it is not the author's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.model import Span

# A quotation longer than this is a text of its own, whatever stands around it.
_LONGEST = 200
_NORM = (
    r"(?:法|条例|规定|办法|细则|准则|规则|意见|纲要|决定|章程|通知|方案|制度|规范|标准|决议|报告)"
)
_NUMBER = r"[〇零一二三四五六七八九十百千两\d]+"
_SAYING = r"(?:规定|指出|强调|要求|明确|提出|讲话|批示|精神|写道|载明|表示)"
_IN_MARKS = re.compile(rf"[“「『]([^“”「」『』]{{8,{_LONGEST}}})[”」』]")
# A word of saying, a law's article or title, and what may stand between it and the marks.
_INTRODUCED = re.compile(rf"(?:{_SAYING}|》|条|款|项)[^“”。\n]{{0,12}}$")
_BEFORE = 14
# 《…法》第…条规定，… to the sentence's end; and 根据《…办法》规定，….
_OF_ARTICLE = re.compile(
    rf"《[^《》\n]{{1,40}}{_NORM}(?:[（(][^（）()\n]{{1,20}}[）)])?》[^。；\n]{{0,10}}?"
    rf"(?:第{_NUMBER}条[^。；\n]{{0,12}}?)?(?:规定|明确|要求|指出)[^。；\n，,：:]{{0,4}}[，,：:]"
    rf"\s*([^。\n]{{8,{_LONGEST}}})"
)


def quotations(text: str) -> Iterator[Span]:
    """The spans of what is quoted from law, superiors and speeches, without the marks around it."""
    for match in _IN_MARKS.finditer(text):
        if _INTRODUCED.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield match.span(1)
    for match in _OF_ARTICLE.finditer(text):
        yield match.span(1)
