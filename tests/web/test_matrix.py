"""The table of who may do what, cell by cell, against the addresses that do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.mechanisms import Cadence
from bihuan.rectification.permissions import PERMISSIONS, Action, Deed
from bihuan.rectification.roles import Role
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions.appeals import receive
from bihuan.web.actions.mechanisms import promise
from bihuan.web.actions.theory import import_questions
from bihuan.web.ledgers import get_ledger
from bihuan.web.models import (
    Evidence,
    Extension,
    Finding,
    Issue,
    LedgerRow,
    MaterialTask,
    Mechanism,
    Objection,
    Obligation,
    Person,
    Remark,
    Report,
    Unit,
)
from bihuan.web.publishing import prepared
from bihuan.web.storage import store
from tests.web.conftest import Office

_NOW = timezone.now()


def _stand(office: Office, **values: Any) -> Finding:
    Finding.objects.filter(pk=office.findings[0].pk).update(**values)
    return Finding.objects.get(pk=office.findings[0].pk)


def _handed_in(office: Office, status: Status, **more: Any) -> Finding:
    """The first finding, handed in by somebody who has nothing else to do with it."""
    aside = office.people["nobody"]
    return _stand(office, status=status, submitted_by=aside, submitted_at=_NOW, **more)


def _verified(office: Office, status: Status, **more: Any) -> Finding:
    aside = office.people["stranger"]
    return _handed_in(office, status, verified_by=aside, verified_at=_NOW, **more)


def _ready(office: Office) -> Finding:
    """A finding that lacks nothing to be handed in."""
    finding, owner = office.findings[0], office.people["owner"]
    finding.measures.update(outcome="3户已核实。", reported_by=owner, reported_at=_NOW)
    _evidence(office)
    return _stand(office, degree=Degree.DONE)


def _evidence(office: Office) -> Evidence:
    from bihuan.web.models import Blob

    digest, size = store([b"proof"])
    Blob.objects.get_or_create(pk=digest, defaults={"size": size, "media_type": "text/plain"})
    return Evidence.objects.create(
        finding=office.findings[0],
        blob_id=digest,
        name="说明.txt",
        added_by=office.people["nobody"],
    )


def _asked(office: Office) -> Extension:
    return Extension.objects.create(
        finding=office.findings[0],
        until=date(2031, 1, 1),
        reason="等材料",
        asked_by=office.people["nobody"],
    )


def _remark(office: Office) -> Remark:
    return Remark.objects.create(
        finding=office.findings[0], cycle=1, rule="vague-response", severity="high", message="空话"
    )


def _owed(office: Office) -> Obligation:
    """What the station owes the township."""
    task = MaterialTask.objects.create(
        office=office.town, kind="心得体会", title="学习心得", due=date(2031, 1, 1),
        made_by=office.people["clerk"],
    )  # fmt: skip
    return Obligation.objects.create(task=task, number=1, unit=office.station)


def _report(office: Office) -> Report:
    """A notice that somebody prepared who has nothing else to do with it."""
    return Report.objects.create(
        round=office.round, kind="notice", audience="public", created_by=office.people["nobody"]
    )


def _issue(office: Office) -> Issue:
    aside, today = office.people["nobody"], _NOW.date()
    return Issue.objects.create(
        report=_report(office), number=1, kind="notice", audience="public", title="公开信",
        slug="a1b2c3", shown_from=today, shown_until=today, prepared_by=aside,
        approved_by=office.people["stranger"], approved_at=_NOW, issued_by=aside,
    )  # fmt: skip


def _objection(office: Office) -> Objection:
    return Objection.objects.create(issue=_issue(office), ticket="AB12", objection="户数不实。")


def _bank(office: Office) -> None:
    clerk = office.people["clerk"]
    text = "专题,题型,题目,答案\n廉政,判断,甲,对\n".encode()
    import_questions(by=clerk, office=office.town, name="题库.csv", chunks=[text])
    Person.objects.filter(pk=office.people["owner"].pk).update(code="P1")


def _test_for_the_owner(office: Office, _: object) -> dict[str, Any]:
    return {
        "code": "1", "title": "测试", "topics": ["廉政"], "per_topic": 1, "points": 1,
        "minutes": 5, "opens_at": "2026-01-01T08:00", "closes_at": "2999-01-01T08:00",
        "people": [office.people["owner"].pk],
    }  # fmt: skip


def _mechanism(office: Office) -> Mechanism:
    return promise(
        by=office.people["clerk"], office=office.town, unit=office.station, title="每月检查",
        owner=office.people["owner"], cadence=Cadence.MONTHLY, ledger="voucher",
        starts_on=date(2025, 1, 1),
    )  # fmt: skip


def _petition(office: Office) -> LedgerRow:
    Unit.objects.filter(pk=office.station.pk).update(code="OWN")
    texts = {
        "petition_no": "1", "received_date": "2025-01-01", "unit_code": "OWN", "matter_code": "M",
    }  # fmt: skip
    ledger = get_ledger("petition")
    return receive(by=office.people["clerk"], office=office.town, ledger=ledger, texts=texts)


@dataclass(frozen=True, slots=True)
class Deeds:
    """How something is done: what is made ready, where the form goes, and what it says."""

    prepare: Callable[[Office], Any]
    address: Callable[[Office, Any], str]
    said: Mapping[str, Any] | Callable[[Office, Any], Mapping[str, Any]]

    def form(self, office: Office, part: Any) -> dict[str, Any]:
        """What the form says in this office, of what was made ready."""
        return dict(self.said(office, part) if callable(self.said) else self.said)


def _step(step: Step) -> Callable[[Office, Any], str]:
    return lambda office, _: reverse("finding_step", args=[office.findings[0].pk, step.value])


def _on_finding(name: str) -> Callable[[Office, Any], str]:
    return lambda office, _: reverse(name, args=[office.findings[0].pk])


def _on_part(name: str) -> Callable[[Office, Any], str]:
    return lambda office, part: reverse(name, args=[office.findings[0].pk, part.pk])


_DEEDS: Mapping[Deed, Deeds] = {
    Step.ASSIGN: Deeds(lambda o: _stand(o, status=Status.DRAFT), _step(Step.ASSIGN), {}),
    Step.SUBMIT: Deeds(_ready, _step(Step.SUBMIT), {}),
    Step.VERIFY: Deeds(
        lambda o: (_ready(o), _handed_in(o, Status.SUBMITTED)), _step(Step.VERIFY), {}
    ),
    Step.RETURN: Deeds(
        lambda o: _handed_in(o, Status.SUBMITTED), _step(Step.RETURN), {"reason": "看不清"}
    ),
    Step.CLOSE: Deeds(lambda o: (_ready(o), _verified(o, Status.VERIFIED)), _step(Step.CLOSE), {}),
    Step.REOPEN: Deeds(
        lambda o: _verified(o, Status.CLOSED, closed_by=o.people["administrator"], closed_at=_NOW),
        _step(Step.REOPEN),
        {"reason": "反弹"},
    ),
    Action.EDIT: Deeds(
        lambda o: None,
        _on_finding("finding_edit"),
        {"number": "1.1", "problem": "改写", "level": "township"},
    ),
    Action.RECORD: Deeds(
        lambda o: None, _on_finding("finding_progress"), {"degree": "mostly_done"}
    ),
    Action.ADD_EVIDENCE: Deeds(lambda o: None, _on_finding("evidence_upload"), {"file": "files"}),
    Action.WITHDRAW_EVIDENCE: Deeds(
        _evidence,
        lambda _, piece: reverse("evidence_withdraw", args=[piece.pk]),
        {"reason": "传错了"},
    ),
    Action.ANSWER_REMARK: Deeds(_remark, _on_part("remark_answer"), {"answer": "已处理"}),
    Action.TRANSFER: Deeds(lambda o: None, _on_finding("finding_transfer"), {"to": "县纪委"}),
    Action.ASK_EXTENSION: Deeds(
        lambda o: _stand(o, due=date(2030, 1, 1)),
        _on_finding("extension_ask"),
        {"until": "2031-01-01", "reason": "等材料"},
    ),
    Action.DECIDE_EXTENSION: Deeds(
        _asked, _on_part("extension_answer"), {"granted": "1", "answer": "同意"}
    ),
    Action.REMIND: Deeds(lambda o: None, _on_finding("finding_remind"), {}),
    Action.BIND_CHECK: Deeds(
        lambda o: None, _on_finding("finding_checks"), {"check": "funds-dormant"}
    ),
    Action.FILL_LEDGER: Deeds(
        lambda o: Unit.objects.filter(pk=o.people["owner"].unit_id).update(code="OWN"),
        lambda o, _: reverse("ledger_enter", args=[o.town.pk, "meeting_book"]),
        {"unit_code": "OWN", "year": "2026", "book_name": "会议记录"},
    ),
    Action.RUN_CHECKS: Deeds(
        lambda o: None, lambda o, _: reverse("checks_run", args=[o.town.pk]), {}
    ),
    Action.COLLECT: Deeds(
        lambda o: None,
        lambda o, _: reverse("material_new", args=[o.town.pk]),
        lambda o, _: {
            "kind": "心得体会",
            "title": "学习心得",
            "due": "2031-01-01",
            "units": o.station.pk,
        },
    ),
    Action.HAND_IN: Deeds(
        _owed, lambda _, owed: reverse("material_hand_in", args=[owed.pk]), {"file": "file"}
    ),
    Action.KEEP_REFERENCES: Deeds(
        lambda o: None,
        lambda o, _: reverse("material_references", args=[o.town.pk]),
        {"kind": "template", "file": "file"},
    ),
    Action.RUN_TESTS: Deeds(
        _bank, lambda o, _: reverse("theory_new", args=[o.town.pk]), _test_for_the_owner
    ),
    Action.KEEP_MECHANISMS: Deeds(
        _mechanism,
        lambda _, mechanism: reverse("mechanism_end", args=[mechanism.pk]),
        {"reason": "并入新制度"},
    ),
    Action.ASSIGN_APPEAL: Deeds(
        _petition,
        lambda _, row: reverse("appeal_step", args=[row.pk, "assign"]),
        lambda o, _: {"handler": o.people["owner"].pk},
    ),
    Action.WAIVE: Deeds(
        lambda o: None, _on_finding("waive"), {"gate": "evidence", "reason": "现场已看"}
    ),
    Action.REVIEW: Deeds(
        lambda o: _stand(o, standing=True),
        _on_finding("finding_review"),
        {"review_on": "2031-01-01"},
    ),
    Action.MANAGE_ROUND: Deeds(
        lambda o: None,
        lambda o, _: reverse("round", args=[o.round.pk]),
        {"name": "改名后的轮次"},
    ),
    Action.PREPARE_REPORT: Deeds(
        _report,
        lambda _, report: reverse("report", args=[report.pk]),
        {"title": "关于整改情况的通报"},
    ),
    Action.APPROVE_REPORT: Deeds(
        lambda o: (report := _report(o), prepared(report).draft.digest),
        lambda _, made: reverse("report_approve", args=[made[0].pk]),
        lambda _, made: {"digest": made[1]},
    ),
    Action.ISSUE_REPORT: Deeds(
        _issue,
        lambda _, issue: reverse("issue_withdraw", args=[issue.pk]),
        {"reason": "数字有误"},
    ),
    Action.HANDLE_OBJECTION: Deeds(
        _objection,
        lambda _, case: reverse("objection_step", args=[case.pk]),
        {"step": "take"},
    ),
    Action.MANAGE_UNITS: Deeds(
        lambda o: None,
        lambda o, _: reverse("unit_edit", args=[o.station.pk]),
        {"name": "新名字", "active": "on"},
    ),
    Action.MANAGE_PEOPLE: Deeds(
        lambda o: None,
        lambda o, _: reverse("person", args=[o.people["reader"].pk]),
        {"name": "新名字", "active": "on"},
    ),
}
# Reading, which test_permissions tries at every address, and what has no page yet.
_ELSEWHERE = {
    Action.SEE, Action.EXPORT, Action.EXCHANGE
}  # fmt: skip
_ROLES: Mapping[str, Role] = {
    "clerk": Role.CLERK,
    "owner": Role.OWNER,
    "lead": Role.LEAD,
    "discipline": Role.DISCIPLINE,
    "inspection": Role.INSPECTION,
    "administrator": Role.ADMINISTRATOR,
    "reader": Role.READER,
}


def test_every_deed_of_the_table_is_tried() -> None:
    assert set(_DEEDS) | _ELSEWHERE == set(PERMISSIONS)
    assert set(_ROLES.values()) == set(Role)


@pytest.mark.parametrize("who", _ROLES)
@pytest.mark.parametrize("deed", _DEEDS, ids=str)
def test_a_cell(office: Office, deed: Deed, who: str) -> None:
    way = _DEEDS[deed]
    part = way.prepare(office)
    said = way.form(office, part)
    if field := said.pop("file", None):
        said[field] = SimpleUploadedFile("说明.txt", "整改说明".encode())
    answer = office.signed_in(who).post(way.address(office, part), said, follow=True)
    done = answer.status_code == 200 and 'class="message error"' not in answer.content.decode()
    assert done is (_ROLES[who] in PERMISSIONS[deed])


@pytest.mark.parametrize("deed", _DEEDS, ids=str)
def test_nobody_of_another_township_may(office: Office, deed: Deed) -> None:
    part = _DEEDS[deed].prepare(office)
    address, said = _DEEDS[deed].address(office, part), _DEEDS[deed].form(office, part)
    for who in ("stranger", "nobody"):
        assert office.signed_in(who).post(address, said).status_code == 404
