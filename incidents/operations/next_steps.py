"""What a serious report owes at once: the customer hears from us, the person is asked about police.

Both follow the severity computed from behaviours, never the person's own reading: they are steps
toward a customer.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY, Severity
from incidents.codes.customer import Police
from incidents.models import Event, Incident, PoliceStep, Reaction
from incidents.operations.timeline import note_event
from incidents.permissions import may_choose_police, may_settle
from incidents.workdays import add_working_days, close_of_day
from people.errors import RuleBroken
from people.models import Organisation, User

REACTION_WITHIN = dt.timedelta(hours=24)
POLICE_WORKING_DAYS = 2
REASON_MAX, REFERENCE_MAX = 200, 60


@transaction.atomic
def owe_next_steps(
    *, incident: Incident, organisation: Organisation | None = None, now: dt.datetime
) -> None:
    """Plan the reaction from S2 and the police question from S3, once per report.

    What a colleague wrote owes nothing until its person confirms it, unless it is serious: then
    everything starts at once and only the count waits.
    Checks: it is confirmed, or S3 and above. Writes: the reaction due in 24 hours, the police
    question; one statement each. Doing it twice changes nothing.
    """
    if incident.confirmed_at is None and incident.severity < Severity.THREAT_OR_DAMAGE:
        return
    if incident.severity >= Severity.ABUSIVE:
        due_at = _without_clock(incident, now + REACTION_WITHIN)
        reaction = Reaction(incident=incident, due_at=due_at)
        Reaction.objects.bulk_create([reaction], ignore_conflicts=True)
    if incident.severity >= Severity.THREAT_OR_DAMAGE:
        house = organisation or Organisation.current()
        due_at = _days_later(incident, house, POLICE_WORKING_DAYS, now)
        step = PoliceStep(incident=incident, due_at=due_at)
        PoliceStep.objects.bulk_create([step], ignore_conflicts=True)


@transaction.atomic
def drop_next_steps(*, incident: Incident) -> None:
    """Take back what a report owed that its person does not want; what was done stays.

    Deletes: the reaction and the police question that are still open.
    """
    Reaction.objects.filter(incident=incident, done_at__isnull=True).delete()
    PoliceStep.objects.filter(incident=incident, done_at__isnull=True).delete()


def _without_clock(incident: Incident, due_at: dt.datetime) -> dt.datetime:
    """For an anonymous report return the beginning of the part of the day: a due moment a day
    later would tell to the minute when it was sent.
    """
    if not incident.is_anonymous:
        return due_at
    local = timezone.localtime(due_at)
    return local.replace(hour=local.hour // 6 * 6, minute=0, second=0, microsecond=0)


@transaction.atomic
def record_reaction(
    *, actor: User, incident: Incident, channel: str, reason_not: str, now: dt.datetime
) -> Reaction:
    """Note that the customer heard from us, or why not.

    Checks: the actor leads the team or advises; it is still owed; a channel or a reason of at
    most 200 characters, not both. Writes: the reaction, a line on the timeline.
    """
    reaction = _owed(incident)
    if not may_settle(actor, incident):
        raise RuleBroken(_("Who leads the team looks after this."))
    if reaction.done_at is not None:
        raise RuleBroken(_("This was noted before."))
    reason_not = " ".join(reason_not.split())
    _check_how(channel, reason_not)
    reaction.channel = CHANNEL_BY_KEY[channel].number if channel else None
    reaction.reason_not, reaction.done_by, reaction.done_at = reason_not, actor, now
    reaction.save(update_fields=["channel", "reason_not", "done_by", "done_at"])
    about = channel or "no_reaction"
    kind = Event.Kind.REACTED
    note_event(incident=incident, kind=kind, actor=actor, now=now, about=about)
    return reaction


@transaction.atomic
def choose_police(*, actor: User, incident: Incident, wish: str, now: dt.datetime) -> PoliceStep:
    """Take what the person wants about the police; "later" is asked again next working day.

    Checks: the actor reported it; it is asked at all; one of the four answers; nothing was done
    yet. Writes: the wish, by when it is done, a line on the timeline. The same answer twice
    changes nothing, except "later".
    """
    step = _police_step(incident)
    if not may_choose_police(actor, incident):
        raise RuleBroken(_("Only the person it happened to says this."))
    if wish not in [answer.value for answer in Police]:
        raise RuleBroken(_("Choose one of the four answers."), field="wish")
    if step.done_at is not None:
        raise RuleBroken(_("The police have been told already."), field="wish")
    if step.wish == wish != Police.LATER:
        return step
    house = Organisation.current()
    step.wish, step.wished_at = wish, now
    step.ask_at = _next_morning(incident, house, now) if wish == Police.LATER else None
    step.due_at = _days_later(incident, house, POLICE_WORKING_DAYS, now)
    step.save(update_fields=["wish", "wished_at", "ask_at", "due_at"])
    kind = Event.Kind.POLICE_ASKED
    note_event(incident=incident, kind=kind, actor=actor, now=now, about=wish)
    return step


@transaction.atomic
def note_police(
    *, actor: User, incident: Incident, is_by_employer: bool, reference: str, now: dt.datetime
) -> PoliceStep:
    """Note that the police were told, by the employer or by the person, never with a home address.

    Checks: the actor leads the team or advises; the person wants it; it was not done before; the
    number of the police has at most 60 characters. Writes: the step, a line on the timeline.
    """
    step = _police_step(incident)
    if not may_settle(actor, incident):
        raise RuleBroken(_("Who leads the team looks after this."))
    if step.wish not in {Police.REPORT, Police.NOTICE}:
        raise RuleBroken(_("The person has not said that they want this."))
    if step.done_at is not None:
        raise RuleBroken(_("The police have been told already."))
    reference = " ".join(reference.split())
    if len(reference) > REFERENCE_MAX:
        raise RuleBroken(_("This is too long: 60 characters at most."), field="reference")
    step.is_by_employer, step.reference = is_by_employer, reference
    step.done_by, step.done_at = actor, now
    step.save(update_fields=["is_by_employer", "reference", "done_by", "done_at"])
    kind = Event.Kind.POLICE_DONE
    note_event(incident=incident, kind=kind, actor=actor, now=now, about=step.wish)
    return step


def _owed(incident: Incident) -> Reaction:
    found = Reaction.objects.select_for_update().filter(incident=incident).first()
    if found is None:
        raise RuleBroken(_("No reaction is owed for this report."))
    return found


def _police_step(incident: Incident) -> PoliceStep:
    found = PoliceStep.objects.select_for_update().filter(incident=incident).first()
    if found is None:
        raise RuleBroken(_("This report asks nothing about the police."))
    return found


def _check_how(channel: str, reason_not: str) -> None:
    if channel and channel not in CHANNEL_BY_KEY:
        raise RuleBroken(_("This way of contact is not in the list."), field="channel")
    if bool(channel) == bool(reason_not):
        raise RuleBroken(_("Say how they heard from us, or why not."), field="channel")
    if len(reason_not) > REASON_MAX:
        raise RuleBroken(_("This is too long: 200 characters at most."), field="reason_not")


def _days_later(
    incident: Incident, house: Organisation, days: int, now: dt.datetime
) -> dt.datetime:
    """Return the end of the working day that lies some working days after now."""
    zone = _zone_of(incident, house)
    day = add_working_days(now.astimezone(zone).date(), days, house.working_weekdays)
    return close_of_day(day, house.day_ends_at, zone)


def _next_morning(incident: Incident, house: Organisation, now: dt.datetime) -> dt.datetime:
    zone = _zone_of(incident, house)
    day = add_working_days(now.astimezone(zone).date(), 1, house.working_weekdays)
    return close_of_day(day, house.day_starts_at, zone)


def _zone_of(incident: Incident, house: Organisation) -> ZoneInfo:
    zone: ZoneInfo = incident.site.time_zone if incident.site else house.time_zone
    return zone
