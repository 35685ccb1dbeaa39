"""What may be done with facts; each function is one transaction."""

from incidents.operations.answer import give_answer, reply_to_answer
from incidents.operations.customer import end_agreement, note_agreement
from incidents.operations.details import add_narrative, complete_report
from incidents.operations.draft import discard_draft, save_draft, submit_scope
from incidents.operations.report import (
    KeyReused,
    ReportInput,
    ReportRefused,
    SubmitKey,
    Wish,
    first_under,
    report_incident,
)

__all__ = [
    "KeyReused",
    "ReportInput",
    "ReportRefused",
    "SubmitKey",
    "Wish",
    "add_narrative",
    "complete_report",
    "discard_draft",
    "end_agreement",
    "first_under",
    "give_answer",
    "note_agreement",
    "reply_to_answer",
    "report_incident",
    "save_draft",
    "submit_scope",
]
