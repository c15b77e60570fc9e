"""A fictional county at every stage of its work, for `bihuan demo`.

The data files hold the words (documents, people, what happened when), the modules put them
through the office's own actions, each at its own time; see clock.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.web import workbooks
from bihuan.web.actions import exchange, rounds
from bihuan.web.actions.comparing import compare_what_came
from bihuan.web.actions.months import keep_months
from bihuan.web.actions.recording import created
from bihuan.web.demo.clock import clock_at
from bihuan.web.demo.duties import Duties
from bihuan.web.demo.ledgers import bring_in
from bihuan.web.demo.materials import Collection, Deed
from bihuan.web.demo.notice import publish
from bihuan.web.demo.story import Act, Story
from bihuan.web.demo.townships import TOWNSHIPS, document, office, township
from bihuan.web.models import Finding, Membership, Person, SavedView, Unit, UnitKind
from bihuan.web.queries import whole
from bihuan.web.workdays import is_workday

_WAITING = "青石镇耕地保护专项督查反馈意见.txt"
_OPENED = time(8, 40)
# Longer before today than anything that happens: units and people were there first.
_FOUNDED = timedelta(days=230)


def build() -> None:
    """Fills an empty office, whole or not at all; does nothing where there are people already."""
    if Person.objects.exists():
        return
    today = timezone.localdate()
    with transaction.atomic():
        with clock_at(_at_work(timezone.now() - _FOUNDED)):
            units = _units()
            people = _people(units)
        stories = [Story(township(name, today), people, units) for name in TOWNSHIPS]
        collection = Collection(units["青石镇"], people["韩雪梅"], units, today)
        acts = (act for story in stories for act in story.acts())
        duties = Duties(units, people, today)
        for moment, act in _timed([*acts, *collection.deeds(), *duties.deeds()]):
            with clock_at(moment):
                act.perform()
        keep_months(today)
        with clock_at(_at_work(timezone.now() - timedelta(days=1))):
            _leave_waiting(stories[0])
            compare_what_came()
            bring_in(units["青石镇"], people["韩雪梅"], today)
            publish(stories[0])
            duties.perform()


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for place, (name, told) in enumerate(office()["units"].items()):
        parent = units.get(told.get("under", ""))
        unit = Unit(
            name=name,
            code=told.get("code", ""),
            kind=UnitKind(told["kind"]),
            parent=parent,
            position=place,
        )
        units[name] = created(unit, "unit_added", by=None)
    return units


def _people(units: dict[str, Unit]) -> dict[str, Person]:
    # Nobody signs in to the demo by password, but by one click.
    unusable = make_password(None)
    people = {}
    for told in office()["people"]:
        unit = units[told["unit"]]
        person = Person(
            username=told["username"],
            name=told["name"],
            title=told["title"],
            code=told.get("code", ""),
            unit=unit,
            password=unusable,
        )
        people[told["name"]] = created(person, "person_added", by=None)
        for place, roles in {told["unit"]: told["roles"], **told.get("also", {})}.items():
            for role in roles:
                held = Membership(person=person, unit=units[place], role=Role(role))
                created(held, "role_given", by=None)
    return people


def _timed(acts: Iterable[Act | Deed]) -> Iterator[tuple[datetime, Act | Deed]]:
    """Acts in the order of their days, each at its own minute of a working day."""
    now = timezone.now()

    def day(act: Act | Deed) -> datetime:
        return _at_work(now + timedelta(days=act.day))

    for start, group in groupby(sorted(acts, key=day), key=day):
        for place, act in enumerate(group):
            yield start + timedelta(minutes=5 * place), act


def _at_work(moment: datetime) -> datetime:
    """The beginning of work on the moment's day, or on the last working day before it."""
    day = timezone.localdate(moment)
    while not is_workday(day):
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, _OPENED))


# What waits for the clerk


def _leave_waiting(story: Story) -> None:
    """A document in its dry run, a saved view, and a unit's filled-in workbook."""
    clerk = story.people[story.town.clerk]
    text = document(_WAITING, story.today).encode()
    rounds.begin_intake(by=clerk, unit=story.round.unit, name=_WAITING, chunks=[text])
    SavedView.objects.create(
        person=clerk, name="逾期未完成", query=f"round={story.round.pk}&due=overdue"
    )
    _hand_in(story, clerk, story.units["司法所"])


def _hand_in(story: Story, clerk: Person, unit: Unit) -> None:
    """A station without an account fills in its workbook and sends it back."""
    findings = list(whole(Finding.objects.filter(round=story.round, units=unit)))
    for finding in findings:
        for measure in finding.measures.all():
            if not measure.outcome:
                # Typed into the workbook alone: saving it would be the office's own work.
                measure.outcome = "已完成初步走访，村民代表会议定于下月上旬召开。"
                measure.outcome_type = OutcomeKind.OTHER
    content = workbooks.written(story.round, unit, findings)
    exchange.receive(
        by=clerk, round_=story.round, unit=unit, name=f"{unit.name}填报.xlsx", chunks=[content]
    )
