"""A fictional township at every stage of its work, for `bihuan demo`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from importlib.resources import files

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bihuan.rectification.roles import Role
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import Degree, Status, Step
from bihuan.web.actions import findings as actions
from bihuan.web.actions import rounds
from bihuan.web.actions.evidence import add_evidence
from bihuan.web.actions.remarks import answer_remark
from bihuan.web.models import Finding, Membership, Person, Unit, UnitKind

_REPORT = "青石镇巡察整改报告.txt"
_UNITS = {
    "党建办": UnitKind.DEPARTMENT,
    "农业农村办": UnitKind.DEPARTMENT,
    "财政所": UnitKind.DEPARTMENT,
    "民政办": UnitKind.DEPARTMENT,
    "村镇建设办": UnitKind.DEPARTMENT,
    "金竹村": UnitKind.VILLAGE,
    "磨刀溪村": UnitKind.VILLAGE,
    "马尾松村": UnitKind.VILLAGE,
}
# Username, name, title, unit (None: the county, "": the township), roles.
_PEOPLE = (
    ("zhengban", "韩雪梅", "镇整改办干事", "", (Role.CLERK,)),
    ("nongye", "罗大勇", "农业农村办主任", "农业农村办", (Role.OWNER,)),
    ("caizheng", "田小兰", "财政所所长", "财政所", (Role.OWNER,)),
    ("minzheng", "向立秋", "民政办主任", "民政办", (Role.OWNER,)),
    ("dangjian", "覃文静", "党建办主任", "党建办", (Role.OWNER,)),
    ("jianshe", "谭志宏", "村镇建设办主任", "村镇建设办", (Role.OWNER,)),
    ("shuji", "冉庆丰", "镇党委书记", "", (Role.LEAD,)),
    ("zhenzhang", "龚丽华", "镇长", "", (Role.LEAD,)),
    ("jiwei", "石正南", "镇纪委书记", "", (Role.DISCIPLINE,)),
    ("xunchaban", "陆明远", "县委巡察办干部", None, (Role.INSPECTION,)),
    ("admin", "方晓舟", "县系统管理员", None, (Role.ADMINISTRATOR, Role.READER)),
)


def build() -> None:
    """Fills an empty office; does nothing where there are people already."""
    if Person.objects.exists():
        return
    county = Unit.objects.create(name="云岭县", kind=UnitKind.COUNTY)
    town = Unit.objects.create(name="青石镇", kind=UnitKind.TOWNSHIP, parent=county)
    Unit.objects.create(name="白水镇", kind=UnitKind.TOWNSHIP, parent=county, position=1)
    units = {
        name: Unit.objects.create(name=name, kind=kind, parent=town, position=n)
        for n, (name, kind) in enumerate(_UNITS.items())
    }
    people = _people(county, town, units)
    findings = _round(town, people["zhengban"])
    _Story(people, units).tell(findings)


def _people(county: Unit, town: Unit, units: dict[str, Unit]) -> dict[str, Person]:
    # Nobody signs in to the demo by password, but by one click.
    unusable = make_password(None)
    people = {}
    for username, name, title, place, roles in _PEOPLE:
        person = Person.objects.create(username=username, name=name, title=title, password=unusable)
        unit = county if place is None else units.get(place, town)
        person.unit = unit
        person.save(update_fields=["unit"])
        for role in roles:
            Membership.objects.create(person=person, unit=unit, role=role)
        people[username] = person
    return people


def _round(town: Unit, clerk: Person) -> list[Finding]:
    content = files("bihuan.examples").joinpath(_REPORT).read_bytes()
    intake = rounds.begin_intake(by=clerk, unit=town, name=_REPORT, chunks=[content])
    head = rounds.register_of(intake)
    today = timezone.localdate()
    round_ = rounds.open_round(
        by=clerk,
        unit=town,
        name="2024年县委巡察整改",
        inspector=head.inspector or "",
        inspected_from=head.inspected_from,
        inspected_to=head.inspected_to,
        feedback_date=head.feedback_date,
        leading_group="组长：冉庆丰；副组长：龚丽华、石正南",
        leading_office="镇党政办",
        plan_due=today - timedelta(days=30),
        concentrated_until=today + timedelta(days=45),
        report_due=today + timedelta(days=75),
    )
    return rounds.accept_intake(intake, by=clerk, round_=round_)


class _Story:
    """Takes each finding as far as its place in the list says, so that every stage is there."""

    def __init__(self, people: dict[str, Person], units: dict[str, Unit]) -> None:
        self.people = people
        self.places = [
            (units["农业农村办"], people["nongye"]),
            (units["财政所"], people["caizheng"]),
            (units["民政办"], people["minzheng"]),
            (units["党建办"], people["dangjian"]),
            (units["村镇建设办"], people["jianshe"]),
        ]
        self.today = timezone.localdate()

    def tell(self, findings: list[Finding]) -> None:
        for n, finding in enumerate(findings):
            if n % 9 == 8:
                continue
            unit, owner = self.places[n % len(self.places)]
            self._assign(finding, n, unit, owner)
            self._rectify(finding, n % 9, owner)

    def _assign(self, finding: Finding, n: int, unit: Unit, owner: Person) -> None:
        days = (-12, -2, 1, 5, 9, 14, 20, 30)[n % 8]
        actions.assign(
            finding,
            by=self.people["zhengban"],
            lead=self.people["shuji" if n % 2 else "zhenzhang"],
            owners=[owner],
            units=[unit],
            due=self.today + timedelta(days=days),
        )

    def _rectify(self, finding: Finding, stage: int, owner: Person) -> None:
        """Stages 0 and 1 are at work, 2 submitted, 3 returned, 4 verified, 5 to 7 closed."""
        if stage < 2:
            if stage:
                actions.report_progress(finding, by=owner, degree=Degree.MOSTLY_DONE)
            return
        self._report(finding, owner)
        actions.take_step(finding, Step.SUBMIT, by=owner)
        if stage == 3:
            actions.take_step(
                finding,
                Step.RETURN,
                by=self.people["jiwei"],
                reason="票据复印件看不清，请重新上传。",
            )
        if stage >= 4:
            actions.take_step(finding, Step.VERIFY, by=self.people["jiwei"])
        if stage >= 5:
            self._close(finding)
        if stage == 7:
            reason = "群众反映问题又有反弹，请重新整改。"
            actions.take_step(finding, Step.REOPEN, by=self.people["xunchaban"], reason=reason)

    def _report(self, finding: Finding, owner: Person) -> None:
        if not finding.measures.exists():
            actions.add_measure(finding, by=owner, text="逐项核实情况，明确专人整改。")
        for n, measure in enumerate(finding.measures.all()):
            recovered = "万元" in measure.text and n == 0
            actions.report_measure(
                measure,
                by=owner,
                outcome=f"已落实：{measure.text[:60]}",
                outcome_type=OutcomeKind.RECOVERED if recovered else OutcomeKind.INSTITUTION,
                amount=Decimal("1.2") if recovered else None,
            )
        actions.report_progress(finding, by=owner, degree=Degree.DONE)
        note = f"{finding.number} 整改情况说明\n\n{finding.response or finding.problem}\n"
        add_evidence(
            finding, by=owner, name=f"{finding.number}整改说明.txt", chunks=[note.encode()]
        )

    def _close(self, finding: Finding) -> None:
        for remark in finding.remarks.filter(gone_at=None, answer=""):
            answer_remark(
                remark, by=self.people["zhengban"], answer="已与责任单位核对，以佐证材料为准。"
            )
        if finding.standing:
            review = self.today + timedelta(days=90)
            actions.set_review(finding, by=self.people["xunchaban"], review_on=review)
        actions.take_step(finding, Step.CLOSE, by=self.people["xunchaban"])
        assert finding.status == Status.CLOSED
