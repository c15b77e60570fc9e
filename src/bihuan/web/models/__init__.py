"""Tables and constraints. Enumerations and transitions come from bihuan.rectification."""

from bihuan.web.models.appeals import Appeal
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
from bihuan.web.models.ledgers import LedgerIntake, LedgerRow, LedgerVersion, RowPhoto
from bihuan.web.models.materials import (
    AnswerComparison,
    CopiedAnswer,
    FileText,
    HandIn,
    MaterialTask,
    Obligation,
    Overlap,
    Reference,
)
from bihuan.web.models.mechanisms import Alarm, Mechanism
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
from bihuan.web.models.theory import Question, QuestionImport, Sitting, TheoryTest

__all__ = [
    "Alarm", "AnswerComparison", "Appeal", "Blob", "Channel", "CheckBinding", "CheckOutcome",
    "CheckRun", "CheckSetting", "CopiedAnswer", "Cycle", "Event", "Evidence", "Extension",
    "FileText", "Finding", "HandIn", "Intake", "Issue", "IssuedFile", "LedgerIntake",
    "LedgerRow", "LedgerVersion", "MaterialTask", "Measure", "Mechanism", "Membership",
    "Message", "MonthlyFigures", "Notice", "Objection", "Obligation", "Overlap", "Person",
    "Question", "QuestionImport", "Recurrence", "Reference", "Remark", "Reply", "Report",
    "ReportTemplate", "Round", "RowPhoto", "SavedView", "Sitting", "SourceDocument",
    "TheoryTest", "Token", "Unit", "UnitKind", "Unmasking", "Violation", "Waiver", "Withholding",
]  # fmt: skip
