"""A document comes in through a dry run; nothing that the office has done is overwritten."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.web.models import Finding, Intake, Round
from tests.web.conftest import Office

REPORT = """中共云岭县青石镇委员会关于县委巡察反馈意见整改情况的报告
2024年4月8日至5月31日，县委第二巡察组对青石镇党委进行了巡察，7月16日反馈了意见。现将整改情况报告如下：
1.关于“账目混乱”的问题。
整改情况：一是清理账目3本。二是退回资金<b>1.2万元</b>。
2.关于“票据缺失”的问题。
整改情况：补齐票据5张。
中共云岭县青石镇委员会
2024年12月20日
"""


def _begin(office: Office, text: str = REPORT, **more: object) -> Intake:
    client = office.signed_in("clerk")
    file = SimpleUploadedFile("报告.txt", text.encode())
    client.post(reverse("intake_upload"), {"file": file, "unit": office.town.pk, **more})
    return Intake.objects.latest("pk")


def _fields(intake: Intake) -> dict[str, str]:
    names = ("area", "group", "problem", "response")
    return {
        f"{name}-{place}": finding[name] or ""
        for place, finding in enumerate(intake.register["findings"])
        for name in names
    }


def test_nothing_is_in_the_register_before_it_is_accepted(office: Office) -> None:
    before = Finding.objects.count()
    intake = _begin(office)
    assert Finding.objects.count() == before
    page = office.signed_in("clerk").get(reverse("intake", args=[intake.pk])).content.decode()
    assert '<mark class="problem" id="problem-0">账目混乱</mark>' in page
    assert "&lt;b&gt;1.2万元" in page
    assert "<b>1.2万元" not in page


def test_what_the_clerk_mended_is_what_comes_in(office: Office) -> None:
    intake = _begin(office)
    fields = _fields(intake) | {
        "problem-0": "账目长期混乱。", "drop-1": "on", "round": "", "name": "2024年整改",
    }  # fmt: skip
    office.signed_in("clerk").post(reverse("intake_accept", args=[intake.pk]), fields)
    round_ = Round.objects.get(name="2024年整改")
    (finding,) = round_.findings.all()
    assert finding.problem == "账目长期混乱。"
    assert str(round_.feedback_date) == "2024-07-16"
    assert finding.measures.all()[0].text == "清理账目3本。"


def test_importing_again_adds_nothing_and_overwrites_nothing(office: Office) -> None:
    first = _begin(office)
    client = office.signed_in("clerk")
    fields = _fields(first) | {"round": "", "name": "2024年整改"}
    client.post(reverse("intake_accept", args=[first.pk]), fields)
    round_ = Round.objects.get(name="2024年整改")
    worked = round_.findings.get(number="1")
    worked.response = "办公室自己写的。"
    worked.save()
    again = _begin(office, round=round_.pk)
    fields = _fields(again) | {"round": str(round_.pk)}
    client.post(reverse("intake_accept", args=[again.pk]), fields)
    assert round_.findings.count() == 2
    worked.refresh_from_db()
    assert worked.response == "办公室自己写的。"
    answer = client.post(reverse("intake_accept", args=[again.pk]), fields)
    assert answer.status_code == 400


def test_a_document_without_findings_is_one_sentence(office: Office) -> None:
    client = office.signed_in("clerk")
    file = SimpleUploadedFile("通知.txt", "关于开会的通知\n请准时参加。".encode())
    answer = client.post(reverse("intake_upload"), {"file": file, "unit": office.town.pk})
    assert answer.status_code == 400
    assert "没有读出逐条的问题" in answer.content.decode()
    assert not Intake.objects.exists()


def test_only_the_office_brings_documents_in(office: Office) -> None:
    for who in ("owner", "reader", "stranger", "nobody"):
        file = SimpleUploadedFile("报告.txt", REPORT.encode())
        answer = office.signed_in(who).post(
            reverse("intake_upload"), {"file": file, "unit": office.town.pk}
        )
        assert answer.status_code in (400, 404)
    assert not Intake.objects.exists()


PLAN = """中共云岭县青石镇委员会关于县委巡察反馈意见的整改方案
1.关于“账目十分混乱”的问题。
整改目标：账账相符。
整改措施：一是清理账目。
2.关于“会议室闲置”的问题。
整改措施：一是对外开放。
"""


def test_importing_again_shows_what_is_other_and_keeps_what_was_written(office: Office) -> None:
    client = office.signed_in("clerk")
    first = _begin(office)
    client.post(reverse("intake_accept", args=[first.pk]), _fields(first) | {"name": "甲轮"})
    round_ = Round.objects.get(name="甲轮")
    Finding.objects.filter(round=round_, number="2").update(goal="已经写好的目标")
    second = _begin(office, PLAN, round=round_.pk)
    page = client.get(reverse("intake", args=[second.pk])).content.decode()
    assert "已在台账中" in page
    assert "保留台账的" in page
    assert "新的" in page
    client.post(reverse("intake_accept", args=[second.pk]), _fields(second) | {"round": round_.pk})
    texts = list(round_.findings.values_list("number", "problem"))
    assert texts == [("1", "账目混乱"), ("2", "票据缺失"), ("2-2", "会议室闲置")]
    assert round_.findings.get(number="2").goal == "已经写好的目标"
