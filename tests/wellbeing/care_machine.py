"""A machine that lives through care in random order, on the real operations and the database.

Beside it runs an oracle that knows only this: who has care running, which reports it is about,
whether a declined offer was repeated, and how care ended. It never reads the product's rules.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from incidents.codes import WishWhen, WishWith
from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import Absence, Membership, Team, User
from people.operations import (
    Place,
    add_membership,
    deactivate,
    end_absence,
    end_membership,
    set_absence,
)
from tests.cast import Cast, assemble
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.stories import report
from wellbeing.codes import Outcome, RepeatReady
from wellbeing.models import CareNote, CareSeries, CheckIn, Escalation, SeriesReport
from wellbeing.operations import (
    Talk,
    ask_for_checkin,
    claim_checkin,
    decline_care,
    end_care,
    hold_checkin,
    sweep_care,
)

# From a Monday at nine on. Later than the day the tests run: memberships and clocks agree.
BEGIN = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TALKS = {"touch_base", "talk", "follow_up"}
PUBLIC_HOLIDAYS = {dt.date(2026, 12, 25), dt.date(2027, 1, 1), dt.date(2027, 3, 29)}
# One behaviour of each severity, written down by hand.
BEHAVIOURS = {0: "tense", 1: "swearing", 2: "personal_insult", 3: "threat_words", 4: "physical"}
LATE_ONCE = dt.timedelta(hours=24)


@dataclass
class Care:
    """What the oracle knows of one person."""

    is_running: bool = False
    is_offered_twice: bool = False
    ends: list[str] = field(default_factory=list)
    cared_for: set[int] = field(default_factory=set)
    has_left: bool = False

    def begin(self, *, is_declined: bool) -> None:
        """A report or a wish comes: care starts, or goes on."""
        if not self.is_running:
            self.is_running, self.is_offered_twice = True, is_declined
        elif not is_declined:
            self.is_offered_twice = False

    def decline(self) -> None:
        if self.is_offered_twice:
            self.end("declined")
        self.is_offered_twice = True

    def end(self, why: str) -> None:
        self.is_running, self.is_offered_twice = False, False
        self.ends.append(why)


class CareMachine(RuleBasedStateMachine):
    """Report, wish, decline, move, leave, claim, hold, end; and time that passes."""

    def __init__(self, set_clock: Callable[[dt.datetime], None]) -> None:
        super().__init__()
        self.set_clock = set_clock
        self.now = BEGIN
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.care: dict[int, Care] = {}
        self.notes: dict[int, set[int]] = {}

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def people_come_to_work(self) -> None:
        self.set_clock(self.now)
        self.cast: Cast = assemble()
        bea = UserFactory.create(name="Bea Stam")
        MembershipFactory.create(user=bea, team=self.cast.north)
        self.people = [self.cast.ana.pk, bea.pk, self.cast.zoe.pk]
        self.care = {pk: Care() for pk in self.people}

    # What happens

    @rule(
        who=st.integers(0, 2),
        severity=st.sampled_from(sorted(BEHAVIOURS)),
        reading=st.sampled_from([1, 2, 3, 4]),
        when=st.sampled_from(["", "soon", "end_of_shift", "tomorrow", "at", "none"]),
        with_whom=st.sampled_from(["", *WishWith]),
    )
    def reports(self, who: int, severity: int, reading: int, when: str, with_whom: str) -> None:
        person, care = self._person(who), self.care[self.people[who]]
        if care.has_left:
            return
        at = self.now + dt.timedelta(days=2, hours=3) if when == WishWhen.AT else None
        with_whom = "" if with_whom == "buddy" or when in {"", "none"} else with_whom
        wish = Wish(when=when, at=at, with_whom=with_whom)
        incident = report(
            person, self._team(person), self.now, BEHAVIOURS[severity], reading=reading, wish=wish
        )
        grave = max(severity, reading)
        if grave >= 2 or when not in {"", "none"}:
            care.begin(is_declined=grave >= 2 and when == "none")
            care.cared_for.add(incident.pk)

    @rule(who=st.integers(0, 2), when=st.sampled_from(["soon", "end_of_shift", "tomorrow", "at"]))
    def wishes(self, who: int, when: str) -> None:
        person, care = self._person(who), self.care[self.people[who]]
        if care.has_left:
            return
        at = self.now + dt.timedelta(days=3) if when == "at" else None
        ask_for_checkin(actor=person, wish=Wish(when=when, at=at), now=self.now)
        care.begin(is_declined=False)

    @rule(who=st.integers(0, 2))
    def declines(self, who: int) -> None:
        person, rows = self._person(who), self._open(self.people[who])
        if rows and not self.care[person.pk].has_left:
            decline_care(actor=person, checkin=rows[0], now=self.now)
            self.care[person.pk].decline()

    @rule(who=st.integers(0, 2))
    def ends_it(self, who: int) -> None:
        person = self._person(who)
        series = CareSeries.objects.running().filter(person=person).first()
        if series is not None and not self.care[person.pk].has_left:
            end_care(actor=person, series=series, now=self.now)
            self.care[person.pk].end("by_person")

    @rule(who=st.integers(0, 2))
    def moves_team(self, who: int) -> None:
        """From one desk to the other, from today on."""
        person, today = self._person(who), self._today()
        if self.care[person.pk].has_left:
            return
        place = person.memberships.on(today).get()
        if place.starts_on >= today:
            return
        north, south = self.cast.north, self.cast.south
        other = south if place.team_id == north.pk else north
        yesterday = today - dt.timedelta(days=1)
        end_membership(actor=self.cast.bo, membership=place, ends_on=yesterday, now=self.now)
        there = Place(team=other, kind=Membership.Kind.STAFF, starts_on=today)
        add_membership(actor=self.cast.bo, person=person, place=there, now=self.now)

    @rule(who=st.integers(0, 2))
    def leaves(self, who: int) -> None:
        person, care = self._person(who), self.care[self.people[who]]
        if care.has_left or sum(c.has_left for c in self.care.values()) > 1:
            return
        deactivate(actor=self.cast.bo, person=person, now=self.now)
        care.has_left = True
        sweep_care(now=self.now)
        if care.is_running:
            care.end("left")

    @precondition(lambda self: User.objects.active().filter(pk=self.cast.max.pk).exists())
    @rule()
    def manager_leaves(self) -> None:
        deactivate(actor=self.cast.bo, person=self.cast.max, now=self.now)

    @rule(who=st.integers(0, 4), days=st.sampled_from([0, 1, 3, 6]))
    def goes_away(self, who: int, days: int) -> None:
        """Somebody of the desks, the manager or the deputy is away from today on."""
        pk = [*self.people, self.cast.max.pk, self.cast.dex.pk][who]
        person, today = User.objects.get(pk=pk), self._today()
        if not person.is_active or Absence.objects.filter(user=person).exists():
            return
        until = today + dt.timedelta(days=days)
        set_absence(actor=person, person=person, starts_on=today, ends_on=until, now=self.now)

    @rule()
    def somebody_comes_back(self) -> None:
        """Whoever is away is back, and their days are forgotten: they may go away again."""
        for absence in Absence.objects.filter(user__is_active=True)[:1]:
            end_absence(actor=absence.user, absence=absence, now=self.now)
            Absence.objects.filter(pk=absence.pk).delete()

    @rule(who=st.integers(0, 2))
    def is_claimed(self, who: int) -> None:
        for row in self._open(self.people[who])[:1]:
            if row.owner is not None and row.owner.is_active:
                claim_checkin(actor=row.owner, checkin=row, now=self.now)

    @rule(
        who=st.integers(0, 2),
        outcome=st.sampled_from(sorted(Outcome)),
        ready=st.sampled_from(sorted(RepeatReady)),
        is_last=st.booleans(),
        has_next=st.booleans(),
    )
    def is_held(
        self,
        who: int,
        outcome: str,
        ready: str,
        is_last: bool,  # noqa: FBT001 - drawn
        has_next: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """The holder writes down how the first open contact went, with a note."""
        person, rows = self._person(who), self._open(self.people[who])
        if not rows or rows[0].owner is None or not rows[0].owner.is_active:
            return
        row, holder = rows[0], rows[0].owner
        needs_next = outcome == Outcome.NOT_NOW or (outcome == Outcome.HELD and has_next)
        talk = Talk(
            outcome=Outcome(outcome),
            repeat_ready=ready if outcome == Outcome.HELD else "",
            note=f"Said at {self.now.isoformat()}",
            is_last=is_last and outcome == Outcome.HELD,
            next_at=self.now + dt.timedelta(days=4) if needs_next else None,
        )
        try:
            with transaction.atomic():
                hold_checkin(actor=holder, checkin=row, talk=talk, now=self.now)
        except RuleBroken:
            return
        for note in CareNote.objects.filter(checkin=row):
            self.notes[note.pk] = {person.pk, holder.pk}
        self._follow(self.care[person.pk], talk, person)

    def _follow(self, care: Care, talk: Talk, person: User) -> None:
        if care.has_left:
            return
        if talk.outcome == Outcome.DECLINED:
            care.decline()
        elif talk.outcome == Outcome.HELD and talk.is_last:
            care.end("by_person")
        elif talk.outcome == Outcome.HELD and not self._open(person.pk):
            # Nothing is left to come: fine, unless a next talk or another look was agreed.
            assert talk.next_at is None
            care.end("completed")

    @rule(hours=st.sampled_from([1, 5, 26, 75, 24 * 6, 24 * 15]))
    def time_passes(self, hours: int) -> None:
        """The sweep looks every hour of the way, as beat would more often."""
        steps = min(hours, 6)
        for _step in range(steps):
            self.now += dt.timedelta(hours=hours) / steps
            self.set_clock(self.now)
            sweep_care(now=self.now)
        self._nobody_is_forgotten()

    # What must hold

    @invariant()
    def nothing_is_lost(self) -> None:
        for pk, care in self.care.items():
            running = list(CareSeries.objects.running().filter(person=pk))
            assert len(running) == int(care.is_running), (pk, care)
            assert bool(self._open(pk)) == care.is_running, (pk, care)
            joined = SeriesReport.objects.filter(incident__in=care.cared_for)
            assert {row.incident_id for row in joined} == care.cared_for
            ended = CareSeries.objects.filter(person=pk, ended_at__isnull=False)
            assert sorted(ended.values_list("end", flat=True)) == sorted(care.ends)

    @invariant()
    def talks_nobody_asked_for_keep_their_distance(self) -> None:
        for pk in self.care:
            held = CheckIn.objects.filter(
                series__person=pk, series__ended_at=None, outcome=Outcome.HELD, step__in=TALKS
            ).order_by("-done_at")[:1]
            at = [row.done_at for row in held]
            for row in self._open(pk):
                if row.step not in TALKS:
                    continue
                if at and at[-1] is not None and not row.asked_when:
                    assert self._working_days(at[-1], row.due_at) >= 5, (pk, at[-1], row.due_at)
                at.append(row.due_at)

    @invariant()
    def notes_are_between_two(self) -> None:
        for user in User.objects.all() if self.notes else ():
            seen = set(CareNote.objects.visible_to(user).values_list("pk", flat=True))
            assert seen == {pk for pk, pair in self.notes.items() if user.pk in pair}

    def _nobody_is_forgotten(self) -> None:
        """After a sweep everything open has somebody there by its day, and the late are told."""
        for pk in self.care:
            for row in self._open(pk):
                assert row.owner is not None
                assert row.owner.is_active
                assert row.owner_id != pk
                talk_on = max(self._today(), row.due_at.astimezone(AMSTERDAM).date())
                assert not Absence.objects.on(talk_on).filter(user=row.owner).exists()
                assert row.parked_at is None
                assert row.escalate_at is None or row.escalate_at > self.now
                if self.now - row.due_at > LATE_ONCE and row.series.preset == "serious":
                    told = Escalation.objects.filter(checkin=row, reason="late", level=0)
                    assert told.filter(since=row.due_at).count() == 1

    def _person(self, who: int) -> User:
        return User.objects.get(pk=self.people[who])

    def _team(self, person: User) -> Team:
        return person.memberships.on(self._today()).get().team

    def _open(self, pk: int) -> list[CheckIn]:
        rows = CheckIn.objects.open().filter(series__person=pk)
        return list(rows.select_related("series__person", "owner").order_by("due_at", "pk"))

    def _today(self) -> dt.date:
        return self.now.astimezone(AMSTERDAM).date()

    @staticmethod
    def _working_days(one: dt.datetime, other: dt.datetime) -> int:
        """Working days after the day of one, up to the day of the other."""
        first, last = one.astimezone(AMSTERDAM).date(), other.astimezone(AMSTERDAM).date()
        days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(day.weekday() < 5 and day not in PUBLIC_HOLIDAYS for day in days)
