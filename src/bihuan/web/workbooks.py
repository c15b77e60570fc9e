"""The workbook that goes out to a unit and comes back filled in: one row a measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path

from django.core import signing

from bihuan import documents
from bihuan.model import Table
from bihuan.rectification.snapshot import OutcomeKind
from bihuan.rectification.status import Degree
from bihuan.web.models import Finding, Measure, Round, Unit

_COLUMNS = (
    ("序号", 8), ("具体表现", 44), ("整改时限", 13), ("整改措施", 40), ("成效", 40),
    ("成效类型", 12), ("数量", 9), ("完成程度", 11), ("编号（请勿改动）", 12),
)  # fmt: skip
_HEADER_ROW = 2
_FIRST_OPEN, _KEY = 3, 8
_SIGNER = signing.Signer(salt="bihuan.exchange")
_HELP = (
    "请填写白色的格子：措施的成效（做了什么、结果如何）、成效类型、数量和完成程度；灰色的不要改。"
)


def written(round_: Round, unit: Unit, findings: Iterable[Finding]) -> bytes:
    """The workbook for a unit: its findings with their measures, and a row for one more each."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("整改台账")
    cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    shut = book.add_format({**cell, "bg_color": "#EEEEEE"})
    open_ = book.add_format({**cell, "locked": False})
    head = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#DDE6F0"})
    sheet.merge_range(
        0, 0, 0, _KEY - 1, f"{unit.name}整改台账（{round_.name}）",
        book.add_format({"bold": True, "font_size": 16, "align": "center"}),
    )  # fmt: skip
    sheet.write(1, 0, _HELP)
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.write(_HEADER_ROW, column, title, head)
        sheet.set_column(column, column, width, None, {"hidden": column == _KEY})
    row = _HEADER_ROW
    for row, values in enumerate(_rows(round_, unit, findings), _HEADER_ROW + 1):
        for column, value in enumerate(values):
            shown = open_ if _FIRST_OPEN <= column < _KEY else shut
            sheet.write_string(row, column, value, shown)
    kinds, degrees = [kind.label for kind in OutcomeKind], [degree.label for degree in Degree]
    sheet.data_validation(_HEADER_ROW + 1, 5, row + 1, 5, {"validate": "list", "source": kinds})
    sheet.data_validation(_HEADER_ROW + 1, 7, row + 1, 7, {"validate": "list", "source": degrees})
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    book.close()
    return out.getvalue()


def _rows(round_: Round, unit: Unit, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        measures = [m for m in finding.measures.all() if m.cycle == finding.cycle]
        first = measures[0] if measures else None
        for measure in [*measures, None]:
            key = f"{round_.pk}:{unit.pk}:{finding.pk}:{measure.pk if measure else 0}"
            yield (
                finding.number,
                finding.problem,
                finding.due.isoformat() if finding.due else "",
                measure.text if measure else "",
                measure.outcome if measure else "",
                _kind_label(measure),
                f"{measure.amount.normalize():f}" if measure and measure.amount else "",
                Degree(finding.degree).label if measure is first else "",
                _SIGNER.sign(f"{key}:{finding.version}"),
            )


def _kind_label(measure: Measure | None) -> str:
    kind = measure.outcome_type if measure else ""
    return OutcomeKind(kind).label if kind else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row that came back; `measure` is 0 for a new one, `version` the finding's when sent."""

    place: int
    round: int
    unit: int
    finding: int
    measure: int
    version: int
    text: str
    outcome: str
    kind: str
    amount: str
    degree: str


def read_back(path: Path) -> tuple[list[Line], list[int]]:
    """The rows of a filled-in workbook, and the sheet rows whose key isn't one of ours.

    UnreadableInput where the file can't be read.
    """
    document = documents.read(path)
    lines: list[Line] = []
    foreign: list[int] = []
    for table in (block for block in document.blocks if isinstance(block, Table)):
        rows: dict[int, dict[int, str]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, {})[cell.column] = document.text[slice(*cell.span)].strip()
        for row, values in rows.items():
            if row <= _HEADER_ROW or not any(values.get(c) for c in range(_KEY + 1)):
                continue
            line = _line(row + 1, values)
            if line is None:
                foreign.append(row + 1)
            else:
                lines.append(line)
    return lines, foreign


def _line(place: int, values: dict[int, str]) -> Line | None:
    try:
        key = _SIGNER.unsign(values.get(_KEY, "")).split(":")
        round_, unit, finding, measure, version = map(int, key)
    except (signing.BadSignature, ValueError):
        return None
    texts = [values.get(column, "") for column in range(_FIRST_OPEN, _KEY)]
    return Line(place, round_, unit, finding, measure, version, *texts)


def amount_of(line: Line) -> Decimal | None:
    """The amount that a row states, None where it states none; ValueError for no number."""
    if not line.amount:
        return None
    try:
        amount = Decimal(line.amount.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(line.amount) from error
    if not amount.is_finite() or amount < 0:
        raise ValueError(line.amount)
    return amount
