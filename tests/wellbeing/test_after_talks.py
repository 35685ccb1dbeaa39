"""What a talk leaves behind: support that is corrected and asked back, facts, words beside a note,
and who takes which customer for a while."""

import datetime as dt

import pytest
from django.utils import timezone

from incidents.models import AssignmentNote, Event, Incident, Narrative
from incidents.operations import Wish
from incidents.queries.customers import match
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import CustomerFactory
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import checkins_of, report
from wellbeing.codes import Outcome, RepeatReady, Step
from wellbeing.models import AgreedSupport, CareNote, CheckIn, NoteCorrection
from wellbeing.operations import (
    AskedBack,
    Happened,
    NotAboutYou,
    NotForYou,
    Support,
    Talk,
    ask_to_be_kept_away,
    correct_note,
    correct_support,
    hold_checkin,
    withdraw_support,
)

pytestmark = pytest.mark.django_db

DESK = "Another desk on Friday"


@pytest.fixture
def told(cast: Cast, now: dt.datetime) -> Incident:
    return report(cast.ana, cast.north, now)


def talked(cast: Cast, now: dt.datetime, **said: object) -> CheckIn:
    row = checkins_of(cast.ana)[0]
    talk = Talk(outcome=Outcome.HELD, **said)  # type: ignore[arg-type]
    return hold_checkin(actor=cast.max, checkin=row, talk=talk, now=now)


def agreed(cast: Cast, now: dt.datetime) -> AgreedSupport:
    talked(cast, now, supports=(Support(DESK, cast.dex, dt.date(2026, 11, 27)),))
    return AgreedSupport.objects.get()


def readers(cast: Cast, seen: object) -> set[str]:
    people = vars(cast).values()
    return {
        user.name.split()[0]
        for user in people
        if isinstance(user, User) and seen.visible_to(user).exists()  # type: ignore[attr-defined]
    }


def test_support_is_seen_by_both_the_helper_and_the_present_holder(
    cast: Cast, told: Incident, now: dt.datetime
) -> None:
    agreed(cast, now)
    CheckIn.objects.open().filter(series__person=cast.ana).update(owner=cast.nora)
    assert readers(cast, AgreedSupport.objects) == {"Ana", "Max", "Dex", "Nora"}
    CheckIn.objects.open().filter(series__person=cast.ana).update(owner=cast.pim)
    assert readers(cast, AgreedSupport.objects) == {"Ana", "Max", "Dex", "Pim"}


def test_person_corrects_support_and_the_holder_is_told(
    cast: Cast, told: Incident, now: dt.datetime
) -> None:
    support = agreed(cast, now)
    row = correct_support(
        actor=cast.ana, support=support, what=" By the door ", until=None, now=now
    )
    assert (row.what, row.until) == ("By the door", None)
    before = row.versions.get()
    assert (before.what, before.until, before.replaced_at) == (DESK, dt.date(2026, 11, 27), now)
    changed = Notice.objects.filter(kind=Notice.Kind.SUPPORT_CHANGED)
    assert {notice.recipient for notice in changed} == {cast.max, cast.dex}
    with pytest.raises(NotForYou):
        correct_support(actor=cast.max, support=support, what="No", until=None, now=now)


def test_person_says_that_it_was_not_agreed(cast: Cast, told: Incident, now: dt.datetime) -> None:
    support = agreed(cast, now)
    row = withdraw_support(actor=cast.ana, support=support, now=now)
    assert (row.drop, row.is_open) == ("not_agreed", False)
    with pytest.raises(RuleBroken):
        withdraw_support(actor=cast.ana, support=support, now=now)


@pytest.mark.parametrize(
    ("answer", "is_open"),
    [(Happened.YES, False), (Happened.NOT_YET, True), (Happened.NOT_NEEDED, False)],
)
def test_next_talk_asks_back(
    cast: Cast, told: Incident, now: dt.datetime, answer: Happened, *, is_open: bool
) -> None:
    support = agreed(cast, now)
    page = text_of(signed_in(cast.max).get(url(checkins_of(cast.ana)[0])).content.decode())
    assert f"Did this happen? What was agreed in an earlier talk. {DESK}" in page
    talked(cast, now, asked_back=(AskedBack(support, answer),))
    support.refresh_from_db()
    assert support.is_open is is_open
    assert bool(support.done_at) is (answer == Happened.YES)


def url(row: CheckIn) -> str:
    return f"/checkin/{row.public_id}/"


def test_helper_sees_what_and_until_when_but_not_the_story(cast: Cast, now: dt.datetime) -> None:
    told = report(cast.ana, cast.north, now)
    Narrative.objects.create(incident=told, written_by=cast.ana, written_at=now, body="QXSTORY")
    talked(cast, now, supports=(Support(DESK, cast.zoe, dt.date(2026, 11, 27)),), note="A secret")
    home = text_of(signed_in(cast.zoe).get("/home/").content.decode())
    assert DESK in home
    assert "until 27 November" in home
    assert "QXSTORY" not in home
    assert "secret" not in home
    assert signed_in(cast.zoe).get(url(CheckIn.objects.get(held_by=cast.max))).status_code == 404


def test_a25_talk_has_facts_for_the_report_and_care_that_hr_cannot_open(
    cast: Cast, told: Incident, now: dt.datetime
) -> None:
    row = checkins_of(cast.ana)[0]
    client = signed_in(cast.max)
    sent = client.post(
        url(row),
        {
            "outcome": "held",
            "note": "QXCARE",
            "facts": "QXFACTS",
            "facts_about": str(told.public_id),
        },
    )
    assert sent.status_code == 302
    facts = Narrative.objects.get(part=Narrative.Part.FACTS)
    assert (facts.incident, facts.written_by, facts.body) == (told, cast.max, "QXFACTS")
    assert Event.objects.filter(incident=told, kind=Event.Kind.FACTS_ADDED, actor=cast.max)
    assert Notice.objects.filter(recipient=cast.ana, kind=Notice.Kind.UPDATE).exists()
    story = signed_in(cast.ana).get(told.get_absolute_url()).content.decode()
    assert "Max Visser added facts from a talk" in text_of(story)
    assert "QXFACTS" in story
    assert "QXCARE" not in story
    assert readers(cast, CareNote.objects) == {"Ana", "Max"}
    hana = signed_in(cast.hana)
    assert hana.get(url(row)).status_code == 404
    home = hana.get("/home/").content.decode()
    assert "QXCARE" not in home
    assert "QXFACTS" not in home


def test_facts_of_private_care_go_to_no_report(
    cast: Cast, told: Incident, now: dt.datetime
) -> None:
    row = checkins_of(cast.ana)[0]
    row.series.is_private = True
    row.series.save()
    row.owner = cast.pim
    row.save()
    page = signed_in(cast.pim).get(url(row)).content.decode()
    assert 'name="facts"' not in page
    talk = Talk(outcome=Outcome.HELD, facts="QXFACTS", facts_about=told)
    hold_checkin(actor=cast.pim, checkin=row, talk=talk, now=now)
    assert not Narrative.objects.filter(part=Narrative.Part.FACTS).exists()


def test_person_writes_beside_the_note_and_no_successor_reads_it(
    cast: Cast, told: Incident, now: dt.datetime
) -> None:
    talked(cast, now, note="Says it is fine.")
    note = CareNote.objects.get()
    with pytest.raises(NotAboutYou):
        correct_note(actor=cast.max, note=note, body="Yes", now=now)
    client = signed_in(cast.ana)
    address = f"/checkin/{note.checkin.public_id}/correction/"
    assert client.post(address, {"body": " "}).status_code == 422
    assert client.post(address, {"body": "QXBESIDE"}).status_code == 302
    assert NoteCorrection.objects.get().body == "QXBESIDE"
    assert Notice.objects.filter(recipient=cast.max, kind=Notice.Kind.NOTE_BESIDE).exists()
    for reader in (cast.ana, cast.max):
        page = signed_in(reader).get(url(note.checkin)).content.decode()
        assert "QXBESIDE" in page
    CheckIn.objects.open().update(owner=cast.dex)
    successor = signed_in(cast.dex).get(url(checkins_of(cast.ana)[0])).content.decode()
    assert "QXBESIDE" not in successor
    assert "Says it is fine." not in successor


def test_holder_reads_facts_and_never_how_it_felt(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "personal_insult", reading=4)
    page = signed_in(cast.max).get(url(checkins_of(cast.ana)[0])).content.decode()
    before = text_of(page[page.index('aria-labelledby="before"') :].split("</section>")[0])
    assert "What to know before" in before
    assert "Alkmaar" in before
    assert "Severity" not in before
    assert 'class="sev' not in page


def with_customer(told: Incident) -> Incident:
    told.customer = CustomerFactory.create()
    told.save(update_fields=["customer"])
    return told


def test_a26_not_now_makes_an_assignment_note_and_a_next_checkin(
    cast: Cast, now: dt.datetime
) -> None:
    """One short check-in was all that was planned: the next one is there for the "not now"."""
    told = with_customer(
        report(cast.ana, cast.north, now, "shouting", reading=1, wish=Wish("soon"))
    )
    assert told.customer
    (row,) = checkins_of(cast.ana)
    until = timezone.localdate() + dt.timedelta(days=40)
    sent = signed_in(cast.max).post(
        url(row),
        {
            "outcome": "held",
            "repeat_ready": "not_now",
            "away_from": [str(told.customer.public_id)],
            "away_until": f"{until}",
        },
    )
    assert sent.status_code == 302
    note = AssignmentNote.objects.get()
    assert (note.person, note.customer, note.until) == (cast.ana, told.customer, until)
    (following,) = checkins_of(cast.ana)
    assert (following.step, following.pk == row.pk) == ("follow_up", False)


def test_not_now_without_anything_planned_asks_again(cast: Cast, now: dt.datetime) -> None:
    told = with_customer(report(cast.ana, cast.north, now))
    first = checkins_of(cast.ana)[0]
    CheckIn.objects.open().exclude(pk=first.pk).update(cancelled_at=now)
    talked(
        cast,
        now,
        repeat_ready=RepeatReady.NOT_NOW,
        away_from=(told.customer,),
    )
    (again,) = checkins_of(cast.ana)
    assert (again.step, again.owner) == (Step.FOLLOW_UP, cast.max)
    assert AssignmentNote.objects.get().until == timezone.localdate(now) + dt.timedelta(weeks=4)


def test_assignment_note_holds_no_reason() -> None:
    columns = {field.name for field in AssignmentNote._meta.get_fields()}
    assert columns == {
        "id", "public_id", "person", "customer", "until", "made_at", "ended_at",
    }  # fmt: skip


def test_desk_reads_who_takes_the_customer_and_nothing_else(cast: Cast, now: dt.datetime) -> None:
    told = with_customer(report(cast.ana, cast.north, now, "threat_words"))
    assert told.customer
    until = timezone.localdate() + dt.timedelta(days=28)
    talked(
        cast, now, repeat_ready=RepeatReady.NOT_NOW, away_from=(told.customer,), away_until=until
    )
    known = match(told.customer.identity.reference, timezone.localdate())
    assert known is not None
    assert [note.person for note in known.away] == [cast.ana]
    page = signed_in(cast.zoe).post(
        "/customer-match/", {"customer_ref": told.customer.identity.reference}
    )
    text = text_of(page.content.decode())
    assert "Another person takes this customer until" in text
    assert "Ana Bakker" in text
    assert "threat" not in text.lower()
    ended = match(told.customer.identity.reference, until + dt.timedelta(days=1))
    assert ended is not None
    assert ended.away == []


def test_planner_sees_the_note_and_only_the_person_changes_it(cast: Cast, now: dt.datetime) -> None:
    told = with_customer(report(cast.ana, cast.north, now))
    talked(cast, now, repeat_ready=RepeatReady.NOT_NOW, away_from=(told.customer,))
    note = AssignmentNote.objects.get()
    AssignmentNote.objects.update(until=timezone.localdate() + dt.timedelta(days=10))
    planner = text_of(signed_in(cast.dex).get("/assignments/").content.decode())
    assert "Ana Bakker Another person takes this customer until" in planner
    assert "Ana" not in text_of(signed_in(cast.otto).get("/assignments/").content.decode())
    assert signed_in(cast.dex).post(f"/assignment/{note.public_id}/end/").status_code == 403
    ana = signed_in(cast.ana)
    far = timezone.localdate() + dt.timedelta(days=400)
    assert ana.post(f"/assignment/{note.public_id}/", {"until": f"{far}"}).status_code == 422
    later = timezone.localdate() + dt.timedelta(days=60)
    assert ana.post(f"/assignment/{note.public_id}/", {"until": f"{later}"}).status_code == 302
    note.refresh_from_db()
    assert note.until == later
    assert ana.post(f"/assignment/{note.public_id}/end/").status_code == 302
    assert not AssignmentNote.objects.in_force(timezone.localdate()).exists()


def test_private_care_makes_no_note_unless_the_person_asks(cast: Cast, now: dt.datetime) -> None:
    told = with_customer(report(cast.ana, cast.north, now))
    assert told.customer
    row = checkins_of(cast.ana)[0]
    row.series.is_private = True
    row.series.save()
    talk = Talk(outcome=Outcome.HELD, repeat_ready=RepeatReady.NOT_NOW, away_from=(told.customer,))
    row = hold_checkin(actor=cast.max, checkin=row, talk=talk, now=now)
    assert not AssignmentNote.objects.exists()
    page = signed_in(cast.ana).get(f"/checkin/{row.public_id}/away/").content.decode()
    assert "somebody may guess that it was yours" in page
    until = timezone.localdate(now) + dt.timedelta(days=7)
    ask_to_be_kept_away(actor=cast.ana, checkin=row, until=until, now=now)
    assert AssignmentNote.objects.get().customer == told.customer
