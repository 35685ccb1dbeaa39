"""The care of the demonstration: every report's series lived through, kept, late or declined.

Uses the product's own cadence and joining rules; only what people then did is drawn.
"""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from numpy.random import Generator

from config.demo.people import ZONE
from incidents.codes import Reading, Severity
from incidents.models import Incident
from people.models import User
from people.public_holidays import holidays_between
from wellbeing.cadence import Asked, Setting, Slot, plan, preset_for, second_offer
from wellbeing.codes import Level, Outcome, Preset, RepeatReady, Step
from wellbeing.joining import Running, Standing, join
from wellbeing.lateness import Watched, calls
from wellbeing.models import CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.workweek import WorkWeek

_FIRST, _LAST = dt.date(2024, 1, 1), dt.date(2029, 12, 31)
WEEK = WorkWeek(zone=ZoneInfo(ZONE), holidays=holidays_between("NL", "", _FIRST, _LAST))
SHIFT_ENDS = dt.time(17)
KEPT, LATE, DECLINED = 0.88, 0.06, 0.04  # the rest waits
STILL_WAITING = dt.timedelta(days=3)
RECENTLY_KEPT = 0.55  # of the last days more waits, so that Today has something late to show


@dataclass
class Written:
    """The unsaved rows of everybody's care."""

    series: list[CareSeries] = field(default_factory=list)
    reports: list[SeriesReport] = field(default_factory=list)
    checkins: list[CheckIn] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)


class Life:
    """One person's care over time. Feed it reports in order, then settle it up to now."""

    def __init__(
        self, person: User, owner: User, above: User | None, written: Written, random: Generator
    ) -> None:
        self.person, self.owner, self.above = person, owner, above
        self.written, self.random = written, random
        self.series: CareSeries | None = None
        self.open: list[CheckIn] = []
        self.met: list[CheckIn] = []
        self.talked_at: dt.datetime | None = None

    def report(self, incident: Incident) -> None:
        """Plan or join the care of one report."""
        at = incident.reported_at
        self.settle(at)
        asked = Asked(incident.wish_when)
        severity, reading = Severity(incident.severity), Reading(incident.reading or 1)
        preset = preset_for(severity, incident.care_severity, reading, asked)
        if preset is None:
            return
        slots = plan(preset, Setting(at, WEEK, SHIFT_ENDS, asked))
        if self.series is None:
            self.series = CareSeries(
                person=self.person, team=incident.team, preset=preset, started_at=at
            )
            self.written.series.append(self.series)
            self._add(slots, at)
        else:
            self._join(preset, slots, at)
        self.written.reports.append(
            SeriesReport(series=self.series, incident=incident, joined_at=at)
        )
        if incident.care_severity >= Severity.THREAT_OR_DAMAGE:
            self._alert(at)

    def settle(self, until: dt.datetime) -> None:
        """Live through every contact that was due by then."""
        while due := [c for c in self.open if c.due_at <= until and c.is_open]:
            checkin = min(due, key=lambda c: c.due_at)
            if not self._meet(checkin, until):
                break
        self._end_if_over()

    def _meet(self, checkin: CheckIn, until: dt.datetime) -> bool:
        """Hold, decline or leave one contact; False when it is still waiting."""
        chance = self.random.random()
        is_late = KEPT < chance <= KEPT + LATE
        delay = dt.timedelta(hours=30) if is_late else -dt.timedelta(minutes=20)
        done_at = max(checkin.due_at + delay, checkin.created_at + dt.timedelta(minutes=5))
        is_recent = until - checkin.due_at < STILL_WAITING and chance > RECENTLY_KEPT
        if done_at > until or is_recent or chance > KEPT + LATE + DECLINED:
            if until - checkin.due_at < STILL_WAITING:
                return False
            done_at = min(checkin.due_at + dt.timedelta(hours=74), until)
        if done_at - checkin.due_at > dt.timedelta(hours=24):
            self._tell(checkin, done_at)
        is_no = KEPT + LATE < chance <= KEPT + LATE + DECLINED
        self._close(checkin, done_at, Outcome.DECLINED if is_no else Outcome.HELD)
        return True

    def _close(self, checkin: CheckIn, done_at: dt.datetime, outcome: Outcome) -> None:
        checkin.done_at, checkin.outcome, checkin.held_by = done_at, outcome, self.owner
        checkin.escalate_at = None
        self.open.remove(checkin)
        self.met.append(checkin)
        if checkin.alert_at is not None:
            checkin.claimed_at = min(checkin.alert_at + dt.timedelta(minutes=12), done_at)
            checkin.claimed_by = self.owner
        if outcome == Outcome.HELD:
            self.talked_at = done_at
            checkin.repeat_ready = str(
                self.random.choice([RepeatReady.YES, RepeatReady.WITH_BACKUP], p=[0.8, 0.2])
            )
        elif checkin.step != Step.SECOND_OFFER:
            self._cancel(self.open, done_at)
            self._add((second_offer(done_at, WEEK),), done_at)

    def _join(self, preset: Preset, slots: tuple[Slot, ...], at: dt.datetime) -> None:
        series = self.series
        if series is None:
            return
        standing = tuple(
            Standing(key, _slot_of(checkin), is_claimed=checkin.claimed_at is not None)
            for key, checkin in enumerate(self.open)
        )
        before = list(self.open)
        joined = join(Running(Preset(series.preset), standing, self.talked_at), preset, slots, WEEK)
        series.preset = joined.preset
        for key, slot in joined.changed.items():
            _move(before[key], slot)
        self._cancel([before[key] for key in joined.cancelled], at)
        self._add(joined.added, at)

    def _add(self, slots: "tuple[Slot, ...] | list[Slot]", at: dt.datetime) -> None:
        for slot in slots:
            checkin = CheckIn(series=self.series, step=slot.step, owner=self.owner, created_at=at)
            _move(checkin, slot)
            self.open.append(checkin)
            self.written.checkins.append(checkin)

    def _alert(self, at: dt.datetime) -> None:
        """Let the alert of a serious report hang on its first contact, else on what comes next."""
        contacts = [c for c in self.open if c.step == Step.FIRST_CONTACT and not c.claimed_at]
        carrier = min(contacts or self.open, key=lambda c: c.due_at)
        carrier.alert_at, carrier.claimed_at, carrier.claimed_by = at, None, None

    def _cancel(self, checkins: list[CheckIn], at: dt.datetime) -> None:
        for checkin in list(checkins):
            checkin.cancelled_at, checkin.escalate_at = at, None
            self.open.remove(checkin)

    def _end_if_over(self) -> None:
        if self.series is None or self.open:
            return
        last = max(self.met, key=lambda c: c.done_at or c.due_at)
        declined = last.outcome == Outcome.DECLINED
        self.series.ended_at = last.done_at
        self.series.end = CareSeries.End.DECLINED if declined else CareSeries.End.COMPLETED
        self.series, self.talked_at, self.met = None, None, []

    def _tell(self, checkin: CheckIn, done_at: dt.datetime) -> None:
        for call in calls(_watched(checkin), WEEK):
            if call.at < done_at:
                told = self.owner if call.level == Level.OWNER else self.above
                self.written.escalations.append(
                    Escalation(
                        checkin=checkin,
                        reason=call.reason,
                        level=call.level,
                        since=call.since,
                        told=told,
                        told_at=call.at,
                    )
                )


def _slot_of(checkin: CheckIn) -> Slot:
    return Slot(
        Step(checkin.step), checkin.due_at, checkin.latest_at, checkin.asked_when, checkin.why
    )


def _watched(checkin: CheckIn) -> Watched:
    return Watched(
        checkin.due_at,
        checkin.alert_at,
        is_claimed=True,
        is_serious=checkin.series.preset == Preset.SERIOUS,
    )


def _move(checkin: CheckIn, slot: Slot) -> None:
    checkin.step, checkin.due_at, checkin.latest_at = slot.step, slot.due_at, slot.latest_at
    checkin.asked_when, checkin.why = slot.asked_when, slot.why
    checkin.is_asked_for = bool(slot.asked_when)
    checkin.escalate_at = calls(_watched(checkin), WEEK)[0].at


def live_through(lives: dict[int, Life], incidents: list[Incident], now: dt.datetime) -> None:
    """Feed all reports in the order they came in, and settle everybody up to now."""
    for incident in sorted(incidents, key=lambda i: i.reported_at):
        lives[incident.reported_by_id].report(incident)
    for life in lives.values():
        life.settle(now)


def write_care(written: Written) -> None:
    """Write the rows, parents first."""
    CareSeries.objects.bulk_create(written.series, batch_size=1000)
    SeriesReport.objects.bulk_create(written.reports, batch_size=1000)
    CheckIn.objects.bulk_create(written.checkins, batch_size=1000)
    Escalation.objects.bulk_create(written.escalations, batch_size=1000)
