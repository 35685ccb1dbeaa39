"""By whom: the person chooses when they report, later from the phone, or through another system.

Where the wish cannot win the page says why; while somebody is away the person chooses or waits.
"""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from incidents.codes import WishWith
from incidents.models import Incident, InvolvedColleague
from incidents.operations import Wish
from people.models import Absence, Notice, Organisation, User
from tests.api.conftest import Send, body, send, token
from tests.cast import Cast
from tests.wellbeing.pages import just_now, next_checkin, reported, signed_in, text_of
from tests.wellbeing.stories import checkins_of, report
from wellbeing.cadence import Asked
from wellbeing.codes import Step
from wellbeing.models import CheckIn
from wellbeing.operations import (
    answer_impact,
    ask_for_checkin,
    choose_holder,
    claim_checkin,
    sweep_care,
)
from wellbeing.queries.preview import contacts_of, outline_for_wish

__all__ = ["body", "send", "token"]

pytestmark = pytest.mark.django_db
KINDS = ("manager", "deputy", "buddy", "adviser")


def meant(cast: Cast, buddy: User, kind: str) -> User:
    return {"manager": cast.max, "deputy": cast.dex, "buddy": buddy, "adviser": cast.pim}[kind]


def away(person: User, days: int | None) -> None:
    today = timezone.localdate()
    ends_on = today + dt.timedelta(days=days) if days is not None else None
    Absence.objects.create(
        user=person, starts_on=today, ends_on=ends_on, made_by=person, made_at=timezone.now()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_four_is_chosen_when_reporting(cast: Cast, buddy: User, kind: str) -> None:
    at = timezone.localtime() - dt.timedelta(hours=1)
    sent = {
        "behaviours": ["personal_insult"], "reading": "2", "channel": "counter",
        "occurred_on": f"{at:%Y-%m-%d}", "occurred_time": f"{at:%H:%M}",
        "team": str(cast.north.public_id), "wish_when": "tomorrow", "wish_with": kind,
        "wish_buddy": str(buddy.public_id) if kind == "buddy" else "",
    }  # fmt: skip
    ana = signed_in(cast.ana)
    assert f'value="{kind}"' in ana.get("/report/new/").text
    assert ana.post("/report/new/", sent).status_code == 302
    assert {row.owner for row in checkins_of(cast.ana)} == {meant(cast, buddy, kind)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_four_is_chosen_later_from_the_phone(
    cast: Cast, buddy: User, kind: str
) -> None:
    start = "deputy" if kind == "manager" else "manager"
    report(cast.ana, cast.north, just_now(), wish=Wish("tomorrow", None, start))
    row, ana = next_checkin(cast.ana), signed_in(cast.ana)
    chosen = {"with_whom": kind, "buddy": str(buddy.public_id) if kind == "buddy" else ""}
    assert ana.post(f"/checkin/{row.public_id}/holder/", chosen).status_code == 302
    assert {one.owner for one in checkins_of(cast.ana)} == {meant(cast, buddy, kind)}
    ana.post(f"/checkin/{row.public_id}/time/", {"when": "none"})
    asked = chosen | {"when": "tomorrow"}
    assert ana.post("/checkin/new/", asked).status_code == 302
    assert next_checkin(cast.ana).owner == meant(cast, buddy, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_four_is_chosen_through_another_system(
    cast: Cast, buddy: User, send: Send, body: dict[str, object], kind: str
) -> None:
    wish = {"when": "tomorrow", "with": kind}
    if kind == "buddy":
        wish["buddy"] = str(buddy.public_id)
    mild = body | {"behaviours": ["personal_insult"], "checkin_wish": wish}
    assert send(mild).status_code == 201
    assert {row.owner for row in checkins_of(cast.ana)} == {meant(cast, buddy, kind)}


def thanks(client: Client, incident: Incident) -> str:
    return text_of(client.get(f"/report/{incident.public_id}/thanks/").text)


def test_page_says_why_it_is_not_with_whom_they_wished_for(cast: Cast, buddy: User) -> None:
    ana = signed_in(cast.ana)
    wish = Wish("tomorrow", None, "buddy", buddy)
    met = report(cast.ana, cast.north, just_now(), wish=wish)
    assert "somebody else asks" not in thanks(ana, met)
    InvolvedColleague.objects.create(
        incident=met, person=cast.dex, marked_by=cast.ana, marked_at=timezone.now()
    )
    part = report(cast.ana, cast.north, just_now(), wish=Wish("tomorrow", None, "deputy"))
    assert "was part of what happened, so somebody else asks" in thanks(ana, part)
    away(cast.max, 20)
    gone = report(cast.ana, cast.north, just_now(), wish=Wish("tomorrow", None, "manager"))
    assert "is away at that moment, so somebody else asks" in thanks(ana, gone)


def test_page_says_why_a_first_contact_is_with_whoever_is_nearest(cast: Cast, buddy: User) -> None:
    wish = Wish("tomorrow", None, "buddy", buddy)
    grave = report(cast.ana, cast.north, just_now(), "threat_words", wish=wish)
    first, talk = checkins_of(cast.ana)[:2]
    assert (first.step, first.owner, talk.owner) == (Step.FIRST_CONTACT, cast.max, buddy)
    assert "whoever is nearest comes first" in thanks(signed_in(cast.ana), grave)


@pytest.mark.parametrize("how", ["asks", "reports"])
def test_wish_for_somebody_moves_talks_that_were_planned_before(cast: Cast, how: str) -> None:
    now, wish = just_now(), Wish("tomorrow", None, "adviser")
    report(cast.ana, cast.north, now)
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}
    if how == "asks":
        outline = outline_for_wish(cast.ana, Asked(wish.when), wish.with_whom, None, now)
        shown = [contact.holder for contact in contacts_of(outline)]
        ask_for_checkin(actor=cast.ana, wish=wish, now=now)
        assert shown == [row.owner for row in checkins_of(cast.ana)]
    else:
        again = report(cast.ana, cast.north, now, wish=wish)
        assert "somebody else" not in thanks(signed_in(cast.ana), again)
    assert [row.owner for row in checkins_of(cast.ana)] == [cast.pim] * 3
    lines = Notice.objects.exclude(kind=Notice.Kind.SAME_DAY).exclude(recipient=cast.ana)
    assert set(lines.values_list("recipient__name", "kind")) == {
        (cast.pim.name, "checkin_task"),
        (cast.max.name, "checkin_gone"),
    }
    assert lines.count() == 2, "each is told once"
    sweep_care(now=now + dt.timedelta(hours=1))
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.pim}


def test_wish_moves_along_what_was_taken_up(cast: Cast) -> None:
    now = just_now()
    report(cast.ana, cast.north, now)
    claim_checkin(actor=cast.max, checkin=next_checkin(cast.ana), now=now)
    ask_for_checkin(actor=cast.ana, wish=Wish("tomorrow", None, "adviser"), now=now)
    row = next_checkin(cast.ana)
    assert (row.owner, row.claimed_by) == (cast.pim, cast.pim)


def test_talk_agreed_before_stays_and_the_page_says_so(cast: Cast) -> None:
    now = just_now()
    first = Wish("at", now + dt.timedelta(hours=26), "manager")
    report(cast.ana, cast.north, now, wish=first)
    later = Wish("at", now + dt.timedelta(hours=50), "adviser")
    again = report(cast.ana, cast.north, now, wish=later)
    assert [row.owner for row in checkins_of(cast.ana)][:2] == [cast.max, cast.pim]
    assert "A later one is with whom you asked for" in thanks(signed_in(cast.ana), again)


def test_wish_reaches_the_next_talk_though_another_stands_at_its_moment(
    cast: Cast, now: dt.datetime
) -> None:
    soon = Wish("soon", None, "manager")
    report(cast.dex, cast.north, now, "threat_words", wish=soon)
    first_talk = checkins_of(cast.dex)[1].due_at
    for wish in (Wish("tomorrow", None, "adviser"), Wish("at", first_talk, "adviser")):
        ask_for_checkin(actor=cast.ana, wish=wish, now=now)
    report(cast.ana, cast.north, now, "threat_words", wish=soon)
    assert first_talk in [row.due_at for row in checkins_of(cast.ana)]
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}


def test_talk_that_another_took_up_says_so(cast: Cast) -> None:
    now = just_now()
    again = report(cast.ana, cast.north, now, wish=Wish("tomorrow", None, "adviser"))
    CheckIn.objects.update(owner=cast.dex)
    assert "Somebody else has taken this talk up" in thanks(signed_in(cast.ana), again)
    choose_holder(
        actor=cast.ana, checkin=next_checkin(cast.ana), with_whom=WishWith.MANAGER, now=now
    )
    assert "taken this talk up" not in thanks(signed_in(cast.ana), again)


def test_answer_on_the_impact_leaves_a_later_choice_alone(cast: Cast) -> None:
    now = just_now()
    Organisation.objects.update(has_impact_tap=True)
    told = report(cast.ana, cast.north, now, wish=Wish("tomorrow", None, "manager"))
    ask_for_checkin(actor=cast.ana, wish=Wish("tomorrow", None, "adviser"), now=now)
    answer_impact(actor=cast.ana, incident=told, value=4, now=now)
    talks = [row for row in checkins_of(cast.ana) if row.step != Step.FIRST_CONTACT]
    assert {row.owner for row in talks} == {cast.pim}


WAITING = {
    "unknown": ("", None, "It isn’t known yet until when", "It isn’t known yet when Max is back"),
    "serious": ("threat_words", 1, "After something serious", "sooner than that"),
    "too_late": ("", 20, "later than is good", "should not wait that long"),
}


@pytest.mark.parametrize("case", WAITING)
def test_waiting_is_refused_with_the_reason_and_somebody_else_can_be_chosen(
    cast: Cast, case: str
) -> None:
    behaviour, days, shown, said = WAITING[case]
    away(cast.max, days)
    reported(cast.ana, cast.north, behaviour or "personal_insult")
    row, ana = next_checkin(cast.ana), signed_in(cast.ana)
    CheckIn.objects.filter(pk=row.pk).update(owner=cast.dex, standing_in_for=cast.max)
    page = ana.get(f"/checkin/{row.public_id}/").text
    assert f'action="/checkin/{row.public_id}/waiting/"' not in page
    assert shown in text_of(page)
    refused = ana.post(f"/checkin/{row.public_id}/waiting/", follow=True)
    assert said in text_of(refused.text)
    row.refresh_from_db()
    assert row.owner == cast.dex
    chosen = ana.post(f"/checkin/{row.public_id}/holder/", {"with_whom": "adviser"})
    assert chosen.status_code == 302
    row.refresh_from_db()
    assert (row.owner, row.standing_in_for) == (cast.pim, None)


def test_nobody_waits_where_nobody_stands_in(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    row, ana = next_checkin(cast.ana), signed_in(cast.ana)
    answer = ana.post(f"/checkin/{row.public_id}/waiting/", follow=True)
    assert "Nobody stands in for somebody else here." in text_of(answer.text)
    assert next_checkin(cast.ana).owner == cast.max
    assert signed_in(cast.max).post(f"/checkin/{row.public_id}/waiting/").status_code == 403
    assert signed_in(cast.zoe).post(f"/checkin/{row.public_id}/waiting/").status_code == 404


@pytest.mark.parametrize("kind", ["deputy", "adviser", "buddy"])
def test_other_person_wanted_leads_to_whom_the_person_names(
    cast: Cast, buddy: User, kind: str
) -> None:
    reported(cast.ana, cast.north)
    row, boss = next_checkin(cast.ana), signed_in(cast.max)
    page = text_of(boss.get(f"/checkin/{row.public_id}/").text)
    for words in (
        "With whom, then?",
        "the deputy, Dex Kuiper",
        "the confidential adviser, Pim Jansen",
        "Bea Blom",
    ):
        assert words in page
    assert "the manager, Max Visser" not in page, "who holds it is nobody else"
    wanted = str(buddy.public_id) if kind == "buddy" else kind
    sent = {"outcome": "other_person", "with_whom": wanted}
    assert boss.post(f"/checkin/{row.public_id}/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.held_by) == ("other_person", cast.max)
    assert {one.owner for one in checkins_of(cast.ana)} == {meant(cast, buddy, kind)}
    assert len(checkins_of(cast.ana)) == 3, "the contact is planned again"


def test_other_person_is_offered_among_who_is_there(cast: Cast, buddy: User) -> None:
    away(cast.dex, None)
    reported(cast.ana, cast.north)
    row, boss = next_checkin(cast.ana), signed_in(cast.max)
    InvolvedColleague.objects.create(
        incident=Incident.objects.get(), person=buddy, marked_by=cast.ana, marked_at=just_now()
    )
    page = boss.get(f"/checkin/{row.public_id}/").text
    assert "the deputy, Dex Kuiper" not in page
    assert "Bea Blom" not in page
    for wanted in ("deputy", str(buddy.public_id), "somebody"):
        sent = {"outcome": "other_person", "with_whom": wanted}
        refused = boss.post(f"/checkin/{row.public_id}/", sent)
        assert refused.status_code == 422
        assert "Choose somebody who is there." in refused.text
