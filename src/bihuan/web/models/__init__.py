"""Tables and constraints. Enumerations and transitions come from bihuan.rectification."""

from bihuan.web.models.exchange import Reply
from bihuan.web.models.findings import (
    Cycle,
    Extension,
    Finding,
    Measure,
    Remark,
    Waiver,
)
from bihuan.web.models.people import Membership, Person, Token, Unit, UnitKind
from bihuan.web.models.records import (
    Channel,
    Event,
    Evidence,
    Message,
    Notice,
    SavedView,
)
from bihuan.web.models.rounds import Blob, Intake, MonthlyFigures, Round, SourceDocument

__all__ = [
    "Blob", "Channel", "Cycle", "Event", "Evidence", "Extension", "Finding", "Intake",
    "Measure", "Membership", "Message", "MonthlyFigures", "Notice", "Person", "Remark",
    "Reply", "Round", "SavedView", "SourceDocument", "Token", "Unit", "UnitKind", "Waiver",
]  # fmt: skip
