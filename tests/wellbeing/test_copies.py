"""Who was mailed a check-in for their calendar is told when it moves or does not go on."""

import datetime as dt
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
import vobject
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.codes import WishWith
from incidents.operations import Wish
from people.models import Outbox
from people.operations import send_due_mails
from people.signals import mail_sent
from tests.cast import Cast
from tests.factories import CareSeriesFactory, CheckInFactory
from tests.wellbeing.stories import local
from wellbeing.models import CalendarCopy, CareSeries, CheckIn
from wellbeing.operations import ask_for_checkin, choose_holder, decline_care, move_checkin
from wellbeing.operations.copies import note_copies_sent, offer_copies, set_copies_right
from wellbeing.operations.schedule import cancel_open

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def files_in(sent: Any) -> list[tuple[str, Any]]:
    """Read a mail as a mail program does: the method of each file, and its event."""
    whole: Message = message_from_bytes(sent.message().as_bytes())
    found = []
    for part in whole.walk():
        if part.get_content_type() == "text/calendar":
            parsed = vobject.readOne(bytes(part.get_payload(decode=True)).decode())
            assert part.get_param("method") == parsed.method.value
            found += [(parsed.method.value, event) for event in parsed.vevent_list]
    return found


def mails_at(now: dt.datetime) -> list[Any]:
    """Let the sweep look, and send what waits."""
    mail.outbox.clear()
    set_copies_right(now=now)
    send_due_mails(now=now)
    return list(mail.outbox)


def mailed(cast: Cast, now: dt.datetime) -> tuple[CheckIn, Any]:
    """Ana asks for a check-in, and Max has it by mail."""
    row = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    send_due_mails(now=local("2026-11-19 08:30"))
    ((method, event),) = files_in(mail.outbox[0])
    assert (method, mail.outbox[0].to) == ("PUBLISH", [cast.max.email])
    return row, event


LATER = local("2026-11-19 08:40")


def test_cancelled_check_in_is_mailed_as_cancelled(
    cast: Cast, now: dt.datetime, settings: Any
) -> None:
    row, before = mailed(cast, now)
    cancel_open(row.series, LATER)
    (sent,) = mails_at(LATER)
    ((method, event),) = files_in(sent)
    assert (sent.to, sent.subject) == ([cast.max.email], "Your calendar has changed")
    assert (method, event.status.value) == ("CANCEL", "CANCELLED")
    assert event.uid.value == before.uid.value
    assert int(event.sequence.value) > int(before.sequence.value)
    assert event.dtstart.value == before.dtstart.value
    assert event.organizer.value.startswith("mailto:")
    event.validate(raiseException=True)
    assert f"{settings.SITE_URL}/calendar/" in sent.body
    whole = sent.message().as_string()
    for word in ("Ana", "Bakker", "Max", "Visser", "North", "Alkmaar"):
        assert word not in whole
    assert mails_at(LATER + HOUR) == []


def test_declined_care_is_mailed_once_with_every_check_in(cast: Cast, now: dt.datetime) -> None:
    row, _event = mailed(cast, now)
    other = CheckInFactory.create(series=row.series, owner=cast.max, due_at=row.due_at + 9 * HOUR)
    offer_copies(reader=cast.max, paths=[f"/checkin/{other.public_id}/"], mail=0)
    note_copies_sent(mail=0)
    decline_care(actor=cast.ana, checkin=row, now=LATER)
    (sent,) = mails_at(LATER)
    gone = files_in(sent)
    assert [method for method, _one in gone] == ["CANCEL", "CANCEL"]
    assert {one.uid.value for _m, one in gone} == {f"{key.public_id}@luwte" for key in (row, other)}


def test_moved_check_in_is_mailed_with_its_new_moment(cast: Cast, now: dt.datetime) -> None:
    row, before = mailed(cast, now)
    move_checkin(actor=cast.ana, checkin=row, at=row.due_at + 2 * HOUR, now=LATER)
    (sent,) = mails_at(LATER)
    ((method, event),) = files_in(sent)
    assert (method, event.status.value) == ("PUBLISH", "CONFIRMED")
    assert event.uid.value == before.uid.value
    assert event.dtstart.value == before.dtstart.value + 2 * HOUR
    assert int(event.sequence.value) > int(before.sequence.value)
    assert mails_at(LATER + HOUR) == []


def test_who_gives_a_check_in_up_loses_it_from_the_calendar(cast: Cast, now: dt.datetime) -> None:
    row, before = mailed(cast, now)
    choose_holder(actor=cast.ana, checkin=row, with_whom=WishWith.DEPUTY, now=LATER)
    sent = mails_at(LATER)
    told = {one.to[0]: files_in(one) for one in sent if one.to != [cast.ana.email]}
    ((method, event),) = told[str(cast.max.email)]
    assert (method, event.uid.value) == ("CANCEL", before.uid.value)
    ((method, new),) = told[str(cast.dex.email)]
    assert method == "PUBLISH"
    assert new.dtstart.value == before.dtstart.value


def test_nobody_is_told_of_what_they_were_never_mailed(cast: Cast, now: dt.datetime) -> None:
    row = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    cancel_open(row.series, now)
    assert set_copies_right(now=now) == 0


def test_what_is_past_is_not_cancelled(cast: Cast, now: dt.datetime) -> None:
    row, _event = mailed(cast, now)
    cancel_open(row.series, row.due_at + HOUR)
    assert mails_at(row.due_at + HOUR) == []
    assert not CalendarCopy.objects.to_check().exists()


def test_mail_waits_for_the_end_of_quiet_hours(cast: Cast, now: dt.datetime) -> None:
    row, _event = mailed(cast, now)
    night = local("2026-11-19 03:00")
    cancel_open(row.series, night)
    assert mails_at(night) == []
    assert Outbox.objects.get(template="calendar").due_at == local("2026-11-19 07:00")


def test_change_while_a_mail_leaves_is_told_by_another(cast: Cast, now: dt.datetime) -> None:
    """What counts is what the mail said, not how things are once it has left."""
    row = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    offer_copies(reader=cast.max, paths=[f"/checkin/{row.public_id}/"], mail=7)
    Outbox.objects.all().delete()
    cancel_open(row.series, now)
    mail_sent.send(sender=Outbox, mail=7)
    assert set_copies_right(now=now) == 1
    assert set_copies_right(now=now) == 0  # that mail is on its way


def test_sweep_asks_the_same_of_the_database_for_many_copies(cast: Cast, now: dt.datetime) -> None:
    def looked_at(count: int) -> int:
        series = CareSeriesFactory.create(person=cast.ana)
        for _ in range(count):
            row = CheckInFactory.create(series=series, owner=cast.max)
            offer_copies(reader=cast.max, paths=[f"/checkin/{row.public_id}/"], mail=1)
        note_copies_sent(mail=1)
        cancel_open(series, now)
        series.ended_at, series.end = now, CareSeries.End.BY_PERSON
        series.save()
        Outbox.objects.all().delete()
        with CaptureQueriesContext(connection) as caught:
            assert set_copies_right(now=now) == 1
        CalendarCopy.objects.all().delete()
        return len(caught)

    assert looked_at(5) == looked_at(1)
