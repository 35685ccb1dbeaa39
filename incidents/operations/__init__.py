"""What may be done with facts; each function is one transaction."""

from incidents.operations.answer import give_answer, give_answers, reply_to_answer
from incidents.operations.answer_sweep import sweep_answers
from incidents.operations.assignment import change_assignment, end_assignment, keep_away
from incidents.operations.breaks import (
    AlreadyCovered,
    cover_break,
    end_break,
    start_break,
    sweep_breaks,
)
from incidents.operations.colleague import AlreadyAnswered, confirm_report, refuse_report
from incidents.operations.completing import Details, StepTaken
from incidents.operations.customer import end_agreement, note_agreement
from incidents.operations.details import add_facts, add_narrative, complete_report
from incidents.operations.draft import discard_draft, save_draft, submit_scope
from incidents.operations.files import add_attachment, place_of, remove_attachment
from incidents.operations.judgement import judge_report
from incidents.operations.messages import write_message
from incidents.operations.praise import praise_reporter
from incidents.operations.promise_sweep import sweep_promises
from incidents.operations.report import (
    KeyReused,
    ReportInput,
    SubmitKey,
    Wish,
    first_under,
    report_incident,
)
from incidents.operations.rules import ReportRefused
from incidents.operations.tally import TooLate, name_product, record_tally, undo_tally
from incidents.operations.witnesses import (
    WitnessDeclined,
    add_account,
    agree_witness,
    decline_witness,
    invite_witness,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyCovered",
    "Details",
    "KeyReused",
    "ReportInput",
    "ReportRefused",
    "StepTaken",
    "SubmitKey",
    "TooLate",
    "Wish",
    "WitnessDeclined",
    "add_account",
    "add_attachment",
    "add_facts",
    "add_narrative",
    "agree_witness",
    "change_assignment",
    "complete_report",
    "confirm_report",
    "cover_break",
    "decline_witness",
    "discard_draft",
    "end_agreement",
    "end_assignment",
    "end_break",
    "first_under",
    "give_answer",
    "give_answers",
    "invite_witness",
    "judge_report",
    "keep_away",
    "name_product",
    "note_agreement",
    "place_of",
    "praise_reporter",
    "record_tally",
    "refuse_report",
    "remove_attachment",
    "reply_to_answer",
    "report_incident",
    "save_draft",
    "start_break",
    "submit_scope",
    "sweep_answers",
    "sweep_breaks",
    "sweep_promises",
    "undo_tally",
    "write_message",
]
