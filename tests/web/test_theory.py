"""Theory tests in the office: a bank, a test, one sitting each, and results in the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.web.actions.checks import run_checks
from bihuan.web.actions.theory import settle_tests
from bihuan.web.ledgers import standing_rows
from bihuan.web.models import CheckRun, Person, Question, Sitting, TheoryTest
from bihuan.web.theory import paper_of, questions
from tests.web.conftest import Office

pytestmark = pytest.mark.django_db
LINES = [
    "专题,题型,题目,选项A,选项B,选项C,答案",
    "廉政,单选,甲题,一,二,三,B",
    "廉政,多选,乙题,一,二,三,AC",
    "廉政,判断,丙题,,,,对",
]


def upload(client: Client, office: Office, *lines: str) -> str:
    file = SimpleUploadedFile("题库.csv", "\n".join(lines).encode("gb18030"))
    address = reverse("theory_bank", args=[office.town.pk])
    return client.post(address, {"file": file}).content.decode()


@pytest.fixture
def test(office: Office) -> TheoryTest:
    for name in ("owner", "reader"):
        Person.objects.filter(username=name).update(code=f"P-{name}")
    client = office.signed_in("clerk")
    upload(client, office, *LINES)
    now = timezone.localtime()
    said = {
        "code": "2026-1", "title": "一季度测试", "topics": ["廉政"], "per_topic": 3, "points": 10,
        "minutes": 30, "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "people": [office.people[name].pk for name in ("owner", "reader")],
    }  # fmt: skip
    client.post(reverse("theory_new", args=[office.town.pk]), said)
    return TheoryTest.objects.get()


def begun(office: Office, test: TheoryTest, who: str = "owner") -> tuple[Client, Sitting]:
    client = office.signed_in(who)
    sitting = test.sittings.get(person=office.people[who])
    client.post(reverse("theory_sit", args=[sitting.pk]))
    sitting.refresh_from_db()
    return client, sitting


def right(sitting: Sitting) -> dict[int, list[int]]:
    """What has to be chosen on this paper, as it is shown."""
    slips = paper_of(sitting)
    bank = questions(slip.question for slip in slips)
    return {
        place: [slip.order.index(one) for one in bank[slip.question].solution]
        for place, slip in enumerate(slips)
    }


def answer(client: Client, sitting: Sitting, place: int, chosen: list[int]) -> int:
    address = reverse("theory_answer", args=[sitting.pk, place])
    return client.post(address, {f"q{place}": chosen}).status_code


def scores(office: Office) -> dict[str, str | None]:
    rows = standing_rows(office.town, "theory_test")
    return {row.values["person_code"]: row.values["score"] for row in rows}


def test_a_bank_tells_what_is_wrong_and_keeps_the_rest(office: Office) -> None:
    page = upload(office.signed_in("clerk"), office, *LINES, "廉政,单选,丁题,一,二,,C")
    assert "新增3题" in page
    assert "不在选项里" in page
    page = upload(office.signed_in("clerk"), office, LINES[0], "廉政,单选,甲题,一,二,三,A")
    assert "新增0题，更改1题" in page
    assert Question.objects.filter(text="甲题").count() == 2
    assert Question.objects.get(text="甲题", active=True).solution == [0]


def test_answers_are_kept_and_results_go_into_the_ledger(office: Office, test: TheoryTest) -> None:
    home = office.signed_in("owner").get("/").content.decode()
    assert "待我参加的理论测试（1）" in home
    client, sitting = begun(office, test)
    chosen = right(sitting)
    assert answer(client, sitting, 0, chosen[0]) == 200
    page = client.get(reverse("theory_sit", args=[sitting.pk])).content.decode()
    assert page.count(" checked") == len(chosen[0])
    client.post(reverse("theory_hand_in", args=[sitting.pk]), {f"q{p}": chosen[p] for p in (1, 2)})
    assert scores(office) == {"P-owner": "30.0000"}
    page = client.get(reverse("theory_sit", args=[sitting.pk])).content.decode()
    assert "成绩：30分" in page


def test_there_is_one_attempt(office: Office, test: TheoryTest) -> None:
    client, sitting = begun(office, test)
    paper = sitting.paper
    client.post(reverse("theory_sit", args=[sitting.pk]))
    sitting.refresh_from_db()
    assert sitting.paper == paper
    hand_in = reverse("theory_hand_in", args=[sitting.pk])
    client.post(hand_in)
    assert "已经交过卷" in client.post(hand_in).content.decode()
    assert answer(client, sitting, 0, right(sitting)[0]) == 400
    assert scores(office) == {"P-owner": "0.0000"}


def test_the_office_holds_the_time(office: Office, test: TheoryTest) -> None:
    client, sitting = begun(office, test)
    chosen = right(sitting)
    answer(client, sitting, 0, chosen[0])
    Sitting.objects.filter(pk=sitting.pk).update(started_at=timezone.now() - timedelta(minutes=31))
    assert answer(client, sitting, 1, chosen[1]) == 400
    assert settle_tests(timezone.now()) == 1
    assert scores(office) == {"P-owner": "10.0000"}


def test_who_never_came_stands_without_a_score(office: Office, test: TheoryTest) -> None:
    assert settle_tests(test.closes_at + timedelta(minutes=1)) == 0
    assert scores(office) == {"P-owner": None, "P-reader": None}
    test.refresh_from_db()
    assert test.settled_at is not None


def test_a_paper_is_its_person_s_alone_and_tells_no_answers(
    office: Office, test: TheoryTest
) -> None:
    _, sitting = begun(office, test)
    for who in ("reader", "clerk", "stranger", "administrator"):
        client = office.signed_in(who)
        assert client.get(reverse("theory_sit", args=[sitting.pk])).status_code == 404
        assert answer(client, sitting, 0, [0]) == 404
    for who in ("owner", "reader", "lead", "stranger"):
        client = office.signed_in(who)
        assert client.get(reverse("theory_test", args=[test.pk])).status_code == 404
        assert client.get(reverse("theory_bank", args=[office.town.pk])).status_code == 404


def test_a_test_needs_enough_questions_and_codes(office: Office, test: TheoryTest) -> None:
    client = office.signed_in("clerk")
    address = reverse("theory_new", args=[office.town.pk])
    now = timezone.localtime()
    said = {
        "code": "2026-2", "title": "二", "topics": ["廉政"], "per_topic": 4, "points": 10,
        "minutes": 30, "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "people": [office.people["owner"].pk],
    }  # fmt: skip
    assert "只有3道题" in client.post(address, said).content.decode()
    said |= {"per_topic": 3, "people": [office.people["lead"].pk]}
    assert "没有人员编码" in client.post(address, said).content.decode()
    said |= {"people": [office.people["owner"].pk], "code": "2026-1"}
    assert "已经有批次" in client.post(address, said).content.decode()
    assert TheoryTest.objects.count() == 1


def test_the_checks_read_the_results(office: Office, test: TheoryTest) -> None:
    client, sitting = begun(office, test)
    client.post(reverse("theory_hand_in", args=[sitting.pk]))
    made = run_checks(
        office.town, by=None, trigger=CheckRun.Trigger.NIGHTLY, as_of=timezone.localdate()
    )
    outcome = made.outcomes.get(check_name="study-topic-mastery-low")
    assert outcome.examined == 1
