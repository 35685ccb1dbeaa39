"""Taking in contact numbers: names, words for what is wrong, and the one way in."""

from reports.operations.intake.feed import read_feed, settle_intake
from reports.operations.intake.files import forget_files, hold_file, keep_file, look_at
from reports.operations.intake.taking import (
    Taken,
    Terms,
    refuse_sheet,
    take_in_contacts,
    take_in_customer_contacts,
    take_in_sheet,
)
from reports.operations.intake.words import sentence, sheet_sentence

__all__ = [
    "Taken",
    "Terms",
    "forget_files",
    "hold_file",
    "keep_file",
    "look_at",
    "read_feed",
    "refuse_sheet",
    "sentence",
    "settle_intake",
    "sheet_sentence",
    "take_in_contacts",
    "take_in_customer_contacts",
    "take_in_sheet",
]
