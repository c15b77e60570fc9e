"""Materials: asked for, handed in, compared, returned, handed in again, approved."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.web import bell
from bihuan.web.actions.checks import run_checks
from bihuan.web.actions.comparing import compare_what_came
from bihuan.web.actions.materials import make_task
from bihuan.web.jobs import compare_once
from bihuan.web.ledgers import standing_rows
from bihuan.web.models import (
    Blob,
    CheckRun,
    Event,
    FileText,
    HandIn,
    LedgerRow,
    MaterialTask,
    Obligation,
    Overlap,
    Reference,
    Unit,
)
from tests.web.conftest import Office

DUE = date(2030, 6, 30)


@pytest.fixture
def task(office: Office) -> MaterialTask:
    """The station and the village owe a plan to the township."""
    Unit.objects.filter(pk=office.village.pk).update(code="V01")
    client = office.signed_in("clerk")
    said = {
        "kind": "风险预案", "title": "汛期风险预案", "due": DUE.isoformat(),
        "note": "结合本单位实际。",
        "units": [office.station.pk, office.village.pk],
    }  # fmt: skip
    answer = client.post(reverse("material_new", args=[office.town.pk]), said, follow=True)
    assert "任务已布置" in answer.content.decode()
    return MaterialTask.objects.get()


def owed(unit: Unit) -> Obligation:
    return Obligation.objects.get(unit=unit)


def hand_in(client: Client, obligation: Obligation, text: str, name: str = "预案.txt") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    address = reverse("material_hand_in", args=[obligation.pk])
    return client.post(address, {"file": file}, follow=True)


def judge(client: Client, obligation: Obligation, verdict: str, reason: str = "") -> Any:
    version = obligation.hand_ins.latest("number")
    said = {"verdict": verdict, "reason": reason}
    return client.post(reverse("material_judge", args=[version.pk]), said, follow=True)


def values(office: Office, obligation: Obligation) -> dict[str, Any]:
    rows = standing_rows(office.town, "material_submission")
    [row] = [row for row in rows if row.values["material_id"] == obligation.code]
    return dict(row.values)


def test_what_is_owed_stands_in_the_ledger_before_it_comes(
    office: Office, task: MaterialTask
) -> None:
    said = values(office, owed(office.village))
    assert (said["unit_code"], said["due_date"], said["submit_date"]) == ("V01", "2030-06-30", None)
    assert said["review_result"] is None
    # A unit without a code is told by its name, and the row is still its own.
    row = LedgerRow.objects.get(values__unit_code="农业农村办")
    assert row.unit == office.station


def test_it_is_handed_in_returned_handed_in_again_and_approved(
    office: Office, task: MaterialTask
) -> None:
    owner, clerk, one = office.signed_in("owner"), office.signed_in("clerk"), owed(office.station)
    assert "汛期风险预案" in owner.get(reverse("home")).content.decode()
    assert "等待审核" in hand_in(owner, one, "第一版。").content.decode()
    assert values(office, one)["review_result"] == "待审"
    assert "等我审核" in clerk.get(reverse("home")).content.decode()

    assert judge(clerk, one, "returned").status_code == 400
    judge(clerk, one, "returned", "没有写本单位的情况")
    said = values(office, one)
    assert (said["review_result"], said["return_count"]) == ("退回", 1)
    assert said["return_date"]
    page = owner.get(reverse("material", args=[one.pk])).content.decode()
    assert "没有写本单位的情况" in page

    assert "同一个文件" in hand_in(owner, one, "第一版。").content.decode()
    hand_in(owner, one, "第二版，写了本单位的情况。")
    assert (values(office, one)["review_result"], values(office, one)["return_count"]) == (
        "待审",
        1,
    )
    judge(clerk, one, "approved")
    assert values(office, one)["review_result"] == "通过"
    assert "已经通过" in hand_in(owner, one, "第三版。").content.decode()
    assert [v.number for v in one.hand_ins.all()] == [1, 2]
    assert Event.objects.filter(verb="material_returned", reason="没有写本单位的情况").exists()


def test_a_version_that_was_replaced_is_not_judged(office: Office, task: MaterialTask) -> None:
    one, clerk = owed(office.station), office.signed_in("clerk")
    hand_in(office.signed_in("owner"), one, "第一版。")
    first = one.hand_ins.get()
    hand_in(office.signed_in("owner"), one, "第二版。")
    address = reverse("material_judge", args=[first.pk])
    answer = clerk.post(address, {"verdict": "approved"})
    assert answer.status_code == 409
    assert not HandIn.objects.exclude(verdict="").exists()


# Comparing

PLAN = (
    "一、隐患点。老鹰嘴滑坡体在一组水井坎上方，威胁十一户四十三人；磨盘沟口是去年八月冲出泥石的"
    "地方，沟边还住着六户，两处都立了牌子。二、巡查。平时由支书和会计老田每周看一次，落雨就改成"
    "早晚各一趟，裂缝贴的纸条断了马上打电话。三、转移。老鹰嘴的人走机耕道到村小学操场，磨盘沟的人"
    "走屋后石梯到文化室，谁背哪家的老人写在明白卡上，以连续敲锣为号。"
)
COPY = PLAN.replace("一组", "二组").replace("十一户四十三人", "九户三十六人")
HONEST = (
    "我们办没有滑坡点，怕的是三处：洞口湾的老石坎垮过半截，桐子坪新修的砖路边沟没有硬化，农机库"
    "后墙离坡脚只有四米。石坎由老杨看，砖路由施工队留下的人看，哪里掉土就在群里发照片。雨下到五十"
    "毫米就停工，人到镇政府会议室，名单和电话贴在门口，走大路不走河边。"
)


def _compare() -> None:
    assert compare_what_came() == 1


def test_a_copy_is_seen_on_both_sides_and_in_the_ledger(office: Office, task: MaterialTask) -> None:
    clerk, station, village = office.signed_in("clerk"), owed(office.station), owed(office.village)
    hand_in(clerk, village, PLAN)
    hand_in(clerk, station, COPY)
    assert "正在比对" in clerk.get(reverse("material", args=[station.pk])).content.decode()
    _compare()
    said = values(office, station)
    assert float(said["similarity"]) > 80
    assert (said["similar_to"], said["foreign_place_hits"]) == (village.code, 0)
    assert values(office, village)["similar_to"] == station.code
    page = clerk.get(reverse("material_task", args=[task.pk])).content.decode()
    assert "两两相似" in page

    judge(clerk, station, "returned", "与金竹村的一样")
    hand_in(clerk, station, HONEST)
    _compare()
    said = values(office, station)
    assert (float(said["similarity"]), said["similar_to"]) == (0, None)
    assert compare_what_came() == 0


def test_the_checks_run_on_what_was_compared(office: Office, task: MaterialTask) -> None:
    clerk = office.signed_in("clerk")
    for unit, text in ((office.village, PLAN), (office.station, COPY)):
        hand_in(clerk, owed(unit), text)
    _compare()
    run = run_checks(office.town, by=None, trigger=CheckRun.Trigger.IMPORT)
    similar = run.outcomes.get(check_name="study-material-similar")
    assert (similar.status, similar.row_count) == ("fail", 2)
    assert run.outcomes.get(check_name="study-material-foreign-place").status == "pass"


def test_a_unit_sees_what_is_shared_and_not_whose_it_is(office: Office, task: MaterialTask) -> None:
    clerk, owner = office.signed_in("clerk"), office.signed_in("owner")
    station, village = owed(office.station), owed(office.village)
    hand_in(clerk, village, PLAN + "本村的电话是内部的事，不给外人看。")
    hand_in(owner, station, COPY)
    _compare()
    page = owner.get(reverse("material_task", args=[task.pk])).content.decode()
    assert "金竹村" not in page
    assert "两两相似" not in page
    assert owner.get(reverse("material", args=[village.pk])).status_code == 404
    overlap = station.hand_ins.get().overlaps.get()
    page = owner.get(reverse("material_overlap", args=[overlap.pk])).content.decode()
    assert "本次报送的另一份材料" in page
    assert "只显示相同的段落" in page
    assert "磨盘沟" in page
    assert "不给外人看" not in page
    assert "金竹村" not in page
    mirrored = village.hand_ins.get().overlaps.get()
    assert owner.get(reverse("material_overlap", args=[mirrored.pk])).status_code == 404
    report = reverse("material_report", args=[task.pk, "html"])
    assert owner.get(report).status_code == 404
    page = clerk.get(reverse("material_overlap", args=[overlap.pk])).content.decode()
    assert "不给外人看" in page


def test_last_year_s_and_a_neighbour_s_material_are_compared_with(
    office: Office, task: MaterialTask
) -> None:
    stranger = office.people["stranger"]
    other = make_task(
        by=stranger, office=office.other, kind="风险预案", title="去年的预案",
        due=date(2029, 6, 30), note="", owed=[(office.other, None)],
    )  # fmt: skip
    hand_in(office.signed_in("stranger"), other.obligations.get(), PLAN + "白水镇的内部电话。")
    _compare()
    clerk, village = office.signed_in("clerk"), owed(office.village)
    hand_in(clerk, village, COPY)
    _compare()
    assert values(office, village)["similar_to"] == other.obligations.get().code
    overlap = village.hand_ins.get().overlaps.get()
    for page in (
        clerk.get(reverse("material_overlap", args=[overlap.pk])).content.decode(),
        clerk.get(reverse("material_report", args=[task.pk, "html"])).content.decode(),
    ):
        assert "其他乡镇的一份材料" in page
        assert "内部电话" not in page
    county = office.signed_in("inspection")
    page = county.get(reverse("material_overlap", args=[overlap.pk])).content.decode()
    assert "白水镇的内部电话" in page


def test_what_a_template_and_a_superior_say_is_told_apart(
    office: Office, task: MaterialTask
) -> None:
    clerk = office.signed_in("clerk")
    address = reverse("material_references", args=[office.town.pk])
    for kind, text in (("template", PLAN), ("superior", HONEST)):
        file = SimpleUploadedFile(f"{kind}.txt", text.encode())
        clerk.post(address, {"kind": kind, "title": f"名为{kind}", "file": file})
    hand_in(clerk, owed(office.village), COPY)
    hand_in(
        clerk, owed(office.station), HONEST + "本办另有一条：值班电话不断人，农机库的钥匙放门卫。"
    )
    _compare()
    found = {o.reference.kind: o for o in Overlap.objects.all() if o.reference}
    assert found.keys() == {"template", "superior"}
    assert found["superior"].hand_in.obligation.unit == office.station
    page = clerk.get(reverse("material", args=[owed(office.village).pk])).content.decode()
    assert "范文模板《名为template》" in page

    template = Reference.objects.get(kind="template")
    clerk.post(reverse("reference_withdraw", args=[template.pk]))
    _compare()
    assert not Overlap.objects.filter(reference=template).exists()


def test_a_file_that_cannot_be_read_says_so_and_is_not_compared(
    office: Office, task: MaterialTask
) -> None:
    clerk, village = office.signed_in("clerk"), owed(office.village)
    slides = io.BytesIO()
    with zipfile.ZipFile(slides, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
    file = SimpleUploadedFile("预案.pptx", slides.getvalue())
    clerk.post(reverse("material_hand_in", args=[village.pk]), {"file": file})
    hand_in(clerk, owed(office.station), HONEST)
    _compare()
    page = clerk.get(reverse("material", args=[village.pk])).content.decode()
    assert "没有比对：" in page
    assert "预案.pptx" in page
    assert values(office, village)["similarity"] is None


@pytest.mark.parametrize("format", ["xlsx", "html"])
def test_the_report_is_handed_out(office: Office, task: MaterialTask, format: str) -> None:
    clerk = office.signed_in("clerk")
    hand_in(clerk, owed(office.village), PLAN + "<script>alert(1)</script>")
    hand_in(clerk, owed(office.station), COPY)
    _compare()
    answer = clerk.get(reverse("material_report", args=[task.pk, format]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if format == "html":
        page = answer.content.decode()
        assert "<script>alert(1)" not in page
        assert "农业农村办" in page


# Who may what


def test_a_person_s_own_material(office: Office, task: MaterialTask) -> None:
    clerk, reader = office.signed_in("clerk"), office.people["reader"]
    said = {"people": [reader.pk, office.people["clerk"].pk]}
    clerk.post(reverse("material_owed", args=[task.pk]), said)
    own = Obligation.objects.get(person=reader)
    assert own.unit == office.town
    page = office.signed_in("reader").get(reverse("home")).content.decode()
    assert "等我报送" in page
    hand_in(office.signed_in("reader"), own, HONEST)
    own.refresh_from_db()
    assert own.status == "handed_in"
    mine = Obligation.objects.get(person=office.people["clerk"])
    hand_in(clerk, mine, PLAN)
    assert "由别人审核" in judge(clerk, mine, "approved").content.decode()


def test_what_nobody_handed_in_can_be_taken_off(office: Office, task: MaterialTask) -> None:
    clerk, station, village = office.signed_in("clerk"), owed(office.station), owed(office.village)
    hand_in(clerk, station, HONEST)
    drop = reverse("material_drop", args=[station.pk])
    assert clerk.post(drop).status_code == 400
    clerk.post(reverse("material_drop", args=[village.pk]))
    assert list(task.obligations.all()) == [station]
    assert not [
        row for row in standing_rows(office.town, "material_submission")
        if row.values["material_id"] == village.code
    ]  # fmt: skip


def test_another_township_reaches_nothing(office: Office, task: MaterialTask) -> None:
    clerk, village = office.signed_in("clerk"), owed(office.village)
    hand_in(clerk, village, PLAN)
    hand_in(clerk, owed(office.station), COPY)
    _compare()
    version, overlap = village.hand_ins.get(), Overlap.objects.first()
    assert overlap
    client = office.signed_in("stranger")
    for name, pk in (
        ("material_task", task.pk), ("material", village.pk), ("material_file", version.pk),
        ("material_overlap", overlap.pk),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[pk])).status_code == 404
    for name, pk in (
        ("material_edit", task.pk), ("material_owed", task.pk), ("material_judge", version.pk),
        ("material_hand_in", village.pk), ("material_drop", village.pk),
    ):  # fmt: skip
        assert client.post(reverse(name, args=[pk]), {"verdict": "approved"}).status_code == 404


@pytest.mark.parametrize("who", ["owner", "lead", "discipline", "reader", "administrator"])
def test_only_those_who_collect_judge(office: Office, task: MaterialTask, who: str) -> None:
    station = owed(office.station)
    hand_in(office.signed_in("owner"), station, HONEST)
    answer = judge(office.signed_in(who), station, "approved")
    assert answer.status_code == 400
    station.refresh_from_db()
    assert station.status == "handed_in"


# In the background


def test_what_came_wakes_the_comparison(
    office: Office, task: MaterialTask, django_capture_on_commit_callbacks: Any
) -> None:
    rung = threading.Event()

    def listen() -> None:
        bell.wait(60)
        rung.set()

    with django_capture_on_commit_callbacks(execute=True):
        hand_in(office.signed_in("owner"), owed(office.station), HONEST)
    threading.Thread(target=listen, daemon=True).start()
    assert rung.wait(30)
    assert not compare_once()
    assert values(office, owed(office.station))["similarity"] is not None


def test_a_comparison_that_fails_is_tried_again(
    office: Office, task: MaterialTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(office.signed_in("owner"), owed(office.station), HONEST)

    def fail(_: MaterialTask) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("bihuan.web.actions.comparing.compared", fail)
        assert compare_what_came() == 0
    assert compare_what_came() == 1


# How much a page takes


def _came(office: Office, task: MaterialTask, start: int, count: int) -> None:
    """Materials of more villages, each like the one before."""
    clerk = office.people["clerk"]
    before: HandIn | None = None
    for n in range(start, start + count):
        unit = Unit.objects.create(name=f"第{n}村", kind="village", parent=office.town)
        blob = Blob.objects.create(digest=f"{n:064}", size=1, media_type="text/plain")
        FileText.objects.create(blob=blob, text=PLAN)
        one = Obligation.objects.create(
            task=task, number=10 + n, unit=unit, status="handed_in", handed_in_at=timezone.now()
        )
        version = HandIn.objects.create(
            obligation=one, number=1, blob=blob, name="预案.txt", handed_in_by=clerk, leftovers=[]
        )
        if before:
            _alike(version, before)
            _alike(before, version)
        before = version


def _alike(version: HandIn, other: HandIn) -> None:
    Overlap.objects.create(
        hand_in=version, other=other, share=0.9, other_share=0.9, grade="verbatim",
        passages=[[0, 20, 0, 20, 20, 0, 1.0]],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["clerk", "owner", "inspection"])
def test_twenty_materials_take_as_many_queries_as_four(
    office: Office, task: MaterialTask, who: str
) -> None:
    client = office.signed_in(who)
    _came(office, task, 0, 4)
    one = Obligation.objects.get(unit__name="第1村")
    pages = [
        reverse("materials"), reverse("material_task", args=[task.pk]),
        reverse("material", args=[one.pk]), reverse("material_report", args=[task.pk, "html"]),
        reverse("home"),
    ]  # fmt: skip
    client.get(reverse("account"))
    few = [_queries(client, page) for page in pages]
    _came(office, task, 100, 16)
    assert [_queries(client, page) for page in pages] == few


def _queries(client: Client, page: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)
