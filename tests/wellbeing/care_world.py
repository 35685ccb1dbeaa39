"""The world of the machine of care: who is in it, its clock, and the oracle beside it."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from incidents.codes import WishWith
from incidents.operations import Wish
from people.models import Absence, Membership, Organisation, RoleGrant, Team, User
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
from tests.wellbeing.care_checks import (
    Key,
    Wished,
    check_offered_again,
    check_planned,
    check_planned_again,
    check_told,
    counted,
    open_of,
    waits,
)
from tests.wellbeing.care_oracle import MUCH, WEIGHTS, Care, Load, day_of, kind_of
from wellbeing.codes import Outcome, RepeatReady
from wellbeing.models import CheckIn
from wellbeing.operations import Talk, sweep_care

# From a Monday at nine on.
BEGIN = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class CareWorld(RuleBasedStateMachine):
    """What the rules share; it takes everything back at the end of each life."""

    def __init__(self, set_clock: Callable[[dt.datetime], None]) -> None:
        super().__init__()
        self.set_clock = set_clock
        self.now = BEGIN
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.care: dict[Key, Care] = {}
        self.loads: dict[int, Load] = {}
        self.notes: dict[int, set[int]] = {}
        self.left: set[int] = set()
        self.taken: dict[int, int] = {}  # by whom a contact was taken up last

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _assemble(self) -> None:
        self.set_clock(self.now)
        self.cast: Cast = assemble()
        Organisation.objects.update(load_limit=MUCH)
        bea = UserFactory.create(name="Bea Stam")
        MembershipFactory.create(user=bea, team=self.cast.north)
        self.people = [self.cast.ana.pk, bea.pk, self.cast.zoe.pk]
        self.care = {(pk, hidden): Care() for pk in self.people for hidden in (False, True)}
        self.loads = {pk: Load() for pk in self.people}
        self.buddy = UserFactory.create(name="Kim Bos")
        RoleGrant.objects.create(user=self.buddy, role=RoleGrant.Role.BUDDY)

    def _person(self, who: int) -> User:
        return User.objects.get(pk=self.people[who])

    def _open(self, which: int) -> tuple[Key, list[CheckIn]] | None:
        """One whose care runs, with what is open; None when nobody's does."""
        keys = [key for key, care in self.care.items() if care.is_running]
        if not keys:
            return None
        key = keys[which % len(keys)]
        return key, open_of(key)

    def _team(self, person: User) -> Team:
        return person.memberships.on(self._today()).get().team

    def _today(self) -> dt.date:
        return day_of(self.now)

    def _wish(self, when: str, at: dt.datetime | None, with_whom: str) -> Wish:
        buddy = self.buddy if with_whom == WishWith.BUDDY else None
        return Wish(when=when, at=at, with_whom=with_whom, buddy=buddy)

    def _wished(self, person: User, wish: Wish) -> Wished:
        """Who is wished for: of the desk where the person works now, if they work there still."""
        is_north = self._team(person) == self.cast.north
        holders = {
            "manager": self.cast.max if is_north else self.cast.otto,
            "deputy": self.cast.dex if is_north else None,
            "adviser": self.cast.pim,
            "buddy": self.buddy,
        }
        holder = holders.get(wish.with_whom)
        is_there = holder is not None and User.objects.active().filter(pk=holder.pk).exists()
        return Wished(wish.when, wish.at, holder if is_there else None)

    def _plan(self, key: Key, preset: str, wish: Wish, *, is_new: bool) -> None:
        """Let the oracle take it up, then compare where it was planned and with whom."""
        care = self.care[key]
        care.begin(preset, counted(open_of(key)))
        wished = self._wished(self._person(self.people.index(key[0])), wish)
        check_planned(key, preset, wished, care, self.now, is_new=is_new)

    def _decline(self, key: Key) -> None:
        self.care[key].decline()
        if self.care[key].is_running:
            check_offered_again(key, self.now)

    def _picked_up(self, key: Key, row: CheckIn) -> None:
        assert row.owner is not None
        self.taken[row.pk] = row.owner.pk
        care = self.care[key]
        if row.alert_at is not None and row.alert_at == care.alert_since:
            others = [other for other in open_of(key) if other.pk != row.pk]
            care.alert_since = care.alert_since if waits(others, row.alert_at) else None

    def _waits_again(self, key: Key) -> dt.datetime | None:
        """Since when an alert waits that was taken up by somebody who holds it no more."""
        rows = [row for row in open_of(key) if self.taken.get(row.pk, row.owner_id) != row.owner_id]
        since = [row.alert_at for row in rows if row.alert_at and row.claimed_at is None]
        return min(since, default=None)

    def _follow(self, key: Key, row: CheckIn, talk: Talk) -> None:
        if talk.outcome == Outcome.DECLINED:
            self._decline(key)
        elif talk.outcome == Outcome.HELD:
            self._held(key, row, talk)
        elif row.owner is not None:
            check_planned_again(key, row.owner, talk.next_at)

    def _held(self, key: Key, row: CheckIn, talk: Talk) -> None:
        self.care[key].hold(
            kind_of(row.step),
            self.now,
            has_next=talk.next_at is not None,
            is_last=talk.is_last,
            is_again=talk.repeat_ready == RepeatReady.NOT_NOW,
        )
        if not self.care[key].is_running and not talk.is_last:
            self._look_at_load(key[0])

    def _meet(self, pk: int, severity: int) -> None:
        """Something weighs on somebody from now on."""
        self.loads[pk].met.append((self.now, WEIGHTS[severity]))
        self._look_at_load(pk)

    def _look_at_load(self, pk: int) -> None:
        is_cared_for = any(self.care[pk, hidden].is_running for hidden in (False, True))
        self.loads[pk].look(self.now, is_cared_for=is_cared_for)

    def _moves_team(self, person: User) -> None:
        """From one desk to the other, from today on."""
        today, team = self._today(), self._team(person)
        place = person.memberships.on(today).get()
        if place.starts_on >= today:
            return
        north, south = self.cast.north, self.cast.south
        yesterday = today - dt.timedelta(days=1)
        end_membership(actor=self.cast.bo, membership=place, ends_on=yesterday, now=self.now)
        other = south if team == north else north
        there = Place(team=other, kind=Membership.Kind.STAFF, starts_on=today)
        add_membership(actor=self.cast.bo, person=person, place=there, now=self.now)

    def _manager_leaves(self) -> None:
        if User.objects.active().filter(pk=self.cast.max.pk).exists():
            deactivate(actor=self.cast.bo, person=self.cast.max, now=self.now)

    def _leaves(self, which: int) -> None:
        """One whose care runs leaves for good, though only once."""
        found = self._open(which)
        if found is None or self.left:
            return
        person = User.objects.get(pk=found[0][0])
        deactivate(actor=self.cast.bo, person=person, now=self.now)
        self.left.add(person.pk)
        sweep_care(now=self.now)
        for is_hidden in (False, True):
            if self.care[person.pk, is_hidden].is_running:
                self.care[person.pk, is_hidden].end("left")

    def _goes_away(self, person: User, days: int) -> None:
        if Absence.objects.filter(user=person).exists():
            return
        today = self._today()
        until = today + dt.timedelta(days=days)
        set_absence(actor=person, person=person, starts_on=today, ends_on=until, now=self.now)

    def _somebody_comes_back(self) -> None:
        """Whoever is away is back, and their days are forgotten: they may go away again."""
        for absence in Absence.objects.filter(user__is_active=True)[:1]:
            end_absence(actor=absence.user, absence=absence, now=self.now)
            Absence.objects.filter(pk=absence.pk).delete()

    def _pass(self, hours: float) -> None:
        """The sweep looks every few hours of the way, as beat would more often."""
        steps = min(int(hours) + 1, 6)
        for _step in range(steps):
            self.now += dt.timedelta(hours=hours) / steps
            self.set_clock(self.now)
            sweep_care(now=self.now)
        for key, care in self.care.items():
            check_told(key, care, self.now)
