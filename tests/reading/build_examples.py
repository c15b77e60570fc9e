"""Writes tests/reading/examples: every story in several layouts, each with its gold.

Run `python -m tests.reading.build_examples` after a change of stories, layouts or examples; a test
fails while the committed files differ. Word documents and workbooks are not committed: the test
builds them and reads them against the committed gold. `examples/odd` holds documents written by
hand; a story beside them tells what is true of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.reading import pools
from tests.reading.files import plain_text, scanned_text, web_page, word_document, word_table
from tests.reading.layout import Line, Printed, Style, render, review_gold
from tests.reading.ledger import Cell, Column, LedgerStyle, ledger, workbook
from tests.reading.story import Item, Story, parse_story

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
PACKAGED = HERE.parents[1] / "src" / "bihuan" / "examples" / "青石镇巡察整改报告.txt"


@dataclass(frozen=True)
class Example:
    """One document: its file's name and content, its register and its review."""

    name: str
    content: bytes
    gold: Mapping[str, object]
    review: Mapping[str, object]

    @property
    def committed(self) -> bool:
        return not self.name.endswith((".docx", ".xlsx", "-encoded.txt"))


def story(name: str) -> Story:
    return parse_story((HERE / "stories" / f"{name}.txt").read_text(encoding="utf-8"))


def bare(told: Story) -> Story:
    """Only the problems, as the inspectors fed them back."""
    areas = tuple(
        replace(a, groups=tuple(
            replace(g, items=tuple(Item(i.problem) for i in g.items)) for g in a.groups
        )) for a in told.areas
    )  # fmt: skip
    title = f"{told.head.inspector}关于巡察{told.head.unit}的反馈意见"
    return Story(replace(told.head, kind="feedback", title=title, report_date=None), areas)


def untitled(told: Story) -> Story:
    return replace(told, head=replace(told.head, title=None))


Writer = Callable[[Printed, Story, Style], bytes]


def _text(printed: Printed, told: Story, style: Style) -> bytes:
    return plain_text(printed.lines, indent="　　").encode()


_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _gb18030(printed: Printed, told: Story, style: Style) -> bytes:
    """As an old Windows editor saves it."""
    return plain_text(printed.lines, indent="    ").replace("\n", "\r\n").encode("gb18030")


def _utf16(printed: Printed, told: Story, style: Style) -> bytes:
    return plain_text(printed.lines, indent="\t").encode("utf-16")


def _full_width(printed: Printed, told: Story, style: Style) -> bytes:
    """With digits and points as wide as characters."""
    text = plain_text(printed.lines, indent="　　")
    return text.translate(_FULL_WIDTH).encode("utf-8-sig")


def _scan(printed: Printed, told: Story, style: Style) -> bytes:
    return scanned_text(printed.lines, width=28, page=22).encode()


def _web(printed: Printed, told: Story, style: Style) -> bytes:
    return web_page(printed, told.head.title or "").encode()


def _word(printed: Printed, told: Story, style: Style) -> bytes:
    return word_document(printed.lines)


def _word_numbered(printed: Printed, told: Story, style: Style) -> bytes:
    return word_document(printed.lines, style)


_CHAPTERS = Style(organisation=pools.ORGANISATION[:1], next_steps=pools.NEXT_STEPS[1:3])
_SPLIT = ("整改措施：", "整改成效：")

_LAYOUTS: tuple[tuple[str, str, Writer, Style], ...] = (
    ("town-areas.txt", "town", _text, _CHAPTERS),
    ("town-half-width-ocr.txt", "town!", _text, replace(_CHAPTERS, half_width=True, ocr=True)),
    ("town-scan.txt", "town", _scan, replace(_CHAPTERS, labels=("整改情况：",), head=1)),
    ("town-gb18030-encoded.txt", "town", _gb18030, replace(_CHAPTERS, ocr=True)),
    ("school-utf-16-encoded.txt", "school", _utf16, Style(
        item_mark="①", labels=("整改落实情况：",), label_alone=True, head=2)),
    ("village-full-width-encoded.txt", "village", _full_width, Style(
        group_mark="1.", item_mark="（1）", labels=("整改情况：",), state_label="整改状态：")),
    ("town-runs-on.txt", "town", _text, Style(
        area_mark="一、", group_mark="（一）", item_mark="1.", runs_on=True, head=2,
        group_title="关于“{}”问题的整改情况", labels=("整改落实情况：",),
        organisation=pools.ORGANISATION[:1])),
    ("town-skips.txt", "town", _text, replace(_CHAPTERS, gap=(1, 1), contact=pools.CONTACT)),
    ("town-repeats.txt", "town", _text, replace(_CHAPTERS, gap=(3, -1), head=3)),
    ("town-miscounts.txt", "town", _text, replace(_CHAPTERS, total=2)),
    ("town-web.html", "town", _web, replace(_CHAPTERS, labels=("整改情况：",), label_alone=True)),
    ("town-word.docx", "town", _word_numbered, _CHAPTERS),
    ("town-no-areas.docx", "town", _word_numbered, replace(
        _CHAPTERS, area_mark=None, group_mark="（一）", item_mark="1.", spread=True)),
    ("town-feedback.txt", "town?", _text, replace(_CHAPTERS, signed=False)),
    ("town-feedback-labelled.txt", "town?", _text, Style(
        form="labelled", area_mark="一、", group_mark="问题1：", signed=False)),
    ("bureau-flat.txt", "bureau", _text, Style(
        form="title", area_mark=None, labels=("整改情况：",), group_title="关于“{}”的问题",
        organisation=pools.ORGANISATION[1:2], next_steps=pools.NEXT_STEPS[:1])),
    ("bureau-unlabelled.txt", "bureau", _text, Style(
        form="title", labels=(), group_mark="1、", enumeration="第一，", chinese_date=True)),
    ("bureau-run-in.txt", "bureau", _text, Style(form="run-in", labels=(), total=0)),
    ("bureau-run-in.docx", "bureau", _word_numbered, Style(
        form="run-in", labels=(), area_mark="一、", group_mark="（一）")),
    ("bureau-web.html", "bureau", _web, Style(
        form="title", labels=("【整改情况】",), spread=True, contact=pools.CONTACT)),
    ("school-labelled.txt", "school", _text, Style(
        form="labelled", group_mark="反馈问题一：", labels=_SPLIT, state_label="完成情况：",
        salutation="县委巡察工作领导小组：", goal_label="整改目标：")),
    ("school-circled.txt", "school", _text, Style(
        item_mark="①", labels=("整改措施及成效：",), duties="brackets", head=1)),
    ("school-inline.txt", "school", _text, Style(
        form="inline", labels=("整改情况：",), item_mark="（1）", problem_label="具体问题：")),
    ("school-quoted.docx", "school", _word, Style(
        form="quoted", labels=("整改进展情况：",), duties="lines", enumeration="①")),
    ("hospital-tasks.txt", "hospital", _text, Style(
        form="labelled", area_mark="（一）", group_mark="整改任务：",
        labels=("整改措施：", "整改进展："), state_label="整改状态：", duties="line")),
    ("company-plan.txt", "company", _text, Style(
        labels=("整改措施：",), goal_label="整改目标：", duties="lines", enumeration="①")),
    ("company-plan-numbers.txt", "company", _text, Style(
        form="labelled", group_mark="问题1：", labels=("整改措施：",), duties="brackets",
        runs_on=True)),
    ("village-notice.txt", "village", _text, Style(
        area_mark="一、", group_mark="1.", item_mark="（1）", labels=("整改情况：",),
        state_label="完成情况：", contact=pools.CONTACT)),
)  # fmt: skip


def _told(name: str) -> Story:
    """`town!` is the story without a title, `town?` only its problems."""
    told = story(name.rstrip("!?"))
    return untitled(told) if name.endswith("!") else bare(told) if name.endswith("?") else told


def _columns(text: str) -> tuple[Column, ...]:
    """`role=header` or `role=above/header`, separated by blanks."""
    columns = []
    for part in text.split():
        role, header = part.split("=")
        above, _, lower = header.rpartition("/")
        columns.append(Column(role, lower, above))
    return tuple(columns)


_LEDGERS: tuple[tuple[str, str, LedgerStyle], ...] = (
    ("hospital-ledger.xlsx", "hospital", LedgerStyle(
        _columns("number=序号 area=反馈问题/反馈方面 group=反馈问题/问题类别 "
                 "problem=反馈问题/具体问题 "
                 "measures=整改情况/整改措施 outcome=整改情况/整改进展 state=整改情况/完成情况 "
                 "limit=整改时限 leaders=责任分工/责任领导 units=责任分工/责任单位"),
        footer="说明：本台账每季度末更新，未完成的须写明原因。", other_sheets=("填表说明",))),
    ("hospital-repeated-header.xlsx", "hospital", LedgerStyle(
        _columns("number=编号 area=方面 group=存在的主要问题 problem=具体表现 measures=整改举措 "
                 "outcome=整改成效 state=整改状态 limit=完成时限 leaders=牵头领导 "
                 "units=责任科室 note=备注"),
        repeat_header=3)),
    ("school-bare-ledger.xlsx", "school", LedgerStyle(
        _columns("number=序号 problem=问题描述 goal=整改目标 measures=整改措施 outcome=整改成效 "
                 "state=是否完成 limit=完成时间 leaders=责任人 units=责任部门"),
        titled=False, informed=False)),
    ("village-ledger.xlsx", "village", LedgerStyle(
        _columns("number=序号 area=问题类别 problem=巡察反馈问题 measures=整改落实情况 "
                 "state=进展情况 leaders=责任人 limit=整改期限"), blank_rows=True)),
    ("village-unmerged.xlsx", "village", LedgerStyle(
        _columns("group=反馈问题 problem=具体问题 measures=整改措施及成效 state=完成情况"),
        merged=False, informed=False)),
    ("village-sheets.xlsx", "village", LedgerStyle(
        _columns("number=序号 area=类别 problem=问题清单 measures=整改举措及成效 "
                 "state=整改进度 limit=完成时限 leaders=责任人"),
        sheet_per_area=True, real_dates=True)),
    ("school-totals.xlsx", "school", LedgerStyle(
        _columns("number=编号 area=巡察反馈意见/反馈方面 group=巡察反馈意见/突出问题 "
                 "problem=巡察反馈意见/问题表现 "
                 "goal=任务/整改目标 measures=任务/具体措施 outcome=进展/工作成效 "
                 "state=进展/完成情况 leaders=责任/牵头领导 units=责任/责任部门 limit=整改期限"),
        total_row=True, real_dates=True, enumeration="①",
        footer="注：1.完成情况填写“已完成”“正在推进”“未完成”。2.长期坚持的注明阶段性成果。")),
    ("hospital-dates.xlsx", "hospital", LedgerStyle(
        _columns("number=问题编号 group=主要问题 problem=反馈问题具体内容 measures=整改举措 "
                 "outcome=取得成效 state=完成进度 units=承办科室 limit=办结时限 note=备注"),
        real_dates=True, merged=False, total_row=True, blank_rows=True)),
    ("company-plan.xlsx", "company", LedgerStyle(
        _columns("number=序号 area=反馈方面 group=主要问题 problem=具体问题 goal=整改目标 "
                 "measures=整改措施 leaders=责任领导 units=责任单位 limit=整改时限"))),
)  # fmt: skip


def _ledger_example(name: str, told: str, style: LedgerStyle) -> Example:
    made = ledger(story(told), style)
    return Example(name, workbook(made), made.printed.gold, made.printed.review)


def _table_example(name: str, told: str, like: str) -> Example:
    """A ledger as a table in a Word document."""
    style = next(style for other, _, style in _LEDGERS if other == like)
    made = ledger(story(told), style)
    cells = [list(map(_cell, row)) for row in (made.header[-1], *made.rows)]
    lines = [Line(text, role="title") for text in (made.title, made.info) if text]
    content = word_document(lines, table=word_table(cells))
    return Example(name, content, made.printed.gold, made.printed.review)


def _cell(value: Cell) -> str | None:
    return None if value is None else str(value)


def _layout_example(name: str, told: str, write: Writer, style: Style) -> Example:
    printed = render(_told(told), style)
    return Example(name, write(printed, _told(told), style), printed.gold, printed.review)


_TABLES = (
    ("hospital-table.docx", "hospital", "hospital-ledger.xlsx"),
    ("company-plan-table.docx", "company", "company-plan.xlsx"),
)

# Documents written by hand, with the style whose numbering, labels and enumeration they have.
_ODD: tuple[tuple[str, Style], ...] = (
    ("two-line-title.txt", Style(spread=True)),
    ("full-width-digits.txt", Style(area_mark=None)),
    (
        "numbered-answers.txt",
        Style(labels=_SPLIT, enumeration="1.", spread=True, state_label="完成情况："),
    ),
    ("county-aggregate.txt", Style()),
    ("meeting-notice.txt", Style()),
    ("speech.txt", Style()),
    ("feedback-letter.txt", Style()),
    ("prose-plan.txt", Style(area_mark=None, duties="lines")),
    ("work-summary.txt", Style()),
    ("news.html", Style()),
)


def _odd_example(name: str, style: Style) -> Example:
    """Of a document without findings only the kind is judged."""
    told = story(f"odd/{name.rpartition('.')[0]}")
    content = (EXAMPLES / "odd" / name).read_bytes()
    if not told.areas:
        gold: dict[str, object] = {"kind": told.head.kind, "findings": []}
        return Example(f"odd/{name}", content, gold, review_gold([], []))
    printed = render(told, style)
    return Example(f"odd/{name}", content, printed.gold, printed.review)


PACKAGED_STYLE = Style(
    labels=("整改落实情况：",), group_title="关于“{}”的问题。", total=0,
    organisation=(
        "镇党委把巡察整改作为重大政治任务，反馈会次日召开党委会议传达学习，成立由党委书记任组长、"
        "班子成员任副组长的整改工作领导小组，下设综合协调、督导检查、问责追责三个专班。",
        "（一）坚持领导带头，扛牢主体责任。党委书记主持制定整改方案，带头认领重点难点问题，先后到马尾松村、"
        "镇中心小学、镇敬老院现场办公；班子成员对照分工建立个人整改清单，每周五向领导小组报告进展。",
        "（二）坚持清单管理，逐条对账销号。逐条明确整改目标、措施、责任人和完成时限，建立周调度、月通报、"
        "季评估制度，整改措施完成一项、验收一项、销号一项，验收不过关的退回重改。",
        "（三）坚持举一反三，推动建章立制。以反馈的具体问题为切口，对同类事项开展全面排查，修订完善议事决策、"
        "财务管理、工程建设、干部考勤等方面的制度，整改资料由专人归档备查。",
    ),
    next_steps=(
        "集中整改虽然取得阶段性成效，但与县委要求和群众期盼相比还有差距，个别问题的整改仍需持续用力。"
        "下一步，镇党委将重点抓好以下工作。",
        "1.持续强化政治引领。深入学习贯彻党的二十大精神，严格落实“第一议题”制度，把学习成效体现到耕地保护、"
        "产业发展、基层治理等具体工作中，防止学用脱节。",
        "2.持续巩固整改成果。对已完成的问题适时组织“回头看”，对长期坚持的问题紧盯不放，对群众不满意的事项"
        "重新研究办法，坚决防止边改边犯、改后反弹。",
        "3.持续正风肃纪反腐。支持镇纪委依规依纪履行监督职责，紧盯惠民资金、工程建设、集体“三资”等重点领域，"
        "发现问题及时处置，让干部习惯在监督下工作。",
        "4.持续锻造过硬队伍。坚持严管和厚爱结合，落实干部考核奖惩办法，关心基层一线干部的工作生活，引导干部把心思"
        "用在干事创业上。",
    ),
    contact="欢迎广大干部群众对巡察整改落实情况进行监督。如有意见建议，请及时向我们反映。联系电话：0800-5550146；"
    "邮政信箱：云岭县青石镇政府大院镇党政办公室（信封上请注明“对巡察整改情况的意见建议”）；"
    "电子邮箱：qingshi@example.invalid。",
)  # fmt: skip


def packaged() -> Example:
    printed = render(story("青石镇巡察整改报告"), PACKAGED_STYLE)
    text = plain_text(printed.lines, indent="　　")
    return Example(PACKAGED.name, text.encode(), printed.gold, printed.review)


def examples() -> list[Example]:
    """Every example, in a fixed order."""
    built = [_layout_example(*layout) for layout in _LAYOUTS]
    built += [_odd_example(*row) for row in _ODD]
    built += [_ledger_example(*row) for row in _LEDGERS]
    built += [_table_example(*row) for row in _TABLES]
    return [*built, packaged()]


def gold_json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def gold_path(name: str, kind: str) -> Path:
    """Where the gold (`gold` or `review`) of an example is committed; named by the whole file."""
    return EXAMPLES / f"{name}.{kind}.json"


def committed_path(example: Example) -> Path:
    return PACKAGED if example.name == PACKAGED.name else EXAMPLES / example.name


def main() -> None:
    EXAMPLES.mkdir(exist_ok=True)
    for example in examples():
        gold_path(example.name, "gold").write_text(gold_json(example.gold), encoding="utf-8")
        gold_path(example.name, "review").write_text(gold_json(example.review), encoding="utf-8")
        if example.committed:
            committed_path(example).write_bytes(example.content)


if __name__ == "__main__":
    main()
