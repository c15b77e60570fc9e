"""A fictional county of any size in an empty office, the same for the same size and day.

What many people would do in years is written by bulk_create: rows, not actions. The events say
what the actions' own would say, so that months are kept and histories read as in the office.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count, cycle, islice
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import Level, OutcomeKind
from bihuan.rectification.status import Degree, Status
from bihuan.web.actions.months import keep_months
from bihuan.web.jobs import run_once
from bihuan.web.models import (
    Blob,
    Event,
    Evidence,
    Finding,
    Measure,
    Membership,
    Person,
    Round,
    Unit,
    UnitKind,
)  # fmt: skip

_BATCH = 2000
_AREAS = ("政策落实", "群众身边不正之风", "基层党组织建设", "以往巡察整改")
_MATTERS = (
    "惠农补贴发放审核不严", "集体资产出租未公开", "项目资金拨付滞后", "三会一课记录不全",
    "低保动态管理不到位", "工程变更手续不全", "公务接待超标准", "集体合同签订不规范",
    "档案资料缺失", "往来款长期挂账", "公益岗位人员管理松散", "办结事项反馈不及时",
)  # fmt: skip
_PARTS = {
    name: kind
    for kind, names in (
        (UnitKind.DEPARTMENT, "党建办 农业农村办 财政所 民政办 村镇建设办 便民服务中心"),
        (UnitKind.VILLAGE, "金竹村 磨刀溪村 马尾松村 青杠坪村"),
    )
    for name in names.split()
}
_TOWNS = "青白清龙马石云竹松桥河坝"
_NAMES = "韩雪罗田向覃谭冉龚石陆方彭"
_STATUSES = (
    *[Status.DRAFT] * 1, *[Status.RECTIFYING] * 9, *[Status.SUBMITTED] * 3,
    *[Status.VERIFIED] * 2, *[Status.CLOSED] * 5,
)  # fmt: skip
# Verb of the event, the finding's fields, and the status that it leads to.
_STEPS = (
    ("submit", "submitted", Status.SUBMITTED),
    ("verify", "verified", Status.VERIFIED),
    ("close", "closed", Status.CLOSED),
)
_TAKEN = {Status.SUBMITTED: 1, Status.VERIFIED: 2, Status.CLOSED: 3}


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: one round a township."""

    townships: int
    findings_per_round: int


@dataclass(frozen=True, slots=True)
class _Town:
    unit: Unit
    parts: list[Unit]
    clerk: Person
    leads: list[Person]
    discipline: Person
    owners: list[Person]


def build(townships: int, findings_per_round: int) -> None:
    """Fills an empty office, with what its background work would do at the first start."""
    with transaction.atomic():
        _County(Size(townships, findings_per_round)).build()
    today = timezone.localdate()
    run_once(today)
    keep_months(today)


def rows() -> dict[str, int]:
    """How many rows there are of what grows."""
    grows = (Unit, Person, Round, Finding, Measure, Evidence, Event)
    return {model.__name__: model._default_manager.count() for model in grows}


class _County:
    """The rows of a county; `build` writes them."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._dice = Random(20240716)
        self._now = timezone.now()
        # Nobody signs in by password here, and hashing four hundred would take minutes.
        self._unusable = make_password(None)
        self._files = count()
        self._minute = 0

    def build(self) -> None:
        """Writes everything, from the units down to the events."""
        county = Unit.objects.create(name="云岭县", kind=UnitKind.COUNTY)
        inspectors = [self._person(f"inspection{n}", county, Role.INSPECTION) for n in range(3)]
        self._person("reader0", county, Role.READER)
        self._person("administrator0", county, Role.ADMINISTRATOR)
        for n in range(self._size.townships):
            self._round(self._town(county, n), n, inspectors[n % 3])

    # Units and people

    def _town(self, county: Unit, n: int) -> _Town:
        name = f"{_TOWNS[n % 12]}{_TOWNS[(n // 12 + n + 1) % 12]}镇"
        town = Unit.objects.create(name=name, kind=UnitKind.TOWNSHIP, parent=county, position=n)
        parts = [
            Unit.objects.create(name=part, kind=kind, parent=town, position=place)
            for place, (part, kind) in enumerate(_PARTS.items())
        ]
        return _Town(
            town,
            parts,
            leads=[self._person(f"lead{n}.{m}", town, Role.LEAD) for m in range(2)],
            clerk=self._person(f"clerk{n}.0", town, Role.CLERK),
            discipline=self._person(f"discipline{n}.0", town, Role.DISCIPLINE),
            owners=[self._person(f"owner{n}.{m}", p, Role.OWNER) for m, p in enumerate(parts)],
        )

    def _person(self, username: str, unit: Unit, role: Role) -> Person:
        name = "".join(self._dice.sample(_NAMES, 3))
        person = Person.objects.create(
            username=username, name=name, unit=unit, password=self._unusable
        )
        Membership.objects.create(person=person, unit=unit, role=role)
        return person

    # A round

    def _round(self, town: _Town, n: int, closer: Person) -> None:
        begun = timezone.localdate(self._now) - timedelta(days=60 + 10 * n)
        round_ = Round.objects.create(
            unit=town.unit, name="县委巡察", inspector="县委第二巡察组", feedback_date=begun,
            concentrated_until=begun + timedelta(days=90), report_due=begun + timedelta(days=95),
        )  # fmt: skip
        count_ = self._size.findings_per_round
        rows = [self._finding(town, round_, n, n / count_, closer) for n in range(count_)]
        Finding.objects.bulk_create(rows, _BATCH)
        self._make_responsible(town, rows)
        measures = Measure.objects.bulk_create(
            [self._measure(town, row, n) for row in rows for n in range(2)], _BATCH
        )
        evidence = self._evidence(town, rows)
        events = self._events(town, rows, measures, evidence)
        while batch := list(islice(events, _BATCH)):
            Event.objects.bulk_create(batch)

    def _finding(self, town: _Town, round_: Round, n: int, share: float, closer: Person) -> Finding:
        dice = self._dice
        status, matter = dice.choice(_STATUSES), _MATTERS[n // 3 % len(_MATTERS)]
        area = int(share * len(_AREAS))
        row = Finding(
            round=round_, number=f"{area + 1}.{n + 1}", position=n,
            area=f"聚焦{_AREAS[area]}方面", group=f"关于“{matter}”的问题",
            problem=self._problem(matter), goal="建立长效机制，年内全部整改到位。",
            level=Level.VILLAGE if dice.random() < 0.2 else Level.TOWNSHIP,
            status=status, degree=_degree(status, dice), lead=dice.choice(town.leads),
            due=timezone.localdate(self._now) + timedelta(days=dice.randrange(-40, 90)),
            assigned_at=self._now, returns=int(dice.random() < 0.1),
        )  # fmt: skip
        hands = (town.owners[n % len(town.owners)], town.discipline, closer)
        for who, (_, name, _) in zip(hands[: _TAKEN.get(status, 0)], _STEPS, strict=False):
            setattr(row, f"{name}_by", who)
            setattr(row, f"{name}_at", self._now - timedelta(days=dice.randrange(1, 50)))
        return row

    def _problem(self, matter: str) -> str:
        place, year = self._dice.choice(list(_PARTS)), self._dice.randrange(2019, 2024)
        households, money = self._dice.randrange(2, 60), self._dice.randrange(10, 900) / 10
        return (
            f"{matter}。{year}年以来，{place}在日常管理中把关不严，抽查发现{households}户的资料"
            f"不完整，涉及资金{money}万元，未按规定公示公开，部分事项未经村民会议讨论决定，"
            "分管领导督促检查不到位，存在以会议落实会议、以文件落实文件的现象。"
        )

    def _make_responsible(self, town: _Town, rows: list[Finding]) -> None:
        units, owners = Finding.units.through, Finding.owners.through
        parts = range(len(town.parts))
        places = [(row.pk, n) for row, n in zip(rows, cycle(parts), strict=False)]
        units.objects.bulk_create(
            [units(finding_id=pk, unit_id=town.parts[n].pk) for pk, n in places]
        )
        owners.objects.bulk_create(
            [owners(finding_id=pk, person_id=town.owners[n].pk) for pk, n in places]
        )

    def _measure(self, town: _Town, row: Finding, n: int) -> Measure:
        measure = Measure(finding=row, position=n, text="逐户核查，建立台账，完善制度并公示。")
        if n == 0 and row.status != Status.DRAFT:
            measure.outcome = "已核查全部农户，修订制度1项，收回资金并上缴财政。"
            measure.reported_at, measure.reported_by = self._now, town.clerk
            measure.outcome_type = self._dice.choice(list(OutcomeKind))
            measure.amount = Decimal(self._dice.randrange(1, 80)) / 10
        return measure

    def _evidence(self, town: _Town, rows: list[Finding]) -> list[Evidence]:
        """Five or six files a finding."""
        shown = [
            Evidence(
                finding=row, blob=self._blob(), name=f"佐证材料{n + 1}.pdf", added_by=town.clerk
            )
            for place, row in enumerate(rows)
            for n in range(5 + (place % 9 < 5))
        ]
        Blob.objects.bulk_create([piece.blob for piece in shown], _BATCH)
        return Evidence.objects.bulk_create(shown, _BATCH)

    def _blob(self) -> Blob:
        digest = hashlib.sha256(str(next(self._files)).encode()).hexdigest()
        return Blob(digest=digest, size=100_000, media_type="application/pdf")

    # Its history

    def _events(
        self, town: _Town, rows: list[Finding], measures: list[Measure], evidence: list[Evidence]
    ) -> Iterator[Event]:
        """In the order in which a round goes: brought in, given out, worked on, judged."""
        parts = cycle(town.parts)
        for row in rows:
            after = {"level": row.level, "status": "draft", "degree": "not_done", "standing": False}
            yield self._event(town, row, row, "imported", after)
            unit = next(parts)
            units = [{"id": unit.pk, "name": unit.name}]
            yield self._event(town, row, row, "assign", {"units": units, "status": "rectifying"})
        for measure in measures:
            after = {"text": measure.text}
            yield self._event(town, measure.finding, measure, "measure_added", after)
            if measure.amount:
                after = {"outcome_type": measure.outcome_type, "amount": str(measure.amount)}
                yield self._event(town, measure.finding, measure, "measure_reported", after)
        for piece in evidence:
            yield self._event(town, piece.finding, piece, "evidence_added", {"name": piece.name})
        for row in rows:
            for verb, _, status in _STEPS[: _TAKEN.get(Status(row.status), 0)]:
                after = {"status": status.value, "degree": row.degree}
                yield self._event(town, row, row, verb, after)

    def _event(
        self, town: _Town, finding: Finding, row: Any, verb: str, after: dict[str, Any]
    ) -> Event:
        # Rounds began months ago and their events were spread over the time since.
        self._minute += 1
        begun = self._now - timedelta(days=60)
        return Event(
            at=begun + timedelta(minutes=self._minute % (50 * 24 * 60)), verb=verb,
            person_id=town.clerk.pk, person_name=town.clerk.name, unit_id=town.unit.pk,
            round_id=finding.round_id, finding_id=finding.pk, subject=row._meta.model_name,
            subject_id=str(row.pk), label=str(row)[:200], before={}, after=after,
        )  # fmt: skip


def _degree(status: Status, dice: Random) -> Degree:
    if status in (Status.DRAFT, Status.RECTIFYING):
        return Degree.NOT_DONE
    return Degree.DONE if dice.random() < 0.8 else Degree.MOSTLY_DONE
