"""How many SQL queries a page takes doesn't depend on how much there is: 3 findings or 60."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import Status
from bihuan.web.actions.people import new_token
from bihuan.web.models import (
    Blob,
    Event,
    Evidence,
    Finding,
    Measure,
    Notice,
    Remark,
    Round,
    Unit,
    UnitKind,
)
from tests.web.conftest import Office
from tests.web.test_permissions import ROLES

_COPIES = 19


@dataclass(frozen=True)
class Growth:
    """An office whose three findings stand for those it grows by."""

    office: Office

    def begin(self) -> None:
        """One acted on, one handed in, one not yet given out; each with all that belongs to it."""
        acted, handed_in, draft = self.office.findings
        handed_in.status = Status.SUBMITTED
        handed_in.submitted_by, handed_in.submitted_at = self.office.people["owner"], timezone.now()
        draft.status = Status.DRAFT
        for finding in (acted, handed_in, draft):
            finding.lead = self.office.people["lead"]
            finding.save()
            self._furnish(finding)

    def grow(self) -> None:
        """Twenty times the findings, rounds and units, and more of all that belongs to each."""
        for finding in self.office.findings:
            self._furnish(finding)
            for n in range(_COPIES):
                self._copied(finding, n)
        for n in range(_COPIES):
            place = Unit.objects.create(
                name=f"第{n}村", kind=UnitKind.VILLAGE, parent=self.office.town
            )
            Round.objects.create(unit=self.office.town, name=f"第{n}次巡察")
            self._copied(self.office.findings[0], 100 + n).units.add(place)

    def _copied(self, finding: Finding, n: int) -> Finding:
        copy = Finding.objects.get(pk=finding.pk)
        copy.pk, copy.number, copy.position = None, f"{finding.number}.{n}", 10 + n
        copy.save(force_insert=True)
        copy.units.set(finding.units.all())
        copy.owners.set(finding.owners.all())
        self._furnish(copy)
        return copy

    def _furnish(self, finding: Finding) -> None:
        """Measures, evidence, remarks, history and a reminder."""
        owner, today = self.office.people["owner"], timezone.localdate()
        Measure.objects.create(
            finding=finding, position=9, text="收回资金。", outcome="已收回。", amount=1,
            outcome_type=OutcomeKind.RECOVERED, reported_by=owner, reported_at=timezone.now(),
        )  # fmt: skip
        blob = Blob.objects.create(digest=f"{Blob.objects.count():064}", size=1, media_type="x/y")
        Evidence.objects.create(finding=finding, blob=blob, name="佐证.pdf", added_by=owner)
        Remark.objects.create(
            finding=finding, cycle=1, rule=f"vague{Remark.objects.count()}", severity="low",
            message="空泛。",
        )  # fmt: skip
        Event.objects.create(
            at=timezone.now(), verb="edit", person_name="owner", person_id=owner.pk,
            unit_id=self.office.town.pk, round_id=finding.round_id, finding_id=finding.pk,
            subject="finding", subject_id=str(finding.pk), label=str(finding),
        )  # fmt: skip
        occasion = str(Notice.objects.count())
        Notice.objects.bulk_create(
            Notice(
                person=person, finding=finding, occasion=occasion, text="快到期了", made_on=today
            )
            for person in self.office.people.values()
        )


def _pages(office: Office) -> dict[str, str]:
    finding, register = office.findings[0].pk, reverse("register")
    return {
        "cockpit": reverse("cockpit"),
        "cockpit, one round": f"{reverse('cockpit')}?round={office.round.pk}",
        "register": register,
        "register, one round": f"{register}?round={office.round.pk}",
        "register, filtered": f"{register}?status=rectifying&due=overdue&lead=lead",
        "register, sorted": f"{register}?sort=lead",
        "register, searched": f"{register}?q=具体",
        "export": reverse("register_export"),
        "finding": reverse("finding", args=[finding]),
        "row": reverse("register_row", args=[finding]),
        "my work": reverse("home"),
        "search": f"{reverse('search')}?q=问题",
        "rounds": reverse("rounds"),
        "round": reverse("round", args=[office.round.pk]),
        "exchange": reverse("exchange", args=[office.round.pk]),
        "reports": reverse("reports"),
        "objections": reverse("objections"),
        "people": reverse("people"),
        "account": reverse("account"),
        "api, units": "/api/units",
        "api, rounds": "/api/rounds",
        "api, findings": "/api/findings",
        "api, finding": f"/api/findings/{finding}",
        "api, events": "/api/events",
    }


def test_sixty_findings_take_as_many_queries_as_three(office: Office) -> None:
    growth = Growth(office)
    growth.begin()
    clients = {role: _client(office, role) for role in ROLES}
    few = dict(_counts(clients, _pages(office)))
    growth.grow()
    assert Finding.objects.count() >= 60
    many = dict(_counts(clients, _pages(office)))
    assert {key: (few[key], many[key]) for key in few if few[key] != many[key]} == {}


def _client(office: Office, role: str) -> Client:
    """For the pages by session, and for the API by token."""
    client = office.signed_in(role)
    key = new_token(office.people[role], name="对接系统")
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    # A client's first page also asks whether the office is set up.
    client.get(reverse("account"))
    return client


def _counts(
    clients: dict[str, Client], pages: dict[str, str]
) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """Each role's and page's status and number of queries."""
    for role, client in clients.items():
        for page, address in pages.items():
            with CaptureQueriesContext(connection) as queries:
                status = client.get(address).status_code
            yield (role, page), (status, len(queries))


def test_the_count_sees_a_query_for_each_row(office: Office) -> None:
    """What the test above relies on."""
    with CaptureQueriesContext(connection) as queries:
        for finding in Finding.objects.all():
            assert finding.round.name
    assert len(queries) == 1 + len(office.findings)
