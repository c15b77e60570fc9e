"""Register and results -> context: what a document says, nothing of it typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.model import CheckResult, Register, Remark
from bihuan.rectification.snapshot import Snapshot
from bihuan.reports.context import RankLine, ReportContext
from bihuan.reports.kinds import Audience, ReportKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What an office decides about a document and no register can know; empty where it doesn't.

    `number` is the document number, `addressee` whom it goes to, `signed_on` the date of issue (the
    register's own report date where None), `copies_to` the 抄送, `period` the time of disclosure
    and `contact` how to object, both for the public.
    """

    title: str = ""
    number: str = ""
    addressee: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    copies_to: str = ""
    period: str = ""
    contact: str = ""


def build(
    register: Register,
    *,
    kind: ReportKind | None = None,
    audience: Audience = Audience.INTERNAL,
    results: Sequence[CheckResult] = (),
    records: Mapping[str, Snapshot] | None = None,
    remarks: Sequence[Remark] = (),
    ranking: Sequence[RankLine] = (),
    letterhead: Letterhead | None = None,
    only: Sequence[str] = (),
) -> ReportContext:
    """What the document says; `kind` defaults to the one that the register's own kind asks for.

    `records` are what an office knows of the findings beyond the register, by their ids: status,
    waivers, transfer. `only` names the findings that a closure application or a file is about.
    The context holds the whole text whatever the audience: what others may not see is taken out
    by `disclosure`. UserError where the register has no findings to write about.
    """
    raise NotImplementedError
