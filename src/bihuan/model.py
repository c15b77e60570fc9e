"""The values that travel through the house: frozen, plain, without behaviour of their own.

A `Span` is a half-open range `(start, end)` of code points in `Document.text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document's text, without its line break.

    `heading` is the outline level that the file itself states (1 for the highest, 0 for the
    document's title), or None where it states none; readers must not guess it from the wording.
    """

    span: Span
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged cell is listed once, at its top left corner.

    `row` and `column` count from 0 in the grid as printed; `reference` is how the file names the
    place ("C7" in a workbook), or empty.
    """

    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells inside the text; `name` is the sheet's name in a workbook, else empty."""

    span: Span
    cells: tuple[Cell, ...]
    name: str = ""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Any file as text, with its blocks in reading order.

    `text` joins paragraphs by a line break and a table's cells by tabs (rows by line breaks); every
    span of the program indexes it. `properties` are named values stored in the file's own metadata.
    `notes` are sentences about what in the file could not be read.
    """

    name: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Kind(StrEnum):
    """What an inspection document is."""

    REPORT = "report"
    FEEDBACK = "feedback"
    PLAN = "plan"
    AGGREGATE = "aggregate"
    OTHER = "other"


class Progress(StrEnum):
    """What a document states about a finding's rectification."""

    DONE = "done"
    MOSTLY_DONE = "mostly_done"
    IN_PROGRESS = "in_progress"
    LONG_TERM = "long_term"
    TRANSFERRED = "transferred"
    NOT_DONE = "not_done"
    UNSTATED = "unstated"


class Part(StrEnum):
    """Which half of a finding something stands in."""

    PROBLEM = "problem"
    RESPONSE = "response"


class Severity(StrEnum):
    """How much a remark matters to the inspector who will read the document."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word, as printed and as a value.

    `value` is in `unit`; money is always in 元. `span` indexes the document's text, or is None for
    a quantity that comes from a register without its document.
    """

    text: str
    value: int | float
    unit: str
    part: Part
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A printed list number: its level (0 for the highest), what is printed, and its count."""

    level: int
    text: str
    value: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One specific problem with what is said about it (contract `bihuan.register/1`).

    `outcome` is the closing part of `response` that stands under a label or column of its own
    (整改成效), and `goal`, `category`, `evidence`, `closed`, `closed_on` and `note` are the
    register's further columns, verbatim. `immediate` (立行立改) and `standing` (长期坚持) are what
    the time limit says beside or instead of a date. `numbers` are the numbers printed before the
    finding and before the headings that it opens.
    """

    id: str
    problem: str
    area: str | None = None
    group: str | None = None
    response: str | None = None
    measures: tuple[str, ...] = ()
    status: Progress = Progress.UNSTATED
    deadline: date | None = None
    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    problem_span: Span | None = None
    response_span: Span | None = None
    outcome: str | None = None
    goal: str | None = None
    category: str | None = None
    evidence: str | None = None
    closed: str | None = None
    closed_on: str | None = None
    note: str | None = None
    immediate: bool = False
    standing: bool = False
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell or passage that could not be understood: where it stands, what it says, what to do."""

    place: str
    text: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """An inspection's findings with the head of the document that they were read from."""

    kind: Kind
    title: str | None = None
    unit: str | None = None
    inspector: str | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_date: date | None = None
    report_date: date | None = None
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A defect that an inspector would object to, with the sentence that a clerk can act on."""

    rule: str
    severity: Severity
    finding: str | None
    message: str
    spans: tuple[Span, ...] = ()


class CheckStatus(StrEnum):
    """What a check found: violations, none, nothing to judge, or that it could not run."""

    PASS = "pass"
    FAIL = "fail"
    NO_DATA = "no_data"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check's verdict over the ledgers of one day.

    `rows` are the violations in the order of `columns`, sorted by the key, which is the first
    `len(keys)` columns; there may be fewer of them than `row_count` where the caller set a limit.
    `message` is the sentence of a failing check, `reason` why there is no verdict.
    """

    check: str
    title: str
    severity: Severity
    status: CheckStatus
    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    row_count: int = 0
    message: str | None = None
    reason: str | None = None


class Grade(StrEnum):
    """How a shared passage reads: word for word, changed here and there, alike, or what many share.

    COMMON_SOURCE means that nothing rare is shared: both may come from a third text.
    """

    VERBATIM = "verbatim"
    EDITED = "edited"
    SIMILAR = "similar"
    COMMON_SOURCE = "common-source"


@dataclass(frozen=True, slots=True)
class Text:
    """One text to compare: a name of its own, the words, and what of them doesn't count.

    `forms` are the spans of table cells and headers that a form prints; `written` is when it was
    written or handed in, where that is known.
    """

    name: str
    text: str
    forms: tuple[Span, ...] = ()
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What two texts share in one place: the span in each.

    `similarity` is 0..1; of the characters of `a`, `rare` tell of copying and `common` are what
    everybody writes: formulas, quoted law, forms, and wording that many of the texts have.
    """

    a: Span
    b: Span
    similarity: float
    rare: int
    common: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, named in order, with what they share; a share is 0..1 of a text's characters.

    `b` may be a text of the reference. Passages are in the order of `a`.
    """

    a: str
    b: str
    a_share: float
    b_share: float
    grade: Grade
    passages: tuple[Passage, ...]
    rare: int
    common: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a named text."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """A passage that three or more texts share: its members by name, and where each has it.

    `source` is the probable first of them: the earliest where dates are known, else the one that
    has most of it.
    """

    members: tuple[str, ...]
    passages: tuple[Place, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a set of texts shares: `documents` counts those compared, without the reference.

    Pairs are sorted by the larger share, the largest first; a passage that more than 12 texts share
    stands in its group alone.
    """

    documents: int
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]


class LeftoverKind(StrEnum):
    """What another text left behind in this one."""

    FOREIGN_PLACE = "foreign-place"
    FOREIGN_UNIT = "foreign-unit"
    BLANK = "blank"
    OTHER_YEAR = "other-year"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A place in a text that speaks for another origin, with the sentence that tells it."""

    kind: LeftoverKind
    span: Span
    text: str
    message: str
