"""After a talk of Ana: support that was corrected or asked back, and customers kept away."""

import datetime as dt

from django.utils import timezone

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from config.demo.words import Text
from incidents.models import AssignmentNote, Incident
from people.models import User
from wellbeing.codes import Outcome, RepeatReady
from wellbeing.models import AgreedSupport, CareNote, CheckIn, NoteCorrection, SupportVersion

NOTE = Text(
    "Tired after the week. Looks up each time the door opens.",
    "Moe na deze week. Kijkt op zodra de deur opengaat.",
)
BESIDE = Text(
    "Tired, yes. The door is since the new bell, not since that day.",
    "Moe, ja. Dat van de deur komt door de nieuwe bel, niet door die dag.",
)
FIRST_SAID = Text("A break after each hard talk", "Na elk zwaar gesprek pauze")
CORRECTED = Text(
    "Ten minutes off the desk after a hard talk",
    "Tien minuten weg van de balie na een zwaar gesprek",
)
ASKED_BACK = Text("The desk nearer to the back door", "De balie dichter bij de achterdeur")
FOR_NOW = dt.timedelta(days=12)


def write_after_talks(world: World, now: dt.datetime) -> None:
    """Write what followed the last talk with Ana, and two notes about who takes a customer."""
    desk = world.staff[SMALL_TEAM.key]
    held = CheckIn.objects.filter(series__person=desk[0], outcome=Outcome.HELD)
    talk = held.exclude(held_by=None).order_by("-done_at").first()
    if talk is not None:
        CheckIn.objects.filter(pk=talk.pk).update(repeat_ready=RepeatReady.NOT_NOW)
        _write_note(world, talk, now)
        _write_support(world, talk, now)
    for person in (desk[0], desk[2]):
        _keep_away(person, now)


def _write_note(world: World, talk: CheckIn, now: dt.datetime) -> None:
    at = talk.done_at or now
    defaults = {
        "written_by": talk.held_by,
        "written_at": at,
        "body": NOTE.in_(world.language),
    }
    note, _is_new = CareNote.objects.update_or_create(checkin=talk, defaults=defaults)
    NoteCorrection.objects.create(
        note=note, written_at=_after(at, now), body=BESIDE.in_(world.language)
    )


def _write_support(world: World, talk: CheckIn, now: dt.datetime) -> None:
    """Write one that Ana corrected and one that the next talk asked after: not yet."""
    at = talk.done_at or now
    manager = world.manager[SMALL_TEAM.key]
    until = timezone.localdate(now) + FOR_NOW
    corrected, _asked = AgreedSupport.objects.bulk_create(
        [
            AgreedSupport(
                checkin=talk, what=CORRECTED.in_(world.language), by_whom=manager, until=until
            ),
            AgreedSupport(
                checkin=talk,
                what=ASKED_BACK.in_(world.language),
                by_whom=manager,
                asked_at=_after(at, now),
            ),
        ]
    )
    SupportVersion.objects.create(
        support=corrected,
        what=FIRST_SAID.in_(world.language),
        until=until,
        replaced_at=_after(at, now),
    )


def _keep_away(person: User, now: dt.datetime) -> None:
    """Let somebody else take the customer of the person's last report that has one."""
    known = Incident.objects.filter(reported_by=person, is_anonymous=False)
    last = known.exclude(customer=None).order_by("-reported_at").first()
    if last is not None and last.customer is not None:
        AssignmentNote.objects.create(
            person=person,
            customer=last.customer,
            until=timezone.localdate(now) + FOR_NOW,
            made_at=now,
        )


def _after(at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """A day later, never in time to come."""
    return min(at + dt.timedelta(days=1), now)
