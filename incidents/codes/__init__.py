"""The code lists: stable keys and numbers, the severity of each behaviour, and the words shown.

This is the one table that maps every chip of the form to one code. Numbers are stored in the
database and in exports, so they never change meaning and are never reused. Administrators may
reword, reorder or hide an entry; what it means is decided here.

Source of the lists and of the severities: the working-conditions practice collected for this
product (behaviour axis, letters B to E of the usual aggression scales), our own mapping.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.codes.after import CIRCUMSTANCES, LADDER, OUTCOMES, RELATION_AFTER, TRIGGERS
from incidents.codes.customer import REMEDIES
from incidents.codes.words import Word


class Severity(IntEnum):
    """How far the customer went, computed from behaviours alone."""

    HEATED = 0
    RUDE = 1
    ABUSIVE = 2
    THREAT_OR_DAMAGE = 3
    PHYSICAL = 4


class Reading(IntEnum):
    """The person's own reading of it: the four answers to "How was it for you?"."""

    UNPLEASANT = 1
    OVER_THE_LINE = 2
    THREATENING = 3
    PHYSICAL = 4


class Behaviour(NamedTuple):
    """One thing a customer may do; `in_front` shows the chip without opening "Something else"."""

    number: int
    key: str
    label: "str | Promise"
    severity: Severity
    in_front: bool = False


class ReadingWord(NamedTuple):
    """One answer to "How was it for you?"."""

    reading: Reading
    label: "str | Promise"
    hint: "str | Promise"


_S0, _S1, _S2, _S3, _S4 = Severity

BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour(1, "shouting", _("raised their voice"), _S1, in_front=True),
    Behaviour(2, "swearing", _("swore"), _S1, in_front=True),
    Behaviour(3, "personal_insult", _("insulted or belittled me"), _S2, in_front=True),
    Behaviour(4, "pushing", _("kept pushing"), _S1, in_front=True),
    Behaviour(5, "discrimination", _("discriminated"), _S2, in_front=True),
    Behaviour(6, "threat_words", _("threatened"), _S3, in_front=True),
    Behaviour(7, "intimidation", _("blocked or followed me"), _S3, in_front=True),
    Behaviour(
        8, "filming_or_posting_staff", _("filmed me or went after me online"), _S2, in_front=True
    ),
    Behaviour(9, "property", _("threw or broke something"), _S3),
    Behaviour(10, "spit_or_touch", _("spat at, touched or pushed me"), _S4),
    Behaviour(11, "sexual", _("made sexual remarks"), _S2),
    Behaviour(12, "other", _("something else"), _S1),
    Behaviour(13, "disrespect", _("was disrespectful"), _S1),
    Behaviour(14, "threat_person_or_family", _("threatened me or my family"), _S3),
    Behaviour(15, "persistence", _("called or wrote again and again"), _S2),
    Behaviour(16, "refuses_to_leave_or_hang_up", _("would not leave or hang up"), _S3),
    Behaviour(17, "review_or_legal_threat", _("threatened a review or a lawsuit"), _S0),
    Behaviour(18, "physical", _("hit, kicked or grabbed"), _S4),
    Behaviour(19, "weapon", _("had a weapon"), _S4),
    Behaviour(20, "humiliation_demand", _("demanded something humiliating"), _S2),
    Behaviour(21, "tense", _("nothing like that, but it was tense"), _S0),
)

# What people on this channel meet more than others: these chips come first there.
BEHAVIOURS_FIRST: dict[str, tuple[str, ...]] = {
    "phone": ("refuses_to_leave_or_hang_up", "persistence", "humiliation_demand"),
    "email": ("persistence",),
    "chat": ("persistence",),
    "social_media": ("filming_or_posting_staff", "persistence"),
    "review_site": ("filming_or_posting_staff", "review_or_legal_threat"),
}

# With one of these a contact may be ended without a warning, and nobody is asked why.
THREAT_OR_VIOLENCE = frozenset(
    {
        "threat_words",
        "threat_person_or_family",
        "intimidation",
        "property",
        "spit_or_touch",
        "physical",
        "weapon",
    }
)

CHANNELS: tuple[Word, ...] = (
    Word(1, "counter", _("counter")),
    Word(2, "phone", _("phone")),
    Word(3, "email", _("e-mail")),
    Word(4, "chat", _("chat")),
    Word(5, "store_floor", _("store or floor")),
    Word(6, "home_visit", _("at their home")),
    Word(7, "social_media", _("social media")),
    Word(8, "review_site", _("review site")),
    Word(9, "letter", _("letter")),
    Word(10, "event", _("event")),
    Word(11, "other", pgettext_lazy("channel", "other")),
)

TOPICS: tuple[Word, ...] = (
    Word(1, "de_escalation", _("calming a heated contact")),
    Word(2, "boundaries", _("naming a boundary and ending the contact")),
    Word(3, "threats", _("what to do with threats")),
    Word(4, "phone_calls", _("difficult phone calls")),
    Word(5, "written", _("difficult mails and chats")),
    Word(6, "discrimination", _("discrimination and sexual remarks")),
    Word(7, "bad_news", _("bringing bad news")),
    Word(8, "products", _("knowing the product or the rules")),
    Word(9, "after_care", _("looking after each other")),
)

COMPLAINT_VALID: tuple[Word, ...] = (
    Word(1, "valid", _("right: our mistake")),
    Word(2, "partly", _("partly right")),
    Word(3, "unfounded", _("not right")),
    Word(4, "unknown", _("not known")),
    Word(5, "not_a_complaint", _("there was no complaint")),
)


READINGS: tuple[ReadingWord, ...] = (
    ReadingWord(Reading.UNPLEASANT, _("Unpleasant"), _("I could handle it, but I want it known")),
    ReadingWord(Reading.OVER_THE_LINE, _("Over the line"), _("A boundary was crossed")),
    ReadingWord(Reading.THREATENING, _("Threatening"), _("I felt unsafe")),
    ReadingWord(
        Reading.PHYSICAL,
        _("Physical or dangerous"),
        _("Someone was hurt, or could have been"),
    ),
)


class WishWhen(StrEnum):
    """When the person would like someone to check in."""

    SOON = "soon"
    END_OF_SHIFT = "end_of_shift"
    TOMORROW = "tomorrow"
    AT = "at"
    NONE = "none"


class WishWith(StrEnum):
    """By whom the person would like to be asked."""

    MANAGER = "manager"
    DEPUTY = "deputy"
    BUDDY = "buddy"
    ADVISER = "adviser"


WISHES: "dict[WishWhen, str | Promise]" = {
    WishWhen.SOON: _("As soon as possible"),
    WishWhen.END_OF_SHIFT: _("At the end of my shift"),
    WishWhen.TOMORROW: _("Tomorrow"),
    WishWhen.AT: _("At a date and time"),
    WishWhen.NONE: _("Not needed, thank you"),
}

HOLDERS: "dict[WishWith, str | Promise]" = {
    WishWith.MANAGER: _("My manager"),
    WishWith.DEPUTY: _("The deputy"),
    WishWith.BUDDY: _("A trained buddy"),
    WishWith.ADVISER: _("The confidential adviser"),
}


class WordList(StrEnum):
    """The lists an administrator may reword."""

    BEHAVIOUR = "behaviour"
    CHANNEL = "channel"
    TOPIC = "topic"
    COMPLAINT_VALID = "complaint_valid"
    TRIGGER = "trigger"
    CIRCUMSTANCE = "circumstance"
    LADDER = "ladder"
    OUTCOME = "outcome"
    RELATION_AFTER = "relation_after"
    REMEDY = "remedy"


LISTS: dict[WordList, tuple[Word | Behaviour, ...]] = {
    WordList.BEHAVIOUR: BEHAVIOURS,
    WordList.CHANNEL: CHANNELS,
    WordList.TOPIC: TOPICS,
    WordList.COMPLAINT_VALID: COMPLAINT_VALID,
    WordList.TRIGGER: TRIGGERS,
    WordList.CIRCUMSTANCE: CIRCUMSTANCES,
    WordList.LADDER: LADDER,
    WordList.OUTCOME: OUTCOMES,
    WordList.RELATION_AFTER: RELATION_AFTER,
    WordList.REMEDY: REMEDIES,
}

LIST_TITLES: dict[WordList, Promise] = {
    WordList.BEHAVIOUR: _("What a customer did"),
    WordList.CHANNEL: _("Where and how it happened"),
    WordList.TOPIC: _("Training topics"),
    WordList.COMPLAINT_VALID: _("Was the complaint right?"),
    WordList.TRIGGER: _("What set it off"),
    WordList.CIRCUMSTANCE: _("Circumstances"),
    WordList.LADDER: _("Steps in the contact"),
    WordList.OUTCOME: _("How it ended"),
    WordList.RELATION_AFTER: _("The relation afterwards"),
    WordList.REMEDY: _("What may be given"),
}

BEHAVIOUR_BY_KEY = {behaviour.key: behaviour for behaviour in BEHAVIOURS}
BEHAVIOUR_BY_NUMBER = {behaviour.number: behaviour for behaviour in BEHAVIOURS}
CHANNEL_BY_KEY = {word.key: word for word in CHANNELS}
COMPLAINT_VALID_BY_KEY = {word.key: word for word in COMPLAINT_VALID}
TOPIC_BY_KEY = {word.key: word for word in TOPICS}
