"""Every kind of line for a person: its class, how urgent it is, and what a person calls it.

Each kind of `Notice` has its row; a test fails on one that has none.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Topic(StrEnum):
    """The classes by which the kinds are shown."""

    NOW = "now"
    TASKS = "tasks"
    DECISIONS = "decisions"
    REPORTS = "reports"
    CARE = "care"
    OTHER = "other"


class Urgency(IntEnum):
    """When a line has to leave.

    NOW ignores quiet hours, days off and the digest. TODAY leaves on the day on which it is known:
    it waits for quiet hours that end before midnight, and for none that last beyond it. SOON waits
    for the end of quiet hours alone; NORMAL respects all three.
    """

    NORMAL = 0
    SOON = 1
    TODAY = 2
    NOW = 3


class Reach(NamedTuple):
    """To which class a kind belongs, how urgent it is, and its name on the page of choices."""

    topic: Topic
    urgency: Urgency = Urgency.NORMAL
    name: "str | Promise" = ""


def _now(name: "str | Promise") -> Reach:
    return Reach(Topic.NOW, Urgency.NOW, name)


def _task(name: "str | Promise", urgency: Urgency = Urgency.NORMAL) -> Reach:
    return Reach(Topic.TASKS, urgency, name)


def _decision(name: "str | Promise") -> Reach:
    return Reach(Topic.DECISIONS, name=name)


def _report(name: "str | Promise") -> Reach:
    return Reach(Topic.REPORTS, name=name)


def _care(name: "str | Promise") -> Reach:
    return Reach(Topic.CARE, name=name)


# In the order in which the page shows them.
KINDS: dict[str, Reach] = {
    "alert": _now(_("A serious report")),
    "help": _now(_("A colleague who asks for help")),
    "help_still": _now(_("My own call for help: is it still going on?")),
    "late_now": _now(_("First contact after a serious report is late")),
    # A report that was over the line is known to who leads the same day.
    "same_day": _task(_("A report to look at today"), Urgency.TODAY),
    # A talk that is wanted, late or due cannot wait for tomorrow's digest.
    "checkin_task": _task(_("A check-in I hold"), Urgency.SOON),
    "late": _task(_("A check-in that is late"), Urgency.SOON),
    "checkin_gone": _task(_("A check-in somebody else holds now")),
    "support": _task(_("Something I do for a colleague after a check-in")),
    "witness": _task(_("I am asked what I saw")),
    "question": _task(_("A question about my report")),
    "heard": _task(_("Is the answer to my report enough?")),
    "felt_backed": _task(_("How the help I got was")),
    "confirm": _task(_("A report a colleague wrote for me")),
    "answer_due": _task(_("An answer I owe soon")),
    "answer_late": _task(_("An answer I owe that is late")),
    "not_yet": _task(_("My answer is not enough yet")),
    "reminder": _task(_("A promise to a customer, due today"), Urgency.SOON),
    "promise_late": _task(_("A promise to a customer that is late")),
    "pattern": _task(_("A pattern to look at, or to look at again")),
    "buddy_ask": _task(_("A colleague who would like to talk"), Urgency.SOON),
    "note_shared": _task(_("A private note shared with me")),
    "task": _task(_("Other tasks")),
    "decision": _decision(_("A decision that waits for me")),
    "decided": _decision(_("A decision on what I asked")),
    "answer": _report(_("An answer")),
    "message": _report(_("A reply to my question")),
    "update": _report(_("Something was done with it")),
    "confirmed": _report(_("An answer to one I wrote for a colleague")),
    "closed": _report(_("It was closed")),
    "praise": _report(_("A good word for me")),
    "care_offer": _care(_("An offer of a check-in")),
    "checkin_moved": _care(_("A new time")),
    "checkin_owner": _care(_("Another person holds it")),
    "talk_note": _care(_("What was agreed")),
    "support_changed": _care(_("What was agreed was corrected")),
    "note_beside": _care(_("Words beside a note I wrote")),
    "care_ended": _care(_("They have ended")),
    "buddy_reply": _care(_("An answer about ten minutes with a buddy")),
    "buddy_gone": _care(_("Ten minutes with a buddy that do not go on")),
    "slip_used": Reach(Topic.OTHER, Urgency.SOON, _("A sign-in with a printed slip")),
    "parked": Reach(Topic.OTHER, name=_("A message that could not be sent")),
    "trends": Reach(Topic.OTHER, name=_("A trend report I asked to be told of")),
    "feed": _task(_("A file of contacts that could not be used")),
}

TOPIC_NAMES: "dict[Topic, tuple[str | Promise, str | Promise]]" = {
    Topic.NOW: (_("Needs you now"), _("A serious report, or a colleague who asks for help")),
    Topic.TASKS: (_("Tasks and questions for me"), _("Something waits until you have done it")),
    Topic.DECISIONS: (_("Decisions"), _("One waits for you, or was made")),
    Topic.REPORTS: (_("My reports"), _("There is news about one")),
    Topic.CARE: (_("My check-ins"), _("A new time, another person, or an offer")),
    Topic.OTHER: (_("My account and the rest"), _("Signing in, and what went wrong")),
}


def kinds_of(topic: Topic) -> list[str]:
    return [kind for kind, reach in KINDS.items() if reach.topic == topic]


def reach_of(kind: str) -> Reach:
    return KINDS.get(kind, Reach(Topic.TASKS))
