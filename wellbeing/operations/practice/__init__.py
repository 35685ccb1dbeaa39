"""Practising together: consent, drafts, publication and sessions."""

from wellbeing.operations.practice.consent import agree, approve_text, ask_consent, refuse
from wellbeing.operations.practice.drafting import (
    Draft,
    ask_second_look,
    pass_second_look,
    recall_draft,
    return_draft,
    save_draft,
)
from wellbeing.operations.practice.library import stock_library
from wellbeing.operations.practice.sessions import join_session, leave_session, record_session

__all__ = [
    "Draft",
    "agree",
    "approve_text",
    "ask_consent",
    "ask_second_look",
    "join_session",
    "leave_session",
    "pass_second_look",
    "recall_draft",
    "record_session",
    "refuse",
    "return_draft",
    "save_draft",
    "stock_library",
]
