"""The lists about what we do for and toward a customer."""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.codes.words import Word

REMEDIES: tuple[Word, ...] = (
    Word(1, "apology", _("apology")),
    Word(2, "replacement", _("replacement")),
    Word(3, "credit_note", _("credit note")),
    Word(4, "refund", _("refund")),
    Word(5, "discount", _("discount")),
    Word(6, "warranty", _("warranty")),
    Word(7, "other", _("something else")),
)


class Rung(IntEnum):
    """The rungs of the ladder of measures that a rule asks about by name."""

    APOLOGY = 1
    EXPLANATION_LETTER = 2
    ORDER_TALK = 3
    WARNING_LETTER = 4
    BEHAVIOUR_AGREEMENT = 5
    SINGLE_CONTACT = 6
    WRITTEN_ONLY = 7
    SECOND_PERSON = 8
    LIMITED_HOURS = 9
    LIMITED_ENTRY = 10
    ENTRY_BAN = 11
    SERVICE_PAUSE = 12
    END_OF_RELATION = 13
    SAFETY_NOTE = 14


class MeasureWord(NamedTuple):
    """One rung: its number, key and words, whether it restricts and so needs the full grounds."""

    number: int
    key: str
    label: "str | Promise"
    is_restriction: bool = False


def _restriction(rung: Rung, key: str, label: "str | Promise") -> MeasureWord:
    return MeasureWord(rung, key, label, is_restriction=True)


MEASURES: tuple[MeasureWord, ...] = (
    MeasureWord(Rung.APOLOGY, "apology", _("apology from us")),
    MeasureWord(Rung.EXPLANATION_LETTER, "explanation_letter", _("explanation letter")),
    MeasureWord(Rung.ORDER_TALK, "order_talk", _("talk about how we treat each other")),
    _restriction(Rung.WARNING_LETTER, "warning_letter", _("warning letter")),
    _restriction(Rung.BEHAVIOUR_AGREEMENT, "behaviour_agreement", _("written agreement")),
    _restriction(Rung.SINGLE_CONTACT, "single_contact", _("one fixed contact")),
    _restriction(Rung.WRITTEN_ONLY, "written_only", _("contact in writing only")),
    _restriction(Rung.SECOND_PERSON, "second_person", _("always with two of us")),
    _restriction(Rung.LIMITED_HOURS, "limited_hours", _("limited hours or channel")),
    _restriction(Rung.LIMITED_ENTRY, "limited_entry", _("limited entry")),
    _restriction(Rung.ENTRY_BAN, "entry_ban", _("no entry")),
    _restriction(Rung.SERVICE_PAUSE, "service_pause", _("service paused")),
    _restriction(Rung.END_OF_RELATION, "end_of_relation", _("end of the relation")),
    MeasureWord(Rung.SAFETY_NOTE, "safety_note", _("safety note for 14 days")),
)

# One person's words are enough for these, so the desk reads nothing of them.
FLAGLESS = frozenset({Rung.APOLOGY, Rung.EXPLANATION_LETTER, Rung.ORDER_TALK})


class Remediable(StrEnum):
    """Who may give a remedy without asking."""

    STAFF = "staff"
    DEPUTY = "deputy"
    MANAGER = "manager"


class FaultSide(StrEnum):
    """Whose fault a remedy makes good."""

    OURS = "ours"
    THEIRS = "theirs"
    NONE = "none"


FAULT_SIDES = {
    FaultSide.OURS: _("ours"),
    FaultSide.THEIRS: _("theirs"),
    FaultSide.NONE: _("nobody's"),
}


class Police(StrEnum):
    """What the person wants about the police."""

    REPORT = "report"
    NOTICE = "notice"
    NO = "no"
    LATER = "later"


POLICE = {
    Police.REPORT: _("Yes, a police report"),
    Police.NOTICE: _("A notice only"),
    Police.NO: _("No"),
    Police.LATER: _("Ask me later"),
}

REMEDY_BY_KEY = {word.key: word for word in REMEDIES}
MEASURE_BY_KEY = {word.key: word for word in MEASURES}
MEASURE_BY_NUMBER = {word.number: word for word in MEASURES}
