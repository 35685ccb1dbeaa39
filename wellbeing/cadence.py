"""How care is spread over time: which preset, which contacts, when, and until when at the latest.

Every function is arithmetic on instants in UTC and a working week. 72 hours are clock time; when
that limit falls outside working time, the last working moment before it is due, and when there
is none, the first after it. A step of days lands on the next working day. The person's wish wins
up to the latest moment of the preset; `why` says so when it could not. How far apart the contacts
lie comes in as a value (`presets`): the rules of the unit, or the defaults.

Sources: 72 hours, two weeks, six to eight weeks and the second offer after fourteen days are
Dutch guidance for the working place; 28 days is the follow-up of trauma risk management. All
other numbers are this product's own defaults.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from incidents.codes import Reading, Severity, WishWhen
from wellbeing.codes import STRICTNESS, Impact, Preset, Step, Why
from wellbeing.presets import DEFAULTS, Rules, Timing, Timings
from wellbeing.workweek import DAY, WorkWeek

SOON = dt.timedelta(hours=2)  # working time; later by the clock is said
HOUR = dt.timedelta(hours=1)
SHIFT_IN_SIGHT = dt.timedelta(hours=12)
WORKING_DAYS_BETWEEN_TALKS = 5


@dataclass(frozen=True)
class Asked:
    """When the person would like to be asked; empty means that they left it open."""

    when: str = ""
    at: dt.datetime | None = None

    @property
    def is_wish(self) -> bool:
        return self.when not in {"", WishWhen.NONE}


@dataclass(frozen=True)
class Slot:
    """One planned contact: what for, when, until when, what was asked and why it differs."""

    step: Step
    due_at: dt.datetime
    latest_at: dt.datetime
    asked_when: str = ""
    why: str = ""


@dataclass(frozen=True)
class Setting:
    """What planning needs besides the preset: the present, the week, the shift, wish and rules."""

    now: dt.datetime
    week: WorkWeek
    shift_ends: dt.time
    asked: Asked = Asked()
    rules: Rules = DEFAULTS


SECOND_OFFER = Timing(Step.SECOND_OFFER, after=14, latest=21)


# What the person's own word on the impact asks for; this product's own default. 0 and 1 pass by
# themselves. 2 is over but cost something: one look. 3 is not over: the talks of the guidance. 4 is
# about the next shift, so that somebody has to be there before it.
IMPACT_CARE: Mapping[Impact, Preset | None] = {
    Impact.NOTHING: None,
    Impact.ANNOYING: None,
    Impact.TOOK_A_WHILE: Preset.LIGHT,
    Impact.STILL_WITH_ME: Preset.STANDARD,
    Impact.NOT_GOING_IN: Preset.SERIOUS,
}


def preset_for(
    severity: Severity,
    care_severity: Severity,
    reading: Reading | None,
    asked: Asked,
    impact: Impact | None = None,
) -> Preset | None:
    """Return how much care a report leads to, None when it leads to none.

    `care_severity` is the severity as the person's own reading may have raised it. The impact can
    ask for more, never for less; who declined care is offered it again, whatever the impact.
    """
    by_severity = _preset_by_severity(severity, care_severity, reading, asked)
    by_impact = IMPACT_CARE[impact] if impact is not None else None
    if by_impact is None or by_severity == Preset.DECLINED:
        return by_severity
    if by_severity is None:
        return Preset.DECLINED if asked.when == WishWhen.NONE else by_impact
    return max(by_severity, by_impact, key=STRICTNESS.index)


def _preset_by_severity(
    severity: Severity, care_severity: Severity, reading: Reading | None, asked: Asked
) -> Preset | None:
    if care_severity < Severity.ABUSIVE:
        return Preset.LIGHT if asked.is_wish else None
    if asked.when == WishWhen.NONE:
        return Preset.DECLINED
    if care_severity > Severity.ABUSIVE:
        return Preset.SERIOUS
    is_light = severity == Severity.ABUSIVE and reading == Reading.UNPLEASANT
    return Preset.LIGHT if is_light else Preset.STANDARD


def plan(
    preset: Preset, setting: Setting, *, is_contact_by_wished: bool = True
) -> tuple[Slot, ...]:
    """Return the contacts of a preset in the order they are due.

    A wish for soon is met by the first contact after something serious, unless somebody else
    than the wished person makes that contact: then the wish goes to the talk.
    """
    timings = setting.rules.of(preset)
    if preset == Preset.DECLINED:
        return (second_offer(setting.now, setting.week),)
    if preset == Preset.LIGHT:
        return (touch_base(setting),)
    if preset == Preset.STANDARD:
        talk = first_talk(setting, timings[0])
        return (talk, *follow_ups(timings, talk.due_at, setting.week))
    unasked = replace(setting, asked=Asked())
    contact = first_contact(setting if is_contact_by_wished else unasked, timings[0])
    talk = first_talk(unasked if contact.asked_when != "" else setting, timings[1])
    return (contact, talk, *follow_ups(timings, setting.now, setting.week))


def touch_base(setting: Setting) -> Slot:
    """Within so many working days, or at the chosen time up to the bound."""
    week, now, (timing,) = setting.week, setting.now, setting.rules.light
    due_at = week.add(now, week.day_length * timing.after)
    slot = Slot(timing.step, due_at, max(due_at, now + DAY * timing.latest))
    return with_wish(slot, setting)


def first_talk(setting: Setting, timing: Timing) -> Slot:
    """Within so many hours by the clock."""
    due_at, why = limit(setting.now, HOUR * timing.after, setting.week)
    slot = Slot(timing.step, due_at, max(due_at, setting.now + HOUR * timing.latest), why=why)
    return with_wish(slot, setting)


def first_contact(setting: Setting, timing: Timing) -> Slot:
    """Before the shift ends and within so many hours, sooner when the person wishes so."""
    now = setting.now
    due_at = min(end_of_shift(setting), now + HOUR * timing.after)
    slot = Slot(timing.step, due_at, now + HOUR * timing.latest)
    if setting.asked.when == WishWhen.SOON:
        soon = min(due_at, setting.week.add(now, SOON))
        return replace(slot, due_at=soon, asked_when=WishWhen.SOON, why=_why_after_soon(soon, now))
    if setting.asked.when == WishWhen.END_OF_SHIFT:
        why = wished_moment(setting)[1]
        return replace(slot, asked_when=WishWhen.END_OF_SHIFT, why=why)
    return slot


def follow_ups(timings: Timings, anchor: dt.datetime, week: WorkWeek) -> tuple[Slot, ...]:
    """Return the later talks: after the first talk (standard), after the report (serious)."""
    later = (one for one in timings if one.step == Step.FOLLOW_UP and one.is_on)
    return tuple(day_step(one, anchor, week) for one in later)


def second_offer(now: dt.datetime, week: WorkWeek) -> Slot:
    """Declined care is offered once more after two weeks."""
    return day_step(SECOND_OFFER, now, week)


def day_step(timing: Timing, anchor: dt.datetime, week: WorkWeek) -> Slot:
    """Return the working day so many days on, at the anchor's time of day."""
    start = week.local_day(anchor)
    day = week.on_or_after(start + DAY * timing.after)
    due_at = week.same_time_on(day, anchor)
    last = week.on_or_before(start + DAY * timing.latest)
    return Slot(timing.step, due_at, max(due_at, week.closing(last)))


def limit(now: dt.datetime, span: dt.timedelta, week: WorkWeek) -> tuple[dt.datetime, str]:
    """Return when something within so many clock hours is due, and why when it is later."""
    last = week.last_moment(after=now, not_after=now + span)
    if last is not None:
        return last, ""
    return week.first_moment(now + span), Why.NO_WORKING_TIME


def with_wish(slot: Slot, setting: Setting) -> Slot:
    """Return the slot at the wished moment, or as it is with the reason why not."""
    asked = setting.asked
    if not asked.is_wish:
        return slot
    wished, why = wished_moment(setting)
    if wished <= setting.now:
        soon = min(setting.week.add(setting.now, SOON), slot.latest_at)
        return replace(slot, due_at=soon, asked_when=asked.when, why=Why.PASSED)
    if wished <= slot.latest_at:
        return replace(slot, due_at=wished, asked_when=asked.when, why=why)
    last = setting.week.last_moment(after=setting.now, not_after=slot.latest_at)
    due_at = last or slot.due_at
    return replace(slot, due_at=due_at, asked_when=asked.when, why=Why.BEYOND_BOUND)


def moved(slot: Slot, at: dt.datetime) -> Slot:
    """Return the slot at a moment that the person chose."""
    return replace(
        slot, due_at=at, latest_at=max(at, slot.latest_at), asked_when=WishWhen.AT, why=""
    )


def wished_moment(setting: Setting) -> tuple[dt.datetime, str]:
    """Return the instant a wish stands for, and why when no work is done where it lies."""
    asked, week, now = setting.asked, setting.week, setting.now
    if asked.when == WishWhen.AT and asked.at is not None:
        return asked.at, ""
    if asked.when == WishWhen.END_OF_SHIFT:
        return _shift_end(setting)
    if asked.when == WishWhen.TOMORROW:
        tomorrow = week.local_day(now) + DAY
        day = week.on_or_after(tomorrow)
        return week.same_time_on(day, now), "" if day == tomorrow else Why.NO_WORK_THEN
    soon = week.add(now, SOON)
    return soon, _why_after_soon(soon, now)


def _why_after_soon(at: dt.datetime, now: dt.datetime) -> str:
    return Why.NO_WORK_THEN if at > now + SOON else ""


def end_of_shift(setting: Setting) -> dt.datetime:
    """Return when the present shift ends, or the next one when none ends within half a day."""
    return _shift_end(setting)[0]


def _shift_end(setting: Setting) -> tuple[dt.datetime, str]:
    week, now = setting.week, setting.now
    today = week.local_day(now)
    for day in (today, today + DAY):
        end = week.at(day, setting.shift_ends)
        if now < end <= now + SHIFT_IN_SIGHT:
            return end, ""
    is_past = week.at(today, setting.shift_ends) <= now
    next_day = today + DAY if is_past else today
    day = week.on_or_after(next_day)
    return week.at(day, setting.shift_ends), "" if day == next_day else Why.NO_WORK_THEN


def earliest_next_talk(talked_at: dt.datetime, week: WorkWeek) -> dt.datetime:
    """Return from when on another talk may be planned that nobody asked for."""
    day = week.local_day(talked_at)
    return week.opening(week.working_day_after(day, WORKING_DAYS_BETWEEN_TALKS))
