import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Incident
from incidents.operations import Wish, give_answer, reply_to_answer, save_draft
from people.models import Membership, Notice
from people.operations import notify
from tests.cast import Cast
from tests.wellbeing.pages import just_now, next_checkin, reported, signed_in, text_of
from tests.wellbeing.stories import report


@pytest.mark.parametrize(
    ("who", "place"),
    [("max", "/today/"), ("pim", "/today/"), ("ana", "/home/"), ("dex", "/today/")],
)
def test_start_goes_to_the_page_of_the_role(cast: Cast, who: str, place: str) -> None:
    response = signed_in(getattr(cast, who)).get("/")
    assert (response.status_code, response["Location"]) == (302, place)


def test_home_is_empty_and_friendly_without_reports(cast: Cast) -> None:
    text = text_of(signed_in(cast.ana).get("/home/").text)
    assert "Nothing planned. That is fine." in text
    assert "Pim Jansen" in text
    assert "Max Visser" in text


def test_home_shows_what_is_planned_the_draft_and_the_newest_answer(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    give_answer(actor=cast.max, incident=incident, sentence="We called together.", now=just_now())
    save_draft(actor=cast.ana, data={"behaviours": ["swearing"]}, now=just_now())
    html = signed_in(cast.ana).get("/home/").text
    text = text_of(html)
    assert "Check-in with Max" in text
    assert "Unfinished report" in text
    assert "We called together." in text
    assert 'value="not_yet"' in html


def test_home_asks_once_whether_an_answer_is_enough(cast: Cast) -> None:
    """Where the answer itself stands on the page; older ones are tasks."""
    for _number in range(3):
        incident = reported(cast.ana, cast.north)
        give_answer(actor=cast.max, incident=incident, sentence="We called.", now=just_now())
    text = text_of(signed_in(cast.ana).get("/home/").text)
    assert text.count("We called.") == 2
    assert text.count("Is the answer to your report enough?") == 1


def test_own_reports_say_when_an_answer_is_late_also_after_not_yet(cast: Cast) -> None:
    incident, now = reported(cast.ana, cast.north), just_now()
    client, day = signed_in(cast.ana), dt.timedelta(days=1)
    pages = ("/mine/", incident.get_absolute_url())
    for is_answered in (False, True):
        if is_answered:
            answer = give_answer(actor=cast.max, incident=incident, sentence="So.", now=now)
            reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="Why?", now=now)
        for due, is_late in ((now + day, False), (now - day, True)):
            Incident.objects.update(answer_due_at=due)
            for page in pages:
                assert ("promised by" in text_of(client.get(page).text)) is is_late, page


def test_home_shows_nothing_of_somebody_else(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    assert "Check-in with" not in signed_in(cast.zoe).get("/home/").text


def test_reading_marks_a_notice_and_goes_where_it_points(cast: Cast) -> None:
    notice = notify(recipient=cast.ana, kind="answer", path="/mine/", key="k", now=just_now())
    client = signed_in(cast.ana)
    assert "There is an answer to your report" in client.get("/home/").text
    response = client.post(reverse("wellbeing:readings"), {"notice": notice.pk})
    assert (response.status_code, response["Location"]) == (302, "/mine/")
    assert Notice.objects.unread().count() == 0


@pytest.mark.parametrize("language", ["en", "nl"])
def test_reading_works_after_a_thousand_notices(cast: Cast, language: str) -> None:
    """Numbers are written with a separator, and the number of a row is no number to read."""
    notice = notify(recipient=cast.ana, kind="answer", path="/mine/", key="k", now=just_now())
    Notice.objects.filter(pk=notice.pk).update(id=12_345)
    client = signed_in(cast.ana, language)
    home = client.get("/home/").content.decode()
    (value,) = re.findall(r'name="notice" value="([^"]*)"', home)
    assert client.post(reverse("wellbeing:readings"), {"notice": value}).status_code == 302


@pytest.mark.parametrize("who", ["zoe", "max"])
def test_reading_refuses_the_notice_of_somebody_else(cast: Cast, who: str) -> None:
    notice = notify(recipient=cast.ana, kind="answer", path="/mine/", key="k", now=just_now())
    client = signed_in(getattr(cast, who))
    assert client.post(reverse("wellbeing:readings"), {"notice": notice.pk}).status_code == 404
    assert client.post(reverse("wellbeing:readings"), {"notice": "x"}).status_code == 404
    assert client.get(reverse("wellbeing:readings")).status_code == 405


def test_mine_lists_own_reports_with_what_came_of_them(cast: Cast) -> None:
    answered = reported(cast.ana, cast.north)
    give_answer(actor=cast.max, incident=answered, sentence="A second desk opens.", now=just_now())
    reported(cast.ana, cast.north, "swearing")
    reported(cast.zoe, cast.south, "threat_words")
    text = text_of(signed_in(cast.ana).get("/mine/").text)
    assert "A second desk opens." in text
    assert "No answer yet. You read it here by" in text
    assert "Threatened" not in text


def test_mine_is_empty_and_says_that_it_counts(cast: Cast) -> None:
    assert "No reports yet." in signed_in(cast.zoe).get("/mine/").text


def test_mine_pages_by_twenty(cast: Cast) -> None:
    for _ in range(21):
        reported(cast.ana, cast.north, "swearing", reading=1)
    client = signed_in(cast.ana)
    assert "Page 1 of 2" in text_of(client.get("/mine/").text)
    assert client.get("/mine/?page=2").text.count("No answer yet.") == 1


def test_thanks_promises_who_does_what_by_when(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    text = text_of(
        signed_in(cast.ana).get(reverse("wellbeing:thanks", args=[incident.public_id])).text
    )
    assert "Thank you, Ana" in text
    assert "not your fault" in text
    assert "Max asks how you are" in text
    assert "at the latest. Also if we decide to do nothing" in text
    assert "Are you safe now?" not in text


def test_thanks_asks_first_whether_the_person_is_safe_after_a_threat(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north, "threat_words")
    text = text_of(
        signed_in(cast.ana).get(reverse("wellbeing:thanks", args=[incident.public_id])).text
    )
    assert text.index("Are you safe now?") < text.index("Thank you, Ana")
    assert "Max was alerted at once" in text


def test_thanks_says_that_a_check_in_can_be_asked_for_when_none_is_planned(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north, "swearing", reading=1)
    text = text_of(
        signed_in(cast.ana).get(reverse("wellbeing:thanks", args=[incident.public_id])).text
    )
    assert "No check-in is planned" in text


def test_thanks_says_why_a_wish_could_not_be_met(cast: Cast) -> None:
    Membership.objects.filter(kind="deputy").delete()
    wish = Wish(when="at", at=just_now() + dt.timedelta(days=300), with_whom="deputy")
    incident = report(cast.ana, cast.north, just_now(), wish=wish)
    page = reverse("wellbeing:thanks", args=[incident.public_id])
    text = text_of(signed_in(cast.ana).get(page).text)
    assert "later than we let a first talk wait" in text
    assert "You asked for the deputy. Your team has none at the moment." in text


@pytest.mark.parametrize("who", ["max", "zoe", "hana", "pim", "bo"])
def test_thanks_is_for_the_reporter_alone(cast: Cast, who: str) -> None:
    incident = reported(cast.ana, cast.north)
    url = reverse("wellbeing:thanks", args=[incident.public_id])
    assert signed_in(getattr(cast, who)).get(url).status_code == 404


def test_thanks_links_to_the_planned_check_in(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    html = signed_in(cast.ana).get(reverse("wellbeing:thanks", args=[incident.public_id])).text
    assert reverse("wellbeing:checkin", args=[next_checkin(cast.ana).public_id]) in html


@pytest.mark.parametrize("page", ["/home/", "/mine/"])
def test_own_pages_read_a_fixed_number_of_rows(cast: Cast, page: str) -> None:
    client, counts = signed_in(cast.ana), []
    for rounds in (1, 3):
        for _ in range(rounds):
            incident = reported(cast.ana, cast.north)
            give_answer(actor=cast.max, incident=incident, sentence="We rang.", now=just_now())
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 50
