"""The lists that are filled in afterwards: why, under which circumstances, what was tried.

Numbers are stored, so they never change meaning. Source of the lists: the working-conditions
practice collected for this product.
"""

from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from incidents.codes.words import Word

TRIGGERS: tuple[Word, ...] = (
    Word(1, "waiting_time", _("waiting time")),
    Word(2, "unreachable", _("we could not be reached")),
    Word(3, "wrong_product", _("the wrong product")),
    Word(4, "defect", _("something broken")),
    Word(5, "delivery", _("delivery or stock")),
    Word(6, "price", _("price or fee")),
    Word(7, "refused_by_rules", _("refused because of a rule")),
    Word(8, "repeated_fault", _("the same fault again")),
    Word(9, "broken_promise", _("a promise we did not keep")),
    Word(10, "earlier_treatment", _("how they were treated before")),
    Word(11, "unclear_letter", _("an unclear letter")),
    Word(12, "language", _("language")),
    Word(13, "queue", _("queue or space")),
    Word(14, "third_party", _("another company or person")),
    Word(15, "none_seen", _("no reason that I saw")),
)

CIRCUMSTANCES: tuple[Word, ...] = (
    Word(1, "alone", _("I was alone")),
    Word(2, "understaffed", _("too few of us")),
    Word(3, "end_of_shift", _("end of the shift")),
    Word(4, "closing_time", _("closing time")),
    Word(5, "first_month", _("my first month here")),
    Word(6, "handling_money", _("money was involved")),
    Word(7, "rushed", _("in a rush")),
    Word(8, "bad_news", _("I had to bring bad news")),
    Word(9, "new_rule", _("a new rule")),
    Word(10, "known_customer", _("a customer we know")),
)


class Step(IntEnum):
    """The steps of the ladder that an operation asks about."""

    WARNED = 4
    ENDED_CONTACT = 8


LADDER: tuple[Word, ...] = (
    Word(1, "listened", _("listened")),
    Word(2, "apologised", _("apologised for our part")),
    Word(3, "named_behaviour", _("named the behaviour")),
    Word(Step.WARNED, "warned", _("warned")),
    Word(5, "paused", _("took a pause")),
    Word(6, "colleague_joined", _("a colleague joined")),
    Word(7, "handed_over", _("handed over")),
    Word(Step.ENDED_CONTACT, "ended_contact", _("ended the contact")),
    Word(9, "called_security", _("called security")),
    Word(10, "called_police", _("called the police")),
)

# Every one of these is a fair end; none of them counts as a failure of the colleague.
OUTCOMES: tuple[Word, ...] = (
    Word(1, "solved", _("solved there and then")),
    Word(2, "solved_with_remedy", _("solved with something we gave")),
    Word(3, "promise_made", _("we promised to come back on it")),
    Word(4, "position_held", _("we kept to our answer")),
    Word(5, "left_angry", _("they left angry; I did what I could")),
    Word(6, "ended_by_us", _("we ended the contact")),
    Word(7, "ended_by_them", _("they ended the contact")),
)

RELATION_AFTER: tuple[Word, ...] = (
    Word(1, "better", _("better than before")),
    Word(2, "same", _("as before")),
    Word(3, "worse", _("worse than before")),
    Word(4, "ended", _("the relation has ended")),
)

HANDOVER_REASONS: tuple[Word, ...] = (
    Word(1, "asked_for_help", _("the colleague asked for it")),
    Word(2, "customer_asked", _("the customer asked for somebody else")),
    Word(3, "fresh_face", _("a fresh face helps")),
    Word(4, "more_room", _("somebody who may decide more")),
    Word(5, "language", _("somebody who speaks the language")),
    Word(6, "safety", _("it was not safe")),
)


class BehavedBy(StrEnum):
    """Who behaved: never guessed, and a measure names this person alone."""

    CUSTOMER = "customer"
    WITH_CUSTOMER = "with_customer"
    UNKNOWN = "unknown"


BEHAVED_BY = {
    BehavedBy.CUSTOMER: _("the customer"),
    BehavedBy.WITH_CUSTOMER: _("somebody with or for the customer"),
    BehavedBy.UNKNOWN: _("I don't know who it was"),
}


class Prepared(StrEnum):
    """Whether the person felt prepared for it: about training, never about them."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


PREPARED = {
    Prepared.YES: _("yes"),
    Prepared.PARTLY: _("partly"),
    Prepared.NO: _("no"),
}

TRIGGER_BY_KEY = {word.key: word for word in TRIGGERS}
CIRCUMSTANCE_BY_KEY = {word.key: word for word in CIRCUMSTANCES}
STEP_BY_KEY = {word.key: word for word in LADDER}
OUTCOME_BY_KEY = {word.key: word for word in OUTCOMES}
RELATION_BY_KEY = {word.key: word for word in RELATION_AFTER}
HANDOVER_REASON_BY_KEY = {word.key: word for word in HANDOVER_REASONS}
# The relation came through it: a solved conflict makes a loyal customer.
KEPT_RELATION = frozenset(RELATION_BY_KEY[key].number for key in ("better", "same"))
