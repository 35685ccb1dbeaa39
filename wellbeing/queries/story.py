"""What happened with one report since it was sent, newest first."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext

from incidents.codes import Severity
from incidents.models import Agreement, Answer, Incident, Narrative
from incidents.models import Event as Noted
from people.models import User
from wellbeing.codes import Reason
from wellbeing.models import CheckIn, Escalation


class Kind(StrEnum):
    """What one line of the story tells."""

    REPORTED = "reported"
    WORDS = "words"
    SAID = "said"
    ALERTED = "alerted"
    CLAIMED = "claimed"
    TALKED = "talked"
    AGREED = "agreed"
    ANSWERED = "answered"
    REPLIED = "replied"
    NOTED = "noted"
    FACTS = "facts"


@dataclass(frozen=True)
class Event:
    """One line of the story: when, what, by whom, and the words when there are any."""

    at: dt.datetime
    kind: Kind
    who: User | None
    text: str = ""
    note: str = ""
    is_nameless: bool = False

    @property
    def name(self) -> str:
        """Who it was, as far as the reader may know."""
        if self.is_nameless:
            return gettext("The reporter")
        return self.who.name if self.who is not None else ""


def story_of(incident: Incident, reader: User, *, with_customer: bool) -> list[Event]:
    """Return the story of a report, newest first. Of a talk it tells the fact alone.

    `with_customer` adds what was agreed about the customer. Who may not know the reporter reads
    nothing of the care and no name of theirs. Six queries at most.
    """
    is_nameless = incident.hides_reporter_from(reader)
    events = [
        *_from_reporter(incident, reader),
        *([] if is_nameless else _from_care(incident)),
        *_from_answers(incident),
        *_from_timeline(incident),
        *(_from_customer(incident) if with_customer else []),
    ]
    told = [_unnamed(event, incident) for event in events] if is_nameless else events
    return sorted(told, key=lambda event: event.at)[::-1]


def _unnamed(event: Event, incident: Incident) -> Event:
    """Take the reporter's name off a line."""
    is_theirs = event.who is not None and event.who.pk == incident.reported_by_id
    return replace(event, who=None, is_nameless=True) if is_theirs else event


def _from_reporter(incident: Incident, reader: User) -> list[Event]:
    """The report with its first words, and everything told later as a line of its own."""
    seen = Narrative.objects.visible_to(reader).filter(incident=incident)
    told = seen.select_related("written_by").order_by("id")
    said = [row for row in told if row.part == Narrative.Part.SAID]
    facts = [row for row in told if row.part == Narrative.Part.FACTS]
    words = [row for row in told if row.part == Narrative.Part.STORY]
    first = words.pop(0) if words and words[0].written_at == incident.reported_at else None
    who = incident.written_by or incident.reported_by
    reported = Event(incident.reported_at, Kind.REPORTED, who, first.body if first else "")
    return [
        reported,
        *(Event(row.written_at, Kind.WORDS, row.written_by, row.body) for row in words),
        *(Event(row.written_at, Kind.SAID, row.written_by, row.body) for row in said),
        *(Event(row.written_at, Kind.FACTS, row.written_by, row.body) for row in facts),
    ]


def _from_care(incident: Incident) -> list[Event]:
    """Who was told at once, who picked it up, and that a talk was held; never what was said."""
    told = Escalation.objects.filter(
        reason=Reason.UNCLAIMED,
        checkin__series__reports__incident=incident,
        told_at__gte=incident.reported_at,
    ).select_related("told")
    events = [Event(row.told_at, Kind.ALERTED, row.told) for row in told]
    for checkin in talks_about(incident):
        if checkin.claimed_at and checkin.claimed_at >= incident.reported_at:
            events.append(Event(checkin.claimed_at, Kind.CLAIMED, checkin.claimed_by))
        if checkin.done_at and checkin.done_at >= incident.reported_at:
            events.append(Event(checkin.done_at, Kind.TALKED, checkin.held_by, checkin.outcome))
    return events


def talks_about(incident: Incident) -> list[CheckIn]:
    """Return the contacts of the series that takes care of a report, in the order planned."""
    return list(
        CheckIn.objects.filter(series__reports__incident=incident, cancelled_at__isnull=True)
        .select_related("owner", "held_by", "claimed_by", "series")
        .order_by("due_at", "id")
    )


def _from_answers(incident: Incident) -> list[Event]:
    events = []
    for answer in Answer.objects.filter(incident=incident).select_related("written_by"):
        events.append(Event(answer.written_at, Kind.ANSWERED, answer.written_by, answer.sentence))
        if answer.replied_at:
            who = incident.reported_by
            missing = answer.not_yet_reason
            events.append(Event(answer.replied_at, Kind.REPLIED, who, answer.reply, note=missing))
    return events


def _from_timeline(incident: Incident) -> list[Event]:
    """What was noted when something changed: the words of its kind, never a free text.

    Facts of a talk stand there with their own words.
    """
    noted = Noted.objects.filter(incident=incident).exclude(kind=Noted.Kind.FACTS_ADDED)
    noted = noted.select_related("actor")
    return [Event(row.at, Kind.NOTED, row.actor, row.get_kind_display()) for row in noted]


def _from_customer(incident: Incident) -> list[Event]:
    if incident.customer_id is None:
        return []
    agreed = Agreement.objects.filter(
        customer=incident.customer_id, team=incident.team_id, agreed_at__gte=incident.reported_at
    ).select_related("agreed_by")
    return [Event(row.agreed_at, Kind.AGREED, row.agreed_by, row.text) for row in agreed]


@dataclass(frozen=True)
class PlannedCare:
    """What is still to come for a report, and who was alerted about it."""

    checkins: list[CheckIn]
    is_serious: bool
    alerted: User | None
    is_answer_owed: bool
    is_hidden: bool = False


def care_planned_for(incident: Incident, reader: User) -> PlannedCare:
    """Return what is still owed to the reporter; of hidden care only that it is. Two queries."""
    is_hidden = incident.hides_reporter_from(reader)
    talks = [] if is_hidden else talks_about(incident)
    first = next((talk for talk in talks if talk.alert_at is not None), None)
    replies = list(
        Answer.objects.filter(incident=incident)
        .order_by("-written_at")
        .values_list("reply", flat=True)[:1]
    )
    return PlannedCare(
        checkins=[talk for talk in talks if talk.is_open],
        is_serious=incident.care_severity >= Severity.THREAT_OR_DAMAGE,
        alerted=(first.claimed_by or first.owner) if first is not None else None,
        is_answer_owed=incident.closed_at is None
        and incident.answer_due_at is not None
        and (not replies or replies[0] == Answer.Reply.NOT_YET),
        is_hidden=is_hidden,
    )
