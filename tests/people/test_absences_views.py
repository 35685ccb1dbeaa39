"""Being away takes two taps: one to the page, one on a button. Nobody asks why."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Absence, User
from tests.cast import Cast
from tests.wellbeing.pages import signed_in

pytestmark = pytest.mark.django_db

PRESS = re.compile(
    r'<form[^>]*action="([^"]+)"[^>]*>(?:(?!</form>).)*?value="today">([^<]+)<', re.S
)


def tap_to(client: Client, start: str) -> str:
    """Follow the one link that leads to the page; return what it shows."""
    assert 'href="/absences/"' in client.get(start).text
    return str(client.get("/absences/").text)


def press(client: Client, page: str, label: str) -> int:
    """Press the button with these words, as it stands on the page."""
    (action,) = [where for where, words in PRESS.findall(page) if words.strip() == label]
    return client.post(action, {"span": "today"}).status_code


@pytest.mark.parametrize(
    ("who", "start"), [("max", "/today/"), ("ana", "/home/"), ("pim", "/today/")]
)
def test_own_absence_takes_two_taps(cast: Cast, who: str, start: str) -> None:
    client, user = signed_in(getattr(cast, who)), getattr(cast, who)
    assert press(client, tap_to(client, start), "Away today") == 302
    absence = Absence.objects.get()
    today = timezone.localdate()
    assert (absence.user, absence.starts_on, absence.ends_on) == (user, today, today)


@pytest.mark.parametrize(("who", "start"), [("hana", "/home/"), ("nora", "/today/")])
def test_hr_or_the_manager_above_notes_it_in_two_taps(cast: Cast, who: str, start: str) -> None:
    client = signed_in(getattr(cast, who))
    assert press(client, tap_to(client, start), "Max is away today") == 302
    assert Absence.objects.get().user == cast.max


def test_no_reason_is_asked_or_kept(cast: Cast) -> None:
    page = signed_in(cast.max).get("/absences/").text
    own = page[page.index("I’m away") : page.index("Whom I look after")]
    assert set(re.findall(r'name="(\w+)"', own)) <= {
        "csrfmiddlewaretoken",
        "span",
        "starts_on",
        "ends_on",
    }
    kept = {field.name for field in Absence._meta.get_fields()}
    assert kept == {"id", "public_id", "user", "starts_on", "ends_on", "made_by", "made_at"}


def test_colleagues_note_nobody_away(cast: Cast) -> None:
    def others(user: User) -> list[str]:
        page = signed_in(user).get("/absences/").text
        return [words.strip() for _where, words in PRESS.findall(page)]

    assert others(cast.ana) == ["Away today"]
    assert "Ana is away today" not in others(cast.otto)
