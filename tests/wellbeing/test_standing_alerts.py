"""Who wants no talk gets none, and somebody knows of the serious report all the same."""

import datetime as dt

import pytest

from incidents.codes import WishWhen
from incidents.operations import Wish
from incidents.operations.reading import name_involved
from people.models import Notice
from tests.cast import Cast
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import checkins_of, report
from tests.wellbeing.test_sweep import MINUTE, told
from wellbeing.models import CheckIn, StandingAlert
from wellbeing.operations import (
    claim_checkin,
    decline_care,
    end_care,
    see_alert,
    standing,
    sweep_alerts,
    sweep_care,
)

pytestmark = pytest.mark.django_db


def sweep(now: dt.datetime) -> int:
    """What the worker does each minute."""
    sweep_care(now=now)
    return sweep_alerts(now=now)


def ended(cast: Cast, now: dt.datetime) -> StandingAlert:
    """Ana reports a threat and ends her care ten minutes later, before anybody took it up."""
    report(cast.ana, cast.north, now, "threat_words")
    series = checkins_of(cast.ana)[0].series
    end_care(actor=cast.ana, series=series, now=now + 10 * MINUTE)
    return StandingAlert.objects.get()


@pytest.mark.parametrize("how", ["ends", "declines twice", "wants none, then declines"])
def test_alert_outlives_care_that_is_ended_or_declined(
    cast: Cast, now: dt.datetime, how: str
) -> None:
    if how == "ends":
        ended(cast, now)
    else:
        wish = Wish(when=WishWhen.NONE) if how.startswith("wants") else None
        report(cast.ana, cast.north, now, "threat_words", wish=wish)
        while checkins_of(cast.ana):
            contact = checkins_of(cast.ana)[0]
            decline_care(actor=cast.ana, checkin=contact, now=now + 10 * MINUTE)
    assert not CheckIn.objects.open().exists()
    sweep(now=now + 29 * MINUTE)
    assert told() == ["Max"]
    sweep(now=now + 30 * MINUTE)
    sweep(now=now + 31 * MINUTE)
    assert told() == ["Max", "Dex"]
    sweep(now=now + 60 * MINUTE)
    sweep(now=now + 90 * MINUTE)
    assert told() == ["Max", "Dex", "Nora"]
    path = StandingAlert.objects.get().get_absolute_url()
    lines = Notice.objects.filter(kind=Notice.Kind.ALERT)
    assert set(lines.values_list("recipient__name", "path")) == {
        (user.name, path) for user in (cast.max, cast.dex, cast.nora)
    }


def test_alert_that_was_seen_calls_nobody_else(cast: Cast, now: dt.datetime) -> None:
    alert = ended(cast, now)
    path = alert.get_absolute_url()
    sweep(now=now + 30 * MINUTE)
    dex = signed_in(cast.dex)
    assert path in dex.get("/today/").text
    page = text_of(dex.get(path).text)
    assert "Ana wants no talk about it now." in page
    assert "Open the report" in page
    assert "Dex Kuiper has seen it." in text_of(dex.post(path, follow=True).text)
    for leader in (cast.max, cast.dex):
        assert path not in signed_in(leader).get("/today/").text
    assert not Notice.objects.unread().filter(path=path).exists()
    sweep(now=now + 90 * MINUTE)
    assert told() == ["Max", "Dex"]
    see_alert(actor=cast.max, alert=alert, now=now + 95 * MINUTE)
    alert.refresh_from_db()
    assert alert.seen_by == cast.dex


def test_next_level_learns_that_it_happened_and_whom_to_ask(cast: Cast, now: dt.datetime) -> None:
    path = ended(cast, now).get_absolute_url()
    assert signed_in(cast.nora).get(path).status_code == 404
    sweep(now=now + 60 * MINUTE)
    page = text_of(signed_in(cast.nora).get(path).text)
    assert "Ana Bakker reported something serious." in page
    assert "Open the report" not in page


def test_person_is_left_alone(cast: Cast, now: dt.datetime) -> None:
    """They are told before that somebody gets to know, and nothing after."""
    report(cast.ana, cast.north, now, "threat_words")
    contact, ana = checkins_of(cast.ana)[0], signed_in(cast.ana)
    words = "Somebody who leads still gets to know what happened"
    assert words in text_of(ana.get(f"/checkin/{contact.public_id}/end/").text)
    end_care(actor=cast.ana, series=contact.series, now=now + MINUTE)
    before = Notice.objects.filter(recipient=cast.ana).count()
    alert = StandingAlert.objects.get()
    sweep(now=now + 60 * MINUTE)
    see_alert(actor=cast.max, alert=alert, now=now + 61 * MINUTE)
    assert Notice.objects.filter(recipient=cast.ana).count() == before
    assert ana.get(alert.get_absolute_url()).status_code == 404


def test_who_was_part_of_it_is_not_called(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now, "threat_words")
    series = checkins_of(cast.ana)[0].series
    end_care(actor=cast.ana, series=series, now=now + MINUTE)
    for named in (cast.max, cast.dex):
        name_involved(actor=cast.ana, incident=incident, person=named, now=now + 2 * MINUTE)
    sweep(now=now + 30 * MINUTE)
    assert told() == ["Max", "Nora"]
    path = StandingAlert.objects.get().get_absolute_url()
    assert signed_in(cast.max).get(path).status_code == 404


def test_alert_that_was_taken_up_ends_with_the_care(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]
    claim_checkin(actor=cast.max, checkin=contact, now=now + MINUTE)
    assert (
        "still gets to know"
        not in signed_in(cast.ana).get(f"/checkin/{contact.public_id}/end/").text
    )
    end_care(actor=cast.ana, series=contact.series, now=now + 2 * MINUTE)
    assert not StandingAlert.objects.exists()


def test_alert_that_fails_is_tried_again_and_stops_nobody(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(cast, now)
    with monkeypatch.context() as broken:
        broken.setattr(standing, "_frame", None)
        assert sweep(now=now + 30 * MINUTE) == 0
    assert told() == ["Max"]
    assert sweep(now=now + 31 * MINUTE) == 1
    assert told() == ["Max", "Dex"]
