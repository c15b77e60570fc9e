"""On site: a photo, two lines, handed in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.rectification.status import Status
from bihuan.web.actions.findings import add_measure
from tests.web.conftest import Office


def _send(office: Office, who: str = "owner", **values: object) -> Any:
    said = {
        "files": [SimpleUploadedFile("现场.txt", "3户均已核实。".encode())],
        "measure": str(office.findings[0].measures.all()[0].pk),
        "outcome": "3户均已核实到户。",
        "degree": "done",
    }
    address = reverse("onsite", args=[office.findings[0].pk])
    answer = office.signed_in(who).post(address, said | values, follow=True)
    office.findings[0].refresh_from_db()
    return answer


def test_one_form_hands_the_finding_in(office: Office) -> None:
    page = _send(office, submit="1").content.decode()
    assert "已提交核查" in page
    finding = office.findings[0]
    assert finding.status == Status.SUBMITTED
    assert finding.evidence.count() == 1
    assert finding.measures.get().outcome == "3户均已核实到户。"


def test_what_was_written_stays_where_handing_in_is_refused(office: Office) -> None:
    add_measure(office.findings[0], by=office.people["owner"], text="建立台账。")
    assert "还不能提交核查" in _send(office, submit="1").content.decode()
    finding = office.findings[0]
    assert (finding.status, finding.evidence.count()) == (Status.RECTIFYING, 1)
    assert finding.measures.exclude(outcome="").count() == 1


def test_one_text_for_all_measures_if_asked_to(office: Office) -> None:
    add_measure(office.findings[0], by=office.people["owner"], text="建立台账。")
    _send(office, submit="1", measure="all")
    assert office.findings[0].status == Status.SUBMITTED
    assert not office.findings[0].measures.filter(outcome="").exists()


def test_a_new_measure_is_what_was_done(office: Office) -> None:
    _send(office, measure="new", files=[])
    assert office.findings[0].measures.filter(text="3户均已核实到户。").exists()


def test_only_the_worker_s_form_is_taken(office: Office) -> None:
    assert _send(office, who="reader", submit="1").status_code == 400
    assert _send(office, who="owner", measure="0").status_code == 400
    assert office.findings[0].version == 1
    assert not office.findings[0].evidence.exists()
