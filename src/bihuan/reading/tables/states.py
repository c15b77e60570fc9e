"""What the short texts of a register's cells say: nothing, a tick, a state, a time limit."""

from __future__ import annotations

import re
from datetime import date

from bihuan.reading.dates import limit_of
from bihuan.reading.folding import HAN, fold
from bihuan.reading.status import status_of_label

_NOTHING = re.compile(r"(?:[-/\\]|—|无内容)*")
_TICKS = frozenset("√✓✔☑■●是vV1")
_CHECKED = re.compile(rf"[☑√✓✔■] *({HAN}{{2,8}})")
_BOXES = re.compile(r"[□☐☑■]")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_SENTENCE = re.compile(r"[。;!\n]|.{17}")
_ANSWERS = {"是": "已完成", "否": "未完成"} | {
    **dict.fromkeys("√✓✔☑", "已完成"),
    **dict.fromkeys("×✗✘xX", "未完成"),
}
_PHRASES = re.compile(
    r"立行立改|立整立改|即知即改|即行即改|立查立改|边.改|立即|马上|即时|当即|长期|持续|常态|坚持|"
    r"完成|已?整改|办结|按(?:期|时|照|序时|要求|上级|计划)|限期|集中整改|待定|另行"
)
_YEAR = re.compile(r"(?<!\d)(\d{3,5})(?= *年|[-./]\d{1,2}(?:[-./]|(?!\d)))")
_YEARS = range(2000, 2060)
_SERIAL = re.compile(r"(\d{5})(?:\.\d*)?")
# Day 0 of a workbook's calendar.
_EPOCH = date(1899, 12, 30).toordinal()
_SERIALS = range(date(_YEARS[0], 1, 1).toordinal(), date(_YEARS[-1], 12, 31).toordinal())
_ANY_DAY = date(2020, 1, 1)


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing to say: empty, or a dash or stroke."""
    return _NOTHING.fullmatch(fold(text.strip())) is not None


def is_ticked(text: str) -> bool:
    """Whether the cell below a choice marks it."""
    return text in _TICKS


def is_sentence(text: str) -> bool:
    """Whether the text tells of something, rather than naming a state."""
    return _SENTENCE.search(fold(text).strip(" 。")) is not None


def state_in(text: str) -> str | None:
    """The words of a short text that name a state of rectification, or None where it names none.

    是, 否, ticks and percentages are put in words; of boxes (☑已完成 □未完成) the ticked one
    counts.
    """
    words = fold(text).strip(" 。.")
    if words in _ANSWERS:
        return _ANSWERS[words]
    if _BOXES.search(words):
        ticked = _CHECKED.search(words)
        return ticked[1] if ticked else None
    if percent := _PERCENT.fullmatch(words):
        share = float(percent[1])
        return "已完成" if share >= 100 else "整改中" if share else "未完成"
    return words if not is_sentence(text) and status_of_label(words) else None


def limit_text(text: str) -> str:
    """The text of a time limit, with a workbook's day number (45658) put as a date."""
    serial = _SERIAL.fullmatch(text)
    if serial and _EPOCH + int(serial[1]) in _SERIALS:
        return date.fromordinal(_EPOCH + int(serial[1])).isoformat()
    return text


def limit_doubt(limit: str, *, dated: bool) -> str | None:
    """Why a time limit can't be used, with the remedy, or None where all is well.

    `dated` tells that the register's head has a date from which a missing year can be counted.
    """
    folded = fold(limit)
    if any(int(year) not in _YEARS for year in _YEAR.findall(folded)):
        return "年份不合情理，请核对后写成“2025年6月30日”这样的日期"
    if limit_of(folded, None) is not None or _PHRASES.search(folded):
        return None
    if limit_of(folded, _ANY_DAY) is None:
        return "看不出是哪一天，请写成“2025年6月30日”这样的日期，或“立行立改”“长期坚持”"
    return None if dated else "没有年份，台账上方也没有反馈时间，请补上年份"
