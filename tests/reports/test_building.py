"""What a document says is computed from the register and the office's records, nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from docx import Document

from bihuan.errors import UserError
from bihuan.model import (
    CheckResult,
    CheckStatus,
    Finding,
    Kind,
    Progress,
    Register,
    Remark,
    Severity,
)
from bihuan.rectification.gates import Gate
from bihuan.rectification.snapshot import Level, Measure, Snapshot, Transfer, Waiver
from bihuan.rectification.status import Degree, Status
from bihuan.reports import Audience, Letterhead, ReportContext, ReportKind, build, render

_FINDINGS = (
    Finding(id="1.1", area="聚焦政治责任方面", group="学习不深入", problem="记录不全。",
            response="一是补记。二是抽查。", measures=("补记。", "抽查。"), status=Progress.DONE),
    Finding(id="1.2", area="聚焦政治责任方面", group="资金不规范", problem="多付3万元。",
            response="已追回1万元。其余2万元正在追缴。", status=Progress.IN_PROGRESS,
            deadline=date(2026, 3, 5), leaders=("张明远",), units=("财政所",)),
    Finding(id="2.1", area="聚焦基层党组织方面", group="长期问题", problem="常抓不懈。",
            response="常态化。", status=Progress.LONG_TERM, standing=True),
    Finding(id="2.2", area="聚焦基层党组织方面", group="线索", problem="线索一条。",
            response="移交县纪委。", status=Progress.TRANSFERRED),
)  # fmt: skip
_REGISTER = Register(
    kind=Kind.REPORT, unit="中共云岭县青石镇委员会", inspector="县委第二巡察组",
    inspected_from=date(2025, 4, 8), inspected_to=date(2025, 5, 31),
    feedback_date=date(2025, 7, 16), report_date=date(2026, 1, 20), findings=_FINDINGS,
)  # fmt: skip


def _record(**said: object) -> Snapshot:
    base = Snapshot(id=1, level=Level.TOWNSHIP, inspected=(1,))
    return replace(base, **said)  # type: ignore[arg-type]


def _words(context: ReportContext) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(render(context, ".docx"))).paragraphs)


def test_totals_are_computed_and_what_stands_or_is_transferred_is_not_done() -> None:
    context = build(_REGISTER)
    totals = context.totals
    assert (totals.findings, totals.done, totals.in_progress) == (4, 1, 1)
    assert (totals.standing, totals.transferred) == (1, 1)
    assert context.opening[1] == (
        "反馈的具体问题共4个：已完成1个，整改中1个；另有长期坚持1个，已移交1个，不计入已完成。"
    )


def test_findings_are_quoted_verbatim() -> None:
    words = _words(build(_REGISTER))
    for finding in _FINDINGS:
        assert finding.problem in words
        assert finding.response
        assert finding.response in words


@pytest.mark.parametrize(
    ("heads", "number"),
    [
        ({"area": "聚焦为民", "group": "饮水安全"}, "1.1.2"),
        ({"area": "聚焦为民", "group": "道路养护"}, "1.2.1"),
        ({"area": "聚焦治党", "group": "会议记录"}, "3.1.1"),
        ({}, "3"),
    ],
)
def test_what_an_office_numbers_its_own_way_follows_what_it_belongs_to(
    heads: dict[str, Any], number: str
) -> None:
    first = Finding(id="1.1.1", problem="水质未检测", area="聚焦为民", group="饮水安全")
    second = Finding(id="2.1.1", problem="台账不全", area="聚焦财务", group="账目管理")
    own = Finding(id="检1", problem="凭证缺附件", **heads)
    context = build(Register(kind=Kind.REPORT, findings=(own, first, second)))
    ids = [e.id for area in context.areas for group in area.groups for e in group.entries]
    assert ids == sorted(["1.1.1", "2.1.1", number])


def test_open_finding_says_what_remains_and_by_when() -> None:
    context = build(_REGISTER)
    assert context.remaining_heading == "三、下一步工作打算"
    assert context.remaining == (
        "1.问题1.2“资金不规范”：其余2万元正在追缴；整改时限为2026年3月5日。",
    )


def test_measures_not_yet_taken_are_what_remains() -> None:
    done = Measure(1, "追回1万元", taken_at=datetime(2026, 1, 5))
    record = _record(status=Status.RECTIFYING, measures=(done, Measure(2, "追回2万元")))
    context = build(_REGISTER, records={"1.2": record})
    assert context.entries[1].remaining == "追回2万元"


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (_record(status=Status.CLOSED, degree=Degree.DONE), "已完成"),
        (_record(status=Status.SUBMITTED, degree=Degree.DONE), "基本完成"),
        (_record(status=Status.CLOSED, degree=Degree.DONE, standing=True), "长期坚持"),
        (_record(status=Status.CLOSED, degree=Degree.DONE, transfer=Transfer("县纪委")), "已移交"),
        (_record(status=Status.RECTIFYING), "整改中"),
        (_record(status=Status.DRAFT), "未完成"),
    ],
)
def test_office_records_decide_the_status(record: Snapshot, status: str) -> None:
    """The finding's text says done; only what is closed as done is told so."""
    assert build(_REGISTER, records={"1.1": record}).entries[0].status == status


def test_transfer_without_answer_says_so() -> None:
    context = build(_REGISTER, records={"2.2": _record(transfer=Transfer("县纪委监委"))})
    assert context.entries[3].transfer == "移交县纪委监委，尚未反馈处理结果"
    assert context.remaining[-1].endswith("移交县纪委监委，尚未反馈处理结果。")


def test_waiver_stays_visible() -> None:
    waiver = Waiver(Gate.EVIDENCE, "原件毁于水灾", 7, datetime(2026, 1, 5))
    context = build(_REGISTER, records={"1.1": _record(waivers=(waiver,))})
    assert "其中1个问题的关口经豁免" in context.opening[1]
    assert "佐证材料经豁免，理由：原件毁于水灾" in _words(context)


def test_waiver_of_an_earlier_cycle_is_past() -> None:
    waiver = Waiver(Gate.EVIDENCE, "原件毁于水灾", 7, datetime(2026, 1, 5), cycle=1)
    context = build(_REGISTER, records={"1.1": _record(cycle=2, waivers=(waiver,))})
    assert not context.waived


def test_checks_are_attached() -> None:
    result = CheckResult(
        check="sub-01", title="重复发放", severity=Severity.HIGH, status=CheckStatus.FAIL,
        row_count=3, message="3人重复领取。",
    )  # fmt: skip
    word = Document(io.BytesIO(render(build(_REGISTER, results=(result,)), ".docx")))
    cells = [cell.text for cell in word.tables[0].rows[1].cells]
    assert cells == ["sub-01", "重复发放", "有问题", "3", "3人重复领取。"]


_REMARKS = (
    Remark("open-claim", Severity.HIGH, "1.2", "说已完成，又说正在追缴。"),
    Remark("vague-response", Severity.LOW, "1.1", "措辞笼统。"),
    Remark("totals-mismatch", Severity.HIGH, None, "总数不符。"),
)


def test_high_remarks_are_comments_of_the_internal_draft() -> None:
    word = Document(io.BytesIO(render(build(_REGISTER, remarks=_REMARKS), ".docx")))
    assert [one.text for one in word.comments] == ["说已完成，又说正在追缴。", "总数不符。"]


@pytest.mark.parametrize("audience", [Audience.PARTY, Audience.PUBLIC])
def test_others_get_no_comments(audience: Audience) -> None:
    content = render(build(_REGISTER, audience=audience, remarks=_REMARKS), ".docx")
    assert b"comments" not in content


@pytest.mark.parametrize("kind", [ReportKind.CLOSURE, ReportKind.FILE])
def test_only_the_findings_asked_for(kind: ReportKind) -> None:
    context = build(_REGISTER, kind=kind, only=("1.2",))
    assert [entry.id for entry in context.entries] == ["1.2"]


def test_closure_application_has_a_page_for_each_finding() -> None:
    word = Document(io.BytesIO(render(build(_REGISTER, kind=ReportKind.CLOSURE), ".docx")))
    assert len(word.tables) == len(_FINDINGS)
    assert "多付3万元。" in word.tables[1].rows[2].cells[1].text


def test_plan_has_its_three_lists() -> None:
    word = Document(io.BytesIO(render(build(replace(_REGISTER, kind=Kind.PLAN)), ".docx")))
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "附件标题"] == [
        "问题清单", "任务清单", "责任清单",
    ]  # fmt: skip
    assert [len(table.rows) for table in word.tables] == [5, 5, 5]
    assert word.tables[2].rows[2].cells[2].text == "张明远"


def test_letterhead_goes_before_the_register() -> None:
    letterhead = Letterhead(
        title="关于整改的通报", signed_by="青石镇整改办", signed_on=date(2026, 3, 5)
    )
    context = build(_REGISTER, kind=ReportKind.NOTICE, letterhead=letterhead)
    assert context.title == "关于整改的通报"
    assert (context.signed_by, context.signed_on) == ("青石镇整改办", "2026年3月5日")


def test_register_without_findings_is_refused() -> None:
    with pytest.raises(UserError, match="没有逐条的问题"):
        build(Register(kind=Kind.OTHER))


def test_unknown_finding_is_named() -> None:
    with pytest.raises(UserError, match=r"9\.9"):
        build(_REGISTER, only=("9.9",))


def test_file_tells_the_history() -> None:
    events = {"1.2": ("2025年8月1日 交办财政所",)}
    context = build(_REGISTER, kind=ReportKind.FILE, only=("1.2",), events=events)
    assert _words(context).count("2025年8月1日 交办财政所") == 1


def test_title_is_the_registers_own_only_in_a_document_of_its_kind() -> None:
    titled = replace(_REGISTER, title="中共云岭县青石镇委员会关于巡察整改情况的报告")
    assert build(titled).title == titled.title
    plan = build(titled, kind=ReportKind.PLAN)
    assert plan.title == "中共云岭县青石镇委员会关于巡察反馈意见的整改方案"


def test_list_of_problems_tells_no_answers() -> None:
    words = _words(build(_REGISTER, kind=ReportKind.PROBLEMS))
    assert "多付3万元。" in words
    assert "已追回1万元" not in words
