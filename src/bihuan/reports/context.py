"""What a document says, computed: frozen values, every leaf a plain text or a number.

A template sees exactly these fields (docs/reports.md tells of each). Whoever withholds or masks
passages maps the texts of a context to those of another one; nothing else has to be touched.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.reports.form import broken_title
from bihuan.reports.kinds import Audience, ReportKind

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """What the review objects to: the rule's name, 高, 中 or 低, and its sentence."""

    rule: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding as the document tells it; `id` is the register's own and never printed alone.

    `number` and `label` are what is printed before the problem (（一） and 反馈问题：), and `level`
    is that of the heading which they make, 0 for none. `problem`, `response` and `outcome` are
    paragraphs, verbatim; `response` is without the `outcome` that ends it. `remaining` quotes what
    is still to be done. Texts that there are none of are empty.
    """

    id: str
    number: str = ""
    label: str = ""
    level: int = 0
    area: str = ""
    group: str = ""
    problem: tuple[str, ...] = ()
    response: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    goal: str = ""
    category: str = ""
    status: str = ""
    degree: str = ""
    deadline: str = ""
    leaders: str = ""
    units: str = ""
    evidence: str = ""
    closed: str = ""
    closed_on: str = ""
    note: str = ""
    remaining: str = ""
    transfer: str = ""
    events: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()

    @property
    def answer(self) -> tuple[str, ...]:
        """The whole response by paragraphs, its outcome included."""
        return (*self.response, *self.outcome)

    @property
    def name(self) -> str:
        """What the finding is called in a list: its group's title, else its problem's beginning."""
        return self.group or _shortened("".join(self.problem))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of findings; `heading` is printed above them, of that `level`, empty for none."""

    title: str = ""
    heading: str = ""
    level: int = 2
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The findings of one area; `heading` is what is printed, empty for none."""

    title: str = ""
    heading: str = ""
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many findings there are, and how many stand where; each counts once.

    Standing (长期坚持) and transferred findings are counted apart, never as done.
    """

    findings: int = 0
    done: int = 0
    mostly_done: int = 0
    in_progress: int = 0
    standing: int = 0
    transferred: int = 0
    not_done: int = 0
    unstated: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check over the ledgers: its title, verdict and sentence."""

    check: str
    title: str
    verdict: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLine:
    """A unit's row of the ranking, every figure as it is printed."""

    rank: str
    unit: str
    findings: str
    done: str
    rate: str
    returned: str
    reopened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """Everything that one document says.

    `filled_title` is the title again where the register has none and it only fills the place.
    `number` is the document number (青发〔2026〕3号), `addressee` whom it goes to, `opening`
    the paragraphs before the findings, `remaining` what is still to be done,
    `signed_by` and `signed_on` the signature, `attachments` the titles of what is attached,
    `copies_to` the 抄送, `period` and `contact` what a public notice says of its disclosure.
    """

    kind: ReportKind
    audience: Audience
    title: str
    filled_title: str = ""
    number: str = ""
    addressee: str = ""
    unit: str = ""
    inspector: str = ""
    inspected: str = ""
    feedback_date: str = ""
    opening: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    totals: Totals = Totals()
    remaining: tuple[str, ...] = ()
    remaining_heading: str = ""
    checks: tuple[CheckLine, ...] = ()
    ranking: tuple[RankLine, ...] = ()
    attachments: tuple[str, ...] = ()
    signed_by: str = ""
    signed_on: str = ""
    copies_to: str = ""
    period: str = ""
    contact: str = ""
    remarks: tuple[RemarkLine, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All findings in order."""
        return tuple(e for area in self.areas for group in area.groups for e in group.entries)

    @property
    def waived(self) -> tuple[Entry, ...]:
        """The findings of which a gate was waived."""
        return tuple(entry for entry in self.entries if entry.waivers)

    @property
    def answer_label(self) -> str:
        """What stands before an answer: measures in a plan, else what was done."""
        return "整改措施：" if self.kind is ReportKind.PLAN else "整改情况："

    @property
    def title_lines(self) -> str:
        """The title broken into lines of about one length, where its words allow."""
        return broken_title(self.title)
