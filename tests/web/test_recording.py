"""Every write: one transaction, one event; two at once, one wins."""

from __future__ import annotations

import pytest

from bihuan.rectification.gates import Gate
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions.findings import report_measure, report_progress, take_step, waive
from bihuan.web.actions.recording import Conflict, Refused
from bihuan.web.models import Cycle, Event
from tests.web.conftest import Office


def _submitted(office: Office) -> None:
    finding, owner = office.findings[0], office.people["owner"]
    report_measure(finding.measures.get(), by=owner, outcome="3户均已核实。")
    report_progress(finding, by=owner, degree=Degree.DONE)
    waive(finding, by=office.people["inspection"], gate=Gate.EVIDENCE, reason="现场已看")
    take_step(finding, Step.SUBMIT, by=owner)


def test_the_whole_life_leaves_an_event_for_each_step(office: Office) -> None:
    finding, people = office.findings[0], office.people
    _submitted(office)
    take_step(finding, Step.RETURN, by=people["discipline"], reason="照片看不清")
    assert finding.returns == 1
    take_step(finding, Step.SUBMIT, by=people["owner"])
    take_step(finding, Step.VERIFY, by=people["discipline"])
    take_step(finding, Step.CLOSE, by=people["inspection"])
    assert finding.status == Status.CLOSED
    take_step(finding, Step.REOPEN, by=people["inspection"], reason="问题反弹")
    assert (finding.status, finding.cycle) == (Status.RECTIFYING, 2)
    assert Cycle.objects.get(finding=finding).returns == 1
    verbs = list(
        Event.objects.filter(finding_id=finding.pk, subject="finding")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "progress", "submit", "return", "submit", "verify", "close", "reopen"
    ]  # fmt: skip


def test_a_refused_step_changes_nothing(office: Office) -> None:
    finding = office.findings[0]
    with pytest.raises(Refused, match="成效"):
        take_step(finding, Step.SUBMIT, by=office.people["owner"])
    finding.refresh_from_db()
    assert finding.status == Status.RECTIFYING
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["owner", "clerk", "lead", "reader", "stranger", "nobody"])
def test_only_a_verifier_verifies(office: Office, name: str) -> None:
    _submitted(office)
    with pytest.raises(Refused):
        take_step(office.findings[0], Step.VERIFY, by=office.people[name])


def test_whoever_looked_at_an_older_version_is_told(office: Office) -> None:
    finding, owner = office.findings[0], office.people["owner"]
    seen = finding.version
    report_progress(finding, by=owner, degree=Degree.MOSTLY_DONE, seen=seen)
    with pytest.raises(Conflict):
        report_progress(finding, by=owner, degree=Degree.DONE, seen=seen)
    finding.refresh_from_db()
    assert finding.degree == Degree.MOSTLY_DONE
