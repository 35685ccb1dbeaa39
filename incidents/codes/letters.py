"""The letters to a customer: which measure has which letter, and the built-in texts.

The words in braces are filled in when the letter is made. A paragraph that ends up empty is left
out. How to object, the end and the house rules stand below every letter and cannot be edited away.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import Rung

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class LetterKind(StrEnum):
    """The kinds of letters an organisation may word itself."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    ORDER_TALK = "order_talk"
    WARNING = "warning"
    AGREEMENT = "agreement"
    RESTRICTION = "restriction"
    END_OF_RELATION = "end_of_relation"
    SAFETY_NOTE = "safety_note"
    RECEIPT = "receipt"
    CORRECTION = "correction"
    OBJECTION = "objection"


class LetterText(NamedTuple):
    """One built-in letter: what it is called, its subject and its paragraphs."""

    label: "str | Promise"
    subject: "str | Promise"
    paragraphs: "tuple[str | Promise, ...]"
    needs: tuple[str, ...] = ()


LETTER_OF: dict[int, LetterKind] = {
    Rung.APOLOGY: LetterKind.APOLOGY,
    Rung.EXPLANATION_LETTER: LetterKind.EXPLANATION,
    Rung.ORDER_TALK: LetterKind.ORDER_TALK,
    Rung.WARNING_LETTER: LetterKind.WARNING,
    Rung.BEHAVIOUR_AGREEMENT: LetterKind.AGREEMENT,
    Rung.SINGLE_CONTACT: LetterKind.RESTRICTION,
    Rung.WRITTEN_ONLY: LetterKind.RESTRICTION,
    Rung.SECOND_PERSON: LetterKind.RESTRICTION,
    Rung.LIMITED_HOURS: LetterKind.RESTRICTION,
    Rung.LIMITED_ENTRY: LetterKind.RESTRICTION,
    Rung.ENTRY_BAN: LetterKind.RESTRICTION,
    Rung.SERVICE_PAUSE: LetterKind.RESTRICTION,
    Rung.END_OF_RELATION: LetterKind.END_OF_RELATION,
    Rung.SAFETY_NOTE: LetterKind.SAFETY_NOTE,
}

# Letters that say something about how the customer behaved.
ABOUT_MANNER = frozenset(LetterKind) - {
    LetterKind.APOLOGY,
    LetterKind.RECEIPT,
    LetterKind.CORRECTION,
    LetterKind.OBJECTION,
}

PLACEHOLDERS: "dict[str, str | Promise]" = {
    "organisation": _("the name of the organisation"),
    "apology": _("our apology, when the complaint was right"),
    "facts": _("what happened, each with its day"),
    "rule": _("the house rule it is about"),
    "warning": _("the earlier warning, when there was one"),
    "view": _("what the customer says"),
    "why": _("why this is needed"),
    "measure": _("the measure in words"),
    "agreement": _("the practical agreement, as the desk reads it"),
    "practice": _("the practical agreement as it is from now on, when there is one"),
    "starts": _("the day it begins"),
    "ends": _("the day it ends"),
    "review": _("the day it is looked at again"),
    "stays_open": _("what stays open"),
    "received": _("the day the objection came in"),
    "answer_by": _("the day the answer to it is due"),
    "reason": _("the reason of the decision about an objection"),
}

_FACTS = _("This is what happened, as we have noted it:\n\n{facts}")
_RULE = _("This does not fit our house rules. The rule is: {rule}")
_NOT_ABOUT = _(
    "You may always complain, be upset or disagree with us. This letter is not about that."
)
_UNTIL = _(
    "This holds from {starts} until {ends}. We look at it again on {review} at the latest. It "
    "ends by itself."
)
_OPEN = _("This stays open to you: {stays_open}")
_DECIDED = _("We have decided: {measure}. In practice this means: {agreement}")

_NEEDS = ("facts", "rule", "starts", "ends", "stays_open")

TEXTS: dict[LetterKind, LetterText] = {
    LetterKind.APOLOGY: LetterText(
        _("apology"),
        _("Our apology"),
        (
            _("Something went wrong on our side. We are sorry for that."),
            "{why}",
            _("Thank you for telling us. If anything is left, please let us know."),
        ),
    ),
    LetterKind.EXPLANATION: LetterText(
        _("explanation letter"),
        _("How we treat each other"),
        (
            "{apology}",
            _("We write to you because of how we were in contact lately."),
            _FACTS,
            "{view}",
            _RULE,
            _NOT_ABOUT,
            _("We ask you to keep to this rule, and we do the same. {why}"),
            _("We keep this letter until {ends}. Then it counts no more."),
            _OPEN,
        ),
        _NEEDS[:2],
    ),
    LetterKind.ORDER_TALK: LetterText(
        _("invitation to a talk"),
        _("We would like to talk with you"),
        (
            "{apology}",
            _("We would like to talk with you about how we treat each other."),
            _FACTS,
            "{view}",
            _RULE,
            _NOT_ABOUT,
            _("In the talk you can say how you see it. Together we agree on how we go on. {why}"),
            _("We keep this letter until {ends}. Then it counts no more."),
            _OPEN,
        ),
        _NEEDS[:2],
    ),
    LetterKind.WARNING: LetterText(
        _("warning letter"),
        _("A warning"),
        (
            "{apology}",
            _FACTS,
            "{view}",
            _RULE,
            "{warning}",
            _("With this letter we warn you. We ask you not to do this again. {why}"),
            _NOT_ABOUT,
            _UNTIL,
            _OPEN,
        ),
        _NEEDS,
    ),
    LetterKind.AGREEMENT: LetterText(
        _("written agreement"),
        _("What we agree with you"),
        (
            "{apology}",
            _FACTS,
            "{view}",
            _RULE,
            "{warning}",
            _("We agree with you: {agreement}"),
            "{why}",
            _NOT_ABOUT,
            _UNTIL,
            _OPEN,
        ),
        _NEEDS,
    ),
    LetterKind.RESTRICTION: LetterText(
        _("restriction"),
        _("How we are in contact with you from now on"),
        (
            "{apology}",
            _FACTS,
            "{view}",
            _RULE,
            "{warning}",
            _DECIDED,
            "{why}",
            _NOT_ABOUT,
            _UNTIL,
            _OPEN,
        ),
        _NEEDS,
    ),
    LetterKind.END_OF_RELATION: LetterText(
        _("end of the relation"),
        _("We end our relation"),
        (
            "{apology}",
            _FACTS,
            "{view}",
            _RULE,
            "{warning}",
            _("We have decided to end our relation with you. {why}"),
            _("Two people have decided this; neither of them was the one it happened to."),
            _NOT_ABOUT,
            _("It takes effect on {starts}. From {ends} on you may become a customer again."),
            _OPEN,
        ),
        _NEEDS,
    ),
    LetterKind.SAFETY_NOTE: LetterText(
        _("safety note"),
        _("A short measure for safety"),
        (
            "{apology}",
            _FACTS,
            _RULE,
            _("For the safety of our colleagues this holds for now: {agreement}"),
            "{why}",
            "{view}",
            _("It begins on {starts} and ends by itself on {ends}."),
            _OPEN,
        ),
        _NEEDS,
    ),
    LetterKind.RECEIPT: LetterText(
        _("receipt of an objection"),
        _("We have received your objection"),
        (
            _("You objected to our measure: {measure}. We received it on {received}."),
            _("Somebody who was not involved looks at it again and answers you by {answer_by}."),
            _("Is there anything you would like to add? Please write to us."),
        ),
        ("received", "answer_by"),
    ),
    LetterKind.CORRECTION: LetterText(
        _("correction"),
        _("We take our measure back"),
        (
            _("You objected to our measure: {measure}. We have looked at it again."),
            _("You were right to object. We take the measure back, from today on."),
            _("The reason: {reason}"),
            _("What was noted about it no longer counts. Colleagues do not see it any more."),
            _("We are sorry for the trouble this gave you."),
        ),
        ("reason",),
    ),
    LetterKind.OBJECTION: LetterText(
        _("answer to an objection"),
        _("Our answer to your objection"),
        (
            _("You objected to our measure: {measure}."),
            _("Somebody who was not involved has looked at it again."),
            "{reason}",
            "{practice}",
            _("The measure ends on {ends}."),
            _OPEN,
        ),
        ("reason",),
    ),
}

# What the desk reads when nobody wrote something better: an instruction, never the story.
DESK_NOTES: "dict[int, str | Promise]" = {
    Rung.SINGLE_CONTACT: _("Calls and visits go to one fixed colleague."),
    Rung.WRITTEN_ONLY: _("Contact in writing only. Ask to send a letter or an e-mail."),
    Rung.SECOND_PERSON: _("Always with two of us."),
    Rung.LIMITED_HOURS: _("By appointment only."),
    Rung.LIMITED_ENTRY: _("By appointment only, at the front desk."),
    Rung.ENTRY_BAN: _("No entry. Offer contact by phone or in writing."),
    Rung.SERVICE_PAUSE: _("Service is paused. Pass the question on to the manager."),
    Rung.END_OF_RELATION: _("The relation has ended. Pass questions on to the manager."),
    Rung.SAFETY_NOTE: _("Do not be alone with this customer."),
}


# The same, said to the customer.
AGREEMENTS: "dict[int, str | Promise]" = {
    Rung.SINGLE_CONTACT: _("You have one fixed contact with us, by phone and on visits."),
    Rung.WRITTEN_ONLY: _("You reach us by letter or by e-mail."),
    Rung.SECOND_PERSON: _("You are always helped by two of us."),
    Rung.LIMITED_HOURS: _("You come or call by appointment."),
    Rung.LIMITED_ENTRY: _("You come by appointment, to the front desk."),
    Rung.ENTRY_BAN: _("You do not enter our premises. You reach us by phone or in writing."),
    Rung.SERVICE_PAUSE: _("Our service is paused. A manager answers your questions."),
    Rung.END_OF_RELATION: _("Our relation has ended. A manager answers your questions."),
    Rung.SAFETY_NOTE: _("You are always helped by two of us."),
}


def unknown_placeholders(text: str) -> list[str]:
    """Return the words in braces that nothing fills in."""
    return sorted({name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS})


def filled(text: str, values: dict[str, str]) -> str:
    """Fill in the words in braces; paragraphs that end up empty are left out."""
    paragraphs = [
        PLACEHOLDER.sub(lambda found: values.get(found[1], ""), paragraph).strip()
        for paragraph in text.replace("\r\n", "\n").split("\n\n")
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
