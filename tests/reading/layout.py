"""A story printed in a style -> the lines of a document, and the register that they must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.reading import phrases
from tests.reading.markup import Gold, enumerated, measures_of, parse
from tests.reading.numbering import printed
from tests.reading.story import Area, Flaw, Group, Item, Story

FINAL = "。；;.，,"


@dataclass(frozen=True)
class Style:
    """How a story is printed.

    `form` says where problem and answer stand: `paragraph` (heading, problem, answer), `quoted`
    (items are headings too), `title` (the heading is the problem), `run-in` (and the answer follows
    in its paragraph), `inline` (an item and its labelled answer share a paragraph), `labelled`
    (no groups: 反馈问题一：…).
    """

    form: str = "paragraph"
    area_mark: str | None = "（一）"
    group_mark: str = "1."
    item_mark: str = "(1)"
    group_title: str = "关于“{}”的问题。"
    problem_label: str = ""
    labels: tuple[str, ...] = ("采取的措施及取得的成效：",)
    label_alone: bool = False
    enumeration: str = "一是"
    spread: bool = False
    runs_on: bool = False
    state_label: str = ""
    goal_label: str = ""
    duties: str = ""
    head: int = 0
    total: int | None = None
    organisation: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    contact: str = ""
    salutation: str = ""
    signed: bool = True
    chinese_date: bool = False
    gap: tuple[int, int] | None = None
    half_width: bool = False
    ocr: bool = False


@dataclass(frozen=True)
class Line:
    """One paragraph: its printed number apart from its text, and what it is in the document."""

    text: str
    number: str = ""
    role: str = "body"

    def __str__(self) -> str:
        return self.number + self.text


@dataclass(frozen=True)
class Printed:
    """A document's lines with its gold: the register, and the review."""

    lines: tuple[Line, ...]
    gold: Gold
    review: Gold


@dataclass
class _Press:
    """What grows while a story is printed."""

    story: Story
    style: Style
    lines: list[Line] = field(default_factory=list)
    findings: list[Gold] = field(default_factory=list)
    flaws: list[tuple[int, Flaw]] = field(default_factory=list)
    gap_at: int | None = None

    def put(self, text: str, role: str = "body", number: str = "") -> None:
        self.lines.append(Line(text, number, role))


def render(story: Story, style: Style) -> Printed:
    """Lines as the style prints them; raises ValueError where the style can't print the story."""
    press = _Press(story, style)
    feedback = story.head.kind == "feedback"
    opening = phrases.opening(
        story, style.head, _areas_shown(story, style), _stated_total(story, style)
    )
    for text in opening:
        press.put(text, "title" if text == story.head.title else "body")
    if style.salutation:
        press.lines.insert(1 if story.head.title else 0, Line(style.salutation))
    _body(press)
    if style.contact:
        press.put(style.contact)
    if style.signed:
        press.put(story.head.unit if not feedback else story.head.inspector, "sign")
        press.put(phrases.day(story.head.report_date, chinese=style.chinese_date), "date")
    return Printed(tuple(_finish(press)), _gold(press), _review(press))


def _areas_shown(story: Story, style: Style) -> int:
    return len(story.areas) if style.area_mark else 0


def _stated_total(story: Story, style: Style) -> int | None:
    return None if style.total is None else len(story.items()) + style.total


def _finish(press: _Press) -> Iterator[Line]:
    for line in press.lines:
        number, text = line.number, line.text
        if press.style.ocr and line.role == "group":
            number = number.replace("1", "l", 1) if number.startswith("1") else number
        if press.style.half_width:
            number, text = phrases.half_width(number), phrases.half_width(text)
        yield replace(line, number=number, text=text)


def _body(press: _Press) -> None:
    """Chapters 一、组织 二、落实 三、下一步, or the areas themselves as chapters."""
    style, chapter = press.style, 1
    wrapped = style.area_mark != "一、"
    if style.organisation and wrapped:
        press.put(phrases.ORGANISATION, "section", printed("一、", chapter))
        chapter += 1
    for text in style.organisation if wrapped else style.organisation[:1]:
        press.put(text)
    if wrapped:
        press.put(phrases.rectification(press.story.head.kind), "section", printed("一、", chapter))
        chapter += 1
    _areas(press)
    if style.next_steps:
        number = chapter if wrapped else len(press.story.areas) + 1
        press.put(phrases.next_steps(press.story.head.kind), "section", printed("一、", number))
        for text in style.next_steps:
            press.put(text)


def _areas(press: _Press) -> None:
    style = press.style
    count = 0
    for number, area in enumerate(press.story.areas, 1):
        if style.area_mark:
            press.put(
                area.title + "。" * (style.head % 2), "area", printed(style.area_mark, number)
            )
            count = count if style.runs_on else 0
        place = str(number) if style.area_mark else ""
        count = _groups(press, area, place, count, number)


def _groups(press: _Press, area: Area, place: str, count: int, area_number: int) -> int:
    """Prints an area's groups after `count` printed numbers; how many are printed then."""
    start = 0 if press.style.area_mark else _printed_so_far(press)
    for position, group in enumerate(_regrouped(area, press.style), 1):
        gap = press.style.gap
        if gap is not None and gap[0] == area_number and position == 2:
            count += gap[1]
            press.gap_at = len(press.findings)
        count += 1
        identity = ".".join(filter(None, (place, str(start + position))))
        _group(press, group, area, identity, printed(press.style.group_mark, count))
    return count


def _printed_so_far(press: _Press) -> int:
    return len({str(f["id"]).split(".")[0] for f in press.findings})


def _regrouped(area: Area, style: Style) -> tuple[Group, ...]:
    """Where the style has no groups of its own, each finding stands alone under its problem."""
    if style.form in ("paragraph", "quoted", "inline"):
        return area.groups
    items = [item for group in area.groups for item in group.items]
    return tuple(Group(parse(item.problem).text.rstrip(FINAL), (item,)) for item in items)


def _group(press: _Press, group: Group, area: Area, identity: str, number: str) -> None:
    style = press.style
    if style.form == "labelled":
        _labelled(press, group.items[0], area, identity, number)
        return
    heading = style.group_title.format(group.title)
    if style.form == "run-in":
        _run_in(press, group, area, identity, Line(heading, number, "group"))
        return
    press.put(heading, "group", number)
    if style.form == "title":
        _register(press, group.items[0], area, group.title, identity, group.items[0].problem)
        _answer(press, group.items[0])
        return
    for position, item in enumerate(group.items, 1):
        single = len(group.items) == 1 and style.form != "quoted"
        mark = "" if single else printed(style.item_mark, position)
        _item(press, item, area, group, identity if single else f"{identity}.{position}", mark)


def _item(press: _Press, item: Item, area: Area, group: Group, identity: str, mark: str) -> None:
    style = press.style
    problem = parse(item.problem).text
    if style.form == "inline" and item.response is not None:
        answer = style.labels[0] + _response_text(item, style)
        press.put(style.problem_label + problem + answer, "item", mark)
        _register(press, item, area, group.title, identity, item.problem)
        _after_answer(press, item)
        return
    if style.form == "quoted":
        press.put(f"关于“{problem.rstrip(FINAL)}”的问题。", "item", mark)
    else:
        press.put(style.problem_label + problem, "item", mark)
    stated = item.problem.rstrip(FINAL) if style.form == "quoted" else item.problem
    _register(press, item, area, group.title, identity, stated)
    _answer(press, item)


def _labelled(press: _Press, item: Item, area: Area, identity: str, number: str) -> None:
    press.put(parse(item.problem).text, "group", number)
    _register(press, item, area, None, identity, item.problem)
    _answer(press, item)


def _run_in(press: _Press, group: Group, area: Area, identity: str, heading: Line) -> None:
    item = group.items[0]
    text = (
        heading.text if item.response is None else heading.text + _response_text(item, press.style)
    )
    press.put(text, "group", heading.number)
    _register(press, item, area, group.title, identity, item.problem)
    _after_answer(press, item)


def _answer(press: _Press, item: Item) -> None:
    """The answer's paragraphs under its labels, then status and duties."""
    style = press.style
    if style.goal_label and item.goal:
        press.put(style.goal_label + item.goal)
    if item.response is not None:
        parts = [_response_text(item, style)]
        if len(style.labels) > 1 and item.outcome:
            parts = [listed(item.response, style), parse(item.outcome).text]
        for label, part in zip(style.labels or ("",), parts, strict=False):
            _paragraphs(press, label, part)
    _after_answer(press, item)


def _paragraphs(press: _Press, label: str, text: str) -> None:
    if press.style.label_alone and label:
        press.put(label, "label")
        label = ""
    for paragraph in (label + text).split("\n"):
        press.put(paragraph)


def _after_answer(press: _Press, item: Item) -> None:
    style = press.style
    if style.state_label and item.state:
        press.put(style.state_label + item.state[0])
    if style.duties:
        for text in phrases.duties(item, style.duties):
            press.put(text)


def _response_text(item: Item, style: Style) -> str:
    """The whole answer as one label's text (its measures in paragraphs where the style says so)."""
    text = listed(item.response or "", style)
    return text + parse(item.outcome).text if item.outcome else text


def listed(source: str, style: Style) -> str:
    """Marked-up measures -> printed text with the style's enumeration."""
    if not enumerated(source):
        return parse(source).text
    head, *measures = source.split("<m>")
    marked = [
        (printed(style.enumeration, n) if style.enumeration else "") + parse(m).text
        for n, m in enumerate(measures, 1)
    ]
    lead = [parse(head).text] if head else []
    return ("\n" if style.spread else "").join(lead + marked)


def gold_finding(item: Item, style: Style, problem: str, separator: str) -> Gold:
    """What must be read of a finding's own text; `separator` joins the answer and its outcome."""
    problem_marked, response = parse(problem), item.response
    gold: Gold = {"problem": problem_marked.text, "response": None, "measures": []}
    gold["status"] = item.state[1] if style.state_label and item.state else item.status
    limit = item.limit if style.duties else None
    gold["deadline"] = limit[1] if limit else item.due
    gold["leaders"] = list(item.leaders) if style.duties else []
    gold["units"] = list(item.units) if style.duties else []
    documents, quantities = problem_marked.documents, problem_marked.gold_quantities("problem")
    if response is not None:
        tail = separator + item.outcome if item.outcome else ""
        whole = parse((response + tail).replace("<m>", ""))
        gold["response"] = listed(response, style) + parse(tail).text
        gold["measures"] = _gold_measures(response + tail, style)
        documents = tuple(dict.fromkeys(documents + whole.documents))
        quantities += whole.gold_quantities("response")
    return gold | {"documents": list(documents), "quantities": quantities}


def _gold_measures(source: str, style: Style) -> list[str]:
    if enumerated(source) and style.enumeration:
        return [parse(m).text for m in measures_of(source)]
    return [parse(source.replace("<m>", "")).text]


def _register(
    press: _Press, item: Item, area: Area, group: str | None, identity: str, problem: str
) -> None:
    style = press.style
    if style.form in ("title", "run-in"):
        problem = problem.rstrip(FINAL)
    split = len(style.labels) > 1 and style.form in ("paragraph", "quoted", "title", "labelled")
    place: Gold = {"id": identity, "area": area.title if style.area_mark else None, "group": group}
    press.flaws.extend((len(press.findings), flaw) for flaw in item.flaws)
    press.findings.append(place | gold_finding(item, style, problem, "\n" if split else ""))


def head_gold(story: Story) -> Gold:
    """The register's head as the story's document states it."""
    head = story.head
    return {
        "format": "bihuan.register/1",
        "kind": head.kind,
        "title": head.title,
        "unit": head.unit,
        "inspector": head.inspector,
        "inspected_from": head.inspected_from,
        "inspected_to": head.inspected_to,
        "feedback_date": head.feedback_date,
        "report_date": head.report_date,
    }


def _gold(press: _Press) -> Gold:
    head = head_gold(press.story)
    if not press.style.signed:
        head["report_date"] = None
    return head | {"findings": press.findings}


def _review(press: _Press) -> Gold:
    flaws: list[tuple[int | None, Flaw]] = [(None, flaw) for flaw in press.story.flaws]
    flaws += press.flaws
    if press.gap_at is not None:
        flaws.append((press.gap_at, Flaw("numbering-gap")))
    if press.style.total:
        flaws.append((None, Flaw("totals-mismatch", alternatives=("part-exceeds-whole",))))
    return review_gold([str(f["id"]) for f in press.findings], flaws)


def review_gold(ids: list[str], flaws: list[tuple[int | None, Flaw]]) -> Gold:
    """Planted defects by position -> the review's gold by identity."""
    remarks: list[Gold] = []
    optional: list[Gold] = []
    touched: set[str | None] = set()
    for position, flaw in flaws:
        remark: Gold = {"rule": flaw.rule, "finding": None if position is None else ids[position]}
        also = [ids[position + offset] for offset in flaw.also] if position is not None else []
        touched |= {*also, None if position is None else ids[position]}
        remark |= {"also": also} if also else {}
        remark |= {"or": list(flaw.alternatives)} if flaw.alternatives else {}
        (optional if flaw.optional else remarks).append(remark)
    clean = [identity for identity in ids if identity not in touched]
    return {"remarks": remarks, "optional": optional, "clean": clean}
