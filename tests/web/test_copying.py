"""Answers and evidence that are another round's become remarks, the later one's alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.status import Degree, Status
from bihuan.web.actions.comparing import compare_answers
from bihuan.web.actions.evidence import add_evidence
from bihuan.web.actions.remarks import COPIED, review_answer
from bihuan.web.models import Finding, Measure, Remark, Round, Unit
from tests.web.conftest import Office

OUTCOME = (
    "三月四日起由财政所所长田小兰带两名会计逐笔翻查二〇一九年以来的凭证，找出挂账四十三笔，其中三十一笔"
    "补签了审批单，十二笔因经手人调走写了情况说明，由分管领导在会上逐笔过目。四月二十日把清理结果贴在"
    "政府院内公示栏七天，没有人提出异议。现在每月五号前对一次账，对账单由两个人签字，放在铁皮柜里。"
)
OTHER = (
    "党政办把公务用车的钥匙收到值班室，派车要先在本子上写明去哪里、几个人、什么事，由带班领导签字。六月以来"
    "登记了七十一次，退回三次，都是没有写人数。油卡只留一张，加油的小票当天交回，月底和里程表对数。"
)
NOW = timezone.now()


def _handed_in(finding: Finding, office: Office, outcome: str, days_ago: int) -> Finding:
    owner, at = office.people["owner"], NOW - timedelta(days=days_ago)
    Measure.objects.update_or_create(
        finding=finding,
        position=1,
        defaults={
            "text": "清理挂账。", "outcome": outcome, "reported_by": owner, "reported_at": at,
        },
    )  # fmt: skip
    Finding.objects.filter(pk=finding.pk).update(
        status=Status.SUBMITTED, degree=Degree.DONE, submitted_by=owner, submitted_at=at
    )
    return Finding.objects.get(pk=finding.pk)


def _elsewhere(office: Office, unit: Unit, outcome: str, days_ago: int) -> Finding:
    """A finding of another round that was handed in."""
    round_ = Round.objects.create(unit=unit, name=f"{unit.name}的另一轮巡察")
    finding = Finding.objects.create(
        round=round_, number="9", position=1, problem="往来款长期挂账。",
        status=Status.RECTIFYING, degree=Degree.NOT_DONE,
    )  # fmt: skip
    return _handed_in(finding, office, outcome, days_ago)


def _remarks(finding: Finding) -> list[Remark]:
    return list(finding.remarks.filter(rule=COPIED))


def test_another_unit_s_answer_is_a_high_remark_on_the_later_one(office: Office) -> None:
    early = _elsewhere(office, office.other, OUTCOME, 30)
    late = _handed_in(office.findings[0], office, OUTCOME.replace("三月四日", "五月六日"), 1)
    assert compare_answers() == 2
    [remark] = _remarks(late)
    assert remark.severity == "high"
    assert "其他单位" in remark.message
    assert "白水镇" not in remark.message
    assert not _remarks(early)
    # Nothing new came, so that nothing is compared.
    assert compare_answers() == 0


def test_one_s_own_earlier_round_is_named(office: Office) -> None:
    _elsewhere(office, office.town, OUTCOME, 400)
    late = _handed_in(office.findings[0], office, OUTCOME, 1)
    compare_answers()
    [remark] = _remarks(late)
    assert "青石镇的另一轮巡察" in remark.message


def test_answers_of_their_own_get_no_remark(office: Office) -> None:
    _elsewhere(office, office.other, OTHER, 30)
    late = _handed_in(office.findings[0], office, OUTCOME, 1)
    compare_answers()
    assert not _remarks(late)


def test_a_remark_goes_when_the_answer_is_written_anew(office: Office) -> None:
    _elsewhere(office, office.other, OUTCOME, 30)
    late = _handed_in(office.findings[0], office, OUTCOME, 2)
    compare_answers()
    late = _handed_in(late, office, OTHER, 1)
    # The review of the register has no say in it.
    review_answer(late)
    assert _remarks(late)[0].gone_at is None
    compare_answers()
    assert _remarks(late)[0].gone_at is not None


@pytest.mark.parametrize(("who", "whole"), [("clerk", False), ("inspection", True)])
def test_side_by_side_and_only_what_is_theirs_as_a_whole(
    office: Office, who: str, whole: bool
) -> None:
    _elsewhere(office, office.other, OUTCOME + "白水镇自己的事写在最后，与别人没有关系。", 30)
    late = _handed_in(office.findings[0], office, OUTCOME, 1)
    compare_answers()
    [remark] = _remarks(late)
    client = office.signed_in(who)
    address = reverse("copied_answer", args=[late.pk, remark.pk])
    assert address in client.get(reverse("finding", args=[late.pk])).content.decode()
    page = client.get(address).content.decode()
    assert "四十三笔" in page
    assert ("与别人没有关系" in page) is whole
    assert ("白水镇" in page) is whole
    assert office.signed_in("stranger").get(address).status_code == 404


def _evidence(office: Office, finding: Finding, text: str) -> None:
    """A file that was added while the finding was worked on."""
    status, by, at = finding.status, finding.submitted_by, finding.submitted_at
    rows = Finding.objects.filter(pk=finding.pk)
    rows.update(status=Status.RECTIFYING, submitted_by=None, submitted_at=None)
    finding.refresh_from_db()
    add_evidence(finding, by=office.people["clerk"], name="情况说明.txt", chunks=[text.encode()])
    rows.update(status=status, submitted_by=by, submitted_at=at)


def test_evidence_of_another_unit_in_the_same_round_is_a_medium_remark(office: Office) -> None:
    early = _handed_in(office.findings[1], office, OTHER, 3)
    early.units.set([office.village])
    late = _handed_in(office.findings[0], office, "已经清理完毕，账实相符。", 1)
    for finding, text in ((early, OUTCOME), (late, OUTCOME.replace("田小兰", "向立秋"))):
        _evidence(office, finding, text)
    compare_answers()
    [remark] = _remarks(late)
    assert remark.severity == "medium"
    assert "佐证材料“情况说明.txt”" in remark.message
    assert "问题1.2" in remark.message
    assert not _remarks(early)


def test_one_unit_s_evidence_may_serve_two_findings_of_a_round(office: Office) -> None:
    early = _handed_in(office.findings[1], office, OTHER, 3)
    late = _handed_in(office.findings[0], office, "已经清理完毕，账实相符。", 1)
    for finding, text in ((early, OUTCOME), (late, OUTCOME + "另附名单。")):
        _evidence(office, finding, text)
    compare_answers()
    assert not _remarks(late)
