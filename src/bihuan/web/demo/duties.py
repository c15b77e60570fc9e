"""What the demo's people do beside findings: theory tests, appeals, mechanisms, a patrol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from importlib.resources import files

from django.utils import timezone

from bihuan.rectification.mechanisms import Cadence
from bihuan.web.actions import appeals, theory
from bihuan.web.actions.mechanisms import promise, watch
from bihuan.web.actions.photos import enter_with_photos
from bihuan.web.appeals import Matter, get_matter_for
from bihuan.web.demo.materials import Deed
from bihuan.web.demo.scenes import photo
from bihuan.web.demo.townships import office
from bihuan.web.ledgers import get_ledger, standing_rows
from bihuan.web.models import Finding, Person, Sitting, TheoryTest, Unit
from bihuan.web.theory import paper_of, questions

_TOPICS = ["廉洁纪律", "信访工作"]
_SITTERS = ("杜若兰", "覃文静", "罗大勇", "田小兰", "向立秋", "邓光荣")


class Duties:
    """青石镇's part of it."""

    past: TheoryTest

    def __init__(self, units: dict[str, Unit], people: dict[str, Person], today: date) -> None:
        self.units, self.people, self.today = units, people, today
        self.town, self.clerk = units["青石镇"], people["韩雪梅"]

    def deeds(self) -> Iterator[Deed]:
        """A theory test that is over, and who sat it."""
        yield Deed(-9, self._set_first)
        for number, name in enumerate(_SITTERS[:-1]):
            yield Deed(-8, partial(self._sit, name, wrong=number))

    def perform(self) -> None:
        """What came of it, and what goes on: it wants the ledgers."""
        theory.settle_tests(timezone.now())
        self._test("2026-2", "第二次理论测试", days=6)
        self._appeals()
        self._mechanisms()
        self._patrol()

    def _set_first(self) -> None:
        self.past = self._test("2026-1", "第一次理论测试", days=4)

    def _test(self, code: str, title: str, *, days: int) -> TheoryTest:
        bank = files("bihuan.web.demo").joinpath("data/题库.csv").read_bytes()
        theory.import_questions(by=self.clerk, office=self.town, name="题库.csv", chunks=[bank])
        now = timezone.now()
        return theory.set_test(
            by=self.clerk,
            office=self.town,
            code=code,
            title=title,
            topics=_TOPICS,
            per_topic=5,
            points=10,
            minutes=30,
            opens_at=now,
            closes_at=now + timedelta(days=days),
            people=[self.people[name].pk for name in _SITTERS],
        )

    def _sit(self, name: str, *, wrong: int) -> None:
        """Sits the first test, with so many questions left unanswered."""
        person = self.people[name]
        sitting = Sitting.objects.get(test=self.past, person=person)
        theory.begin(sitting, by=person)
        slips = paper_of(sitting)
        bank = questions(slip.question for slip in slips)
        answers = {
            place: [slip.order.index(one) for one in bank[slip.question].solution]
            for place, slip in enumerate(slips)
        }
        given = {place: answers[place] for place in range(wrong, len(slips))}
        theory.hand_in(sitting, by=person, answers=given)

    def _appeals(self) -> None:
        """One is handled by the village, one waits to be assigned, a new one was just answered."""
        village = self.people["邓光荣"]
        appeals.assign(self._matter("petition", "XF-01"), by=self.clerk, handler=village.pk)
        number = "XF-04"
        texts = {
            "petition_no": number,
            "channel": "来访",
            "received_date": str(self.today - timedelta(days=6)),
            "petitioner_code": "R301",
            "unit_code": "V01",
            "matter_code": "M11",
            "category": "土地",
        }
        ledger = get_ledger("petition")
        appeals.receive(by=self.clerk, office=self.town, ledger=ledger, texts=texts)
        appeals.assign(self._matter("petition", number), by=self.clerk, handler=village.pk)
        told = timezone.localdate()
        appeals.notify(self._matter("petition", number), by=village, on=told, accepted=True)

    def _matter(self, ledger: str, number: str) -> Matter:
        rows = standing_rows(self.town, ledger)
        row = next(row for row in rows if number in row.key)
        return get_matter_for(self.clerk, row.pk, timezone.localdate())

    def _mechanisms(self) -> None:
        """A silent one, made from a finding that is to be kept up, and one that is kept."""
        finding = Finding.objects.filter(round__unit=self.town, standing=True).first()
        promise(
            by=self.clerk,
            office=self.town,
            unit=self.units["磨刀溪村"],
            title="村级河长每周巡河，记入巡护日志",
            owner=self.clerk,
            cadence=Cadence.WEEKLY,
            ledger="patrol_log",
            starts_on=self.today - timedelta(days=60),
            filters={"chief_type": "村级河长"},
            finding=finding,
        )
        promise(
            by=self.clerk,
            office=self.town,
            unit=self.units["金竹村"],
            title="人居环境每月检查不少于一次",
            owner=self.people["邓光荣"],
            cadence=Cadence.MONTHLY,
            ledger="environment_inspection",
            starts_on=self.today - timedelta(days=60),
        )
        watch(timezone.localdate())

    def _patrol(self) -> None:
        """The village's secretary walks along the river and photographs it."""
        north, east = office()["units"]["金竹村"]["at"]
        taken = timezone.localtime() - timedelta(hours=1)
        picture = photo("巡河.jpg", "canal", taken, (north, east))
        texts = {
            "log_no": "XH-07",
            "unit_code": "V01",
            "chief_type": "村级河长",
            "chief_code": "C01",
            "patrol_date": str(timezone.localdate()),
            "problem_found": "否",
        }
        enter_with_photos(
            by=self.people["邓光荣"],
            office=self.town,
            ledger=get_ledger("patrol_log"),
            texts=texts,
            photos=[("巡河.jpg", [picture])],
        )
