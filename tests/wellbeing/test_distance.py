"""Five working days between two talks that nobody asked for, also around a new series."""

import datetime as dt

import pytest
from django.utils import timezone

from incidents.models import Incident
from incidents.operations import Wish
from people.models import Absence
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.cadence import Asked
from wellbeing.codes import Outcome, Preset, Step, Why
from wellbeing.joining import TALKS
from wellbeing.models import CareSeries
from wellbeing.operations import Talk, ask_for_checkin, hold_checkin
from wellbeing.queries.preview import contacts_of, outline_for_report

pytestmark = pytest.mark.django_db


Told = list[tuple[str, dt.datetime]]


def _kept(cast: Cast) -> Told:
    return [(row.step, row.due_at) for row in checkins_of(cast.ana)]


def _shown_before(incident: Incident, preset: Preset, now: dt.datetime) -> Told:
    """What is shown for the report when its own series does not run yet."""
    CareSeries.objects.running().update(ended_at=now, end=CareSeries.End.BY_PERSON)
    contacts = contacts_of(outline_for_report(incident, preset, Asked(), now))
    return [(contact.step, contact.due_at) for contact in contacts]


def test_follow_up_of_a_new_plan_waits_for_the_talk_that_an_absence_put_off(
    cast: Cast, now: dt.datetime
) -> None:
    until = timezone.localdate(now) + dt.timedelta(days=26)  # a Monday
    Absence.objects.create(
        user=cast.ana,
        starts_on=timezone.localdate(now),
        ends_on=until,
        made_by=cast.ana,
        made_at=now,
    )
    incident = report(cast.ana, cast.north, now, "threat_words")

    talk, follow_up, _last = [row for row in checkins_of(cast.ana) if row.step in TALKS]
    assert (talk.step, talk.due_at) == (Step.TALK, local("2026-12-15 09:00"))
    assert (follow_up.due_at, follow_up.why) == (local("2026-12-22 09:00"), Why.RECENT_TALK)
    kept = _kept(cast)
    assert _shown_before(incident, Preset.SERIOUS, now) == kept


def test_report_after_care_that_is_complete_keeps_its_distance_from_the_last_talk(
    cast: Cast, now: dt.datetime
) -> None:
    noon, then = local("2026-11-18 12:00"), local("2026-11-18 13:00")
    first = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    hold_checkin(actor=cast.max, checkin=first, talk=Talk(outcome=Outcome.HELD), now=noon)
    assert not CareSeries.objects.running().exists()

    incident = report(cast.ana, cast.north, then)

    talk, *_later = checkins_of(cast.ana)
    assert (talk.due_at, talk.why) == (local("2026-11-25 09:00"), Why.RECENT_TALK)
    kept = _kept(cast)
    assert _shown_before(incident, Preset.STANDARD, then) == kept


def test_wish_after_care_that_is_complete_is_met_at_once(cast: Cast, now: dt.datetime) -> None:
    noon = local("2026-11-18 12:00")
    first = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    hold_checkin(actor=cast.max, checkin=first, talk=Talk(outcome=Outcome.HELD), now=noon)

    again = ask_for_checkin(actor=cast.ana, wish=Wish(when="soon"), now=now)

    assert again.due_at == now + dt.timedelta(hours=2)
