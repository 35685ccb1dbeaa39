"""A serious report waits to be taken up, whatever becomes of the contact it hung on."""

import datetime as dt

import pytest

from incidents.operations import Wish
from people.models import Notice
from people.operations import deactivate
from tests.cast import Cast
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, report
from tests.wellbeing.test_sweep import MINUTE, told
from wellbeing.codes import Preset
from wellbeing.operations import ask_for_checkin, claim_checkin, decline_care, sweep_care
from wellbeing.queries.day import day_of

pytestmark = pytest.mark.django_db
NONE, TOMORROW = Wish(when="none"), Wish(when="tomorrow")


@pytest.mark.parametrize("how", ["asks", "reports"])
def test_alert_of_declined_care_outlives_the_wish_that_ends_the_declining(
    cast: Cast, now: dt.datetime, how: str
) -> None:
    report(cast.ana, cast.north, now, "threat_words", wish=NONE)
    later = now + 10 * MINUTE
    if how == "asks":
        ask_for_checkin(actor=cast.ana, wish=TOMORROW, now=later)
    else:
        report(cast.ana, cast.north, later, wish=TOMORROW)
    first = checkins_of(cast.ana)[0]
    assert (first.series.preset != Preset.DECLINED, first.alert_at) == (True, now)

    sweep_care(now=now + 31 * MINUTE)
    sweep_care(now=now + 120 * MINUTE)
    assert told() == ["Max", "Dex", "Nora"]


def test_who_was_told_is_led_to_the_contact_that_took_its_place(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words", wish=NONE)
    sweep_care(now=now + 31 * MINUTE)
    ask_for_checkin(actor=cast.ana, wish=TOMORROW, now=now + 40 * MINUTE)
    sweep_care(now=now + 45 * MINUTE)
    assert told() == ["Max", "Dex"], "nobody is told twice"

    (talk,) = checkins_of(cast.ana)
    path = f"/checkin/{talk.public_id}/"
    lines = Notice.objects.filter(kind=Notice.Kind.ALERT)
    assert set(lines.values_list("recipient__name", "path")) == {
        (cast.max.name, path),
        (cast.dex.name, path),
    }
    assert signed_in(cast.dex).get(path).status_code == 200
    claim_checkin(actor=cast.dex, checkin=talk, now=now + 50 * MINUTE)
    sweep_care(now=now + 120 * MINUTE)
    assert told() == ["Max", "Dex"]


def test_declining_after_the_deputy_was_told_tells_nobody_twice(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    sweep_care(now=now + 31 * MINUTE)
    decline_care(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now + 40 * MINUTE)
    sweep_care(now=now + 45 * MINUTE)
    assert told() == ["Max", "Dex"]
    sweep_care(now=now + 60 * MINUTE)
    assert told() == ["Max", "Dex", "Nora"]


def test_another_serious_report_alerts_anew_where_all_were_told(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words", wish=NONE)
    sweep_care(now=now + 61 * MINUTE)
    later = now + 120 * MINUTE
    report(cast.ana, cast.north, later, "threat_words")
    assert checkins_of(cast.ana)[0].alert_at == later
    sweep_care(now=later + 61 * MINUTE)
    assert told() == ["Max", "Dex", "Nora"] * 2


def test_declining_keeps_the_alert_that_has_still_somebody_to_tell(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    claim_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], now=now)
    report(cast.ana, cast.north, now + MINUTE, "threat_words")
    sweep_care(now=now + 62 * MINUTE)
    assert told() == ["Max", "Max", "Dex", "Nora"], "of the second, which nobody took up"
    deactivate(actor=cast.bo, person=cast.max, now=now + 70 * MINUTE)
    sweep_care(now=now + 70 * MINUTE)  # the first waits again: who had taken it up is gone
    decline_care(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now + 75 * MINUTE)
    (offer,) = checkins_of(cast.ana)
    assert offer.alert_at == now + 70 * MINUTE
    sweep_care(now=now + 131 * MINUTE)
    assert len(told()) > 4, "somebody hears of it"


def test_alert_that_waits_shows_on_the_day_of_who_holds_it(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words", wish=NONE)
    ask_for_checkin(actor=cast.ana, wish=TOMORROW, now=now + MINUTE)
    assert [due.checkin for due in day_of(cast.max, now + 2 * MINUTE).alerts] == checkins_of(
        cast.ana
    )
