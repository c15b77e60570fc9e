"""Tables and constraints. Enumerations and transitions come from bihuan.rectification."""

from bihuan.web.models.checks import (
    CheckBinding,
    CheckOutcome,
    CheckRun,
    CheckSetting,
    Recurrence,
    Violation,
)
from bihuan.web.models.exchange import Reply
from bihuan.web.models.findings import (
    Cycle,
    Extension,
    Finding,
    Measure,
    Remark,
    Waiver,
)
from bihuan.web.models.ledgers import LedgerIntake, LedgerRow, LedgerVersion
from bihuan.web.models.people import Membership, Person, Token, Unit, UnitKind
from bihuan.web.models.records import (
    Channel,
    Event,
    Evidence,
    Message,
    Notice,
    SavedView,
)
from bihuan.web.models.reports import (
    Issue,
    IssuedFile,
    Objection,
    Report,
    ReportTemplate,
    Unmasking,
    Withholding,
)
from bihuan.web.models.rounds import Blob, Intake, MonthlyFigures, Round, SourceDocument

__all__ = [
    "Blob", "Channel", "CheckBinding", "CheckOutcome", "CheckRun", "CheckSetting", "Cycle",
    "Event", "Evidence", "Extension", "Finding", "Intake", "Issue", "IssuedFile", "LedgerIntake",
    "LedgerRow", "LedgerVersion", "Measure", "Membership", "Message", "MonthlyFigures", "Notice",
    "Objection", "Person", "Recurrence", "Remark", "Reply", "Report", "ReportTemplate", "Round",
    "SavedView", "SourceDocument", "Token", "Unit", "UnitKind", "Unmasking", "Violation", "Waiver",
    "Withholding",
]  # fmt: skip
