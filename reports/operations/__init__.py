"""What is decided about patterns. Publishing (`reports.operations.publish`) needs numpy and is
the worker's alone: it is not imported here, so that pages do not load it.
"""

from reports.operations.cards import (
    StepInput,
    add_step,
    close_card,
    dismiss_card,
    look_again,
    remove_step,
    reopen_card,
    take_card,
)
from reports.operations.joined_cards import join_cards, part_cards
from reports.operations.telling import note_survey, tell_reporters

__all__ = [
    "StepInput",
    "add_step",
    "close_card",
    "dismiss_card",
    "join_cards",
    "look_again",
    "note_survey",
    "part_cards",
    "remove_step",
    "reopen_card",
    "take_card",
    "tell_reporters",
]
