"""What a round's findings went through, act by act, each by the person whose part it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bihuan.rectification.gates import Gate
from bihuan.rectification.status import Degree, Step
from bihuan.web.actions import findings as actions
from bihuan.web.actions import rounds
from bihuan.web.actions.evidence import add_evidence, withdraw_evidence
from bihuan.web.actions.remarks import answer_remark
from bihuan.web.demo import papers
from bihuan.web.demo.material import material
from bihuan.web.demo.scenes import photo
from bihuan.web.demo.townships import Case, Township, office
from bihuan.web.models import Finding, Person, Round, Unit


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happened in a round, on a day counted from today; None for the documents."""

    day: int
    story: Story
    case: Case | None
    verb: str
    arguments: tuple[Any, ...] = ()

    def perform(self) -> None:
        """Does it, at whatever time the clock shows."""
        verb = getattr(self.story, f"do_{self.verb}")
        verb(*((self.case, *self.arguments) if self.case else self.arguments))


class Story:
    """A township's round. Each do_… is a verb of the data files, with the case and its arguments.

    The responsible unit's owner does the work, the township's clerk where the unit has no account;
    each action refuses what the life of a finding doesn't allow.
    """

    def __init__(self, town: Township, people: dict[str, Person], units: dict[str, Unit]) -> None:
        self.town, self.people, self.units = town, people, units
        self.today = timezone.localdate()
        self.keys: dict[str, int] = {}
        self.files: dict[str, bytes] = {}
        self.round: Round

    def acts(self) -> Iterator[Act]:
        """Everything that happens in the round, in the order in which the file tells it."""
        yield Act(self.town.feedback["day"], self, None, "feedback")
        yield Act(self.town.plan["day"], self, None, "plan")
        for case in self.town.cases:
            if case.assigned is not None:
                yield Act(case.assigned, self, case, "assign")
            for day, verb, *arguments in case.acts:
                yield Act(day, self, case, verb, tuple(arguments))

    def finding(self, case: Case) -> Finding:
        """The case's finding as it is now."""
        rows = Finding.objects.select_related("round__unit", "lead")
        return rows.get(pk=self.keys[case.problem])

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _worker(self, case: Case) -> Person:
        return self.people[case.owner or self.town.clerk]

    @property
    def _clerk(self) -> Person:
        return self.people[self.town.clerk]

    # Documents

    def do_feedback(self) -> None:
        """The feedback is read and accepted into a new round."""
        told = self.town.round
        unit = self.units[self.town.unit]
        dates = {name: self._day(day) for name, day in told["days"].items()}
        texts = {name: told[name] for name in ("inspector", "leading_group", "leading_office")}
        intake = rounds.begin_intake(
            by=self._clerk,
            unit=unit,
            name=self.town.feedback["name"],
            chunks=[papers.feedback(self.town, self.today)],
        )
        self.round = rounds.open_round(
            by=self._clerk,
            unit=unit,
            name=f"{dates['feedback_date'].year}年{told['name']}",
            **dates,
            **texts,
        )
        findings = rounds.accept_intake(intake, by=self._clerk, round_=self.round)
        read = {finding.problem: finding.pk for finding in findings}
        self.keys = {case.problem: read[case.problem] for case in self.town.cases}

    def do_plan(self) -> None:
        """The plan brings goals, measures and dates to the findings that are there."""
        intake = rounds.begin_intake(
            by=self._clerk,
            unit=self.round.unit,
            name=self.town.plan["name"],
            chunks=[papers.plan(self.town, self.today)],
            round_=self.round,
        )
        rounds.accept_intake(intake, by=self._clerk, round_=self.round)

    # People and dates

    def do_assign(self, case: Case) -> None:
        finding = self.finding(case)
        flags: dict[str, Any] = {
            "level": case.level,
            "immediate": case.immediate,
            "standing": case.standing,
        }
        actions.edit(finding, by=self._clerk, **flags)
        actions.assign(
            finding,
            by=self._clerk,
            lead=self.people[case.lead],
            owners=[self.people[case.owner]] if case.owner else [],
            units=[self.units[name] for name in case.units],
            due=self._day(case.due),
        )

    def do_due(self, case: Case, days: int) -> None:
        actions.edit(self.finding(case), by=self._clerk, due=self._day(days))

    def do_extend(self, case: Case, days: int, reason: str) -> None:
        actions.ask_extension(
            self.finding(case), by=self._worker(case), until=self._day(days), reason=reason
        )

    def do_grant(self, case: Case, answer: str) -> None:
        self._answer_extension(case, granted=True, answer=answer)

    def do_refuse(self, case: Case, answer: str) -> None:
        self._answer_extension(case, granted=False, answer=answer)

    def _answer_extension(self, case: Case, *, granted: bool, answer: str) -> None:
        asked = self.finding(case).extensions.get(granted=None)
        actions.answer_extension(asked, by=self.people[case.lead], granted=granted, answer=answer)

    # The work

    def do_measure(self, case: Case, text: str) -> None:
        actions.add_measure(self.finding(case), by=self._worker(case), text=text)

    def do_outcome(self, case: Case, place: int, kind: str, text: str) -> None:
        """`kind` is an OutcomeKind, with its value where it has one: "recovered 2.94"."""
        name, _, amount = kind.partition(" ")
        actions.report_measure(
            self.finding(case).measures.get(position=place),
            by=self._worker(case),
            outcome=text,
            outcome_type=name,
            amount=Decimal(amount) if amount else None,
        )

    def do_degree(self, case: Case, degree: str) -> None:
        actions.report_progress(self.finding(case), by=self._worker(case), degree=Degree(degree))

    def do_file(self, case: Case, name: str) -> None:
        self._add(case, name)

    def do_photo(self, case: Case, name: str, scene: str) -> None:
        place = office()["units"][case.units[0]]["at"]
        taken = timezone.localtime() - timedelta(hours=1)
        content = photo(name, scene, taken, tuple(place))
        add_evidence(self.finding(case), by=self._worker(case), name=name, chunks=[content])

    def do_replace(self, case: Case, old: str, new: str) -> None:
        self._add(case, new, replaces=old)

    def _add(self, case: Case, name: str, replaces: str = "") -> None:
        finding = self.finding(case)
        before = finding.evidence.get(name=replaces) if replaces else None
        # A Word file notes when it was written: once more would be another file.
        content = self.files.setdefault(name, material(name, _account(finding, name)))
        add_evidence(finding, by=self._worker(case), name=name, chunks=[content], replaces=before)

    def do_withdraw(self, case: Case, name: str, reason: str) -> None:
        evidence = self.finding(case).evidence.get(name=name)
        withdraw_evidence(evidence, by=self._worker(case), reason=reason)

    def do_answer(self, case: Case, answer: str) -> None:
        """Answers what the review objects to in what was handed in."""
        for remark in self.finding(case).remarks.filter(gone_at=None, answer=""):
            answer_remark(remark, by=self._worker(case), answer=answer)

    # Steps

    def do_submit(self, case: Case) -> None:
        actions.take_step(self.finding(case), Step.SUBMIT, by=self._worker(case))

    def do_return(self, case: Case, reason: str) -> None:
        self._judge(case, Step.RETURN, self.town.verifier, reason)

    def do_verify(self, case: Case) -> None:
        self._judge(case, Step.VERIFY, self.town.verifier)

    def do_close(self, case: Case) -> None:
        self._judge(case, Step.CLOSE, self.town.closer)

    def do_reopen(self, case: Case, reason: str) -> None:
        self._judge(case, Step.REOPEN, self.town.closer, reason)

    def _judge(self, case: Case, step: Step, name: str, reason: str = "") -> None:
        actions.take_step(self.finding(case), step, by=self.people[name], reason=reason)

    def do_review(self, case: Case, days: int) -> None:
        by = self.people[self.town.closer]
        actions.set_review(self.finding(case), by=by, review_on=self._day(days))

    def do_transfer(self, case: Case, to: str, outcome: str = "") -> None:
        by = self.people[self.town.verifier]
        actions.transfer(self.finding(case), by=by, to=to, outcome=outcome)

    def do_waive(self, case: Case, gate: str, reason: str) -> None:
        by = self.people[self.town.closer]
        actions.waive(self.finding(case), by=by, gate=Gate(gate), reason=reason)


def _account(finding: Finding, name: str) -> list[str]:
    """What a file says that data/files.yaml doesn't write out: what each measure brought."""
    done = finding.measures.exclude(outcome="").values_list("text", "outcome")
    return [name.rpartition(".")[0], finding.problem, *(f"{text}{told}" for text, told in done)]
