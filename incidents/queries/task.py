"""One thing that waits for a person: what, where, by when."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.models import User


class TaskKind(StrEnum):
    """What has to be done; each has its words and its picture."""

    READING = "reading"
    CONFIRM = "confirm"
    WITNESS = "witness"
    FELT_BACKED = "felt_backed"
    QUESTION = "question"
    HEARD = "heard"
    POLICE = "police"
    PROMISE = "promise"
    REMEDY = "remedy"
    COMPLAINT = "complaint"
    REACTION = "reaction"
    POLICE_DO = "police_do"
    POLICE_ASK = "police_ask"
    JUDGE = "judge"
    EVIDENCE = "evidence"
    MEASURE = "measure"
    MEASURE_SECOND = "measure_second"
    MEASURE_REVIEW = "measure_review"
    LETTER = "letter"
    OBJECTION = "objection"
    RELATION = "relation"
    COVER = "cover"
    UNREACHED = "unreached"
    FEED = "feed"


WORDS: "dict[TaskKind, str | Promise]" = {
    TaskKind.READING: _("Somebody new holds your check-ins. May they read your report?"),
    TaskKind.CONFIRM: _("A colleague reported this for you. Is it right?"),
    TaskKind.WITNESS: _("You were there. What did you see?"),
    TaskKind.FELT_BACKED: _("Somebody stepped in for you. One question."),
    TaskKind.QUESTION: _("A question about your report"),
    TaskKind.HEARD: _("Is the answer to your report enough?"),
    TaskKind.POLICE: _("Do you want to go to the police?"),
    TaskKind.PROMISE: _("Promised to a customer"),
    TaskKind.REMEDY: _("May this be given to the customer?"),
    TaskKind.COMPLAINT: _("What the customer still needs"),
    TaskKind.REACTION: _("The customer hears from us"),
    TaskKind.POLICE_DO: _("Tell the police"),
    TaskKind.POLICE_ASK: _("Ask about the police"),
    TaskKind.JUDGE: _("Read the report; judge complaint and manner"),
    TaskKind.EVIDENCE: _("Listen to the recording"),
    TaskKind.MEASURE: _("A measure was proposed"),
    TaskKind.MEASURE_SECOND: _("A measure needs a second person"),
    TaskKind.MEASURE_REVIEW: _("Look at a measure again"),
    TaskKind.LETTER: _("Send the letter"),
    TaskKind.OBJECTION: _("A customer objects"),
    TaskKind.RELATION: _("Do we still want this relation?"),
    TaskKind.COVER: _("Cover is needed"),
    TaskKind.UNREACHED: _("A message could not reach you"),
    TaskKind.FEED: _("A file with contact numbers could not be used"),
}

ICONS: dict[TaskKind, str] = {
    TaskKind.READING: "eye",
    TaskKind.CONFIRM: "square-pen",
    TaskKind.WITNESS: "eye",
    TaskKind.FELT_BACKED: "heart-handshake",
    TaskKind.QUESTION: "message-circle",
    TaskKind.HEARD: "message-circle",
    TaskKind.PROMISE: "phone",
    TaskKind.COVER: "siren",
    TaskKind.UNREACHED: "mail",
    TaskKind.FEED: "phone",
}


@dataclass(frozen=True)
class Task:
    """What waits, the page where it is done, by when, and a word about what it concerns.

    `about` is shown as it is: a team, a product, a day. Never a name of a customer or a story.
    `team` is the team it belongs to; what is somebody's own belongs to none.
    """

    kind: TaskKind
    path: str
    due_at: dt.datetime | None = None
    about: str = ""
    person: User | None = None
    team: int | None = None

    @property
    def label(self) -> "str | Promise":
        return WORDS[self.kind]

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, "clock")


def day_of(incident: Incident) -> str:
    """Return the day of a report in words; the year is understood where it is this one."""
    day = incident.occurred_on
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, "j F" if is_this_year else "j F Y")


def team_and_day(incident: Incident) -> str:
    """Return what tells one report from another for who leads more than one team."""
    return f"{incident.team.name}, {day_of(incident)}"
