"""totals-mismatch: stated totals of findings, or of those done, against the findings themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.model import Finding, Progress, Remark, Span
from bihuan.reading.numerals import NUMERAL, parse_numeral
from bihuan.review.case import Case, remark
from bihuan.review.summary_tables import SummaryRow, summary_rows

_N = rf"(\d{{1,3}}|[{NUMERAL}]{{1,4}})"
_TOTAL = re.compile(
    rf"(?:反馈|指出|移交|交办|梳理|涉及)[^,。;\d]{{0,16}}?(?:(?:\d+|[{NUMERAL}]+)(?:个|大)?(?:方面|大类|类)[^,。;\d]{{0,6}}?)?"
    rf"{_N}(?:个|项|条)(?:具体|突出|主要|共性|方面的?)?问题(?!线索)|"
    rf"(?:反馈|指出|梳理|认领|巡[察视][^。;\d]{{0,30}}发现)[^,。;\d]{{0,12}}?(?:具体)?问题(?:共|共计|总数|总计)?{_N}(?:个|项|条)(?!方面)"
)
_OTHER_TOTAL = re.compile(
    r"上[一轮次]|历次|往年|审计|自查|督查|专项检查|村级巡察|联动|主题教育|下沉|立行立改|信访|线索|选人用人|其中[^,。;]{0,6}$"
)
_DONE = re.compile(
    rf"(?<!正在)(?<!持续)(?<!继续)(?:已(?:经)?)?(?:全面)?(?:完成(?:整改)?|整改完成|整改到位|整改|办结|销号)(?:的)?(?:问题)?{_N}(?:个|项|条)(?!方面|制度|措施|工作)|"
    rf"(?:[,、:]|其中){_N}(?:个|项|条)(?:问题)?(?:均?已经?|全部)(?:完成(?:整改)?|整改(?:完成|到位)|办结|销号)"
)
_NOW = re.compile(
    rf"(?:截[至止]|目前|现)[^。;]{{0,16}}?{_N}(?:个|项|条)(?:具体)?问题(?:均?已经?|全部|均){{1,2}}"
    r"(?:完成(?:整改)?|整改(?:完成|到位)|办结|销号)"
)
_ALL_DONE = re.compile(
    r"问题,?(?:现|目前|均|都|已|已经|全部){1,4}(?:得到)?(?:全部)?(?:完成整改|整改完成|整改到位|整改完毕|办结|销号)"
    rf"(?!\d|[{NUMERAL}])"
)
_OPEN_STATES = frozenset((Progress.IN_PROGRESS, Progress.NOT_DONE))


@dataclass(frozen=True, slots=True)
class Count:
    """Findings counted in every sense that a total can have."""

    totals: frozenset[int]
    done: frozenset[int]
    findings: int


def find(case: Case) -> Iterator[Remark]:
    """One remark for the document that lists every total at odds with its findings."""
    if not case.register.findings:
        return
    defects = [*_stated(case), *_tabled(case)]
    if defects:
        listed = "；".join(dict.fromkeys(text for text, _ in defects))
        spans = tuple(span for _, span in defects)
        yield remark("totals-mismatch", None, f"{listed}。请逐条核对并更正。", spans)


def count(findings: tuple[Finding, ...]) -> Count:
    """How many findings, groups or areas these are, and how many of them are done.

    `done` is empty where not every finding states how far it is.
    """
    groups = {(f.area, f.group or f.id) for f in findings}
    totals = {len(findings), len(groups)}
    states = [f.status for f in findings]
    done: set[int] = set()
    if Progress.UNSTATED not in states:
        strict = states.count(Progress.DONE)
        mostly = strict + states.count(Progress.MOSTLY_DONE)
        done = {strict, mostly, mostly + states.count(Progress.LONG_TERM)}
        done.add(strict + states.count(Progress.LONG_TERM))
    return Count(frozenset(totals), frozenset(done), len(findings))


def _stated(case: Case) -> Iterator[tuple[str, Span]]:
    counted = count(case.register.findings)
    for start, end in case.outside:
        for sentence in re.finditer(r"[^。;\n]+", case.folded[start:end]):
            at = start + sentence.start()
            for text, span in _of_sentence(sentence[0], counted, case.register.findings):
                yield text, (at + span[0], at + span[1])


def _of_sentence(
    sentence: str, counted: Count, findings: tuple[Finding, ...]
) -> Iterator[tuple[str, Span]]:
    total = _TOTAL.search(sentence)
    if total and not _OTHER_TOTAL.search(sentence[: total.end()]):
        number = _value(total)
        if number is not None and number not in counted.totals:
            yield f"文中说“{total[0]}”，实际列出{counted.findings}个问题", total.span()
        for done in _DONE.finditer(sentence, total.end()):
            value = _value(done)
            if value is not None and counted.done and value not in counted.done:
                yield f"文中说“{done[0]}”，逐条看是{min(counted.done)}个", done.span()
    elif (now := _NOW.search(sentence)) and not _OTHER_TOTAL.search(sentence):
        value = _value(now)
        if value is not None and counted.done and value not in counted.done | counted.totals:
            yield f"文中说“{now[0]}”，逐条看是{min(counted.done)}个", now.span()
    claimed = _ALL_DONE.search(sentence)
    open_ = [f.id for f in findings if f.status in _OPEN_STATES] if claimed else []
    if claimed and open_ and "反馈" in sentence and not _OTHER_TOTAL.search(sentence):
        listed = "、".join(open_[:5])
        yield f"文中说“{claimed[0]}”，但问题{listed}尚未完成", claimed.span()


def _value(match: re.Match[str]) -> int | None:
    printed = next((g for g in match.groups() if g), None)
    return parse_numeral(printed) if printed else None


def _tabled(case: Case) -> Iterator[tuple[str, Span]]:
    rows = list(summary_rows(case.document, case.folded))
    for row in rows:
        findings = _findings_of(row, case.register.findings)
        yield from ((text, row.span) for text in _of_row(row, findings))
    yield from _sums(rows)


def _findings_of(row: SummaryRow, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if row.is_sum:
        return findings
    return tuple(f for f in findings if f.area and _same_area(row.label, f.area))


def _same_area(label: str, area: str) -> bool:
    one, other = (re.sub(r"聚焦|方面|情况|问题|存在的?|[\s\W]", "", t) for t in (label, area))
    return bool(one and other) and (one in other or other in one)


def _of_row(row: SummaryRow, findings: tuple[Finding, ...]) -> Iterator[str]:
    stated = row.done is not None and row.open is not None
    if stated and row.total is not None and row.parts != row.total:
        yield f"表中“{row.label}”各列相加是{row.parts}，与总数{row.total}不符"
    if not findings:
        return
    counted = count(findings)
    if row.total is not None and row.total not in counted.totals:
        yield f"表中“{row.label}”写{row.total}个问题，实际列出{counted.findings}个"
    elif row.done is not None and counted.done and row.done not in counted.done:
        yield f"表中“{row.label}”写已完成{row.done}个，逐条看是{min(counted.done)}个"


def _sums(rows: list[SummaryRow]) -> Iterator[tuple[str, Span]]:
    last = next((row for row in rows if row.is_sum), None)
    single = [row for row in rows if not row.is_sum]
    if last is None or len(single) < 2 or any(row.table != last.table for row in rows):
        return
    for what, total, parts in (
        ("问题数", last.total, [row.total for row in single]),
        ("已完成数", last.done, [row.done for row in single]),
        ("未完成数", last.open, [row.open for row in single]),
    ):
        known = [part for part in parts if part is not None]
        if total is not None and len(known) == len(parts) and sum(known) != total:
            yield f"表中各行{what}相加是{sum(known)}，与“{last.label}”的{total}不符", last.span
