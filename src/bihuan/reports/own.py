"""What a written document says of itself, so that it reads again as the register it came from."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.model import Kind
from bihuan.reading import own
from bihuan.reports.context import ReportContext
from bihuan.reports.kinds import ReportKind

_REGISTER_KINDS = {ReportKind.PLAN: Kind.PLAN, ReportKind.PROBLEMS: Kind.FEEDBACK}


def properties_of(context: ReportContext) -> Mapping[str, str]:
    """The properties to be stored in the file: what kind of register it shows, and whether its
    title only fills the place of one. Nothing in them tells of a finding or a person.
    """
    properties = {
        own.FORMAT_PROPERTY: own.REPORT_FORMAT,
        own.KIND_PROPERTY: _REGISTER_KINDS.get(context.kind, Kind.REPORT).value,
    }
    if context.filled_title:
        properties[own.TITLE_PROPERTY] = context.filled_title
    return properties
