"""How notices reach people: what they chose, what is sent when, and what a message says."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from people.codes import ALWAYS, DEFAULTS, KINDS, Channel, Topic, Urgency, kinds_of
from people.models import Absence, ClosingDay, Notice, NoticeChoice, Outbox, User
from people.operations import (
    Call,
    NoticeWishes,
    choose_notices,
    notify,
    notify_all,
    send_due_mails,
    wishes_of,
)
from tests.cast import Cast
from tests.factories import UserFactory
from tests.wellbeing.stories import report

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PATH = "/witness/0192f0c0-0000-7000-8000-000000000001/"
CANARIES = ("Ana", "Max", "Desk North", "QZSTORY", "Van Dam", "S3", "S4", "threat", "bedreig")


def _told(who: User, kind: str, now: dt.datetime, key: str = "k") -> Notice:
    return notify(recipient=who, kind=kind, path=PATH, key=key, now=now)


def _chosen(who: User, now: dt.datetime, *off: tuple[str, Channel], **changes: object) -> None:
    wishes = wishes_of(who)
    given = {"ways": wishes.ways - set(off), "quiet": wishes.quiet, "digest_at": wishes.digest_at}
    choose_notices(actor=who, wishes=NoticeWishes(**given | changes), now=now)  # type: ignore[arg-type]


# --- by which way -----------------------------------------------------------------------------


ALL_ON = frozenset((kind, channel) for kind in KINDS for channel in Channel)


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("channel", [Channel.APP, Channel.MAIL])
def test_each_way_is_switched_per_person_and_single_kind(
    cast: Cast, now: dt.datetime, topic: Topic, channel: Channel
) -> None:
    """One kind off: its siblings of the same class still come, and so does it to others."""
    kind, *siblings = kinds_of(topic)
    _chosen(cast.ana, now, ways=ALL_ON - {(kind, channel)})
    for other in (kind, *siblings):
        _told(cast.ana, other, now, other)
    _told(cast.zoe, kind, now, "zoe")
    reached = set(Notice.objects.lines().values_list("key", flat=True))
    if channel == Channel.MAIL:
        reached = set(Outbox.objects.values_list("key", flat=True))
    assert siblings
    assert set(siblings) <= reached
    assert (kind in reached) is ((kind, channel) in ALWAYS)
    assert ("zoe" in reached) is ((kind, channel) in DEFAULTS), "others keep theirs"


def test_choice_of_phone_decides_whether_it_is_woken(
    cast: Cast, now: dt.datetime, settings: Settings
) -> None:
    settings.PUSH = True
    browser = cast.ana.push_subscriptions.create(
        endpoint="https://fcm.googleapis.com/x", p256dh="p", auth="a", made_at=now
    )
    _told(cast.ana, "witness", now, "on")
    _chosen(cast.ana, now, ("witness", Channel.PUSH))
    _told(cast.ana, "witness", now, "off")
    _told(cast.ana, "question", now, "sibling")
    _told(cast.ana, "alert", now, "urgent")
    assert set(browser.pushes.values_list("key", flat=True)) == {"on", "sibling", "urgent"}


def test_hidden_line_is_on_no_page_and_the_task_stays(cast: Cast, now: dt.datetime) -> None:
    _chosen(cast.ana, now, ("answer", Channel.APP))
    notice = _told(cast.ana, "answer", now)
    client = Client()
    client.force_login(cast.ana)
    assert str(notice) not in client.get("/home/").text
    _told(cast.zoe, "answer", now, "z")
    client.force_login(cast.zoe)
    assert str(notice) in client.get("/home/").text


def test_urgent_line_cannot_be_switched_off_by_any_way(cast: Cast, now: dt.datetime) -> None:
    _chosen(cast.max, now, ways=frozenset())
    assert _told(cast.max, "alert", now).is_shown
    assert not Outbox.objects.exists()
    kept = NoticeChoice.objects.filter(kind__in=kinds_of(Topic.NOW), channel=Channel.APP)
    assert not kept.exists()


def test_person_without_an_address_is_mailed_nothing(cast: Cast, now: dt.datetime) -> None:
    cast.ana.email = None
    cast.ana.save()
    assert _told(cast.ana, "alert", now).is_shown
    assert not Outbox.objects.exists()


# --- when -------------------------------------------------------------------------------------


@pytest.fixture
def night(now: dt.datetime) -> dt.datetime:
    return now + 9 * HOUR  # 23:05 in Amsterdam


def test_quiet_hours_hold_what_can_wait_and_no_serious_report(
    cast: Cast, night: dt.datetime
) -> None:
    for kind in ("alert", "help", "same_day", "late", "witness"):
        _told(cast.ana, kind, night, kind)
    due = dict(Outbox.objects.values_list("key", "due_at"))
    seven = night.replace(hour=6, minute=0) + DAY
    at_once = dict.fromkeys(("alert", "help", "same_day"), night)
    assert due == {**at_once, "late": seven, "witness": seven}


def test_report_over_the_line_is_told_the_same_day_also_late_in_the_evening(
    cast: Cast, night: dt.datetime
) -> None:
    """By the clock of who reads it: the mail says no more than that there is a task."""
    report(cast.ana, cast.north, night, "personal_insult")
    row = Outbox.objects.get(recipient=cast.max)
    assert (row.template, row.due_at) == ("task", night)


@pytest.mark.parametrize("because", ["weekend", "own days", "absence", "closing", "holiday"])
def test_days_off_hold_what_can_wait(cast: Cast, now: dt.datetime, because: str) -> None:
    wednesday = dt.date(2026, 11, 18)
    day, back = wednesday, wednesday + DAY
    if because == "weekend":
        day, back = dt.date(2026, 11, 21), dt.date(2026, 11, 23)
    elif because == "own days":
        cast.ana.weekdays = "4"
        cast.ana.save()
    elif because == "absence":
        Absence.objects.create(
            user=cast.ana, starts_on=day, ends_on=day, made_by=cast.max, made_at=now
        )
    elif because == "closing":
        ClosingDay.objects.create(team=cast.north, first_on=day, last_on=day)
    else:
        day, back = dt.date(2026, 12, 25), dt.date(2026, 12, 28)
    noon = dt.datetime.combine(day, dt.time(11), tzinfo=dt.UTC)
    for kind in ("witness", "same_day", "alert"):
        _told(cast.ana, kind, noon, kind)
    due = dict(Outbox.objects.values_list("key", "due_at"))
    assert due["witness"] == dt.datetime.combine(back, dt.time(6), tzinfo=dt.UTC)
    assert due["same_day"] == due["alert"] == noon


def test_what_was_read_or_done_meanwhile_is_not_mailed_any_more(
    cast: Cast, night: dt.datetime
) -> None:
    _told(cast.ana, "witness", night)
    Notice.objects.update(read_at=night)
    send_due_mails(now=night + DAY)
    assert not mail.outbox
    assert Outbox.objects.get().skipped_at is not None


# --- the digest -------------------------------------------------------------------------------


@pytest.fixture
def morning(now: dt.datetime) -> dt.datetime:
    return now.replace(hour=7, minute=0) + DAY  # 08:00 in Amsterdam


def test_leader_gets_one_message_a_day_that_says_how_many(
    cast: Cast, now: dt.datetime, morning: dt.datetime
) -> None:
    for number in range(3):
        _told(cast.max, "task", now + number * HOUR, f"t{number}")
    _told(cast.ana, "witness", now, "staff have none")
    assert send_due_mails(now=morning - HOUR).sent == 1
    for _sweep in range(2):
        send_due_mails(now=morning)
    _told(cast.max, "task", morning + HOUR, "later")
    send_due_mails(now=morning + HOUR)
    to_max = [message for message in mail.outbox if message.to == [cast.max.email]]
    assert [message.subject for message in to_max] == ["You have 3 tasks"]
    send_due_mails(now=morning + DAY)
    assert mail.outbox[-1].subject == "You have 4 tasks", "those still waiting and the new one"


def test_digest_is_one_a_day_also_when_its_time_is_moved_to_later(
    cast: Cast, now: dt.datetime, morning: dt.datetime
) -> None:
    _told(cast.max, "task", now)
    send_due_mails(now=morning)
    _chosen(cast.max, morning, digest_at=dt.time(15))
    _told(cast.max, "task", morning + HOUR, "later")
    assert list(Outbox.objects.filter(sent_at=None).values_list("digest_on", flat=True)) == [
        (morning + DAY).date()
    ]


def test_digest_of_nothing_that_still_waits_is_not_sent(
    cast: Cast, now: dt.datetime, morning: dt.datetime
) -> None:
    _told(cast.max, "task", now)
    Notice.objects.update(read_at=now)
    send_due_mails(now=morning)
    assert not mail.outbox


def test_digest_can_be_switched_off(cast: Cast, now: dt.datetime) -> None:
    _chosen(cast.max, now, digest_at=None)
    _told(cast.max, "task", now)
    assert Outbox.objects.get().due_at == now


def test_serious_report_waits_for_no_digest(cast: Cast, now: dt.datetime) -> None:
    for kind in ("alert", "help", "same_day", "late"):
        _told(cast.max, kind, now, kind)
    assert set(Outbox.objects.values_list("template", "due_at")) == {("alert", now), ("task", now)}


# --- what it says -----------------------------------------------------------------------------


SUBJECTS = {
    ("en", True): "Please open Luwte now",
    ("nl", True): "Open nu Luwte",
    ("en", False): "You have a task",
    ("nl", False): "Je hebt een taak",
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", list(Notice.Kind))
def test_message_says_the_same_whatever_it_is_about(
    cast: Cast, now: dt.datetime, kind: Notice.Kind, language: str
) -> None:
    for who in (cast.ana, cast.max):
        who.language = language
        who.save()
        _chosen(who, now, ways=ALL_ON)
        _told(who, kind, now, f"{kind}:{who.pk}:QZSTORY")
    send_due_mails(now=now + 3 * DAY)
    is_urgent = KINDS[kind].urgency == Urgency.NOW
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        text = f"{message.subject}\n{message.body}"
        assert message.subject == SUBJECTS[language, is_urgent]
        assert not [word for word in CANARIES if word.lower() in text.lower()]
        assert str(kind.label) not in text
        assert text.count("http://") == 2
        assert "/account/notices/" in text
    bodies = {
        kind: str(message.body).replace(PATH, "/")
        for kind, message in zip(("staff", "leader"), mail.outbox, strict=True)
    }
    assert bodies["staff"] == bodies["leader"]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "You have 2 tasks"), ("nl", "Je hebt 2 taken")]
)
def test_digest_says_no_more_than_how_many(
    cast: Cast, now: dt.datetime, language: str, says: str
) -> None:
    cast.max.language = language
    cast.max.save()
    for kind in ("task", "decision"):
        _told(cast.max, kind, now, kind)
    send_due_mails(now=now + DAY)
    (message,) = mail.outbox
    assert message.subject == says
    assert PATH not in str(message.body)
    assert not [word for word in CANARIES if word in f"{message.subject}{message.body}"]


# --- what could not be sent -------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "path"), [("witness", PATH), ("care_ended", "/home/")])
def test_message_that_failed_for_a_day_is_a_task_until_its_page_is_opened(
    cast: Cast, now: dt.datetime, kind: str, path: str
) -> None:
    notice = notify(recipient=cast.max, kind=kind, path=path, key="k", now=now)
    Notice.objects.update(failed_at=now)
    client = Client()
    client.force_login(cast.max)
    for page in ("/home/", "/today/"):
        text = client.get(page).text
        assert "A message could not reach you" in text
        assert text.count(str(notice)) == 1
        assert f'href="{path}?notice=1"' in text
    client.get("/home/?notice=1")
    is_home = path == "/home/"
    assert ("A message could not reach you" in client.get("/today/").text) is not is_home
    client.force_login(cast.ana)
    assert "A message could not reach you" not in client.get("/home/").text


def test_parked_mail_and_digest_make_tasks_and_a_later_success_ends_them(
    cast: Cast, now: dt.datetime
) -> None:
    single, gathered = _told(cast.ana, "witness", now, "one"), _told(cast.max, "task", now, "two")
    Outbox.objects.update(attempts=100, due_at=now)
    send_due_mails(now=now)
    assert set(Notice.objects.unreached()) == {single, gathered}
    Outbox.objects.update(attempts=0, parked_at=None, tried_at=None, due_at=now)
    send_due_mails(now=now)
    assert not Notice.objects.unreached().exists()


# --- many at once -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["alert", "same_day", "task"])
def test_telling_many_takes_as_many_statements_as_telling_one(
    cast: Cast, now: dt.datetime, kind: str, settings: Settings
) -> None:
    settings.PUSH = True
    people = [cast.max, *UserFactory.create_batch(30)]

    def statements(who: list[User], key: str) -> int:
        calls = [Call(person, kind, PATH, f"{key}:{person.pk}") for person in who]
        with CaptureQueriesContext(connection) as caught:
            notify_all(calls=calls, now=now)
        return sum("SAVEPOINT" not in query["sql"] for query in caught)

    assert statements(people[:1], "a") == statements(people, "b") <= 12


def test_telling_twice_writes_and_sends_once(cast: Cast, now: dt.datetime) -> None:
    for count in range(3):
        _told(cast.max, "task", now + count * DAY)
        _told(cast.ana, "alert", now + count * DAY, "a")
    assert (Notice.objects.count(), Outbox.objects.count()) == (2, 2)
