"""What is shown before it is sent is what is kept afterwards."""

import datetime as dt

import pytest
from django.urls import reverse

from incidents.models import Incident
from incidents.operations import ReportInput, Wish
from incidents.operations.report import header_of
from people.models import Organisation, User
from people.queries import database_now
from tests.cast import Cast
from tests.wellbeing.pages import next_checkin, reported, signed_in, text_of
from tests.wellbeing.stories import AMSTERDAM, checkins_of, local, report
from wellbeing.cadence import Asked, Slot
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations import ask_for_checkin, wish_moment
from wellbeing.queries.preview import (
    Contact,
    contact_wished,
    contacts_for_report,
    contacts_of,
    outline_for_wish,
    slot_of,
)

pytestmark = pytest.mark.django_db

WISHES = {
    "left open": Wish(),
    "soon": Wish(when="soon"),
    "shift": Wish(when="end_of_shift", with_whom="deputy"),
    "tomorrow": Wish(when="tomorrow", with_whom="adviser"),
    "at": Wish(when="at", at=local("2026-11-19 11:00")),
    "too late": Wish(when="at", at=local("2026-11-27 11:00"), with_whom="adviser"),
    "none": Wish(when="none"),
}
HARM = {
    "tense": ("tense", 1),
    "light": ("personal_insult", 1),
    "standard": ("personal_insult", 2),
    "serious": ("threat_words", 2),
}
RUNNING = {"nothing": (), "both": ("standard", "serious")}
FORM = {"wish_when": "tomorrow", "behaviours": "threat_words", "reading": "2", "channel": "counter"}


Told = list[tuple[Slot, User | None]]


def _in_order(told: Told) -> Told:
    return sorted(told, key=lambda each: (each[0].due_at, each[0].step))


def _kept(person: User) -> Told:
    return _in_order([(slot_of(row), row.owner) for row in checkins_of(person)])


def _told(contacts: list[Contact]) -> Told:
    return _in_order([(contact.slot, contact.holder) for contact in contacts])


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
@pytest.mark.parametrize(("behaviour", "reading"), HARM.values(), ids=HARM)
@pytest.mark.parametrize("running", RUNNING.values(), ids=RUNNING)
def test_contacts_for_report_are_those_that_are_kept(
    cast: Cast,
    now: dt.datetime,
    running: tuple[str, ...],
    behaviour: str,
    reading: int,
    wish: Wish,
) -> None:
    for each in running:
        report(cast.ana, cast.north, now - dt.timedelta(hours=3), HARM[each][0], reading=2)
    told = ReportInput(
        occurred_at=now,
        team=cast.north,
        reported_by=cast.ana,
        channel="counter",
        behaviours=(behaviour,),
        reading=reading,
        wish=wish,
    )
    organisation = Organisation.current()
    unsent = header_of(told, source=Incident.Source.FORM, organisation=organisation, now=now)
    before = _kept(cast.ana)

    shown = contacts_for_report(unsent, now)

    assert _kept(cast.ana) == before
    report(cast.ana, cast.north, now, behaviour, reading=reading, wish=wish)
    kept = _kept(cast.ana)
    is_cared_for = kept != before or bool(shown)
    assert not is_cared_for or _told(shown) == kept


@pytest.mark.parametrize("key", ["soon", "shift", "tomorrow", "at", "too late"])
@pytest.mark.parametrize("running", RUNNING.values(), ids=RUNNING)
def test_outline_for_wish_is_what_is_kept(
    cast: Cast, now: dt.datetime, running: tuple[str, ...], key: str
) -> None:
    for each in running:
        report(cast.ana, cast.north, now - dt.timedelta(hours=3), HARM[each][0])
    wish = WISHES[key]
    asked = Asked(wish.when, wish.at)

    shown = contacts_of(outline_for_wish(cast.ana, asked, wish.with_whom, wish.buddy, now))

    ask_for_checkin(actor=cast.ana, wish=wish, now=now)
    assert _told(shown) == _kept(cast.ana)


@pytest.mark.parametrize("key", ["soon", "shift", "tomorrow", "at"])
def test_contact_wished_is_where_the_check_in_goes(cast: Cast, now: dt.datetime, key: str) -> None:
    report(cast.ana, cast.north, now)
    row, wish = checkins_of(cast.ana)[0], WISHES[key]

    shown = contact_wished(row, Asked(wish.when, wish.at), now)

    assert shown is not None
    moved = wish_moment(actor=cast.ana, checkin=row, wish=wish, now=now)
    assert (shown.slot, shown.holder) == (slot_of(moved), moved.owner)


def test_contact_wished_knows_no_moment_after_the_latest(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    row = checkins_of(cast.ana)[0]

    assert contact_wished(row, Asked("at", now + dt.timedelta(days=30)), now) is None
    assert contact_wished(row, Asked("none"), now) is None


def test_report_times_shows_them_and_writes_nothing(cast: Cast) -> None:
    client, url = signed_in(cast.ana), reverse("wellbeing:report_times")
    today = dt.datetime.now(tz=dt.UTC).astimezone().date() - dt.timedelta(days=1)
    sent = FORM | {
        "team": str(cast.north.public_id),
        "occurred_on": str(today),
        "occurred_time": "09:00",
    }

    page = text_of(client.post(url, sent).content.decode())

    assert "Then this is planned:" in page
    assert f"With {cast.max.name}." in page
    assert "Later somebody asks again" in page
    assert not Incident.objects.exists()
    assert not CareSeries.objects.exists()
    assert not text_of(client.post(url, sent | {"reading": ""}).content.decode())
    light = sent | {"behaviours": "tense", "reading": "1", "wish_when": ""}
    assert "no check-in is planned" in client.post(url, light).content.decode()


def test_wish_times_are_shown_with_and_without_a_script(cast: Cast) -> None:
    client, url = signed_in(cast.ana), reverse("wellbeing:wish_times")

    part = client.post(url, {"when": "tomorrow"}, headers={"HX-Request": "true"})
    whole = client.post(url, {"when": "tomorrow"})

    assert "Then this is planned:" in part.content.decode()
    assert "<h1>" not in part.content.decode()
    assert "Then this is planned:" in whole.content.decode()
    assert "<h1>" in whole.content.decode()
    assert client.post(url, {}).status_code == 422
    assert not CheckIn.objects.exists()


def test_checkin_times_are_shown_to_the_person_alone(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    row = next_checkin(cast.ana)
    url = reverse("wellbeing:checkin_times", args=[row.public_id])

    page = signed_in(cast.ana).post(url, {"when": "soon"}).content.decode()

    assert "Asked for: as soon as possible." in page
    assert signed_in(cast.max).post(url, {"when": "soon"}).status_code == 403
    row.refresh_from_db()
    assert row.asked_when == ""


def test_a_check_in_on_a_day_off_says_so_to_both(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    row = next_checkin(cast.ana)
    url = reverse("wellbeing:checkin", args=[row.public_id])
    at = (database_now() + dt.timedelta(days=2)).astimezone(AMSTERDAM).replace(hour=12)
    CheckIn.objects.filter(pk=row.pk).update(due_at=at)
    _work_on(cast.ana, f"{at.isoweekday()}")
    assert "That day is off:" not in signed_in(cast.ana).get(url).content.decode()

    _work_on(cast.ana, f"{at.isoweekday() % 7 + 1}")

    assert "That day is off:" in signed_in(cast.ana).get(url).content.decode()
    assert "That day is off:" in signed_in(cast.max).get(url).content.decode()


def _work_on(person: User, weekdays: str) -> None:
    person.weekdays = weekdays
    person.save(update_fields=["weekdays"])
