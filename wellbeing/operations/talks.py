"""Write down how a check-in went, and plan what follows from it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen
from incidents.models import Customer, Incident
from incidents.operations import add_facts, keep_away, rules
from incidents.operations.assignment import USUALLY
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing import cadence
from wellbeing.cadence import Slot
from wellbeing.codes import NeedSource, Outcome, Preset, RepeatReady, Step
from wellbeing.joining import TALKS
from wellbeing.models import CareNote, CareSeries, CheckIn
from wellbeing.operations.choices import lock_open, offer_again_or_end, too_late
from wellbeing.operations.load import watch_load
from wellbeing.operations.schedule import (
    TIMING,
    WISH_WITH,
    add_checkins,
    end_series,
    keep_distance,
    path_of,
    set_slot,
    set_wish_with,
    tell_holder,
    tell_person_of_holder,
)
from wellbeing.operations.support import AskedBack, Support, agree, note_answers
from wellbeing.operations.training import raise_need
from wellbeing.presets import Timing
from wellbeing.queries.frame import Frame, chosen_in, everybody_in, frame_for
from wellbeing.queries.preview import latest_for, slot_of
from wellbeing.queries.talks import known_customers

OUTCOME_FIELDS = [
    "done_at",
    "held_by",
    "outcome",
    "repeat_ready",
    "is_help_offered",
    "escalate_at",
    "claimed_at",
    "claimed_by",
]
FURTHEST_NEXT = dt.timedelta(days=366)
# When nothing is planned and a repeat cannot be handled now: this product's own default.
ASK_AGAIN = Timing(Step.FOLLOW_UP, after=14, latest=21)


@dataclass(frozen=True)
class Talk:
    """What the holder writes down. `is_last` ends the series at the person's wish.

    `facts` go to the report `facts_about`, never to the note; `away_from` are the customers that
    somebody else takes until `away_until`.
    """

    outcome: Outcome
    repeat_ready: RepeatReady | str = ""
    is_help_offered: bool = False
    note: str = ""
    supports: tuple[Support, ...] = ()
    topics: tuple[int, ...] = ()
    next_at: dt.datetime | None = None
    with_whom: str = ""
    buddy: User | None = None
    is_last: bool = False
    asked_back: tuple[AskedBack, ...] = ()
    facts: str = ""
    facts_about: Incident | None = None
    away_from: tuple[Customer, ...] = ()
    away_until: dt.date | None = None


class NotTheHolder(RuleBroken):
    """Somebody else holds this check-in by now."""


@transaction.atomic
def hold_checkin(*, actor: User, checkin: CheckIn, talk: Talk, now: dt.datetime) -> CheckIn:
    """Write down a check-in and plan the next step.

    Checks: it is open (CheckInClosed), the actor holds it (NotTheHolder), "not now" has a new
    date, somebody else exists when another person is wanted. Writes: the outcome, the note in its
    own table, agreed support with what came of the earlier, training needs, facts with the report,
    who is kept away from a customer; then the next talk, the new holder, the second offer or the
    end of the series. Tells the person that they can read it. Sends nothing.
    """
    row = lock_open(checkin)
    if row.owner_id != actor.pk:
        raise NotTheHolder(_("Somebody else holds this check-in by now."))
    talk = talk if talk.outcome == Outcome.HELD else _without_a_talk(talk)
    _check(talk, now)
    _write_outcome(row, actor, talk, now)
    _write_details(row, actor, talk, now)
    _FOLLOWING[Outcome(talk.outcome)](row, talk, now)
    return row


def _without_a_talk(talk: Talk) -> Talk:
    """Leave out what only a talk can lead to; it may have been filled in before."""
    return replace(
        talk, repeat_ready="", supports=(), topics=(), is_last=False, asked_back=(), facts=""
    )


def _check(talk: Talk, now: dt.datetime) -> None:
    if talk.outcome == Outcome.NOT_NOW and talk.next_at is None:
        raise RuleBroken(_("Choose another date and time."), field="next_at")
    if talk.next_at is None:
        return
    if talk.next_at <= now:
        raise RuleBroken(_("Choose a moment that is still to come."), field="next_at")
    if talk.next_at > now + FURTHEST_NEXT:
        raise RuleBroken(_("Choose a moment within a year."), field="next_at")


def _write_outcome(row: CheckIn, actor: User, talk: Talk, now: dt.datetime) -> None:
    row.done_at, row.held_by, row.outcome = now, actor, talk.outcome
    row.repeat_ready = talk.repeat_ready
    row.is_help_offered = talk.is_help_offered
    row.escalate_at = None
    if row.claimed_at is None:
        row.claimed_at, row.claimed_by = now, actor
    row.save(update_fields=OUTCOME_FIELDS)


def _write_details(row: CheckIn, actor: User, talk: Talk, now: dt.datetime) -> None:
    if talk.note.strip():
        CareNote.objects.create(
            checkin=row, written_by=actor, written_at=now, body=talk.note.strip()
        )
    agree(row, talk.supports, actor, now)
    note_answers(row, talk.asked_back, now)
    _add_facts(row, actor, talk, now)
    kept_away = _keep_away(row, actor, talk, now)
    for topic in talk.topics:
        raise_need(
            actor=row.series.person if row.series.is_private else actor,
            person=row.series.person,
            topic=topic,
            source=NeedSource.SELF if row.series.is_private else NeedSource.CHECKIN,
            now=now,
        )
    if talk.note.strip() or talk.supports or kept_away:
        notify(
            recipient=row.series.person,
            kind="talk_note",
            path=path_of(row),
            key=f"talk:{row.pk}",
            now=now,
        )


def _add_facts(row: CheckIn, actor: User, talk: Talk, now: dt.datetime) -> None:
    """Put facts that came up with the report they are about, never with the care of the person.

    Of private care nothing goes to a report: its readers would learn who talked about it.
    """
    if not talk.facts.strip() or row.series.is_private:
        return
    joined = row.series.reports.filter(incident=talk.facts_about)
    if talk.facts_about is None or not joined.exists():
        raise RuleBroken(_("Choose which report these facts are about."), field="facts_about")
    add_facts(actor=actor, incident=talk.facts_about, body=talk.facts, now=now)


def _keep_away(row: CheckIn, actor: User, talk: Talk, now: dt.datetime) -> bool:
    """Let somebody else take the customers the person should not meet for now.

    Only customers of the reports this care is about, and never from private care: a note with a
    name would tell who reported. There the person is asked first.
    """
    if talk.repeat_ready != RepeatReady.NOT_NOW or row.series.is_private:
        return False
    known = set(known_customers(row.series).values_list("customer", flat=True))
    customers = [customer for customer in talk.away_from if customer.pk in known]
    until = talk.away_until or timezone.localdate(now) + USUALLY
    for customer in customers:
        keep_away(actor=actor, person=row.series.person, customer=customer, until=until, now=now)
    return bool(customers)


def _after_held(row: CheckIn, talk: Talk, now: dt.datetime) -> None:
    """Keep or set the next talk; a series without one is complete.

    What added up while the series ran opened nothing then, so the load is looked at again.
    Who cannot handle a repeat now is asked again, unless they want no other talk.
    """
    series = row.series
    if talk.is_last:
        end_series(series, CareSeries.End.BY_PERSON, now)
        return
    frame = frame_for(series, now)
    upcoming = [r for r in _open(series) if r.step in TALKS]
    if talk.next_at is not None:
        _set_next(series, upcoming, talk.next_at, frame)
    elif row.step == Step.TALK and series.preset == Preset.STANDARD:
        _count_from(now, upcoming, frame)
    keep_distance(series, frame.week)
    if talk.repeat_ready == RepeatReady.NOT_NOW and not _open(series):
        add_checkins(series, [cadence.day_step(ASK_AGAIN, now, frame.week)], frame)
    if not CheckIn.objects.open().filter(series=series).exists():
        end_series(series, CareSeries.End.COMPLETED, now)
        watch_load(person=series.person, now=now)


def _open(series: CareSeries) -> list[CheckIn]:
    return list(CheckIn.objects.open().filter(series=series).select_related("series"))


def _set_next(series: CareSeries, upcoming: list[CheckIn], at: dt.datetime, frame: Frame) -> None:
    """Put the next talk at the moment the two agreed on; add one when none was planned."""
    if not upcoming:
        slot = Slot(Step.FOLLOW_UP, at, at, asked_when=WishWhen.AT)
        add_checkins(series, [slot], frame)
        return
    row = upcoming[0]
    set_slot(row, cadence.moved(slot_of(row), at), frame.week)
    row.save(update_fields=TIMING)


def _count_from(talked_at: dt.datetime, upcoming: list[CheckIn], frame: Frame) -> None:
    """Count the follow-ups from the day the first talk was held, but for those asked for."""
    timings = frame.setting.rules.of(Preset.STANDARD)
    slots = cadence.follow_ups(timings, talked_at, frame.week)
    rows = [row for row in upcoming if row.step == Step.FOLLOW_UP]
    if len(rows) != len(slots):
        return
    for row, slot in zip(rows, slots, strict=True):
        if not row.asked_when:
            set_slot(row, slot, frame.week)
            row.save(update_fields=TIMING)


def _after_not_now(row: CheckIn, talk: Talk, now: dt.datetime) -> None:
    """Plan the same contact again at the new date; a first talk does not wait longer for it."""
    if talk.next_at is None:
        return
    latest_at = latest_for(row, frame_for(row.series, now))
    if row.step in {Step.FIRST_CONTACT, Step.TALK} and talk.next_at > latest_at:
        raise RuleBroken(too_late(row, latest_at), field="next_at")
    _again(row, cadence.moved(slot_of(row), talk.next_at), row.owner, now)


def _after_other_person(row: CheckIn, talk: Talk, now: dt.datetime) -> None:
    """Hand the contact to somebody else, with a working day to take it up."""
    series = row.series
    rules.check_buddy(talk.with_whom, talk.buddy, series.person, now)
    if talk.with_whom:
        set_wish_with(series, talk.with_whom, talk.buddy)
        series.save(update_fields=WISH_WITH)
    frame = frame_for(series, now)
    successor = _successor(frame, talk.with_whom, row.held_by)
    if successor is None:
        raise RuleBroken(
            _("There is nobody else who could do this yet. Ask who leads the organisation."),
            field="outcome",
        )
    slot = slot_of(row)
    due_at = max(slot.due_at, frame.week.add(now, frame.week.day_length))
    slot = replace(slot, due_at=due_at, latest_at=max(due_at, slot.latest_at))
    _hand_on(series, row.held_by, successor, now)
    again = _again(row, slot, successor, now)
    tell_holder(again, now, reason="other")
    tell_person_of_holder(again, now)


def _hand_on(series: CareSeries, holder: User | None, successor: User, now: dt.datetime) -> None:
    """Let what else the holder had go along; what was taken up is taken up by the successor."""
    theirs = CheckIn.objects.open().filter(series=series, owner=holder)
    theirs.filter(claimed_by__isnull=False).update(claimed_by=successor, claimed_at=now)
    theirs.update(owner=successor)


def _successor(frame: Frame, with_whom: str, holder: User | None) -> User | None:
    wished = chosen_in(frame.line, with_whom)
    if wished is not None and wished != holder:
        return wished
    outside_first = [*frame.line.deputies, *frame.line.advisers, *everybody_in(frame.line)]
    return next((user for user in outside_first if user != holder), None)


def _again(row: CheckIn, slot: Slot, owner: User | None, now: dt.datetime) -> CheckIn:
    series = row.series
    frame = frame_for(series, now)
    (again,) = add_checkins(series, [slot], frame)
    if again.owner != owner:
        again.owner = owner
        again.save(update_fields=["owner"])
    keep_distance(series, frame.week)
    return again


def _after_declined(row: CheckIn, talk: Talk, now: dt.datetime) -> None:
    offer_again_or_end(row, now)


_FOLLOWING: dict[Outcome, Callable[[CheckIn, Talk, dt.datetime], None]] = {
    Outcome.HELD: _after_held,
    Outcome.NOT_NOW: _after_not_now,
    Outcome.OTHER_PERSON: _after_other_person,
    Outcome.DECLINED: _after_declined,
}
