"""What reaches people, in a few classes they can tell apart, and how urgent each line is.

Every kind of `Notice` has its row in `KINDS`; a test fails on one that has none.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(StrEnum):
    """The ways in which something reaches a person."""

    APP = "app"
    MAIL = "mail"
    PUSH = "push"


class Topic(StrEnum):
    """The classes a person chooses by."""

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
    """To which class a kind belongs, and how urgent it is."""

    topic: Topic
    urgency: Urgency = Urgency.NORMAL


KINDS: dict[str, Reach] = {
    "alert": Reach(Topic.NOW, Urgency.NOW),
    "late_now": Reach(Topic.NOW, Urgency.NOW),
    "help": Reach(Topic.NOW, Urgency.NOW),
    "help_still": Reach(Topic.NOW, Urgency.NOW),
    # A report that was over the line is known to who leads the same day.
    "same_day": Reach(Topic.TASKS, Urgency.TODAY),
    # A talk that is wanted, late or due cannot wait for tomorrow's digest.
    "checkin_task": Reach(Topic.TASKS, Urgency.SOON),
    "late": Reach(Topic.TASKS, Urgency.SOON),
    "reminder": Reach(Topic.TASKS, Urgency.SOON),
    "task": Reach(Topic.TASKS),
    "answer_due": Reach(Topic.TASKS),
    "answer_late": Reach(Topic.TASKS),
    "promise_late": Reach(Topic.TASKS),
    "checkin_gone": Reach(Topic.TASKS),
    "not_yet": Reach(Topic.TASKS),
    "support": Reach(Topic.TASKS),
    "confirm": Reach(Topic.TASKS),
    "witness": Reach(Topic.TASKS),
    "question": Reach(Topic.TASKS),
    "heard": Reach(Topic.TASKS),
    "felt_backed": Reach(Topic.TASKS),
    "decision": Reach(Topic.DECISIONS),
    "decided": Reach(Topic.DECISIONS),
    "answer": Reach(Topic.REPORTS),
    "closed": Reach(Topic.REPORTS),
    "update": Reach(Topic.REPORTS),
    "message": Reach(Topic.REPORTS),
    "confirmed": Reach(Topic.REPORTS),
    "praise": Reach(Topic.REPORTS),
    "checkin_moved": Reach(Topic.CARE),
    "checkin_owner": Reach(Topic.CARE),
    "care_ended": Reach(Topic.CARE),
    "talk_note": Reach(Topic.CARE),
    "note_shared": Reach(Topic.TASKS),
    "support_changed": Reach(Topic.CARE),
    "note_beside": Reach(Topic.CARE),
    "care_offer": Reach(Topic.CARE),
    "buddy_ask": Reach(Topic.TASKS, Urgency.SOON),
    "buddy_reply": Reach(Topic.CARE),
    "buddy_gone": Reach(Topic.CARE),
    "parked": Reach(Topic.OTHER),
    "feed": Reach(Topic.OTHER),
    "slip_used": Reach(Topic.OTHER, Urgency.SOON),
}

TOPIC_NAMES: "dict[Topic, tuple[str | Promise, str | Promise]]" = {
    Topic.NOW: (_("Needs you now"), _("A serious report, or a colleague who asks for help")),
    Topic.TASKS: (_("Tasks and questions for me"), _("Something waits until you have done it")),
    Topic.DECISIONS: (_("Decisions"), _("One waits for you, or was made")),
    Topic.REPORTS: (_("My reports"), _("There is news about one")),
    Topic.CARE: (_("My check-ins"), _("A new time, another person, or an offer")),
    Topic.OTHER: (_("Training and the rest"), _("Also what concerns your account")),
}

CHANNEL_NAMES: "dict[Channel, str | Promise]" = {
    Channel.APP: _("In Luwte"),
    Channel.MAIL: _("E-mail"),
    Channel.PUSH: _("Phone"),
}

# What nobody may switch off: the line on their own pages that somebody needs them now.
ALWAYS = frozenset({(Topic.NOW, Channel.APP)})

# Where a person has chosen nothing: news waits inside Luwte, what has to be done is also sent.
_SENT = frozenset({Topic.NOW, Topic.TASKS, Topic.DECISIONS})
DEFAULTS: frozenset[tuple[Topic, Channel]] = frozenset(
    (topic, channel)
    for topic in Topic
    for channel in Channel
    if channel == Channel.APP or topic in _SENT
)


def reach_of(kind: str) -> Reach:
    return KINDS.get(kind, Reach(Topic.TASKS))
