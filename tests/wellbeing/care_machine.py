"""A machine that lives through care in random order, on the real operations and the database.

Beside it runs an oracle of its own (care_oracle): what care each person should have, kept by hand
from what is promised. It never reads the product's rules.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from incidents.codes import WishWhen, WishWith
from incidents.operations import record_tally
from people.errors import RuleBroken
from people.models import User
from tests.wellbeing.care_checks import check_kept, check_load, check_notes
from tests.wellbeing.care_oracle import preset_of
from tests.wellbeing.care_world import CareWorld
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import report
from wellbeing.codes import Outcome, RepeatReady
from wellbeing.models import CareNote
from wellbeing.operations import (
    Talk,
    ask_for_checkin,
    claim_checkin,
    decline_care,
    end_care,
    hold_checkin,
)

# One behaviour of each severity, written down by hand.
BEHAVIOURS = {0: "tense", 1: "swearing", 2: "personal_insult", 3: "threat_words", 4: "physical"}
WHO = st.sampled_from([0, 0, 0, 1, 1, 2])  # one person lives through most
WHICH = st.integers(0, 5)  # one of those whose care runs
RARELY = st.sampled_from([False, False, False, True])


class CareMachine(CareWorld):
    """Report, wish, decline, move, leave, claim, hold, end; and time that passes."""

    @initialize(
        luck=st.integers(0, 2**16),
        severity=st.sampled_from([2, 2, 3, 4]),
        reading=st.sampled_from([1, 2]),
        when=st.sampled_from(["", "", "soon", "tomorrow", "at", "none"]),
    )
    def people_come_to_work(self, luck: int, severity: int, reading: int, when: str) -> None:
        """The cast is there, and something happens to Ana at once."""
        assume(luck)  # the life that is always tried first, the simplest, says little
        self._assemble()
        self.reports(0, severity, reading, when, with_whom="", is_hidden=False)

    # What happens

    @rule(
        who=WHO,
        severity=st.sampled_from(sorted(BEHAVIOURS)),
        reading=st.sampled_from([1, 2, 3, 4]),
        when=st.sampled_from(["", "soon", "end_of_shift", "tomorrow", "at", "none"]),
        with_whom=st.sampled_from(["", *WishWith]),
        is_hidden=RARELY,
    )
    def reports(
        self,
        who: int,
        severity: int,
        reading: int,
        when: str,
        with_whom: str,
        is_hidden: bool,  # noqa: FBT001 - drawn
    ) -> None:
        person, key = self._person(who), (self.people[who], is_hidden)
        if person.pk in self.left:
            return
        at = self.now + dt.timedelta(days=2, hours=3) if when == WishWhen.AT else None
        wish = self._wish(when, at, "" if is_hidden or when in {"", "none"} else with_whom)
        preset, care = preset_of(severity, reading, when), self.care[key]
        is_new, again = not care.is_running, self._waits_again(key)
        incident = report(
            person,
            self._team(person),
            self.now,
            BEHAVIOURS[severity],
            reading=reading,
            wish=wish,
            is_anonymous=is_hidden,
        )
        if preset:
            self._plan(key, preset, wish, is_new=is_new)
            care.cared_for.add(incident.pk)
        if max(severity, reading) >= 3:
            care.alert(self.now, again)
        self._meet(person.pk, severity)

    @rule(who=st.integers(0, 2), times=st.sampled_from([2, 4]))
    def small_things_add_up(self, who: int, times: int) -> None:
        person = self._person(who)
        for _time in range(times if person.is_active else 0):
            key = str(len(self.loads[person.pk].met))
            record_tally(actor=person, key=key, now=self.now)
            self._meet(person.pk, 1)

    @rule(
        who=WHO,
        when=st.sampled_from(["soon", "end_of_shift", "tomorrow", "at"]),
        with_whom=st.sampled_from(["", *WishWith]),
    )
    def wishes(self, who: int, when: str, with_whom: str) -> None:
        person, key = self._person(who), (self.people[who], False)
        if person.pk in self.left:
            return
        at = self.now + dt.timedelta(days=3) if when == "at" else None
        wish, is_new = self._wish(when, at, with_whom), not self.care[key].is_running
        try:
            with transaction.atomic():
                ask_for_checkin(actor=person, wish=wish, now=self.now)
        except RuleBroken:
            if with_whom not in {"manager", "deputy"}:
                raise
            return  # they are away or there is none, and the form says so
        self._plan(key, "light", wish, is_new=is_new)

    @rule(which=WHICH, is_end=RARELY)
    def turns_away(self, which: int, is_end: bool) -> None:  # noqa: FBT001 - drawn
        """The person declines, or ends it for good."""
        found = self._open(which)
        if found is None:
            return
        key, rows = found
        person = User.objects.get(pk=key[0])
        if is_end:
            end_care(actor=person, series=rows[0].series, now=self.now)
            self.care[key].end("by_person")
        else:
            decline_care(actor=person, checkin=rows[0], now=self.now)
            self._decline(key)

    @rule(
        what=st.sampled_from(["moves", "away", "back", "leaves", "manager leaves"]),
        who=st.integers(0, 5),
        days=st.sampled_from([0, 1, 3, 6]),
        is_seen=st.booleans(),
    )
    def who_is_there_changes(self, what: str, who: int, days: int, is_seen: bool) -> None:  # noqa: FBT001 - drawn
        """Of those at the desks, their manager and the deputy; the sweep may see it at once."""
        pks = [*self.people, self.cast.max.pk, self.cast.max.pk, self.cast.dex.pk]
        person = User.objects.get(pk=pks[who])
        if what == "back":
            self._somebody_comes_back()
        elif what == "manager leaves":
            self._manager_leaves()
        elif what == "leaves":
            self._leaves(who)
        elif person.is_active and what == "away":
            self._goes_away(person, days)
        elif person.is_active and person.pk in self.people:
            self._moves_team(person)
        if is_seen:
            self._pass(0.25)

    @rule(which=WHICH)
    def is_claimed(self, which: int) -> None:
        found = self._open(which)
        if found is None:
            return
        key, (row, *_later) = found
        if row.owner is not None and row.owner.is_active:
            claim_checkin(actor=row.owner, checkin=row, now=self.now)
            self._picked_up(key, row)

    @rule(
        which=WHICH,
        outcome=st.sampled_from([*["held"] * 6, *sorted(Outcome)]),
        ready=st.sampled_from(sorted(RepeatReady)),
        is_last=RARELY,
        has_next=st.booleans(),
    )
    def is_held(
        self,
        which: int,
        outcome: str,
        ready: str,
        is_last: bool,  # noqa: FBT001 - drawn
        has_next: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """The holder writes down how the first open contact went, with a note."""
        found = self._open(which)
        if found is None:
            return
        key, (row, *_later) = found
        holder = row.owner
        if holder is None or not holder.is_active:
            return
        needs_next = outcome == Outcome.NOT_NOW or (outcome == Outcome.HELD and has_next)
        talk = Talk(
            outcome=Outcome(outcome),
            repeat_ready=ready if outcome == Outcome.HELD else "",
            note=f"Said in talk {row.pk}.",
            is_last=is_last and outcome == Outcome.HELD,
            next_at=self.now + dt.timedelta(days=4) if needs_next else None,
        )
        try:
            with transaction.atomic():
                hold_checkin(actor=holder, checkin=row, talk=talk, now=self.now)
        except RuleBroken:
            if outcome in {Outcome.HELD, Outcome.DECLINED}:
                raise
            return  # too late for "not now", or there is nobody else
        for note in CareNote.objects.filter(checkin=row):
            self.notes[note.pk] = {key[0], holder.pk}
        self._picked_up(key, row)
        self._follow(key, row, talk)

    @precondition(lambda self: self.notes)
    @rule(data=st.data())
    def somebody_looks(self, data: st.DataObject) -> None:
        """Anybody may try the page of a talk: what was noted is there for the two alone."""
        pk = data.draw(st.sampled_from(sorted(self.notes)))
        note = CareNote.objects.select_related("checkin").get(pk=pk)
        names = ["ana", "max", "dex", "nora", "zoe", "otto", "hana", "pim", "bo"]
        looking: User = getattr(self.cast, data.draw(st.sampled_from(names)))
        user = User.objects.get(pk=looking.pk)
        if user.is_active:
            page = signed_in(user).get(reverse("wellbeing:checkin", args=[note.checkin.public_id]))
            assert note.body not in page.text or user.pk in self.notes[pk]

    @rule(hours=st.sampled_from([0.75, 1, 5, 26, 50, 75, *(24 * n for n in (6, 9, 15, 21))]))
    def time_passes(self, hours: float) -> None:
        self._pass(hours)

    # What must hold

    @invariant()
    def nothing_is_lost(self) -> None:
        check_kept(self.care)
        check_load(self.loads)

    @invariant()
    def notes_are_between_two(self) -> None:
        check_notes(self.notes)
