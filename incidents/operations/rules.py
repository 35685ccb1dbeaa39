"""The rules of a report, one by one: form, API and import say the same sentence at each field."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import (
    BEHAVIOUR_BY_KEY,
    CHANNEL_BY_KEY,
    COMPLAINT_VALID_BY_KEY,
    Reading,
    WishWhen,
    WishWith,
)
from people.errors import RuleBroken
from people.models import User
from people.queries import buddies

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# The same form sent again within this time is one tap too many, not a second wish.
DOUBLE_TAP = dt.timedelta(minutes=1)
NARRATIVE_MAX = 10_000
REFERENCE_MAX = 60

NO_BEHAVIOUR = _("Choose what the customer did. Not sure? Choose “something else”.")
UNKNOWN_BEHAVIOUR = _("One of these is not in the list. Choose what the customer did.")
NO_READING = _("Choose how it was for you. Your own sense of it is enough.")
UNKNOWN_READING = _("Choose one of the four answers.")
NO_TIME = _("Say when it happened, with a date and a time.")
IN_FUTURE = _("This time has not come yet. When did it happen?")
TOO_LONG_AGO = _("This is before the year 2000. When did it happen?")
NO_TEAM = _("Choose a team.")
UNKNOWN_TEAM = _("This team is not known. Choose one from the list.")
NOT_YOUR_TEAM = _("Choose a team that you work in.")
NO_CHANNEL = _("Choose how you were in contact.")
UNKNOWN_CHANNEL = _("This way of contact is not in the list.")
SEVERAL_TEAMS = _("Several teams are called this. Use the id of the team.")
NOT_FOR_ANOTHER = _("Only a report of your own can be without your name.")
NO_ADVISER = _("There is no confidential adviser who could hold your name. Send it with your name.")
UNKNOWN_COLLEAGUE = _(
    "This colleague is not known. Write the whole e-mail address or sign-in name."
)
NOT_YOURSELF = _("This is you. Leave it empty for a report of your own.")
UNKNOWN_PERSON = _("This person is not known here, or does not work here any more.")
SEVERAL_PEOPLE = _("Several people are called this. Use their id, e-mail or sign-in name.")
UNKNOWN_PRODUCT = _("This product is not known. Choose one from the list.")
UNKNOWN_WISH = _("Choose when you would like a check-in.")
UNKNOWN_HOLDER = _("Choose who may ask how you are.")
NO_BUDDY = _("Choose a buddy who is there.")
NO_WISH_TIME = _("Say on which day and at what time.")
WISH_IN_PAST = _("Choose a moment that is still to come.")
NO_PRODUCT_NAME = _("Write which product it was, or choose “not about a product”.")
WISH_TIME_UNUSED = _("A time goes with “at a date and time” only.")
UNKNOWN_COMPLAINT = _("Choose one of the answers about the complaint.")
NOT_YOURS = _("Only the reporter adds to a report.")
DETAILS_CLOSED = _(
    "The 14 days for details are over. What you wrote can still be corrected, in your own words."
)
NO_WORDS = _("Write what you want to add.")
TOO_LONG = _("This is too long: 10,000 characters at most.")
REFERENCE_TOO_LONG = _("This is too long: 60 characters at most.")


class ReportRefused(RuleBroken):
    """A report breaks rules; `problems` holds each of them, the first one is the error itself."""

    def __init__(self, problems: list[RuleBroken]) -> None:
        super().__init__(problems[0].message, field=problems[0].field)
        self.problems = problems


def check_behaviours(keys: Iterable[str]) -> None:
    """Refuse an empty list and codes that do not exist; hidden ones may be used."""
    chosen = list(keys)
    if not chosen:
        raise RuleBroken(NO_BEHAVIOUR, field="behaviours")
    if not all(key in BEHAVIOUR_BY_KEY for key in chosen):
        raise RuleBroken(UNKNOWN_BEHAVIOUR, field="behaviours")


def check_reading(reading: int | None, *, is_needed: bool = False) -> None:
    if reading is None and is_needed:
        raise RuleBroken(NO_READING, field="reading")
    if reading is not None and reading not in list(Reading):
        raise RuleBroken(UNKNOWN_READING, field="reading")


def check_occurred_at(occurred_at: dt.datetime, now: dt.datetime) -> None:
    """Refuse what has not happened yet, but for clocks that are a little fast."""
    if occurred_at > now + CLOCK_TOLERANCE:
        raise RuleBroken(IN_FUTURE, field="occurred_at")
    if occurred_at < EARLIEST:
        raise RuleBroken(TOO_LONG_AGO, field="occurred_at")


def check_channel(key: str) -> None:
    if key not in CHANNEL_BY_KEY:
        raise RuleBroken(UNKNOWN_CHANNEL, field="channel")


def check_complaint(key: str) -> None:
    if key and key not in COMPLAINT_VALID_BY_KEY:
        raise RuleBroken(UNKNOWN_COMPLAINT, field="complaint_valid")


def check_words(words: str, name: str = "narrative") -> None:
    if len(words) > NARRATIVE_MAX:
        raise RuleBroken(TOO_LONG, field=name)


def check_reference(customer_ref: str) -> None:
    if len(customer_ref) > REFERENCE_MAX:
        raise RuleBroken(REFERENCE_TOO_LONG, field="customer_ref")


def check_wish(when: str, with_whom: str) -> None:
    if when and when not in list(WishWhen):
        raise RuleBroken(UNKNOWN_WISH, field="wish_when")
    if with_whom and with_whom not in list(WishWith):
        raise RuleBroken(UNKNOWN_HOLDER, field="wish_with")


def check_buddy(with_whom: str, buddy: User | None, person: User, now: dt.datetime) -> None:
    """Who wants a trained buddy names one who is there, and nobody else does."""
    if with_whom != WishWith.BUDDY:
        if buddy is not None:
            raise RuleBroken(UNKNOWN_HOLDER, field="wish_with")
        return
    if buddy is None or buddy not in buddies(without=person, day=timezone.localdate(now)):
        raise RuleBroken(NO_BUDDY, field="wish_buddy")


def check_wish_at(when: str, at: dt.datetime | None, now: dt.datetime) -> None:
    """A wish for a date and time has one that is still to come; other wishes have none."""
    if when != WishWhen.AT:
        if at is not None:
            raise RuleBroken(WISH_TIME_UNUSED, field="wish_at")
        return
    if at is None:
        raise RuleBroken(NO_WISH_TIME, field="wish_at")
    if at <= now:
        raise RuleBroken(WISH_IN_PAST, field="wish_at")
