"""The fixed sentences of an inspection document: opening, chapters, duties, dates."""

from __future__ import annotations

from datetime import date

from tests.reading.story import Head, Item, Story

ORGANISATION = "整改工作组织情况"
_CHAPTERS = {
    "report": ("巡察反馈意见整改落实情况", "下一步工作"),
    "plan": ("整改任务及措施", "工作要求"),
    "feedback": ("巡察发现的主要问题", "意见建议"),
}
_HALF = str.maketrans("，；：（）？！％", ",;:()?!%")
_CHINESE = "〇一二三四五六七八九"


def rectification(kind: str) -> str:
    return _CHAPTERS[kind][0]


def next_steps(kind: str) -> str:
    return _CHAPTERS[kind][1]


def half_width(text: str) -> str:
    """Punctuation as a typist with the wrong keyboard writes it."""
    return text.translate(_HALF)


def day(iso: str | None, *, after: str | None = None, chinese: bool = False) -> str:
    """2024-06-20 -> 2024年6月20日; without the year if it is that of `after`."""
    if iso is None:
        return ""
    value = date.fromisoformat(iso)
    if chinese:
        year = "".join(_CHINESE[int(digit)] for digit in str(value.year))
        return f"{year}年{_small(value.month)}月{_small(value.day)}日"
    omit = after is not None and after[:4] == iso[:4]
    return ("" if omit else f"{value.year}年") + f"{value.month}月{value.day}日"


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("", "十", "二十", "三十")[tens]
    return head + (_CHINESE[ones] if ones else "")


def opening(story: Story, variant: int, areas: int, total: int | None) -> list[str]:
    """Title and first paragraph; `total` findings are claimed to stand in `areas` areas."""
    head = story.head
    lines = [head.title] if head.title else []
    if head.kind == "feedback":
        text = _feedback_opening(head)
    elif head.inspected_from is None:
        text = (
            f"{head.inspector}对{head.short}进行了巡察，{day(head.feedback_date)}反馈了巡察意见。"
        )
    else:
        text = (_terse, _formal, _merged)[variant % 3](head)
    if total is not None:
        text += f"反馈的{f'{areas}个方面' if areas else ''}{total}个问题，已逐条制定整改措施。"
    return [*lines, text + _announcement(head.kind, variant)]


def _announcement(kind: str, variant: int) -> str:
    if kind == "feedback":
        return ""
    if kind == "plan":
        return "为抓好整改落实，制定本方案。"
    return (
        "现将整改进展情况报告如下：",
        "按照巡察工作有关要求，现将整改进展情况通报如下。",
        "现将整改情况予以公布。",
        "根据《中国共产党巡视工作条例》有关规定，现将整改进展情况公布如下：",
    )[variant % 4]


def _terse(head: Head) -> str:
    start, end = day(head.inspected_from), day(head.inspected_to, after=head.inspected_from)
    told = day(head.feedback_date, after=head.inspected_to)
    return f"{start}至{end}，{head.inspector}对{head.short}进行了巡察，{told}反馈了巡察意见。"


def _formal(head: Head) -> str:
    start, end = day(head.inspected_from), day(head.inspected_to)
    return (
        f"根据{head.inspector[:2]}统一部署，{start}至{end}，{head.inspector}对{head.short}开展了"
        f"常规巡察。{day(head.feedback_date)}，{head.inspector}向{head.short}反馈了巡察意见。"
    )


def _merged(head: Head) -> str:
    start, end = day(head.inspected_from), day(head.inspected_to, after=head.inspected_from)
    return (
        f"按照{head.inspector[:2]}巡察工作安排，{head.inspector}于{start}至{end}对{head.short}"
        f"进行了巡察，并于{day(head.feedback_date)}向{head.short}反馈了意见。"
    )


def _feedback_opening(head: Head) -> str:
    start, end = day(head.inspected_from), day(head.inspected_to, after=head.inspected_from)
    return (
        f"根据{head.inspector[:2]}统一部署，{start}至{end}，{head.inspector}对{head.unit}"
        f"进行了巡察，{day(head.feedback_date)}反馈意见如下。"
    )


def duties(item: Item, form: str) -> list[str]:
    """Who and until when, as the form prints it: `lines`, `line` or `brackets`."""
    parts = []
    if item.leaders:
        parts.append("责任领导：" + "、".join(item.leaders))
    if len(item.units) > 1:
        parts += [f"牵头单位：{item.units[0]}", "责任单位：" + "、".join(item.units[1:])]
    elif item.units:
        parts.append(f"责任单位：{item.units[0]}")
    if item.limit:
        parts.append(f"整改时限：{item.limit[0]}")
    if form == "lines":
        return parts
    text = "；".join(parts)
    return [f"（{text}）" if form == "brackets" else text + "。"] if parts else []
