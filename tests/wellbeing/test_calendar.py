"""Check-ins in a calendar, read back with a library that did not write them."""

import datetime as dt
import logging
from email import message_from_bytes
from typing import Any

import pytest
import vobject
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from config.logs import Scrub
from incidents.operations import Wish
from people.codes import KINDS, Channel
from people.models import Outbox, User
from people.operations import NoticeWishes, choose_notices, notify, send_due_mails, wishes_of
from people.queries import database_now
from tests.cast import Cast
from tests.factories import CareSeriesFactory, CheckInFactory
from tests.wellbeing.pages import just_now, queries_of, signed_in
from tests.wellbeing.stories import checkins_of, report
from wellbeing import receivers
from wellbeing.models import CalendarFeed, CareSeries, CheckIn
from wellbeing.operations import ask_for_checkin, decline_care, make_feed, move_checkin


def feed_url(user: User) -> str:
    token = make_feed(actor=user, now=just_now())[1]
    return reverse("wellbeing:calendar_feed", args=[token])


def read(text: bytes) -> Any:
    """Parse as a calendar program does."""
    return vobject.readOne(text.decode())


def events_of(url: str) -> list[Any]:
    answer = Client().get(url)
    assert answer.status_code == 200
    return list(read(answer.content).contents.get("vevent", []))


def planned(cast: Cast) -> CheckIn:
    """Ana is asked for tomorrow or later by Max."""
    report(cast.ana, cast.north, just_now(), wish=Wish(when="tomorrow"))
    return checkins_of(cast.ana)[0]


def test_feed_holds_when_and_a_link_for_both_of_the_two(cast: Cast, settings: Any) -> None:
    row = planned(cast)
    for reader in (cast.ana, cast.max):
        event = events_of(feed_url(reader))[0]
        assert event.dtstart.value == row.due_at.replace(microsecond=0)
        assert event.dtend.value - event.dtstart.value == dt.timedelta(minutes=30)
        assert event.dtstart.value.utcoffset() == dt.timedelta(0)
        assert event.summary.value == "Check-in"
        assert event.url.value == f"{settings.SITE_URL}/checkin/{row.public_id}/"
        assert event.description.value == event.url.value
        assert event.status.value == "CONFIRMED"
        event.validate(raiseException=True)


def test_feed_tells_no_names_and_no_story(cast: Cast) -> None:
    planned(cast)
    for reader in (cast.ana, cast.max):
        text = Client().get(feed_url(reader)).content.decode()
        for word in ("Ana", "Bakker", "Max", "Visser", "insult", "North", "Alkmaar", "@luwte.e"):
            assert word not in text.replace("@luwte\r", "")
        allowed = {"uid", "dtstamp", "last-modified", "sequence", "dtstart", "dtend", "summary"}
        for event in read(text.encode()).vevent_list:
            assert set(event.contents) <= allowed | {"description", "url", "class", "status"}


def test_feed_speaks_the_language_of_its_reader(cast: Cast) -> None:
    planned(cast)
    User.objects.filter(pk=cast.ana.pk).update(language="nl")
    assert events_of(feed_url(cast.ana))[0].summary.value == "Nagesprek"


def test_moved_check_in_is_the_same_event_in_a_later_version(cast: Cast) -> None:
    row, url = planned(cast), feed_url(cast.ana)
    before = events_of(url)[0]
    move_checkin(
        actor=cast.ana, checkin=row, at=row.due_at - dt.timedelta(minutes=45), now=just_now()
    )
    after = events_of(url)[0]
    assert after.uid.value == before.uid.value
    assert after.dtstart.value == before.dtstart.value - dt.timedelta(minutes=45)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value >= before.last_modified.value


def test_check_ins_that_do_not_take_place_are_shown_as_cancelled_for_thirty_days(
    cast: Cast,
) -> None:
    """The one that was declined and those after it; its version is a later one."""
    row, url = planned(cast), feed_url(cast.max)
    before = {event.uid.value: int(event.sequence.value) for event in events_of(url)}
    decline_care(actor=cast.ana, checkin=row, now=just_now())
    shown = [event for event in events_of(url) if event.uid.value in before]
    assert {event.status.value for event in shown} == {"CANCELLED"}
    assert all(int(event.sequence.value) > before[event.uid.value] for event in shown)
    assert len(shown) == len(before) == 3
    month_ago = just_now() - dt.timedelta(days=31)
    CheckIn.objects.filter(done_at__isnull=False).update(done_at=month_ago)
    assert f"{row.public_id}@luwte" not in {event.uid.value for event in events_of(url)}


def test_database_counts_changes_of_the_moment_alone(cast: Cast) -> None:
    row = planned(cast)
    before = CheckIn.objects.get(pk=row.pk).times_changed
    CheckIn.objects.filter(pk=row.pk).update(attempts=3, times_changed=99)
    assert CheckIn.objects.get(pk=row.pk).times_changed == before
    stale = CheckIn.objects.get(pk=row.pk)
    CheckIn.objects.filter(pk=row.pk).update(due_at=row.due_at - dt.timedelta(minutes=1))
    stale.save()
    counted = CheckIn.objects.get(pk=row.pk)
    assert counted.times_changed == before + 2
    assert counted.changed_at is not None


def test_event_keeps_its_moment_across_a_change_of_the_clock(cast: Cast) -> None:
    """Calendars do the clock themselves: the moment is given in UTC, on both sides of a change."""
    series = CareSeriesFactory.create(person=cast.ana)
    for day in (24, 26):
        at = dt.datetime(2026, 10, day, 13, 0, tzinfo=dt.UTC)
        CheckInFactory.create(series=series, owner=cast.max, due_at=at)
    lines = Client().get(feed_url(cast.ana)).content.decode().splitlines()
    starts = [line for line in lines if line.startswith("DTSTART")]
    assert starts == ["DTSTART:20261024T130000Z", "DTSTART:20261026T130000Z"]


def test_address_needs_no_sign_in_and_is_asked_for_again(cast: Cast) -> None:
    answer = Client().get(feed_url(cast.ana))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=300"
    found = read(answer.content)
    assert found.contents["x-published-ttl"][0].value == "PT1H"
    assert CalendarFeed.objects.get().last_used_on is not None


def test_address_ends_when_another_is_made_or_it_is_stopped(cast: Cast) -> None:
    first = feed_url(cast.ana)
    second = feed_url(cast.ana)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    signed_in(cast.ana).post("/calendar/end/")
    assert Client().get(second).status_code == 404


def test_address_of_who_left_answers_no_more(cast: Cast) -> None:
    url = feed_url(cast.ana)
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=just_now())
    assert Client().get(url).status_code == 404


def test_token_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    page = ana.post("/calendar/").content.decode()
    token = page.split(".ics")[0].rsplit("/", 1)[-1]
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    assert token not in ana.get("/calendar/").content.decode()
    assert CalendarFeed.objects.get().token_hash != token
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=cast.ana, token_hash="x", made_at=database_now())


def test_token_never_stands_in_a_log() -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Oops", "/calendar/sEcret-1.ics"), None
    )
    Scrub().filter(record)
    assert "sEcret" not in record.getMessage()
    record.msg, record.args = "GET /invitation/sEcret-2/ HTTP/1.1", ()
    Scrub().filter(record)
    assert record.getMessage() == "GET /invitation/…/ HTTP/1.1"


def test_asking_without_end_is_slowed_down(cast: Cast) -> None:
    url, client = feed_url(cast.ana), Client()
    answers = [client.get(url).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_one_check_in_is_a_file_for_the_two_alone(cast: Cast) -> None:
    row = planned(cast)
    url = reverse("wellbeing:checkin_file", args=[row.public_id])
    for reader in (cast.ana, cast.max):
        answer = signed_in(reader).get(url)
        assert answer["Content-Disposition"] == 'attachment; filename="luwte.ics"'
        assert read(answer.content).vevent.uid.value == f"{row.public_id}@luwte"
        assert url in signed_in(reader).get(f"/checkin/{row.public_id}/").content.decode()
    for other in (cast.dex, cast.hana, cast.zoe):
        assert signed_in(other).get(url).status_code == 404


def test_feed_asks_the_same_of_the_database_for_many(cast: Cast) -> None:
    url, client = feed_url(cast.ana), Client()
    planned(cast)
    client.get(url)
    few = queries_of(client, url)
    for _ in range(5):
        series = CareSeriesFactory.create(
            person=cast.ana, ended_at=just_now(), end=CareSeries.End.COMPLETED
        )
        CheckInFactory.create(series=series, owner=cast.max)
    assert queries_of(client, url) == few


# --- the file that goes along with a mail -----------------------------------------------------


def mailed(now: dt.datetime) -> list[list[Any]]:
    """Send what waits, and read each mail as a mail program does: its events, file by file."""
    mail.outbox.clear()
    send_due_mails(now=now + dt.timedelta(days=4))
    parsed = [message_from_bytes(message.message().as_bytes()) for message in mail.outbox]
    return [
        [
            event
            for part in whole.walk()
            if part.get_content_type() == "text/calendar"
            for event in read(bytes(part.get_payload(decode=True))).vevent_list
        ]
        for whole in parsed
    ]


def asked(cast: Cast) -> CheckIn:
    """Ana asks for a check-in herself, so Max has a task."""
    return ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=just_now())


def test_task_mail_about_a_check_in_brings_it_along_for_the_calendar(
    cast: Cast, settings: Any
) -> None:
    row = asked(cast)
    ((event,),) = mailed(just_now())
    assert mail.outbox[0].to == [cast.max.email]
    assert mail.outbox[0].subject == "You have a task"
    assert mail.outbox[0].attachments[0].filename == "luwte.ics"
    assert event.uid.value == f"{row.public_id}@luwte"
    assert event.summary.value == "Check-in"
    assert event.dtstart.value == row.due_at.replace(microsecond=0)
    assert event.url.value == f"{settings.SITE_URL}/checkin/{row.public_id}/"
    event.validate(raiseException=True)
    whole = mail.outbox[0].message().as_string()
    for word in ("Ana", "Bakker", "Visser", "North", "Alkmaar"):
        assert word not in whole


def test_mail_about_a_moved_check_in_is_the_same_event_in_a_later_version(cast: Cast) -> None:
    on = frozenset((kind, channel) for kind in KINDS for channel in Channel)
    wishes = wishes_of(cast.max)
    choose_notices(
        actor=cast.max,
        wishes=NoticeWishes(ways=on, quiet=wishes.quiet, digest_at=None),
        now=just_now(),
    )
    row = asked(cast)
    ((before,),) = mailed(just_now())
    at = row.due_at - dt.timedelta(minutes=45)
    move_checkin(actor=cast.ana, checkin=row, at=at, now=just_now())
    ((after,),) = mailed(just_now())
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value == at.replace(microsecond=0)


def test_mail_that_waits_says_how_the_check_in_is_by_then(cast: Cast) -> None:
    row = asked(cast)
    CheckIn.objects.filter(pk=row.pk).update(cancelled_at=just_now())
    ((event,),) = mailed(just_now())
    assert event.status.value == "CANCELLED"
    columns = {field.name for field in Outbox._meta.get_fields()}
    assert not columns & {"starts_at", "ends_at", "attachment", "body", "content"}


def test_digest_brings_along_every_check_in_it_is_about(cast: Cast) -> None:
    rows = [
        CheckInFactory.create(owner=cast.max, series__person=who) for who in (cast.ana, cast.zoe)
    ]
    now = just_now()
    for row in rows:
        path = f"/checkin/{row.public_id}/"
        notify(recipient=cast.max, kind="task", path=path, key=path, now=now)
    (events,) = mailed(now)
    assert {event.uid.value for event in events} == {f"{row.public_id}@luwte" for row in rows}


def test_mail_to_who_does_not_hold_it_or_about_something_else_brings_nothing(cast: Cast) -> None:
    row = CheckInFactory.create(owner=cast.max, series__person=cast.ana)
    path, now = f"/checkin/{row.public_id}/", just_now()
    notify(recipient=cast.zoe, kind="task", path=path, key="a", now=now)
    notify(recipient=cast.ana, kind="task", path="/witness/1/", key="b", now=now)
    assert mailed(now) == [[], []]


def test_calendar_that_fails_holds_no_mail_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(cast)

    def explode(*_: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(receivers, "files_of", explode)
    assert mailed(just_now()) == [[]]
