"""Steps toward a customer: proposed by staff, decided by others, and open to objection."""

from incidents.operations.measures.decide import (
    draft_letter,
    refuse_measure,
    second_measure,
    take_measure,
)
from incidents.operations.measures.grounds import Ground, default_end
from incidents.operations.measures.letters import (
    check_may_leave,
    check_wording,
    language_of,
    letter_text,
    make_letter,
    mark_letter_sent,
    renew_letter,
    unword_letter,
    word_letter,
)
from incidents.operations.measures.move import move_report
from incidents.operations.measures.objections import decide_objection, receive_objection
from incidents.operations.measures.propose import add_evidence, check_recording, propose_measure
from incidents.operations.measures.relation import (
    close_fallen_review,
    decide_relation,
    open_relation_review,
    second_relation,
)
from incidents.operations.measures.review import (
    Review,
    ask_review_of,
    end_due_measures,
    review_measure,
)
from incidents.operations.measures.terms import Terms, half_way

__all__ = [
    "Ground",
    "Review",
    "Terms",
    "add_evidence",
    "ask_review_of",
    "check_may_leave",
    "check_recording",
    "check_wording",
    "close_fallen_review",
    "decide_objection",
    "decide_relation",
    "default_end",
    "draft_letter",
    "end_due_measures",
    "half_way",
    "language_of",
    "letter_text",
    "make_letter",
    "mark_letter_sent",
    "move_report",
    "open_relation_review",
    "propose_measure",
    "receive_objection",
    "refuse_measure",
    "renew_letter",
    "review_measure",
    "second_measure",
    "second_relation",
    "take_measure",
    "unword_letter",
    "word_letter",
]
