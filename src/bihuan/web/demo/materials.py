"""A task of the demo's township: plans that came, one copied from a village, one from the web."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from bihuan.web.actions.materials import add_reference, approve, give_back, hand_in, make_task
from bihuan.web.demo.material import material
from bihuan.web.demo.townships import material_task
from bihuan.web.models import HandIn, MaterialTask, Obligation, Person, Unit


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened, on a day counted from today."""

    day: int
    perform: Callable[[], None]


class Collection:
    """What happens with the task, deed by deed, each by the office's own actions."""

    def __init__(self, office: Unit, clerk: Person, units: dict[str, Unit], today: date) -> None:
        self.office, self.clerk, self.units, self.today = office, clerk, units, today
        self.told = material_task(today)
        self.task: MaterialTask

    def deeds(self) -> Iterator[Deed]:
        """Everything that happens."""
        yield Deed(self.told["task"]["asked"], self._ask)
        for came in self.told["came"]:
            yield Deed(came["day"], partial(self._hand_in, came))
            if judged := came.get("judged"):
                yield Deed(judged["day"], partial(self._judge, came))

    def _ask(self) -> None:
        for text in self.told["references"]:
            name = f"{text['title']}.txt"
            add_reference(
                by=self.clerk,
                office=self.office,
                kind=text["kind"],
                title=text["title"],
                name=name,
                chunks=[text["text"].encode()],
            )
        told = self.told["task"]
        self.task = make_task(
            by=self.clerk,
            office=self.office,
            kind=told["kind"],
            title=told["title"],
            due=self.today + timedelta(days=told["due"]),
            note=told["note"],
            owed=[(self.units[name], None) for name in told["units"]],
        )

    def _owed(self, came: dict[str, Any]) -> Obligation:
        return self.task.obligations.get(unit=self.units[came["unit"]])

    def _hand_in(self, came: dict[str, Any]) -> None:
        content = material(came["name"], came["text"].strip().split("\n"))
        owed = self._owed(came)
        owner = Person.objects.filter(unit=owed.unit, memberships__role="owner").first()
        hand_in(owed, by=owner or self.clerk, name=came["name"], chunks=[content])

    def _judge(self, came: dict[str, Any]) -> None:
        version = HandIn.objects.get(obligation=self._owed(came))
        judged = came["judged"]
        if judged["verdict"] == HandIn.Verdict.APPROVED:
            approve(version, by=self.clerk)
        else:
            give_back(version, by=self.clerk, reason=judged["reason"])
