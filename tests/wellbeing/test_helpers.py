"""Helpers without asking anyone, ten minutes with a buddy, and cards that nobody counts."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from people.errors import RuleBroken
from people.models import Notice, Outbox, RoleGrant, User
from people.operations import deactivate
from tests.cast import Cast
from tests.factories import UserFactory
from tests.wellbeing.pages import just_now, next_checkin, queries_of, reported, signed_in, text_of
from wellbeing.guidance import CARDS
from wellbeing.models import Helper, VentSlot
from wellbeing.operations.circle import (
    Moment,
    NotHR,
    agree_slot,
    ask_buddy,
    drop_slot,
    forget_slots,
    keep_helper,
    suggest_time,
)

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")
WEEK = dt.timedelta(days=7)


def _filled(**changes: str) -> dict[str, str]:
    return {
        "kind": "psychologist", "name": "Dr. Vos", "phone": "020 555 01 01", "email": "",
        "web": "https://vos.example/", "languages": "English, Dutch", "place": "1",
        "about_en": "You call, you go.", "about_nl": "Je belt, je gaat.",
        "hours_en": "Weekdays 9 to 5", "hours_nl": "Werkdagen 9 tot 5", **changes,
    }  # fmt: skip


def _written(client: Client, address: str) -> list[str]:
    """Return what a page writes; keeping the session fresh aside."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    found = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in found if sql.startswith(WRITES) and "django_session" not in sql]


def test_a37_helpers_on_ones_own_page_without_asking_anyone(cast: Cast) -> None:
    """HR keeps the list; everybody reads it in their language; who looked leaves no trace."""
    hana = signed_in(cast.hana)
    assert hana.post("/helpers/edit/", _filled()).status_code == 302
    home = signed_in(cast.ana).get("/home/").text
    assert 'href="/helpers/"' in home.split("<main")[1], "one tap from the first page, on a phone"
    english = text_of(signed_in(cast.ana).get("/helpers/").text)
    for words in ("Dr. Vos", "Psychologist", "You call, you go.", "Weekdays 9 to 5"):
        assert words in english
    assert 'href="tel:0205550101"' in signed_in(cast.ana).get("/helpers/").text
    dutch = text_of(signed_in(cast.ana, "nl").get("/helpers/").text)
    assert "Je belt, je gaat." in dutch
    client = signed_in(cast.ana)
    client.get("/helpers/")
    assert _written(client, "/helpers/") == []


def test_a37_only_that_help_was_offered_is_kept(cast: Cast) -> None:
    """Max ticks that he offered it; no other column is about help, none points at a helper."""
    reported(cast.ana, cast.north)
    row = next_checkin(cast.ana)
    sent = {"outcome": "held", "is_help_offered": "on"}
    assert signed_in(cast.max).post(f"/checkin/{row.public_id}/", sent).status_code == 302
    row.refresh_from_db()
    assert row.is_help_offered is True
    models = list(apps.get_app_config("wellbeing").get_models())
    about_help = {
        f"{model.__name__}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if any(word in field.name for word in ("help", "referr", "psycholog", "doctor"))
    }
    assert about_help == {"CheckIn.is_help_offered"}
    pointing = [
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Helper
    ]
    assert pointing == []


def test_helper_needs_https_and_a_way_to_be_reached(cast: Cast) -> None:
    hana = signed_in(cast.hana)
    for wrong in ({"web": "http://vos.example/"}, {"web": "", "phone": ""}):
        answer = hana.post("/helpers/edit/", _filled(**wrong))
        assert answer.status_code == 422
        assert "You call, you go." in answer.text, "nothing typed is lost"
    with pytest.raises(NotHR):
        keep_helper(actor=cast.max, helper=None, values={})
    assert not Helper.objects.exists()


def test_helper_is_changed_and_taken_off(cast: Cast) -> None:
    row = Helper.objects.create(kind="line", name="Line", phone="1")
    hana = signed_in(cast.hana)
    assert hana.post(f"/helpers/{row.public_id}/", _filled(name="New")).status_code == 302
    assert Helper.objects.get().name == "New"
    assert hana.post(f"/helpers/{row.public_id}/removal/").status_code == 302
    assert not Helper.objects.exists()


def test_a33_buddy_is_asked_and_the_manager_is_not_told(cast: Cast, buddy: User) -> None:
    """Two taps; the buddy reads who and when, and nothing else; Max reads nothing."""
    ana = signed_in(cast.ana)
    page = ana.get("/helpers/").text
    assert "<summary>" in page
    assert "Bea Blom" in page
    sent = ana.post("/ten-minutes/", {"buddy": str(buddy.public_id), "moment": "hour"})
    assert sent.status_code == 302
    notice = Notice.objects.get(recipient=buddy)
    assert str(notice) == "A colleague would like to talk"
    seen = text_of(signed_in(buddy).get(notice.path).text)
    assert "Ten minutes with Ana" in seen
    assert not Notice.objects.exclude(recipient=buddy).exists()
    for other in (cast.max, cast.nora, cast.hana, cast.bo, cast.pim):
        assert signed_in(other).get(notice.path).status_code == 404
        for address in ("/home/", "/helpers/"):
            assert "Ten minutes with Ana" not in text_of(signed_in(other).get(address).text)


def test_a35_two_taps_and_only_time_and_people_are_kept(cast: Cast, buddy: User) -> None:
    """The table has the moment and the two people; a week later nothing is left of it."""
    kept = {field.name for field in VentSlot._meta.get_fields()}
    assert kept == {"id", "public_id", "person", "buddy", "starts_at", "waits_for"}
    # The first tap opens the buddy's card on this page, the second one is a button of a moment.
    page = signed_in(cast.ana).get("/helpers/").text
    card = page[page.index("Bea Blom") :].split("</details>")[0]
    assert 'name="moment"' in card
    assert "<textarea" not in card
    signed_in(cast.ana).post("/ten-minutes/", {"buddy": str(buddy.public_id), "moment": "now"})
    slot = VentSlot.objects.get()
    agree_slot(actor=buddy, slot=slot, now=just_now())
    assert forget_slots(now=slot.starts_at + WEEK) == 0
    assert forget_slots(now=slot.starts_at + WEEK + dt.timedelta(seconds=1)) == 1
    assert not VentSlot.objects.exists()
    assert not Notice.objects.filter(path__contains="ten-minutes").exists()
    assert not Outbox.objects.filter(path__contains="ten-minutes").exists()


def test_no_report_reads_ten_minutes_or_helpers() -> None:
    for path in (Path(settings.BASE_DIR) / "reports").rglob("*.py"):
        text = path.read_text()
        for name in ("VentSlot", "ventslot", "BuddyCard", "Helper"):
            assert name not in text, path


def test_slot_is_agreed_by_the_one_it_waits_for(cast: Cast, buddy: User) -> None:
    now = just_now()
    slot = ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.TOMORROW, now=now)
    with pytest.raises(RuleBroken):
        agree_slot(actor=cast.ana, slot=slot, now=now)
    other = now + dt.timedelta(hours=5)
    slot = suggest_time(actor=buddy, slot=slot, at=other, now=now)
    assert (slot.waits_for, slot.starts_at) == (cast.ana, other)
    assert agree_slot(actor=cast.ana, slot=slot, now=now).waits_for is None
    with pytest.raises(RuleBroken, match="still to come"):
        suggest_time(actor=buddy, slot=slot, at=now, now=now)


def test_slot_that_cannot_be_leaves_nothing(cast: Cast, buddy: User) -> None:
    now = just_now()
    slot = ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.END_OF_SHIFT, now=now)
    assert signed_in(buddy).post(f"/ten-minutes/{slot.public_id}/end/").status_code == 302
    assert not VentSlot.objects.exists()
    assert Notice.objects.get().recipient == cast.ana
    with pytest.raises(RuleBroken):
        drop_slot(actor=buddy, slot=slot, now=now)


def test_slot_of_somebody_who_leaves_ends_and_the_other_is_told(cast: Cast, buddy: User) -> None:
    now = just_now()
    ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.END_OF_SHIFT, now=now)
    deactivate(actor=cast.bo, person=buddy, now=now)
    assert not VentSlot.objects.exists()
    assert _gone() == [cast.ana]


def _gone() -> list[User]:
    """Who reads that a time does not go on."""
    lines = Notice.objects.filter(kind=Notice.Kind.BUDDY_GONE).select_related("recipient")
    return [line.recipient for line in lines]


def test_line_about_what_cannot_be_goes_when_it_was_read_or_is_a_week_old(
    cast: Cast, buddy: User
) -> None:
    now = just_now()
    for _ in range(2):
        slot = ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.HOUR, now=now)
        drop_slot(actor=buddy, slot=slot, now=now)
        assert _gone() == [cast.ana], "told the second time too"
        assert forget_slots(now=now) == 0
        assert _gone() == [cast.ana], "stays until it was read"
        line = Notice.objects.get(kind=Notice.Kind.BUDDY_GONE)
        signed_in(cast.ana).post("/notices/readings/", {"notice": line.pk})
        forget_slots(now=now)
        assert _gone() == []
    slot = ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.HOUR, now=now)
    drop_slot(actor=buddy, slot=slot, now=now)
    forget_slots(now=now + WEEK + dt.timedelta(seconds=1))
    assert not Notice.objects.exists()


def test_line_about_what_cannot_be_goes_when_the_two_find_another_time(
    cast: Cast, buddy: User
) -> None:
    now = just_now()
    slot = ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.HOUR, now=now)
    drop_slot(actor=cast.ana, slot=slot, now=now)
    assert _gone() == [buddy]
    ask_buddy(actor=cast.ana, buddy=buddy, moment=Moment.TOMORROW, now=now)
    assert list(Notice.objects.values_list("kind", flat=True)) == [Notice.Kind.BUDDY_ASK]


def test_two_taps_ask_a_buddy(cast: Cast, buddy: User) -> None:
    """One opens the buddy, one is the moment: every moment is a button that sends."""
    page = signed_in(cast.ana).get("/helpers/").text
    block = next(part for part in page.split("<details") if "Bea Blom" in part).split("</details>")[
        0
    ]
    buttons = re.findall(r'<button[^>]*name="moment" value="(\w+)"', block)
    assert buttons == [moment.value for moment in Moment]
    assert not re.findall(r'<input(?![^>]*type="hidden")', block), "nothing has to be filled in"


def test_asking_again_changes_the_moment(cast: Cast, buddy: User) -> None:
    now = just_now()
    for moment in (Moment.NOW, Moment.HOUR):
        ask_buddy(actor=cast.ana, buddy=buddy, moment=moment, now=now)
    assert VentSlot.objects.get().starts_at == now + dt.timedelta(hours=1)
    with pytest.raises(RuleBroken):
        ask_buddy(actor=cast.ana, buddy=cast.zoe, moment=Moment.NOW, now=now)


def test_buddy_says_how_to_be_reached(cast: Cast, buddy: User) -> None:
    bea = signed_in(buddy)
    assert bea.post("/helpers/reach/", {"how_to_reach": "Walk by"}).status_code == 302
    assert "Walk by" in signed_in(cast.ana).get("/helpers/").text
    assert signed_in(cast.zoe).post("/helpers/reach/", {"how_to_reach": "x"}).status_code == 403


def test_helpers_cost_the_same_at_one_and_many_rows(cast: Cast, buddy: User) -> None:
    client = signed_in(cast.ana)
    counts = []
    for size in (2, 6):
        for number in range(size):
            more = UserFactory.create(name=f"Bud {size} {number}")
            RoleGrant.objects.create(user=more, role=RoleGrant.Role.BUDDY)
            Helper.objects.create(kind="line", name=f"Line {size} {number}", phone="1")
        counts.append(queries_of(client, "/helpers/"))
    assert counts[0] == counts[1]


def test_a36_card_is_offered_after_a_report_and_after_a_count(cast: Cast) -> None:
    """A quiet link, never a question; "not now" holds for a week; nobody knows who read."""
    incident = reported(cast.ana, cast.north)
    ana, thanks = signed_in(cast.ana), f"/report/{incident.public_id}/thanks/"
    assert 'href="/guidance/#circle"' in ana.get(thanks).text
    assert 'href="/guidance/#' not in ana.get("/home/").text
    ana.post("/tally/", {"key": "0192aaaa-key", "next": "/home/"})
    assert 'href="/guidance/#circle"' in ana.get("/home/").text
    cards = ana.get("/guidance/").text
    assert "What is mine to steer" in cards
    assert "<input" not in cards.split("<main")[1].split("</main>")[0]
    assert _written(ana, "/guidance/") == []
    rest = ana.post("/guidance/rest/", {"next": thanks})
    assert rest["Location"] == thanks
    for address in (thanks, "/home/"):
        assert 'href="/guidance/#' not in ana.get(address).text
    assert ana.post("/guidance/rest/", {"next": "https://else.example/"})["Location"] == "/home/"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_breathe_works_without_script_and_leads_on(cast: Cast, language: str) -> None:
    html = signed_in(cast.ana, language).get("/breathe/").text
    assert 'class="breath"' in html
    for address in ("/guidance/", "/helpers/"):
        assert f'href="{address}"' in html
    css = (Path(settings.BASE_DIR) / "config/css/pages.css").read_text()
    assert "@media (prefers-reduced-motion: no-preference) { .breath {" in css


def test_cards_have_a_text_of_their_own_in_both_languages() -> None:
    for card in CARDS:
        for text in (card.title, card.lead, *card.lines):
            with override("en"):
                english = str(text)
            with override("nl"):
                dutch = str(text)
            assert english
            assert dutch
            assert english != dutch
