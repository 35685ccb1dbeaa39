"""Which contacts a report or a wish leads to, and with whom, before anything is written.

The operations plan by these same answers, so that what was shown is what is kept.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Max, Q
from django.utils import timezone

from incidents.codes import Reading, Severity, WishWhen
from incidents.models import Incident
from people.models import Organisation, User
from wellbeing import cadence
from wellbeing.cadence import Asked, Slot, plan, preset_for, touch_base
from wellbeing.codes import Impact, Outcome, Preset, Step
from wellbeing.joining import TALKS, Joined, Running, Standing, join, kept_apart
from wellbeing.models import CareSeries, CheckIn
from wellbeing.presets import Rules
from wellbeing.queries.frame import Frame, Seat, chosen_in, frame_for, frame_of, team_of
from wellbeing.queries.presets import rules_of
from wellbeing.queries.week import week_of


@dataclass(frozen=True)
class Outline:
    """What care becomes: a new series with these slots, or a running one that takes them up."""

    frame: Frame
    preset: Preset
    slots: tuple[Slot, ...]
    wish_with: str = ""
    series: CareSeries | None = None
    joined: Joined | None = None


class CareState(NamedTuple):
    """The care of a person: the series that runs, and when a talk was last held."""

    series: CareSeries | None
    talked_at: dt.datetime | None


@dataclass(frozen=True)
class Contact:
    """One contact as it will be planned, and who holds it."""

    slot: Slot
    holder: User | None

    @property
    def step(self) -> str:
        return self.slot.step

    @property
    def due_at(self) -> dt.datetime:
        return self.slot.due_at

    @property
    def asked_when(self) -> str:
        return self.slot.asked_when

    @property
    def why(self) -> str:
        return self.slot.why


def preset_of(incident: Incident, asked: Asked, impact: Impact | None = None) -> Preset | None:
    """Return how much care a report leads to, with the impact when the person told it."""
    reading = Reading(incident.reading) if incident.reading else None
    severity = Severity(incident.severity)
    return preset_for(severity, incident.care_severity, reading, asked, impact)


def outline_for_report(
    incident: Incident, preset: Preset, asked: Asked, now: dt.datetime
) -> Outline:
    """Return what a report leads to; it need not be written yet."""
    frame = frame_of(
        incident.reported_by,
        incident.team,
        now,
        asked,
        is_private=incident.is_anonymous,
        buddy=incident.wish_buddy,
    )
    care = _care_of(frame.person, is_private=frame.is_private)
    frame = frame.with_rules(_rules_of(care, frame))
    is_wished = frame.holder(incident.wish_with) == frame.line.first()
    slots = plan(preset, frame.setting, is_contact_by_wished=is_wished)
    return _outline(Outline(frame, preset, slots, incident.wish_with), care)


def outline_for_wish(
    person: User,
    asked: Asked,
    wish_with: str,
    buddy: User | None,
    now: dt.datetime,
    *,
    about: Incident | None = None,
) -> Outline:
    """Return what a wish for a check-in leads to, with no report of one's own.

    `about` is the report of a colleague that it was offered for.
    """
    team = team_of(person, timezone.localdate(now))
    frame = frame_of(person, team, now, asked, buddy=buddy, about=about)
    care = _care_of(person, is_private=False)
    frame = frame.with_rules(_rules_of(care, frame))
    return _outline(Outline(frame, Preset.LIGHT, (touch_base(frame.setting),), wish_with), care)


def _rules_of(care: CareState, frame: Frame) -> Rules:
    """Return the rules of the care that runs, as it began; for new care those of the team."""
    return care.series.rules if care.series is not None else rules_of(frame.team)


def _outline(new: Outline, care: CareState) -> Outline:
    series, talked_at, week = care.series, care.talked_at, new.frame.week
    if series is None:
        return replace(new, slots=kept_apart(new.slots, talked_at, week))
    joined = join(running(series, talked_at), new.preset, new.slots, week)
    return replace(new, series=series, joined=joined)


def _care_of(person: User, *, is_private: bool) -> CareState:
    """Return the care that runs and when the last talk was held, in whichever. One query."""
    held = Q(checkins__step__in=TALKS, checkins__outcome=Outcome.HELD)
    found = list(
        CareSeries.objects.of(person)
        .filter(is_private=is_private)
        .annotate(talked_at=Max("checkins__done_at", filter=held))
    )
    series = next((one for one in found if one.ended_at is None), None)
    moments = [vars(one)["talked_at"] for one in found]
    return CareState(series, max(filter(None, moments), default=None))


def contacts_of(outline: Outline) -> list[Contact]:
    """Return every open contact as it will be, in the order they are due. One query."""
    series, joined = outline.series, outline.joined
    if series is None or joined is None:
        return [_contact(slot, outline.frame, outline.wish_with) for slot in outline.slots]
    kept = _kept(series, joined)
    seats = _seats(outline, kept, joined)
    found = [Contact(slot, seats.get(row.pk, Seat(row.owner)).holder) for row, slot in kept]
    wish_with = outline.wish_with or series.wish_with
    found += [_contact(slot, outline.frame, wish_with) for slot in joined.added]
    return sorted(found, key=lambda contact: contact.due_at)


def seats_of(outline: Outline) -> dict[int, Seat]:
    """Return who holds what was planned before instead, because the person says by whom.

    The talk that answers the wish and those after it; nothing when nobody is wished for, or
    nobody is in that place. One query.
    """
    series, joined = outline.series, outline.joined
    if series is None or joined is None:
        return {}
    return _seats(outline, _kept(series, joined), joined)


def _kept(series: CareSeries, joined: Joined) -> list[tuple[CheckIn, Slot]]:
    """Return the contacts that stay, each at the moment it gets."""
    rows = CheckIn.objects.open().filter(series=series).exclude(pk__in=joined.cancelled)
    return [(row, joined.changed.get(row.pk, slot_of(row))) for row in rows.select_related("owner")]


def _seats(outline: Outline, kept: list[tuple[CheckIn, Slot]], joined: Joined) -> dict[int, Seat]:
    frame, wish_with = outline.frame, outline.wish_with
    begin = _answer_at(outline, [*(slot for _row, slot in kept), *joined.added])
    if begin is None or chosen_in(frame.chain.everybody(), wish_with) is None:
        return {}
    seats = {
        row.pk: seat_for(slot, frame, wish_with)
        for row, slot in kept
        if slot.step in TALKS and slot.due_at >= begin
    }
    return {key: seat for key, seat in seats.items() if seat.holder is not None}


def _answer_at(outline: Outline, slots: list[Slot]) -> dt.datetime | None:
    """Return when the talk is that answers the wish: the wished one, else the next one.

    One that stands at the same moment for another wish is not the wished one.
    """
    wished = next((slot for slot in outline.slots if slot.step in TALKS), None)
    if wished is None:
        return None
    talks = [slot for slot in slots if slot.step in TALKS]
    is_there = any(
        (slot.due_at, slot.asked_when) == (wished.due_at, wished.asked_when) for slot in talks
    )
    return wished.due_at if is_there else min((slot.due_at for slot in talks), default=None)


def contacts_for_report(incident: Incident, now: dt.datetime) -> list[Contact]:
    """Return the contacts a report leads to; none when it leads to no care."""
    asked = Asked(incident.wish_when, incident.wish_at)
    preset = preset_of(incident, asked)
    if preset is None:
        return []
    return contacts_of(outline_for_report(incident, preset, asked, now))


def _contact(slot: Slot, frame: Frame, wish_with: str) -> Contact:
    return Contact(slot, seat_for(slot, frame, wish_with).holder)


def seat_for(slot: Slot, frame: Frame, wish_with: str) -> Seat:
    """Return who holds a contact; the first one is made by whoever is nearest."""
    return frame.seat(slot.due_at, "" if slot.step == Step.FIRST_CONTACT else wish_with)


def latest_for(row: CheckIn, frame: Frame) -> dt.datetime:
    """Return until when a check-in may be moved: always at least one working day."""
    week = frame.week
    return max(row.latest_at, week.add(frame.setting.now, week.day_length))


def slot_wished(row: CheckIn, asked: Asked, frame: Frame) -> Slot:
    """Return where a check-in goes when the person chooses another moment for it."""
    if asked.when == WishWhen.AT and asked.at is not None:
        return cadence.moved(slot_of(row), asked.at)
    slot = replace(slot_of(row), latest_at=latest_for(row, frame), why="")
    return cadence.with_wish(slot, replace(frame.setting, asked=asked))


def contact_wished(row: CheckIn, asked: Asked, now: dt.datetime) -> Contact | None:
    """Return a check-in at another moment; None for a moment it cannot be moved to."""
    frame = frame_for(row.series, now)
    at = asked.at if asked.when == WishWhen.AT else frame.week.add(now, frame.week.day_length)
    if asked.when == WishWhen.NONE or at is None or not now < at <= latest_for(row, frame):
        return None
    return Contact(slot_wished(row, asked, frame), row.owner)


def is_on_day_off(row: CheckIn, now: dt.datetime) -> bool:
    """Whether an open check-in to come lies on a day the person does not work any more."""
    if not row.is_open or row.due_at <= now:
        return False
    series = row.series
    week = week_of(series.person, series.team, Organisation.current(), now)
    return not week.works_on(week.local_day(row.due_at))


def running_series(person: User, *, is_private: bool = False) -> CareSeries | None:
    return CareSeries.objects.running().of(person).filter(is_private=is_private).first()


def running(series: CareSeries, talked_at: dt.datetime | None) -> Running:
    """Return what the rules of joining need to know of a series. One query."""
    rows = CheckIn.objects.open().filter(series=series)
    return Running(
        preset=Preset(series.preset),
        open=tuple(Standing(row.pk, slot_of(row), bool(row.claimed_at)) for row in rows),
        talked_at=talked_at,
    )


def last_talk(series: CareSeries) -> dt.datetime | None:
    """Return when somebody last talked with the person, also in care that has ended since."""
    return _care_of(series.person, is_private=series.is_private).talked_at


def slot_of(row: CheckIn) -> Slot:
    return Slot(Step(row.step), row.due_at, row.latest_at, row.asked_when, row.why)
