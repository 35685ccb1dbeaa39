"""Usual hours are asked once, and give "end of shift"."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from incidents.codes import WishWhen
from incidents.operations import Wish
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.operations.shift import tell_shift_end

QUESTION = "When does your shift usually end?"


def test_telling_moves_what_waits_for_the_end_of_the_shift(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "personal_insult", wish=Wish(when=WishWhen.END_OF_SHIFT))
    assert checkins_of(cast.ana)[0].due_at != local("2026-11-18 15:30")

    tell_shift_end(actor=cast.ana, ends_at=dt.time(15, 30), now=now)

    cast.ana.refresh_from_db()
    assert cast.ana.shift_ends_at == dt.time(15, 30)
    assert checkins_of(cast.ana)[0].due_at == local("2026-11-18 15:30")
    assert checkins_of(cast.ana)[0].asked_when == WishWhen.END_OF_SHIFT


def test_question_is_asked_where_it_matters_and_once(client: Client, cast: Cast) -> None:
    wish = Wish(when=WishWhen.END_OF_SHIFT)
    incident = report(cast.ana, cast.north, timezone.now(), "personal_insult", wish=wish)
    client.force_login(cast.ana)
    thanks = f"/report/{incident.public_id}/thanks/"
    checkin = f"/checkin/{checkins_of(cast.ana)[0].public_id}/"
    assert QUESTION in client.get(thanks).content.decode()

    refused = client.post("/shift-end/", {"ends_at": "half past"}, follow=True)
    assert "Say at what time your shift usually ends." in refused.content.decode()
    assert QUESTION in refused.content.decode()

    assert client.post("/shift-end/", {"later": "1"})["Location"] == checkin
    for path in (thanks, checkin):
        assert QUESTION not in client.get(path).content.decode()


def test_who_told_it_or_wished_otherwise_is_not_asked(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    at_noon = Wish(when=WishWhen.TOMORROW)
    incident = report(cast.ana, cast.north, timezone.now(), "personal_insult", wish=at_noon)
    assert QUESTION not in client.get(f"/report/{incident.public_id}/thanks/").content.decode()
    tell_shift_end(actor=cast.ana, ends_at=dt.time(15, 30), now=timezone.now())
    later = Wish(when=WishWhen.END_OF_SHIFT)
    incident = report(cast.ana, cast.north, timezone.now(), "personal_insult", wish=later)
    assert QUESTION not in client.get(f"/report/{incident.public_id}/thanks/").content.decode()
