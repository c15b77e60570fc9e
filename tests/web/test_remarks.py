"""The review stands between a finding and its closure until it is answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bihuan.rectification.gates import Gate
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions.findings import report_measure, report_progress, take_step, waive
from bihuan.web.actions.recording import Refused
from bihuan.web.actions.remarks import answer_remark
from bihuan.web.models import Event, Finding
from tests.web.conftest import Office


def _submitted(office: Office, outcome: str) -> Finding:
    """The first finding, handed in with an outcome that leaves its number out or tells it."""
    finding, owner = office.findings[0], office.people["owner"]
    Finding.objects.filter(pk=finding.pk).update(problem="挪用专项资金18.6万元未追回。")
    report_measure(finding.measures.get(), by=owner, outcome=outcome)
    report_progress(finding, by=owner, degree=Degree.DONE)
    if not finding.waivers.exists():
        waive(finding, by=office.people["inspection"], gate=Gate.EVIDENCE, reason="现场已看")
    take_step(finding, Step.SUBMIT, by=owner)
    return finding


def _verified(office: Office, outcome: str) -> Finding:
    finding = _submitted(office, outcome)
    take_step(finding, Step.VERIFY, by=office.people["discipline"])
    return finding


def test_a_sum_that_is_not_answered_bars_the_closure(office: Office) -> None:
    finding = _verified(office, "已召开会议研究部署。")
    high = finding.remarks.filter(severity="high")
    assert any("18.6" in remark.message for remark in high)
    with pytest.raises(Refused, match="体检意见"):
        take_step(finding, Step.CLOSE, by=office.people["inspection"])
    for remark in high:
        answer_remark(remark, by=office.people["owner"], answer="资金已列入下一年度追缴计划。")
    take_step(finding, Step.CLOSE, by=office.people["inspection"])
    assert finding.status == Status.CLOSED
    assert Event.objects.filter(verb="remark_answered", finding_id=finding.pk).exists()


def test_a_remark_goes_when_the_answer_is_mended(office: Office) -> None:
    finding = _submitted(office, "已召开会议研究部署。")
    take_step(finding, Step.RETURN, by=office.people["discipline"], reason="钱呢？")
    _submitted(office, "18.6万元已于2025年3月4日全部追回，缴入财政专户。")
    assert not [remark for remark in finding.remarks.all() if remark.stands]
    assert finding.remarks.filter(gone_at__isnull=False).exists()


def test_an_empty_answer_is_none(office: Office) -> None:
    remark = _submitted(office, "已召开会议研究部署。").remarks.filter(severity="high")[0]
    with pytest.raises(Refused, match="请写明答复"):
        answer_remark(remark, by=office.people["owner"], answer=" ")
    with pytest.raises(Refused):
        answer_remark(remark, by=office.people["reader"], answer="没有问题")


def test_the_page_shows_a_remark_and_takes_the_answer(office: Office) -> None:
    finding = _submitted(office, "已召开会议研究部署。")
    remark = finding.remarks.filter(severity="high")[0]
    client = office.signed_in("owner")
    address = reverse("finding", args=[finding.pk])
    assert remark.message in client.get(address).content.decode()
    client.post(reverse("remark_answer", args=[finding.pk, remark.pk]), {"answer": "已另案追缴"})
    assert "已另案追缴" in client.get(address).content.decode()


def test_a_transfer_is_noted_by_those_who_may(office: Office) -> None:
    finding = office.findings[0]
    address = reverse("finding_transfer", args=[finding.pk])
    values = {"to": "县纪委监委", "outcome": ""}
    assert office.signed_in("owner").post(address, values).status_code == 400
    assert office.signed_in("clerk").post(address, values).status_code == 302
    finding.refresh_from_db()
    assert finding.transferred_to == "县纪委监委"
    answer = office.signed_in("clerk").post(address, {"to": "", "outcome": "已立案"})
    assert answer.status_code == 400


def test_the_clerk_mends_a_finding_s_own_texts(office: Office) -> None:
    finding = office.findings[0]
    address = reverse("finding_edit", args=[finding.pk])
    values = {"number": "1.1", "problem": "改写", "level": "village", "standing": "on"}
    assert office.signed_in("owner").post(address, values).status_code == 400
    assert office.signed_in("clerk").post(address, values).status_code == 302
    finding.refresh_from_db()
    assert (finding.problem, finding.level, finding.standing) == ("改写", "village", True)
    twin = office.signed_in("clerk").post(address, values | {"number": "1.2"})
    assert twin.status_code == 400
    assert "1.2" in twin.content.decode()
