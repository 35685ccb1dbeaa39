"""What may be done with facts; each function is one transaction."""

from incidents.operations.report import (
    KeyReused,
    ReportInput,
    ReportRefused,
    SubmitKey,
    Wish,
    report_incident,
)

__all__ = [
    "KeyReused",
    "ReportInput",
    "ReportRefused",
    "SubmitKey",
    "Wish",
    "report_incident",
]
